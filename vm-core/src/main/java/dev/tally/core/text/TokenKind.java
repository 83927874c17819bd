package dev.tally.core.text;

/** The kinds of tokens (specification, section "Text Format: Lexical Format"). */
public enum TokenKind {
    LEFT,
    RIGHT,
    KEYWORD,
    /** {@code $name} or {@code $"name"}. */
    ID,
    STRING,
    /** An integer without a sign. */
    NATURAL,
    /** An integer with a sign. */
    INTEGER,
    /** A number that is no integer, infinities and NaNs included. */
    FLOAT,
    /** What no grammar rule takes: tokens that touch each other, for example. */
    RESERVED,
    /** Behind the last token. */
    END
}
