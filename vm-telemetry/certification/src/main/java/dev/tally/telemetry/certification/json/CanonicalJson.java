package dev.tally.telemetry.certification.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Writes JSON in its one canonical form: RFC 8785, of which the part about numbers is not needed. Fields are ordered by
 * the UTF-16 units of their names, there is no space between tokens, and only what must be escaped is.
 */
public final class CanonicalJson {
    private static final char FIRST_PRINTABLE = ' ';

    private final StringBuilder text = new StringBuilder();

    private CanonicalJson() {}

    /**
     * The canonical bytes, in UTF-8, with nothing behind them.
     *
     * @throws IllegalArgumentException if a text is not well-formed Unicode, and so has no bytes
     */
    public static byte[] of(JsonValue value) {
        CanonicalJson json = new CanonicalJson();
        json.write(value);
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(json.text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException("a text is not well-formed Unicode", malformed);
        }
    }

    private void write(JsonValue value) {
        switch (value) {
            case JsonValue.Null none -> text.append("null");
            case JsonValue.Text(String characters) -> quote(characters);
            case JsonValue.Array(var values) -> list('[', ']', values.size(), index -> write(values.get(index)));
            case JsonValue.Fields(var values) -> {
                // The natural order of strings is that of their UTF-16 units.
                var sorted = new TreeMap<>(values).entrySet().stream().toList();
                list('{', '}', sorted.size(), index -> {
                    quote(sorted.get(index).getKey());
                    text.append(':');
                    write(sorted.get(index).getValue());
                });
            }
        }
    }

    private void list(char open, char close, int count, IntConsumer element) {
        text.append(open);
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                text.append(',');
            }
            element.accept(i);
        }
        text.append(close);
    }

    private void quote(String characters) {
        text.append('"');
        for (int i = 0; i < characters.length(); i++) {
            char unit = characters.charAt(i);
            switch (unit) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\f' -> text.append("\\f");
                case '\r' -> text.append("\\r");
                default -> {
                    if (unit < FIRST_PRINTABLE) {
                        text.append("\\u00").append(hex(unit >>> 4)).append(hex(unit & 0xF));
                    } else {
                        text.append(unit);
                    }
                }
            }
        }
        text.append('"');
    }

    private static char hex(int digit) {
        return Character.forDigit(digit, 16);
    }
}
