package dev.tally.heap.account;

import dev.tally.heap.HostResourceException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes every array that guest state lives in. So there is one answer to a JVM that has no room, one rule of growth, and
 * one place that knows how many bytes a guest makes the JVM hold. It never changes the array that it is handed: the owner
 * replaces it when the other one is there.
 */
public final class BackingArrays {
    private static final int NEVER = -1;
    private static final int USUAL_GROWTH_FACTOR = 2;

    // Made with the class: when the JVM has no room any more, there is none to link them either.
    private static final Maker<byte[]> OF_BYTES = Arrays::copyOf;
    private static final Maker<int[]> OF_INTS = Arrays::copyOf;
    private static final Maker<int[]> OF_ZEROS = (unwanted, capacity) -> new int[capacity];
    private static final Maker<long[]> OF_LONGS = Arrays::copyOf;
    private static final Maker<@Nullable Object[]> OF_OBJECTS = Arrays::copyOf;

    private final Ledger ledger;
    private int commitsUntilFailure = NEVER;
    private int growthFactor = USUAL_GROWTH_FACTOR;
    private long heldBytes;
    private long mostBytes;

    /** Makes an array out of another one. */
    @FunctionalInterface
    private interface Maker<A> {
        A make(A held, int capacity);
    }

    public BackingArrays(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * The capacity to which an array should grow: twice what it has, so that growth by small steps copies each element a
     * constant number of times, but never more than can ever be of use.
     *
     * @param held the elements that it has
     * @param needed the elements that it must have
     * @param most the elements beyond which quota or maximum would not let it be filled; at least {@code needed}
     */
    public int capacity(int held, long needed, long most) {
        assert needed <= most && most <= Integer.MAX_VALUE : needed + " of " + most;
        return (int) Math.max(needed, Math.min((long) growthFactor * held, most));
    }

    /** An array of another length with the same content, as far as it goes, zero behind it. */
    public byte[] resized(byte[] held, int capacity) {
        return made(held, held.length, Byte.BYTES, capacity, OF_BYTES);
    }

    /** An array of another length with the same content, as far as it goes, zero behind it. */
    public int[] resized(int[] held, int capacity) {
        return made(held, held.length, Integer.BYTES, capacity, OF_INTS);
    }

    /** An array of another length with the same content, as far as it goes, zero behind it. */
    public long[] resized(long[] held, int capacity) {
        return made(held, held.length, Long.BYTES, capacity, OF_LONGS);
    }

    /**
     * An array of another length with the same content, as far as it goes, null behind it; each element counts as 8 bytes, whatever
     * the JVM needs.
     */
    public @Nullable Object[] resized(@Nullable Object[] held, int capacity) {
        return made(held, held.length, Long.BYTES, capacity, OF_OBJECTS);
    }

    /** A larger array of zeros that takes the place of one whose content is not wanted as it is. */
    public int[] replaced(int[] held, int capacity) {
        return made(held, held.length, Integer.BYTES, capacity, OF_ZEROS);
    }

    private <A> A made(A held, int heldLength, int elementBytes, int capacity, Maker<A> maker) {
        long bytes = (long) capacity * elementBytes;
        admit(bytes);
        try {
            A made = maker.make(held, capacity);
            mostBytes = Math.max(mostBytes, heldBytes + bytes);
            heldBytes += bytes - (long) heldLength * elementBytes;
            ledger.committed(bytes, (long) heldLength * elementBytes);
            return made;
        } catch (OutOfMemoryError noRoom) {
            throw new HostResourceException(bytes, noRoom);
        }
    }

    /** Arrays of so many bytes are let go, and none takes their place. */
    public void dropped(long bytes) {
        heldBytes -= bytes;
        ledger.dropped(bytes);
    }

    /** The bytes of all arrays that there are. */
    public long heldBytes() {
        return heldBytes;
    }

    /** The most bytes that all arrays ever took together, at a moment when the old one and the new one were both there. */
    public long mostBytes() {
        return mostBytes;
    }

    /**
     * From now on, lets so many arrays be made and the one after them fail as if the JVM had no room; after that one
     * failure all goes on as before. For tests.
     */
    public void failAfter(int commits) {
        commitsUntilFailure = commits;
    }

    /**
     * From now on, grows to so many times what an array has, and with 1 to just what is needed. For tests, which show that
     * nobody can tell; more than 2 would break the bound on what the JVM holds.
     */
    public void growBy(int factor) {
        growthFactor = factor;
    }

    private void admit(long bytes) {
        if (commitsUntilFailure != NEVER && commitsUntilFailure-- == 0) {
            throw new HostResourceException(bytes, new OutOfMemoryError("made to fail by a test"));
        }
    }
}
