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
        return code.placedAt(append(code.words()));
    }

    private int append(long[] added) {
        long[] grown = words;
        if (used + added.length > grown.length) {
            grown = Arrays.copyOf(grown, Math.max(Math.max(FIRST_WORDS, grown.length * 2), used + added.length));
        }
        System.arraycopy(added, 0, grown, used, added.length);
        words = grown;
        used += added.length;
        return used - added.length;
    }

    /**
     * Lets the branches back to a loop head lead to where compiled code is entered. Who runs this code meanwhile sees a branch as it
     * was or as it is; both are right.
     *
     * @param branchWords the words of the branches
     * @param head the word behind the check of the loop
     */
    public synchronized void leadToCompiled(int[] branchWords, int head) {
        long check = words[head - 1];
        int safepoint = (int) (check >>> 16);
        int entrance = append(new long[] {check, Operation.ENTER_COMPILED | (safepoint & 0xFFFFFFFFL) << 16});
        for (int word : branchWords) {
            words[word] = words[word] & 0xFFFFFFFFL | (long) (entrance + 1 - word) << 32;
        }
    }
}
