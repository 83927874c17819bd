package dev.tally.core.text;

import dev.tally.core.ModuleException.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a string of the text format means (specification, section "Text Format: Strings"); the lexer has checked its form. */
final class StringLiteral {
    private StringLiteral() {}

    /** The bytes of the string between two quotes at {@code from} and {@code to - 1}. */
    static byte[] bytes(SourceText source, int from, int to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(to - from);
        int at = from + 1;
        while (at < to - 1) {
            int c = source.at(at++);
            if (c != '\\') {
                bytes.write(c);
                continue;
            }
            int escaped = source.at(at++);
            switch (escaped) {
                case 't' -> bytes.write('\t');
                case 'n' -> bytes.write('\n');
                case 'r' -> bytes.write('\r');
                case '"', '\'', '\\' -> bytes.write(escaped);
                case 'u' -> {
                    int end = at;
                    while (source.at(end) != '}') {
                        end++;
                    }
                    String digits = source.part(at + 1, end).replace("_", "");
                    bytes.writeBytes(
                            Character.toString(Integer.parseInt(digits, 16)).getBytes(StandardCharsets.UTF_8));
                    at = end + 1;
                }
                default -> bytes.write(Character.digit(escaped, 16) << 4 | Character.digit(source.at(at++), 16));
            }
        }
        return bytes.toByteArray();
    }

    /**
     * Likewise as a name.
     *
     * @throws dev.tally.core.ModuleException when the bytes are not UTF-8
     */
    static String name(SourceText source, int from, int to) {
        byte[] bytes = bytes(source, from, to);
        if (SourceText.faultIn(bytes, 0, bytes.length) >= 0) {
            throw source.refusal(Kind.MALFORMED, "malformed UTF-8 encoding", from);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
