package dev.tally.core.isa;

import org.jspecify.annotations.Nullable;

/**
 * A clause of {@code try_table}: which exceptions branch to which label, and what they take along.
 *
 * @param tag the tag of the exceptions, or {@link #ANY_TAG} for all of them
 * @param label counted from outside the block that the clause belongs to
 */
public record CatchClause(Kind kind, int tag, int label) {
    /** Stands for the tag of a clause that names none. */
    public static final int ANY_TAG = -1;

    /** The kinds of clauses. */
    public enum Kind {
        CATCH(0, "catch"),
        CATCH_REF(1, "catch_ref"),
        CATCH_ALL(2, "catch_all"),
        CATCH_ALL_REF(3, "catch_all_ref");

        private final int code;
        private final String text;

        Kind(int code, String text) {
            this.code = code;
            this.text = text;
        }

        /** The kind with this code, or null when there is none. */
        public static @Nullable Kind of(int code) {
            for (Kind kind : values()) {
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

        /** Whether it names a tag, and the branch takes along the values of the exception. */
        public boolean namesTag() {
            return this == CATCH || this == CATCH_REF;
        }

        /** Whether the branch takes along a reference to the exception, behind its values. */
        public boolean takesReference() {
            return this == CATCH_REF || this == CATCH_ALL_REF;
        }

        /** The word for it in the text format. */
        @Override
        public String toString() {
            return text;
        }
    }
}
