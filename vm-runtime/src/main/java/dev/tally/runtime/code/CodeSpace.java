package dev.tally.runtime.code;

import java.util.Arrays;

/**
 * The words of all functions of a module that were lowered so far, in one array, so that calls between them do not change
 * the array that a tier reads. It only grows: who holds an older array finds in it all that was placed before.
 */
public final class CodeSpace {
    private static final int FIRST_WORDS = 64;

    private volatile long[] words = {};
    private int used;

    /** The array as it stands; for reading only. */
    public long[] words() {
        return words;
    }

    /** Takes in the words of a function. */
    public synchronized FunctionCode place(FunctionCode code) {
        long[] added = code.words();
        long[] grown = words;
        if (used + added.length > grown.length) {
            grown = Arrays.copyOf(grown, Math.max(Math.max(FIRST_WORDS, grown.length * 2), used + added.length));
        }
        System.arraycopy(added, 0, grown, used, added.length);
        words = grown;
        FunctionCode placed = code.placedAt(used);
        used += added.length;
        return placed;
    }
}
