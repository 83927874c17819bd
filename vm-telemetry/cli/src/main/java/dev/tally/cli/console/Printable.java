package dev.tally.cli.console;

import java.util.Locale;

/**
 * Text of modules and guests, made fit for a terminal: names may hold line ends and control sequences, and must never
 * reach a terminal as such.
 */
public final class Printable {
    private Printable() {}

    /** The text with everything that is not a visible character or a space written as an escape. */
    public static String line(String text) {
        if (text.codePoints().allMatch(Printable::visible)) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(character -> append(line, character));
        return line.toString();
    }

    /** The same between quotes, so that its ends can be seen. */
    public static String quoted(String text) {
        return '"' + line(text) + '"';
    }

    private static void append(StringBuilder line, int character) {
        switch (character) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                if (visible(character)) {
                    line.appendCodePoint(character);
                } else {
                    line.append(String.format(Locale.ROOT, "\\u{%x}", character));
                }
            }
        }
    }

    private static boolean visible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
