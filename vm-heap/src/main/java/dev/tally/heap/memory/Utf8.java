package dev.tally.heap.memory;

import java.nio.charset.StandardCharsets;

/**
 * Text of the host to and from UTF-8 bytes of the guest. Both directions answer for every input: what cannot be expressed
 * becomes U+FFFD, as the encoding standard of the web has it, and nothing here ever throws for what a text contains.
 */
public final class Utf8 {
    private static final int REPLACEMENT = 0xFFFD;

    private Utf8() {}

    /** The bytes that a text takes. */
    public static long byteLength(String text) {
        long length = 0;
        for (int index = 0; index < text.length(); ) {
            int point = pointAt(text, index);
            length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            index += Character.charCount(point);
        }
        return length;
    }

    /** Writes the {@link #byteLength} bytes of a text; the array has room for them. */
    static void encode(String text, byte[] into, int at) {
        int to = at;
        for (int index = 0; index < text.length(); ) {
            int point = pointAt(text, index);
            index += Character.charCount(point);
            if (point < 0x80) {
                into[to++] = (byte) point;
            } else if (point < 0x800) {
                into[to++] = (byte) (0xC0 | (point >> 6));
                into[to++] = continuation(point);
            } else if (point < 0x10000) {
                into[to++] = (byte) (0xE0 | (point >> 12));
                into[to++] = continuation(point >> 6);
                into[to++] = continuation(point);
            } else {
                into[to++] = (byte) (0xF0 | (point >> 18));
                into[to++] = continuation(point >> 12);
                into[to++] = continuation(point >> 6);
                into[to++] = continuation(point);
            }
        }
    }

    static String decode(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }

    private static int pointAt(String text, int index) {
        int point = text.codePointAt(index);
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? REPLACEMENT : point;
    }
}
