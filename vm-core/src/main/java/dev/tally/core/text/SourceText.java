package dev.tally.core.text;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** A text as bytes that are known to be UTF-8. It knows which line and column a byte stands in, for messages. */
public final class SourceText {
    private static final int DECODED_AT_ONCE = 1 << 12;

    private final byte[] bytes;

    private SourceText(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The text that bytes spell; they are not copied.
     *
     * @throws ModuleException when they are not UTF-8
     */
    public static SourceText of(byte[] utf8) {
        SourceText text = new SourceText(utf8);
        int fault = faultIn(utf8, 0, utf8.length);
        if (fault >= 0) {
            throw text.refusal(Kind.MALFORMED, "malformed UTF-8 encoding", fault);
        }
        return text;
    }

    /** Where the first byte stands that is not UTF-8, or −1. */
    static int faultIn(byte[] bytes, int from, int to) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer rest = ByteBuffer.wrap(bytes, from, to - from);
        CharBuffer decoded = CharBuffer.allocate(Math.min(DECODED_AT_ONCE, to - from + 1));
        CoderResult result;
        do {
            result = decoder.decode(rest, decoded.clear(), true);
        } while (result.isOverflow());
        return result.isError() ? rest.position() : -1;
    }

    int length() {
        return bytes.length;
    }

    /** The byte at an offset, 0 to 255; 0, which no token contains, behind the end. */
    int at(int offset) {
        return offset < bytes.length ? bytes[offset] & 0xFF : 0;
    }

    /** The bytes themselves, for reading only. */
    byte[] bytes() {
        return bytes;
    }

    /** A part of the text. */
    String part(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** The line that a byte stands in, from 1. */
    public int line(int offset) {
        int line = 1;
        for (int i = 0; i < Math.min(offset, bytes.length); i++) {
            if (endsLine(i)) {
                line++;
            }
        }
        return line;
    }

    /** Which character of its line a byte belongs to, from 1. */
    public int column(int offset) {
        int column = 1;
        for (int i = Math.min(offset, bytes.length) - 1; i >= 0 && bytes[i] != '\n' && bytes[i] != '\r'; i--) {
            boolean begins = (bytes[i] & 0xC0) != 0x80;
            if (begins) {
                column++;
            }
        }
        return column;
    }

    private boolean endsLine(int offset) {
        return bytes[offset] == '\n' || bytes[offset] == '\r' && at(offset + 1) != '\n';
    }

    /** A refusal for what stands at a byte. */
    ModuleException refusal(Kind kind, String reason, int offset) {
        return refusal(kind, reason, offset, -1);
    }

    /** A refusal for what stands at a byte, in a function. */
    ModuleException refusal(Kind kind, String reason, int offset, int function) {
        return ModuleException.inText(kind, reason, offset, line(offset), column(offset), function);
    }
}
