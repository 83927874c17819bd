package dev.tally.core.module;

import org.jspecify.annotations.Nullable;

/** The sections of the binary format that mean something to the machine, in the order in which they may stand. */
public enum Section {
    TYPE(1),
    IMPORT(2),
    FUNCTION(3),
    TABLE(4),
    MEMORY(5),
    TAG(13),
    GLOBAL(6),
    EXPORT(7),
    START(8),
    ELEMENT(9),
    DATA_COUNT(12),
    CODE(10),
    DATA(11);

    /** The code of custom sections, which may stand anywhere. */
    public static final int CUSTOM = 0;

    private final int code;

    Section(int code) {
        this.code = code;
    }

    /** The section with this code, or null when there is none. */
    public static @Nullable Section of(int code) {
        for (Section section : values()) {
            if (section.code == code) {
                return section;
            }
        }
        return null;
    }

    /** The byte at its head. */
    public int code() {
        return code;
    }
}
