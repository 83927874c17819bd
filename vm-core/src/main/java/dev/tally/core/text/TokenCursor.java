package dev.tally.core.text;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import java.nio.charset.StandardCharsets;

/**
 * Walks over the tokens of a text. A method that takes a token moves on or refuses it; one that asks never moves.
 */
public final class TokenCursor {
    private final Tokens tokens;
    private int at;

    private TokenCursor(Tokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Before the first token of a text.
     *
     * @throws ModuleException when the text cannot be cut into tokens
     */
    public static TokenCursor over(SourceText source) {
        return new TokenCursor(Lexer.tokens(source));
    }

    static TokenCursor over(Tokens tokens) {
        return new TokenCursor(tokens);
    }

    Tokens tokens() {
        return tokens;
    }

    public SourceText source() {
        return tokens.source();
    }

    /** The number of the token that comes next. */
    public int position() {
        return at;
    }

    /** Goes to a token by its number. */
    public void moveTo(int position) {
        at = position;
    }

    /** Where the token that comes next begins, in bytes. */
    public int offset() {
        return tokens.start(at);
    }

    // Asking.

    public TokenKind kind() {
        return tokens.kind(at);
    }

    public boolean is(TokenKind kind) {
        return tokens.kind(at) == kind;
    }

    /** The spelling of the token that comes next. */
    public String text() {
        return tokens.text(at);
    }

    /** Whether this keyword comes next. */
    public boolean isKeyword(String word) {
        return isKeyword(at, word);
    }

    /** Whether a parenthesis opens next and this keyword follows. */
    public boolean isOpen(String word) {
        return is(TokenKind.LEFT) && isKeyword(at + 1, word);
    }

    /** Whether an index comes next: a number or an identifier. */
    public boolean isIndex() {
        return is(TokenKind.NATURAL) || is(TokenKind.ID);
    }

    private boolean isKeyword(int token, String word) {
        if (tokens.kind(token) != TokenKind.KEYWORD) {
            return false;
        }
        int start = tokens.start(token);
        if (tokens.end(token) - start != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (tokens.source().at(start + i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The keyword behind a parenthesis that opens next, or nothing when it is otherwise. */
    public String openedKeyword() {
        return is(TokenKind.LEFT) && tokens.kind(at + 1) == TokenKind.KEYWORD ? tokens.text(at + 1) : "";
    }

    // Taking.

    /** Takes whatever token comes next. */
    public void skip() {
        at++;
    }

    /** Takes a token of this kind. */
    public void take(TokenKind kind) {
        if (!is(kind)) {
            throw unexpected();
        }
        at++;
    }

    /** Takes a keyword. */
    public String keyword() {
        if (!is(TokenKind.KEYWORD)) {
            throw unexpected();
        }
        return tokens.text(at++);
    }

    public void keyword(String word) {
        if (!isKeyword(word)) {
            throw unexpected();
        }
        at++;
    }

    /** Takes this keyword if it comes next; answers whether it did. */
    public boolean takes(String word) {
        boolean present = isKeyword(word);
        if (present) {
            at++;
        }
        return present;
    }

    /** Takes an opening parenthesis and this keyword. */
    public void open(String word) {
        take(TokenKind.LEFT);
        keyword(word);
    }

    /** Likewise if they come next; answers whether they did. */
    public boolean opens(String word) {
        boolean present = isOpen(word);
        if (present) {
            at += 2;
        }
        return present;
    }

    public void close() {
        take(TokenKind.RIGHT);
    }

    /** Takes everything up to the parenthesis that closes the group which the cursor stands in, and that parenthesis. */
    public void closeGroup() {
        int depth = 1;
        while (depth > 0) {
            switch (kind()) {
                case LEFT -> depth++;
                case RIGHT -> depth--;
                case END -> throw unexpected();
                default -> {}
            }
            at++;
        }
    }

    /** Takes a string. */
    public byte[] bytes() {
        take(TokenKind.STRING);
        return StringLiteral.bytes(source(), tokens.start(at - 1), tokens.end(at - 1));
    }

    /** Takes a string that is a name. */
    public String name() {
        take(TokenKind.STRING);
        return StringLiteral.name(source(), tokens.start(at - 1), tokens.end(at - 1));
    }

    /** Takes an identifier, and answers its name. */
    public String id() {
        take(TokenKind.ID);
        int start = tokens.start(at - 1);
        int end = tokens.end(at - 1);
        return source().at(start + 1) == '"'
                ? StringLiteral.name(source(), start + 1, end)
                : new String(source().bytes(), start + 1, end - start - 1, StandardCharsets.UTF_8);
    }

    /** Takes an unsigned integer of 32 bits; those from 2³¹ on come out negative. */
    public int u32() {
        take(TokenKind.NATURAL);
        return (int) NumberLiteral.natural(source(), tokens.start(at - 1), tokens.end(at - 1), Integer.SIZE);
    }

    /** Takes an unsigned integer of 64 bits. */
    public long u64() {
        take(TokenKind.NATURAL);
        return NumberLiteral.natural(source(), tokens.start(at - 1), tokens.end(at - 1), Long.SIZE);
    }

    /** Takes a constant of type i32. */
    public int i32() {
        return (int) integer(Integer.SIZE);
    }

    /** Takes a constant of type i64. */
    public long i64() {
        return integer(Long.SIZE);
    }

    private long integer(int bits) {
        if (!is(TokenKind.NATURAL) && !is(TokenKind.INTEGER)) {
            throw unexpected();
        }
        at++;
        return NumberLiteral.integer(source(), tokens.start(at - 1), tokens.end(at - 1), bits);
    }

    /** Takes a constant of type f32, and answers its bits. */
    public int f32() {
        takeNumber();
        return NumberLiteral.float32(source(), tokens.start(at - 1), tokens.end(at - 1));
    }

    /** Takes a constant of type f64, and answers its bits. */
    public long f64() {
        takeNumber();
        return NumberLiteral.float64(source(), tokens.start(at - 1), tokens.end(at - 1));
    }

    private void takeNumber() {
        if (!is(TokenKind.NATURAL) && !is(TokenKind.INTEGER) && !is(TokenKind.FLOAT)) {
            throw unexpected();
        }
        at++;
    }

    /**
     * Takes an argument of the form {@code word=number}, if it comes next.
     *
     * @param word with the equals sign
     * @param absent the answer when it does not come next
     */
    long argument(String word, long absent) {
        if (!is(TokenKind.KEYWORD) || !text().startsWith(word)) {
            return absent;
        }
        int from = tokens.start(at) + word.length();
        if (NumberSyntax.kind(source(), from, tokens.end(at)) != TokenKind.NATURAL) {
            throw unexpected();
        }
        long value = NumberLiteral.natural(source(), from, tokens.end(at), Long.SIZE);
        at++;
        return value;
    }

    // Refusing.

    /** The refusal of the token that comes next. */
    public ModuleException unexpected() {
        return Keywords.unexpected(this);
    }

    /** A refusal of what the token that comes next stands for. */
    public ModuleException malformed(String reason) {
        return refusal(Kind.MALFORMED, reason, offset());
    }

    ModuleException refusal(Kind kind, String reason, int offset) {
        return source().refusal(kind, reason, offset);
    }
}
