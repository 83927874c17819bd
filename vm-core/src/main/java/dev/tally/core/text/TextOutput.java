package dev.tally.core.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes text: lines that are indented by their depth, and strings with what must be escaped in them. */
final class TextOutput {
    private static final String INDENT = "  ";

    /** Deeper lines are indented no further: code may nest as deeply as it is long. */
    private static final int DEEPEST = 40;

    private static final String HEX = "0123456789abcdef";

    private final Appendable out;
    private int depth;

    TextOutput(Appendable out) {
        this.out = out;
    }

    TextOutput text(String text) {
        try {
            out.append(text);
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    TextOutput text(char c) {
        try {
            out.append(c);
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Begins a new line. */
    TextOutput line() {
        text('\n');
        for (int i = 0; i < Math.min(depth, DEEPEST); i++) {
            text(INDENT);
        }
        return this;
    }

    /** Lines from here on stand so much deeper. */
    void indent(int levels) {
        depth += levels;
    }

    /** A string of these bytes. */
    TextOutput string(byte[] bytes) {
        text('"');
        for (byte b : bytes) {
            if (b >= ' ' && b < 0x7F) {
                if (b == '"' || b == '\\') {
                    text('\\');
                }
                text((char) b);
            } else {
                text('\\').text(HEX.charAt(b >> 4 & 0xF)).text(HEX.charAt(b & 0xF));
            }
        }
        return text('"');
    }

    /** A string of a name, with the characters of all languages as they are. */
    TextOutput name(String name) {
        text('"');
        for (int at = 0; at < name.length(); at = name.offsetByCodePoints(at, 1)) {
            int c = name.codePointAt(at);
            if (c == '"' || c == '\\') {
                text('\\').text((char) c);
            } else if (isPrintable(c)) {
                text(Character.toString(c));
            } else {
                text("\\u{").text(Integer.toHexString(c)).text("}");
            }
        }
        return text('"');
    }

    /** Whether people can see a character, and see it as itself. */
    static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Whether a name can be an identifier without quotes. */
    static boolean isPlainId(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
            if (b < 0 || !Lexer.isIdCharacter(b)) {
                return false;
            }
        }
        return bytes.length > 0;
    }
}
