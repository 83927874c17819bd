package dev.tally.core.binary;

import dev.tally.core.ModuleException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the primitive forms of the binary format (specification, section "Binary Format: Values") from a part of an
 * array, and never a byte beyond that part. Every fault gives a {@link ModuleException} with its offset in the module.
 */
final class ByteCursor {
    private static final int CONTINUATION = 0x80;
    private static final int PAYLOAD = 0x7F;
    private static final int PAYLOAD_BITS = 7;

    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] bytes;
    private final long origin;
    private final int end;
    private int at;
    private ReadErrors errors = ReadErrors.OUTSIDE;

    private ByteCursor(byte[] bytes, long origin, int at, int end) {
        this.bytes = bytes;
        this.origin = origin;
        this.at = at;
        this.end = end;
    }

    /** Over bytes whose first stood at {@code origin} in their module. */
    static ByteCursor over(byte[] bytes, long origin) {
        return new ByteCursor(bytes, origin, 0, bytes.length);
    }

    /** Over the next bytes of this one, without moving it. */
    ByteCursor part(int length) {
        return new ByteCursor(bytes, origin, at, at + length);
    }

    /** Where the next byte stands in the array. */
    int at() {
        return at;
    }

    int remaining() {
        return end - at;
    }

    boolean hasRemaining() {
        return at < end;
    }

    /** The byte of the module that a place in the array stands for. */
    long moduleOffset(int place) {
        return origin + place;
    }

    /** Makes the errors from here on, with the function that is being read. */
    ReadErrors errors() {
        return errors;
    }

    void within(ReadErrors newErrors) {
        errors = newErrors;
    }

    void skip(int length) {
        at += length;
    }

    /** Everything that remains. */
    byte[] rest() {
        int from = at;
        at = end;
        return copy(from, end);
    }

    /** An array of its own for a part that was read. */
    byte[] copy(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    int peek() {
        if (at >= end) {
            throw ended();
        }
        return bytes[at] & 0xFF;
    }

    int u8() {
        if (at >= end) {
            throw ended();
        }
        return bytes[at++] & 0xFF;
    }

    /** An unsigned 32-bit integer; those from 2³¹ on come out negative. */
    int u32() {
        if (at < end && bytes[at] >= 0) {
            return bytes[at++];
        }
        return (int) unsigned(Integer.SIZE);
    }

    /** An index. No index space reaches beyond int, so neither do the indices: those above it read as the greatest. */
    int index() {
        int index = u32();
        return index < 0 ? Integer.MAX_VALUE : index;
    }

    long u64() {
        if (at < end && bytes[at] >= 0) {
            return bytes[at++];
        }
        return unsigned(Long.SIZE);
    }

    int s32() {
        return (int) signed(Integer.SIZE);
    }

    /** A signed 33-bit integer, the form of indices among negative codes. */
    long s33() {
        return signed(33);
    }

    long s64() {
        return signed(Long.SIZE);
    }

    /** Four bytes, the least significant first. */
    int fixed32() {
        if (remaining() < Integer.BYTES) {
            throw ended();
        }
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value |= (bytes[at++] & 0xFF) << (Byte.SIZE * i);
        }
        return value;
    }

    /** Eight bytes, the least significant first. */
    long fixed64() {
        long low = fixed32() & 0xFFFF_FFFFL;
        return low | (long) fixed32() << Integer.SIZE;
    }

    /**
     * The length of what follows, in bytes or in entries that take a byte or more each, hence not above what remains.
     * This is what bounds the memory that a declared length can ask for.
     */
    int length() {
        int place = at;
        int length = u32();
        if (length < 0 || length > remaining()) {
            // The specification's own reader counts the length itself among what remains, and its tests expect that
            // what
            // is short by so little ends unexpectedly.
            throw length >= 0 && length <= end - place
                    ? ended()
                    : errors.length(Integer.toUnsignedLong(length), remaining(), moduleOffset(place));
        }
        return length;
    }

    /** A vector of bytes. */
    byte[] vector() {
        int length = length();
        at += length;
        return copy(at - length, at);
    }

    /** A name: a vector of bytes that are UTF-8. */
    String name() {
        int length = length();
        int place = at;
        at += length;
        if (length == 0) {
            return "";
        }
        String name = new String(bytes, place, length, StandardCharsets.UTF_8);
        // Faults are replaced silently there, so the strict decoder is asked when something looks replaced.
        if (name.indexOf(REPLACEMENT) >= 0 && !isUtf8(ByteBuffer.wrap(bytes, place, length))) {
            throw errors.utf8(moduleOffset(place));
        }
        return name;
    }

    private static boolean isUtf8(ByteBuffer bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes);
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    private long unsigned(int bits) {
        long value = 0;
        for (int shift = 0; shift < bits; shift += PAYLOAD_BITS) {
            int part = u8();
            int left = bits - shift;
            if (left < PAYLOAD_BITS && (part & PAYLOAD) >>> left != 0) {
                throw errors.integerTooLarge(moduleOffset(at - 1));
            }
            value |= (long) (part & PAYLOAD) << shift;
            if ((part & CONTINUATION) == 0) {
                return value;
            }
        }
        throw errors.integerTooLong(moduleOffset(at));
    }

    private long signed(int bits) {
        long value = 0;
        for (int shift = 0; shift < bits; shift += PAYLOAD_BITS) {
            int part = u8();
            int left = bits - shift;
            if (left < PAYLOAD_BITS) {
                int surplus = -1 << (left - 1) & PAYLOAD;
                if ((part & surplus) != 0 && (part & surplus) != surplus) {
                    throw errors.integerTooLarge(moduleOffset(at - 1));
                }
            }
            value |= (long) (part & PAYLOAD) << shift;
            if ((part & CONTINUATION) == 0) {
                int unused = Math.max(Long.SIZE - PAYLOAD_BITS - shift, 0);
                return value << unused >> unused;
            }
        }
        throw errors.integerTooLong(moduleOffset(at));
    }

    private ModuleException ended() {
        return errors.unexpectedEndOfPart(moduleOffset(end));
    }
}
