package dev.tally.heap.collect;

import dev.tally.heap.account.BackingArrays;
import dev.tally.heap.object.ObjectLayout;
import java.util.Arrays;

/**
 * Which bytes of the old space belong to objects that were reached: one bit for each 8 bytes, all those of an object or none. So
 * the place to which an object moves when all are moved together can be read off: it is where its stretch of 512 bytes moves to,
 * and 8 for each bit that is set in the stretch before it. Nothing is written into the objects.
 *
 * <pre>
 *  bits[i]          64 bits: the bytes 512 i … 512 i + 511
 *  destinations[i]  where the first reached byte of these moves to
 * </pre>
 */
final class MarkBits {
    private static final int WORD_SHIFT = 9;
    private static final int BITS_OF_A_WORD = Long.SIZE;
    private static final long[] NO_BITS = {};
    private static final int[] NO_DESTINATIONS = {};

    private final BackingArrays arrays;
    private long[] bits = NO_BITS;
    private int[] destinations = NO_DESTINATIONS;

    MarkBits(BackingArrays arrays) {
        this.arrays = arrays;
    }

    /**
     * Clears all marks up to an end. The tables are as long as the space can ever use before it becomes longer itself, so that they
     * grow with it and not by themselves.
     *
     * @throws dev.tally.heap.HostResourceException if the JVM has no room for so many
     */
    void clear(int spaceEnd, int spaceCapacity) {
        int words = wordsFor(spaceEnd);
        if (words > bits.length) {
            bits = arrays.resized(bits, wordsFor(Math.max(spaceEnd, spaceCapacity)));
        }
        if (words > destinations.length) {
            destinations = arrays.replaced(destinations, bits.length);
        }
        Arrays.fill(bits, 0, words, 0);
    }

    boolean isMarked(int object) {
        return (bits[object >>> WORD_SHIFT] >>> (object >>> ObjectLayout.ALIGNMENT_SHIFT) & 1) != 0;
    }

    /** Marks all bytes of an object. */
    void mark(int object, int size) {
        int first = object >>> ObjectLayout.ALIGNMENT_SHIFT;
        int count = size >>> ObjectLayout.ALIGNMENT_SHIFT;
        int word = first >>> 6;
        int bit = first & BITS_OF_A_WORD - 1;
        if (bit + count <= BITS_OF_A_WORD) {
            bits[word] |= -1L >>> BITS_OF_A_WORD - count << bit;
            return;
        }
        bits[word] |= -1L << bit;
        int last = first + count - 1;
        Arrays.fill(bits, word + 1, last >>> 6, -1L);
        bits[last >>> 6] |= -1L >>> BITS_OF_A_WORD - 1 - (last & BITS_OF_A_WORD - 1);
    }

    /** The first marked place from one on, or {@code end}. */
    int nextMarked(int from, int end) {
        if (from >= end) {
            return end;
        }
        int word = from >>> WORD_SHIFT;
        int lastWord = end - 1 >>> WORD_SHIFT;
        long rest = bits[word] & -1L << (from >>> ObjectLayout.ALIGNMENT_SHIFT);
        while (rest == 0) {
            if (++word > lastWord) {
                return end;
            }
            rest = bits[word];
        }
        int found = (word << 6) + Long.numberOfTrailingZeros(rest) << ObjectLayout.ALIGNMENT_SHIFT;
        return Math.min(found, end);
    }

    /** The first place from one on that is not marked, or {@code end}. */
    int nextUnmarked(int from, int end) {
        if (from >= end) {
            return end;
        }
        int word = from >>> WORD_SHIFT;
        int lastWord = end - 1 >>> WORD_SHIFT;
        long rest = ~bits[word] & -1L << (from >>> ObjectLayout.ALIGNMENT_SHIFT);
        while (rest == 0) {
            if (++word > lastWord) {
                return end;
            }
            rest = ~bits[word];
        }
        int found = (word << 6) + Long.numberOfTrailingZeros(rest) << ObjectLayout.ALIGNMENT_SHIFT;
        return Math.min(found, end);
    }

    /**
     * Works out where everything that is marked moves to.
     *
     * @param start where the first of it moves to
     * @return where the last of it will end
     */
    int assignDestinations(int start, int spaceEnd) {
        int destination = start;
        int words = wordsFor(spaceEnd);
        for (int word = 0; word < words; word++) {
            destinations[word] = destination;
            destination += Long.bitCount(bits[word]) << ObjectLayout.ALIGNMENT_SHIFT;
        }
        return destination;
    }

    /** Where a marked object moves to. */
    int destination(int object) {
        int word = object >>> WORD_SHIFT;
        long before = bits[word] & (1L << (object >>> ObjectLayout.ALIGNMENT_SHIFT)) - 1;
        return destinations[word] + (Long.bitCount(before) << ObjectLayout.ALIGNMENT_SHIFT);
    }

    /** Lets go of tables that are much longer than a space needs; they come back with the next trace. */
    void shrink(int spaceCapacity) {
        if (bits.length > 4 * wordsFor(spaceCapacity) + BITS_OF_A_WORD) {
            discard();
        }
    }

    void discard() {
        arrays.dropped((long) bits.length * Long.BYTES + (long) destinations.length * Integer.BYTES);
        bits = NO_BITS;
        destinations = NO_DESTINATIONS;
    }

    private static int wordsFor(int spaceEnd) {
        return (spaceEnd - 1 >>> WORD_SHIFT) + 1;
    }
}
