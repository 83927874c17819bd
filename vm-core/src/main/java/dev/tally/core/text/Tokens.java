package dev.tally.core.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tokens of a text in their order: a kind and two offsets each, so that they take no more than the text. */
final class Tokens {
    private static final TokenKind[] KINDS = TokenKind.values();
    private static final int FIRST_TOKENS = 16;

    private final SourceText source;
    private byte[] kinds = new byte[FIRST_TOKENS];
    private int[] starts = new int[FIRST_TOKENS];
    private int[] ends = new int[FIRST_TOKENS];
    private int count;
    private final List<Annotation> annotations = new ArrayList<>();

    /**
     * An annotation that the parser knows; it stands apart, because it may stand between any two tokens.
     *
     * @param word what follows the {@code @}
     * @param place the token that it stands before
     * @param content its tokens
     */
    record Annotation(String word, int place, Tokens content) {}

    Tokens(SourceText source) {
        this.source = source;
    }

    void add(TokenKind kind, int start, int end) {
        if (count == kinds.length) {
            int room = count * 2;
            kinds = Arrays.copyOf(kinds, room);
            starts = Arrays.copyOf(starts, room);
            ends = Arrays.copyOf(ends, room);
        }
        kinds[count] = (byte) kind.ordinal();
        starts[count] = start;
        ends[count] = end;
        count++;
    }

    void add(Annotation annotation) {
        annotations.add(annotation);
    }

    SourceText source() {
        return source;
    }

    int count() {
        return count;
    }

    TokenKind kind(int token) {
        return token < count ? KINDS[kinds[token]] : TokenKind.END;
    }

    /** Where a token begins; behind the last one, where the text ends. */
    int start(int token) {
        return token < count ? starts[token] : source.length();
    }

    int end(int token) {
        return token < count ? ends[token] : source.length();
    }

    String text(int token) {
        return source.part(start(token), end(token));
    }

    /** The annotations that the parser knows, in their order. */
    List<Annotation> annotations() {
        return annotations;
    }
}
