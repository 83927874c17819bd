package dev.tally.core.binary;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the primitive forms of the binary format (specification, section "Binary Format: Values") to an array that
 * grows; integers in their shortest form. It never reads back what it wrote.
 */
final class ByteWriter {
    private static final int CONTINUATION = 0x80;
    private static final int PAYLOAD = 0x7F;
    private static final int PAYLOAD_BITS = 7;
    private static final int SIGN_OF_PAYLOAD = 0x40;
    private static final int FIRST_BYTES = 64;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;

    int size() {
        return size;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** Forgets what was written from a place on. */
    void truncate(int newSize) {
        size = newSize;
    }

    void u8(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    void u32(int value) {
        u64(Integer.toUnsignedLong(value));
    }

    void u64(long value) {
        long rest = value;
        while ((rest & ~PAYLOAD) != 0) {
            u8((int) (rest & PAYLOAD) | CONTINUATION);
            rest >>>= PAYLOAD_BITS;
        }
        u8((int) rest);
    }

    /** A signed integer of 32, 33 or 64 bits: their shortest forms are the same. */
    void signed(long value) {
        long rest = value;
        while (true) {
            int part = (int) (rest & PAYLOAD);
            rest >>= PAYLOAD_BITS;
            boolean negative = (part & SIGN_OF_PAYLOAD) != 0;
            if (rest == (negative ? -1 : 0)) {
                u8(part);
                return;
            }
            u8(part | CONTINUATION);
        }
    }

    /** Four bytes, the least significant first. */
    void fixed32(int value) {
        for (int i = 0; i < Integer.BYTES; i++) {
            u8(value >>> (Byte.SIZE * i));
        }
    }

    /** Eight bytes, the least significant first. */
    void fixed64(long value) {
        fixed32((int) value);
        fixed32((int) (value >>> Integer.SIZE));
    }

    /** Bytes without their count. */
    void raw(byte[] source) {
        raw(source, 0, source.length);
    }

    private void raw(byte[] source, int from, int length) {
        reserve(length);
        System.arraycopy(source, from, bytes, size, length);
        size += length;
    }

    /** What another writer wrote from a place on. */
    void raw(ByteWriter other, int from) {
        raw(other.bytes, from, other.size - from);
    }

    /** A vector of bytes: their count and themselves. */
    void vector(byte[] source) {
        u32(source.length);
        raw(source);
    }

    /** Likewise what another writer wrote. */
    void vector(ByteWriter other) {
        u32(other.size);
        raw(other, 0);
    }

    void name(String name) {
        vector(name.getBytes(StandardCharsets.UTF_8));
    }

    private void reserve(int length) {
        if (length > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + length));
        }
    }
}
