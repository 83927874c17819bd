package dev.tally.core.text;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.text.Tokens.Annotation;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text into tokens (specification, section "Text Format: Lexical Format"). White space, comments and annotations
 * are skipped; annotations strictly, as tokens of their own, and the few that the parser knows are kept beside the
 * others. It knows no grammar beyond parentheses.
 */
final class Lexer {
    private static final String RESERVED = ",;[]{}";
    private static final String ESCAPED = "tnr\"'\\";
    private static final int LAST_ASCII = 0x7F;
    private static final int GREATEST_CODE_POINT = 0x10FFFF;

    private static final String ALPHABET =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-./:<=>?@\\^_`|~";

    /** By character, whether it can be part of an identifier or a keyword. */
    private static final boolean[] ID_CHARACTERS = new boolean[LAST_ASCII + 1];

    static {
        for (char c : ALPHABET.toCharArray()) {
            ID_CHARACTERS[c] = true;
        }
    }

    /** The words of the annotations that the parser knows. */
    private static final String CUSTOM_SECTION = "custom";

    private static final String NAME = "name";

    private final SourceText source;
    private final Tokens tokens;
    private int at;

    private Lexer(SourceText source) {
        this.source = source;
        this.tokens = new Tokens(source);
    }

    /**
     * The tokens of a text.
     *
     * @throws ModuleException when it holds characters that belong to none, or something in it never ends
     */
    static Tokens tokens(SourceText source) {
        return new Lexer(source).all();
    }

    private Tokens all() {
        while (skipSpace()) {
            if (source.at(at) == '(' && source.at(at + 1) == '@') {
                annotation();
            } else {
                token(tokens);
            }
        }
        return tokens;
    }

    /** Skips white space and comments; answers whether anything follows. */
    private boolean skipSpace() {
        while (at < source.length()) {
            int c = source.at(at);
            int next = source.at(at + 1);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                at++;
            } else if (c == ';' && next == ';') {
                lineComment();
            } else if (c == '(' && next == ';') {
                blockComment();
            } else {
                return true;
            }
        }
        return false;
    }

    private void lineComment() {
        while (at < source.length() && source.at(at) != '\n' && source.at(at) != '\r') {
            at++;
        }
    }

    private void blockComment() {
        int start = at;
        int depth = 0;
        do {
            int c = source.at(at);
            int next = source.at(at + 1);
            if (at >= source.length()) {
                throw refusal("unclosed comment", start);
            } else if (c == '(' && next == ';') {
                depth++;
                at += 2;
            } else if (c == ';' && next == ')') {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0);
    }

    private void annotation() {
        int start = at;
        at += 2;
        String word = annotationWord(start);
        Tokens content = new Tokens(source);
        boolean known = word.equals(CUSTOM_SECTION) || word.equals(NAME);
        int depth = 1;
        while (depth > 0) {
            if (!skipSpace()) {
                throw refusal("unclosed annotation", start);
            }
            TokenKind kind = token(known ? content : null);
            if (kind == TokenKind.LEFT) {
                depth++;
            } else if (kind == TokenKind.RIGHT) {
                depth--;
            }
        }
        if (known) {
            tokens.add(new Annotation(word, tokens.count(), content));
        }
    }

    private String annotationWord(int start) {
        int from = at;
        if (source.at(at) == '"') {
            string("empty annotation id");
            String word = StringLiteral.name(source, from, at);
            if (!word.isEmpty()) {
                return word;
            }
        } else {
            while (isIdCharacter(source.at(at))) {
                at++;
            }
            if (at > from) {
                return source.part(from, at);
            }
        }
        throw refusal("empty annotation id", start);
    }

    /**
     * Reads a token that begins here.
     *
     * @param sink what keeps it, or null
     */
    private TokenKind token(@Nullable Tokens sink) {
        int start = at;
        int c = source.at(at);
        TokenKind kind;
        if (c == '(' || c == ')') {
            at++;
            kind = c == '(' ? TokenKind.LEFT : TokenKind.RIGHT;
        } else if (isIdCharacter(c) || c == '"') {
            kind = word(start);
        } else if (RESERVED.indexOf(c) >= 0) {
            at++;
            kind = TokenKind.RESERVED;
        } else {
            throw refusal("illegal character", at);
        }
        if (sink != null) {
            sink.add(kind, start, at);
        }
        return kind;
    }

    /** Reads characters and strings that touch each other: one token. */
    private TokenKind word(int start) {
        int strings = 0;
        int characters = 0;
        while (true) {
            int c = source.at(at);
            if (c == '"') {
                boolean name = characters == 1 && strings == 0 && source.at(start) == '$';
                string(name ? "empty identifier" : "");
                strings++;
            } else if (isIdCharacter(c)) {
                characters++;
                at++;
            } else {
                break;
            }
        }
        if (strings == 0) {
            return atom(start);
        }
        if (strings == 1 && characters == 0) {
            return TokenKind.STRING;
        }
        boolean quotedName = strings == 1 && characters == 1 && source.at(start) == '$' && source.at(start + 1) == '"';
        if (!quotedName) {
            return TokenKind.RESERVED;
        }
        if (StringLiteral.name(source, start + 1, at).isEmpty()) {
            throw refusal("empty identifier", start);
        }
        return TokenKind.ID;
    }

    private TokenKind atom(int start) {
        int c = source.at(start);
        if (c == '$') {
            if (at == start + 1) {
                throw refusal("empty identifier", start);
            }
            return TokenKind.ID;
        }
        TokenKind number = NumberSyntax.kind(source, start, at);
        return number == TokenKind.RESERVED && c >= 'a' && c <= 'z' ? TokenKind.KEYWORD : number;
    }

    /**
     * Skips a string.
     *
     * @param unclosed the reason for a refusal when no string stands here after all, or nothing for the common reasons
     */
    private void string(String unclosed) {
        int start = at;
        at++;
        while (source.at(at) != '"') {
            int c = source.at(at);
            if (c < ' ' || c == LAST_ASCII) {
                boolean ends = at >= source.length() || c == '\n';
                String common = ends ? "unclosed string" : "illegal control character in string";
                throw refusal(unclosed.isEmpty() ? common : unclosed, ends ? start : at);
            }
            at++;
            if (c == '\\') {
                escape();
            }
        }
        at++;
    }

    private void escape() {
        int c = source.at(at);
        if (ESCAPED.indexOf(c) >= 0) {
            at++;
        } else if (NumberSyntax.isHexDigit(c) && NumberSyntax.isHexDigit(source.at(at + 1))) {
            at += 2;
        } else if (c == 'u' && source.at(at + 1) == '{') {
            codePoint();
        } else {
            throw refusal("illegal escape", at - 1);
        }
    }

    private void codePoint() {
        int start = at - 1;
        at += 2;
        int from = at;
        int value = 0;
        while (source.at(at) != '}') {
            int c = source.at(at);
            boolean underscore = c == '_' && at > from && NumberSyntax.isHexDigit(source.at(at - 1));
            if (NumberSyntax.isHexDigit(c)) {
                value = Math.min(value * 16 + Character.digit(c, 16), GREATEST_CODE_POINT + 1);
            } else if (!underscore || !NumberSyntax.isHexDigit(source.at(at + 1))) {
                throw refusal("illegal escape", start);
            }
            at++;
        }
        boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
        if (at == from || value > GREATEST_CODE_POINT || surrogate) {
            throw refusal("illegal escape: no code point", start);
        }
        at++;
    }

    static boolean isIdCharacter(int c) {
        return c <= LAST_ASCII && ID_CHARACTERS[c];
    }

    private ModuleException refusal(String reason, int offset) {
        return source.refusal(Kind.MALFORMED, reason, offset);
    }
}
