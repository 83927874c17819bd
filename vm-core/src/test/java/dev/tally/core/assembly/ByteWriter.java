package dev.tally.core.assembly;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the primitive forms of the binary format. */
public final class ByteWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Bytes written as ints, for the eye: {@code ByteWriter.bytes(0x00, 0x61)}. */
    public static byte[] bytes(int... values) {
        return new ByteWriter().put(values).toByteArray();
    }

    public ByteWriter put(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    public ByteWriter put(byte[] values) {
        bytes.writeBytes(values);
        return this;
    }

    /** An unsigned integer in as few bytes as it takes. */
    public ByteWriter unsigned(long value) {
        long rest = value;
        while (rest < 0 || rest > 0x7F) {
            put((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        return put((int) rest);
    }

    /** An unsigned integer in exactly so many bytes, which may be more than it takes. */
    public ByteWriter unsigned(long value, int length) {
        for (int i = 0; i < length - 1; i++) {
            put((int) (value >>> (7 * i) & 0x7F | 0x80));
        }
        return put((int) (value >>> (7 * (length - 1)) & 0x7F));
    }

    /** A signed integer in as few bytes as it takes. */
    public ByteWriter signed(long value) {
        long rest = value;
        while (rest < -0x40 || rest > 0x3F) {
            put((int) (rest & 0x7F | 0x80));
            rest >>= 7;
        }
        return put((int) (rest & 0x7F));
    }

    public ByteWriter fixed32(int value) {
        for (int i = 0; i < Integer.BYTES; i++) {
            put(value >>> (8 * i));
        }
        return this;
    }

    public ByteWriter fixed64(long value) {
        return fixed32((int) value).fixed32((int) (value >>> 32));
    }

    public ByteWriter name(String name) {
        return vector(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The length of the bytes, then the bytes. */
    public ByteWriter vector(byte[] values) {
        return unsigned(values.length).put(values);
    }

    public int size() {
        return bytes.size();
    }

    public byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
