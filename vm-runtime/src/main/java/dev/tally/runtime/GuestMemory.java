package dev.tally.runtime;

import dev.tally.heap.memory.LinearMemory;

/**
 * A guest's linear memory, as its host sees it. Addresses are unsigned 32-bit numbers in a {@code long}; every access is
 * checked, and one outside gives an {@link IndexOutOfBoundsException} that names address, length and size.
 */
public final class GuestMemory {
    private LinearMemory memory;

    GuestMemory(LinearMemory memory) {
        this.memory = memory;
    }

    void bind(LinearMemory newMemory) {
        memory = newMemory;
    }

    /** The size in bytes. */
    public long size() {
        return memory.byteSize();
    }

    /** Whether {@code length} bytes at {@code address} lie within the memory, so that no access to them can fail. */
    public boolean contains(long address, long length) {
        return address >= 0 && length >= 0 && address <= size() - length;
    }

    public byte getByte(long address) {
        return memory.getByte(address);
    }

    public void setByte(long address, byte value) {
        memory.setByte(address, value);
    }

    public int getInt(long address) {
        return memory.getInt(address);
    }

    public void setInt(long address, int value) {
        memory.setInt(address, value);
    }

    public long getLong(long address) {
        return memory.getLong(address);
    }

    public void setLong(long address, long value) {
        memory.setLong(address, value);
    }

    public float getFloat(long address) {
        return Float.intBitsToFloat(memory.getInt(address));
    }

    public void setFloat(long address, float value) {
        memory.setInt(address, Float.floatToRawIntBits(value));
    }

    public double getDouble(long address) {
        return Double.longBitsToDouble(memory.getLong(address));
    }

    public void setDouble(long address, double value) {
        memory.setLong(address, Double.doubleToRawLongBits(value));
    }

    /** Copies {@code length} bytes at {@code address} into an array. */
    public void read(long address, byte[] into, int offset, int length) {
        memory.read(address, into, offset, length);
    }

    /** Copies {@code length} bytes of an array to {@code address}. */
    public void write(long address, byte[] from, int offset, int length) {
        memory.write(address, from, offset, length);
    }

    /** The text that {@code length} bytes of UTF-8 at {@code address} spell; malformed bytes become U+FFFD. */
    public String readUtf8(long address, int length) {
        return memory.readUtf8(address, length);
    }

    /** Writes text as UTF-8 and answers its length in bytes. */
    public int writeUtf8(long address, String text) {
        return memory.writeUtf8(address, text);
    }
}
