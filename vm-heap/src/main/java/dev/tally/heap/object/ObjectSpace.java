package dev.tally.heap.object;

import dev.tally.heap.account.BackingArrays;
import dev.tally.heap.account.Ledger;
import dev.tally.heap.quota.Quota;

/**
 * Where the guest's objects lie: one array in which each object follows the one before. Allocation is asked for in three
 * steps, so that it never leaves anything half done: {@linkplain #admits admitted} by the quota, {@linkplain #reserve
 * reserved} in the array, and {@linkplain #place placed}, which cannot fail.
 *
 * <p>Objects are reached by offset, so the array may be replaced by a larger one between any two operations. What an object
 * means is not known here.
 */
public final class ObjectSpace {
    /** Where the first object lies; offset 0 is the null reference. */
    public static final int FIRST_OBJECT = ObjectLayout.ALIGNMENT_BYTES;

    /** Where the space ends at the latest. */
    public static final int MAX_BYTES = Integer.MAX_VALUE - 65535;

    /** What the first commitment makes room for. */
    private static final int FIRST_BYTES = 1024;

    private static final byte[] NO_BYTES = {};

    private final Quota quota;
    private final Ledger ledger;
    private final BackingArrays arrays;
    private byte[] bytes = NO_BYTES;
    private int end = FIRST_OBJECT;

    /** Made by the arena. */
    @SuppressWarnings("exports") // Only the arena makes one.
    public ObjectSpace(Quota quota, Ledger ledger, BackingArrays arrays) {
        this.quota = quota;
        this.ledger = ledger;
        this.arrays = arrays;
    }

    /** The array; longer than what is in use, and another one after growth. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the next object will lie. */
    public int end() {
        return end;
    }

    /** Whether quota and space have room for an object of so many bytes; a refusal is counted if not. */
    boolean admits(long size) {
        if (size > MAX_BYTES - end) {
            ledger.refused();
            return false;
        }
        return quota.admits(size);
    }

    /**
     * Makes room in the array, as far as quota and space can ever use it.
     *
     * @throws dev.tally.heap.HostResourceException if the JVM has no room; nothing is changed then
     */
    void reserve(long size) {
        long room = Math.min(MAX_BYTES - end, quota.available());
        if (size <= bytes.length - end || size > room) {
            return;
        }
        long most = end + room;
        long needed = Math.max(end + size, Math.min(FIRST_BYTES, most));
        bytes = arrays.grown(bytes, arrays.capacity(bytes.length, needed, most));
        ledger.objectSpaceGrown();
    }

    /** Charges an object that was admitted and has room, and writes its header; its other bytes are zero. */
    int place(long size, int type, int length) {
        int object = end;
        end += (int) size;
        quota.charge(size);
        ObjectLayout.writeHeader(bytes, object, type, length);
        return object;
    }

    /** Gives everything back; there are no objects afterwards. For the arena. */
    public void discard() {
        int used = end - FIRST_OBJECT;
        quota.release(used);
        ledger.objectsDiscarded(used);
        ledger.dropped(bytes.length);
        bytes = NO_BYTES;
        end = FIRST_OBJECT;
    }
}
