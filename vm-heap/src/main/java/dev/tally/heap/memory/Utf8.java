package dev.tally.heap.memory;

/**
 * Text of the host to and from UTF-8 bytes of the guest. Both directions answer for every input: what cannot be expressed
 * becomes U+FFFD, as the encoding standard of the web has it, and nothing here ever throws for what a text contains. The JVM's
 * own conversions differ from that standard for surrogates, and what they answer is for the JVM to change.
 */
public final class Utf8 {
    private static final char REPLACEMENT = '\ufffd';
    private static final int CONTINUATION_LOWEST = 0x80;
    private static final int CONTINUATION_HIGHEST = 0xBF;

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

    /** Reads bytes as text: the decoder of the encoding standard, section "UTF-8 decoder". */
    static String decode(byte[] bytes, int from, int length) {
        char[] units = new char[length];
        int count = 0;
        int point = 0;
        int missing = 0;
        int lowest = CONTINUATION_LOWEST;
        int highest = CONTINUATION_HIGHEST;
        for (int at = from; at < from + length; at++) {
            int octet = bytes[at] & 0xFF;
            if (missing > 0 && octet >= lowest && octet <= highest) {
                point = point << 6 | (octet & 0x3F);
                missing--;
                lowest = CONTINUATION_LOWEST;
                highest = CONTINUATION_HIGHEST;
                if (missing == 0) {
                    count += Character.toChars(point, units, count);
                }
                continue;
            }
            if (missing > 0) {
                // A sequence breaks off here; this octet may begin the next one.
                units[count++] = REPLACEMENT;
                missing = 0;
            }
            // What may follow the first octet excludes overlong forms, surrogates and what lies beyond U+10FFFF.
            lowest = octet == 0xE0 ? 0xA0 : octet == 0xF0 ? 0x90 : CONTINUATION_LOWEST;
            highest = octet == 0xED ? 0x9F : octet == 0xF4 ? 0x8F : CONTINUATION_HIGHEST;
            if (octet < 0x80) {
                units[count++] = (char) octet;
            } else if (octet >= 0xC2 && octet <= 0xDF) {
                missing = 1;
                point = octet & 0x1F;
            } else if (octet >= 0xE0 && octet <= 0xEF) {
                missing = 2;
                point = octet & 0xF;
            } else if (octet >= 0xF0 && octet <= 0xF4) {
                missing = 3;
                point = octet & 0x7;
            } else {
                units[count++] = REPLACEMENT;
            }
        }
        if (missing > 0) {
            units[count++] = REPLACEMENT;
        }
        return new String(units, 0, count);
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | bits & 0x3F);
    }

    private static int pointAt(String text, int index) {
        int point = text.codePointAt(index);
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? REPLACEMENT : point;
    }
}
