package dev.tally.core.module;

import org.jspecify.annotations.Nullable;

/** The kinds of what can be imported and exported. */
public enum ExternalKind {
    FUNCTION(0, "func"),
    TABLE(1, "table"),
    MEMORY(2, "memory"),
    GLOBAL(3, "global"),
    TAG(4, "tag");

    private final int code;
    private final String text;

    ExternalKind(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The kind with this code, or null when there is none. */
    public static @Nullable ExternalKind of(int code) {
        for (ExternalKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return null;
    }

    /** The byte that stands for it in the binary format. */
    public int code() {
        return code;
    }

    @Override
    public String toString() {
        return text;
    }
}
