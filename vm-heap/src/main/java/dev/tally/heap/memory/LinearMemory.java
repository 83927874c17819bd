package dev.tally.heap.memory;

import dev.tally.heap.HostResourceException;
import dev.tally.heap.account.BackingArrays;
import dev.tally.heap.account.Ledger;
import dev.tally.heap.quota.Quota;
import dev.tally.heap.quota.QuotaExceededException;
import java.util.Arrays;

/**
 * A linear memory of the guest: bytes in pages of 64 KiB, little-endian. Guest code works on the {@linkplain #bytes()
 * backing array} itself and checks against {@link #byteSize()}, which the JVM does itself where the array ends there; hosts use
 * the checked accessors, whose addresses are unsigned and whose errors name both figures.
 *
 * <p>The array may be longer than the memory; what lies beyond the memory is always zero, so growth within the capacity
 * costs nothing. A memory never shrinks, and it never moves except at {@link #grow} and {@link #settle}, which must be called
 * only while no guest code holds the array.
 */
public final class LinearMemory {
    public static final int PAGE_BYTES = 65536;

    /** The most pages that one array of the JVM holds: 2 GiB − 64 KiB. */
    public static final int MAX_PAGES = 32767;

    /** The most bytes that are copied only to let go of what lies behind them: a few milliseconds of one tick. */
    private static final long MOST_SETTLED_BYTES = 16 << 20;

    /** The fuel that is used for each byte until then, many times what copying it takes. */
    private static final int FUEL_OF_A_SETTLED_BYTE = 8;

    private static final byte[] NO_BYTES = {};

    private final Quota quota;
    private final Ledger ledger;
    private final BackingArrays arrays;
    private final long maximumPages;
    private byte[] bytes = NO_BYTES;
    private int pages;

    /** The pages that {@link #settle} saw last, and the fuel that was used when it saw them first. */
    private int seenPages;

    private long seenSince;

    /**
     * Made by the arena.
     *
     * @param minimumPages the pages it begins with
     * @param maximumPages the pages that the module declares as its maximum, or −1
     * @throws QuotaExceededException if the first pages do not fit; nothing is changed then
     * @throws HostResourceException if the JVM has no room; nothing is changed then
     */
    @SuppressWarnings("exports") // Only the arena makes one.
    public LinearMemory(Quota quota, Ledger ledger, BackingArrays arrays, long minimumPages, long maximumPages) {
        if (minimumPages < 0 || maximumPages < -1 || (maximumPages >= 0 && minimumPages > maximumPages)) {
            throw new IllegalArgumentException(
                    "a memory of " + minimumPages + " pages with a maximum of " + maximumPages);
        }
        this.quota = quota;
        this.ledger = ledger;
        this.arrays = arrays;
        this.maximumPages = maximumPages;
        long requested = Math.min(minimumPages, Long.MAX_VALUE / PAGE_BYTES) * PAGE_BYTES;
        if (minimumPages > MAX_PAGES || !quota.admits(requested)) {
            String what = "a memory of " + minimumPages + " pages (the machine's most are " + MAX_PAGES + ")";
            throw new QuotaExceededException(what, requested, quota.charged(), quota.limit());
        }
        if (minimumPages > 0) {
            bytes = arrays.resized(NO_BYTES, (int) requested);
        }
        pages = (int) minimumPages;
        quota.charge(requested);
        ledger.memoryAdded(requested);
    }

    /** The backing array: may be longer than the memory, and is another one after growth. */
    public byte[] bytes() {
        return bytes;
    }

    /** The size in bytes. */
    public long byteSize() {
        return (long) pages * PAGE_BYTES;
    }

    /** The size in pages. */
    public int pages() {
        return pages;
    }

    /** The pages that the module declares as the maximum, or −1; it may be beyond {@link #MAX_PAGES}. */
    public long maximumPages() {
        return maximumPages;
    }

    /** Whether the declared maximum and the machine's let it grow by so many pages; the quota is not asked. */
    public boolean mayGrow(long more) {
        return more >= 0 && more <= mostPages() - pages;
    }

    /**
     * Makes the memory larger by so many pages of zeros.
     *
     * @return the pages that it had, or −1 if a maximum or the quota does not let it grow
     * @throws HostResourceException if the JVM has no room; nothing is changed then
     */
    public int grow(long more) {
        if (!mayGrow(more)) {
            return -1;
        }
        long requested = more * PAGE_BYTES;
        if (!quota.admits(requested)) {
            return -1;
        }
        long needed = byteSize() + requested;
        if (needed > bytes.length) {
            long most = Math.min(mostPages(), (byteSize() + quota.available()) / PAGE_BYTES) * PAGE_BYTES;
            bytes = arrays.resized(bytes, arrays.capacity(bytes.length, needed, most));
        }
        int before = pages;
        pages += (int) more;
        quota.charge(requested);
        if (more > 0) {
            ledger.memoryGrown(requested);
        }
        return before;
    }

