package dev.tally.core.binary;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the specification, or a proposal to it, encodes in bytes that this reader recognises but does not read. A module
 * that uses one is told so by name, and not that its bytes are illegal. Only bytes that mean nothing here are listed: a
 * feature leaves this table when the opcode table and the types learn it.
 */
public enum Feature {
    THREADS("shared memories and atomic instructions"),
    VECTORS("vectors");

    private static final Pattern VECTOR_WORD = Pattern.compile("(?:v128|[if]\\d+x\\d+)(?:\\.[a-z0-9_]+)?");
    private static final Pattern THREAD_WORD =
            Pattern.compile("shared|(?:memory|i32|i64)\\.atomic\\.[a-z0-9_.]+|atomic\\.fence");

    private final String text;

    Feature(String text) {
        this.text = text;
    }

    /** The feature that an opcode's first byte belongs to, or null when the byte is no opcode anywhere. */
    static @Nullable Feature ofOpcode(int code) {
        return switch (code) {
            case 0xFD -> VECTORS;
            case 0xFE -> THREADS;
            default -> null;
        };
    }

    /** The feature that the code of a value type or abstract heap type belongs to, or null when it is none anywhere. */
    static @Nullable Feature ofType(int code) {
        return switch (code) {
            case 0x7B -> VECTORS;
            default -> null;
        };
    }

    /** The feature that the flags of a size range belong to, or null when they are none anywhere. */
    static @Nullable Feature ofSizeFlags(int flags) {
        return switch (flags) {
            case 0x02, 0x03, 0x06, 0x07 -> THREADS;
            default -> null;
        };
    }

    /** The feature that a word of the text format belongs to, or null when it is a word of none. */
    public static @Nullable Feature ofMnemonic(String word) {
        if (VECTOR_WORD.matcher(word).matches()) {
            return VECTORS;
        }
        return THREAD_WORD.matcher(word).matches() ? THREADS : null;
    }

    @Override
    public String toString() {
        return text;
    }
}
