package dev.tally.runtime.code;

import java.util.Arrays;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/** Words under construction, and where in the body they came from. Knows the word formats and nothing of WebAssembly. */
final class CodeBuffer {
    private static final long FIELD_A = 0xFFFFL << 16;
    private static final long FIELD_C = 0xFFFFL << 48;
    private static final long CHARGE = 0xFFFFL;
    private static final long FALLING_CHARGE = 0x7FFFL << 16;
    private static final int INITIAL_WORDS = 32;

    private long[] words = new long[INITIAL_WORDS];
    private int size;
    private final IntArrayList originWords = new IntArrayList();
    private final IntArrayList originOffsets = new IntArrayList();

    /** The index that the next word will have. */
    int size() {
        return size;
    }

    long word(int index) {
        return words[index];
    }

    int add(long word) {
        if (size == words.length) {
            words = Arrays.copyOf(words, size * 2);
        }
        words[size] = word;
        return size++;
    }

    void set(int index, long word) {
        words[index] = word;
    }

    /** Takes back the words from this index on. */
    void truncate(int newSize) {
        size = newSize;
    }

    void setFieldA(int index, int slot) {
        words[index] = words[index] & ~FIELD_A | (long) slot << 16;
    }

    void setFieldC(int index, int value) {
        words[index] = words[index] & ~FIELD_C | (long) value << 48;
    }

    /** Writes what a branch charges if it is taken, into its branch word. */
    void setCharge(int index, int charge) {
        words[index] = words[index] & ~CHARGE | charge;
    }

    /** Writes what a branch charges if it is not taken, into its branch word. */
    void setFallingCharge(int index, int charge) {
        words[index] = words[index] & ~FALLING_CHARGE | (long) charge << 16;
    }

    /** Lets the branch word at an index lead to a word. */
    void setTarget(int index, int target) {
        words[index] = words[index] & 0xFFFFFFFFL | (long) (target - index) << 32;
    }

    /** Notes that the next word comes from the instruction at this byte of the module. */
    void originate(int moduleOffset) {
        if (originWords.notEmpty() && originWords.getLast() == size) {
            originOffsets.set(originOffsets.size() - 1, moduleOffset);
        } else {
            originWords.add(size);
            originOffsets.add(moduleOffset);
        }
    }

    long[] words() {
        return Arrays.copyOf(words, size);
    }

    int[] originWords() {
        return originWords.toArray();
    }

    int[] originOffsets() {
        return originOffsets.toArray();
    }
}
