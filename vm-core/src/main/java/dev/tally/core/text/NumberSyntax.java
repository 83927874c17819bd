package dev.tally.core.text;

import java.nio.charset.StandardCharsets;

/** What is a number (specification, section "Text Format: Numbers"), and which kind of it. */
final class NumberSyntax {
    private final SourceText source;
    private final int end;
    private int at;

    private NumberSyntax(SourceText source, int from, int end) {
        this.source = source;
        this.at = from;
        this.end = end;
    }

    /** The kind of number that a part of the text is, or {@link TokenKind#RESERVED} when it is none. */
    static TokenKind kind(SourceText source, int from, int to) {
        return new NumberSyntax(source, from, to).kind();
    }

    /** Whether a text is a number without sign and fraction. */
    static boolean isNatural(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return kind(SourceText.of(bytes), 0, bytes.length) == TokenKind.NATURAL;
    }

    static boolean isHexDigit(int c) {
        return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private TokenKind kind() {
        boolean signed = skip('+') || skip('-');
        if (isWord("inf") || isWord("nan")) {
            return TokenKind.FLOAT;
        }
        if (skipAll("nan:0x")) {
            return digits(true) && at == end ? TokenKind.FLOAT : TokenKind.RESERVED;
        }
        boolean hex = skipAll("0x");
        if (!digits(hex)) {
            return TokenKind.RESERVED;
        }
        if (at == end) {
            return signed ? TokenKind.INTEGER : TokenKind.NATURAL;
        }
        if (skip('.') && at < end && !isExponent(hex) && !digits(hex)) {
            return TokenKind.RESERVED;
        }
        if (at < end && isExponent(hex)) {
            at++;
            if (!skip('+')) {
                skip('-');
            }
            if (!digits(false)) {
                return TokenKind.RESERVED;
            }
        }
        return at == end ? TokenKind.FLOAT : TokenKind.RESERVED;
    }

    private boolean isWord(String word) {
        return end - at == word.length() && startsWith(word);
    }

    private boolean skipAll(String word) {
        if (end - at < word.length() || !startsWith(word)) {
            return false;
        }
        at += word.length();
        return true;
    }

    private boolean startsWith(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (source.at(at + i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean skip(char c) {
        if (at < end && source.at(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private boolean isExponent(boolean hex) {
        int c = source.at(at);
        return hex ? c == 'p' || c == 'P' : c == 'e' || c == 'E';
    }

    /** Skips one digit or more, with single underscores between them; answers whether there were any. */
    private boolean digits(boolean hex) {
        if (!isDigitHere(hex)) {
            return false;
        }
        at++;
        while (isDigitHere(hex) || skip('_')) {
            if (!isDigitHere(hex)) {
                return false;
            }
            at++;
        }
        return true;
    }

    private boolean isDigitHere(boolean hex) {
        return at < end && (hex ? isHexDigit(source.at(at)) : isDigit(source.at(at)));
    }
}
