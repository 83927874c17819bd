package dev.tally.runtime;

import dev.tally.heap.memory.LinearMemory;

/**
 * A guest's linear memory, as its host sees it. Addresses are unsigned 32-bit numbers in a {@code long}; every access is
 * checked, and one outside gives an {@link IndexOutOfBoundsException} that names address, length and size. A memory of
 * a guest that is closed, or in which another thread is inside, gives an {@link IllegalStateException}.
 */
public final class GuestMemory {
    private final Guest guest;
    private LinearMemory memory;

    GuestMemory(Guest guest, LinearMemory memory) {
        this.guest = guest;
        this.memory = memory;
    }

    void bind(LinearMemory newMemory) {
        memory = newMemory;
    }

    /** The size in bytes. */
    public long size() {
        return readable().byteSize();
    }

    /** Whether {@code length} bytes at {@code address} lie within the memory, so that no access to them can fail. */
    public boolean contains(long address, long length) {
        return address >= 0 && length >= 0 && address <= size() - length;
    }

    public byte getByte(long address) {
        return readable().getByte(address);
    }

    public void setByte(long address, byte value) {
        readable().setByte(address, value);
    }

    public int getInt(long address) {
        return readable().getInt(address);
    }

    public void setInt(long address, int value) {
        readable().setInt(address, value);
    }

    public long getLong(long address) {
        return readable().getLong(address);
    }

    public void setLong(long address, long value) {
        readable().setLong(address, value);
    }

    public float getFloat(long address) {
        return Float.intBitsToFloat(readable().getInt(address));
    }

    public void setFloat(long address, float value) {
        readable().setInt(address, Float.floatToRawIntBits(value));
    }

    public double getDouble(long address) {
        return Double.longBitsToDouble(readable().getLong(address));
    }

    public void setDouble(long address, double value) {
        readable().setLong(address, Double.doubleToRawLongBits(value));
    }

    /** Copies {@code length} bytes at {@code address} into an array. */
    public void read(long address, byte[] into, int offset, int length) {
        readable().read(address, into, offset, length);
    }

    /** Copies {@code length} bytes of an array to {@code address}. */
    public void write(long address, byte[] from, int offset, int length) {
        readable().write(address, from, offset, length);
    }

    /** The text that {@code length} bytes of UTF-8 at {@code address} spell; malformed bytes become U+FFFD. */
    public String readUtf8(long address, int length) {
        return readable().readUtf8(address, length);
    }

    /** Writes text as UTF-8 and answers its length in bytes. */
    public int writeUtf8(long address, String text) {
        return readable().writeUtf8(address, text);
    }

    private LinearMemory readable() {
        guest.requireReadable();
        return memory;
    }
}