    /**
     * Lets go of the room to grow once the memory has not grown for long, so that the JVM's own check of an access is enough again
     * and no bytes are held in vain. If the JVM has no room for the copy, or if all arrays were to take more than twice the quota
     * while both are there, all stays as it is.
     *
     * @param fuelUsed by the guest so far
     */
    public void settle(long fuelUsed) {
        if (pages != seenPages) {
            seenPages = pages;
            seenSince = fuelUsed;
            return;
        }
        long size = byteSize();
        if (bytes.length == size || size > MOST_SETTLED_BYTES || fuelUsed - seenSince < FUEL_OF_A_SETTLED_BYTE * size) {
            return;
        }
        if ((arrays.heldBytes() + size) / 2 > quota.limit()) {
            return;
        }
        try {
            bytes = arrays.resized(bytes, (int) size);
        } catch (HostResourceException unavailable) {
            seenSince = fuelUsed;
        }
    }

    /** Gives everything back; the memory has no pages afterwards. For the arena, which knows its memories. */
    public void discard() {
        quota.release(byteSize());
        ledger.memoryDiscarded(byteSize());
        arrays.dropped(bytes.length);
        bytes = NO_BYTES;
        pages = 0;
    }

    private long mostPages() {
        return maximumPages < 0 ? MAX_PAGES : Math.min(maximumPages, MAX_PAGES);
    }

    // --- Bulk instructions: the whole range is checked before the first part is moved, by whoever cuts it into parts.

    /** Moves a copy, or a part of one, whose bounds are checked already; both memories may be the same. */
    public void copy(int destination, LinearMemory source, int from, int length) {
        assert within(destination, length) && source.within(from, length);
        System.arraycopy(source.bytes, from, bytes, destination, length);
        ledger.moved(length);
    }

    /** Moves an initialisation from a segment, or a part of one, whose bounds are checked already. */
    public void init(int destination, byte[] segment, int from, int length) {
        assert within(destination, length);
        System.arraycopy(segment, from, bytes, destination, length);
        ledger.moved(length);
    }

    /** Fills a range whose bounds are checked already. */
    public void fill(int destination, byte value, int length) {
        assert within(destination, length);
        Arrays.fill(bytes, destination, destination + length, value);
    }

    /** Counts one copy or initialisation, once, in however many parts it is moved. */
    public void countCopy() {
        ledger.copied();
    }

    // --- Access for hosts: each address is checked against the memory, not against the array.

    public byte getByte(long address) {
        return bytes[checked(address, Byte.BYTES)];
    }

    public void setByte(long address, byte value) {
        bytes[checked(address, Byte.BYTES)] = value;
    }

    public short getShort(long address) {
        return LittleEndian.getShort(bytes, checked(address, Short.BYTES));
    }

    public void setShort(long address, short value) {
        LittleEndian.setShort(bytes, checked(address, Short.BYTES), value);
    }

    public int getInt(long address) {
        return LittleEndian.getInt(bytes, checked(address, Integer.BYTES));
    }

    public void setInt(long address, int value) {
        LittleEndian.setInt(bytes, checked(address, Integer.BYTES), value);
    }

    public long getLong(long address) {
        return LittleEndian.getLong(bytes, checked(address, Long.BYTES));
    }

    public void setLong(long address, long value) {
        LittleEndian.setLong(bytes, checked(address, Long.BYTES), value);
    }

    public float getFloat(long address) {
        return LittleEndian.getFloat(bytes, checked(address, Float.BYTES));
    }

    public void setFloat(long address, float value) {
        LittleEndian.setFloat(bytes, checked(address, Float.BYTES), value);
    }

    public double getDouble(long address) {
        return LittleEndian.getDouble(bytes, checked(address, Double.BYTES));
    }

    public void setDouble(long address, double value) {
        LittleEndian.setDouble(bytes, checked(address, Double.BYTES), value);
    }

    /** Copies bytes of the memory into an array of the host. */
    public void read(long address, byte[] into, int at, int length) {
        System.arraycopy(bytes, checked(address, length), into, at, length);
    }

    /** Copies bytes of the host into the memory. */
    public void write(long address, byte[] from, int at, int length) {
        System.arraycopy(from, at, bytes, checked(address, length), length);
    }

    /**
     * Reads text in UTF-8. What is not UTF-8 reads as U+FFFD, one for each maximal part of a malformed sequence, so that no
     * bytes of a guest make a host fail.
     */
    public String readUtf8(long address, int length) {
        return Utf8.decode(bytes, checked(address, length), length);
    }

    /**
     * Writes text in UTF-8, without a terminator and without allocating; a lone surrogate is written as U+FFFD.
     *
     * @return the bytes written, as {@link Utf8#byteLength} tells them beforehand
     * @throws IndexOutOfBoundsException if the text does not fit; nothing is written then
     */
    public int writeUtf8(long address, String text) {
        long length = Utf8.byteLength(text);
        int at = checked(address, length);
        Utf8.encode(text, bytes, at);
        return (int) length;
    }

    /**
     * The place of a range in the array.
     *
     * @throws IndexOutOfBoundsException if the range does not lie within the memory
     */
    private int checked(long address, long length) {
        if (length < 0) {
            throw new IndexOutOfBoundsException("a range of " + length + " bytes is negative");
        }
        if (address < 0 || address > byteSize() - length) {
            throw new IndexOutOfBoundsException(length + " bytes at address " + Long.toUnsignedString(address)
                    + " do not lie within a memory of " + byteSize() + " bytes");
        }
        return (int) address;
    }

    private boolean within(int from, int length) {
        return from >= 0 && length >= 0 && from <= byteSize() - length;
    }
}
