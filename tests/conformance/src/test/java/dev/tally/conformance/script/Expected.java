package dev.tally.conformance.script;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a script expects of a result. Numbers are compared by their bits. */
public sealed interface Expected {
    /** Whether a result, boxed as the guest gives it, is as expected. */
    boolean accepts(@Nullable Object actual);

    /** This very number. */
    record Exactly(Number number) implements Expected {
        @Override
        public boolean accepts(@Nullable Object actual) {
            return switch (number) {
                case Float wanted ->
                    actual instanceof Float given && Float.floatToRawIntBits(given) == Float.floatToRawIntBits(wanted);
                case Double wanted ->
                    actual instanceof Double given
                            && Double.doubleToRawLongBits(given) == Double.doubleToRawLongBits(wanted);
                default -> number.equals(actual);
            };
        }

        @Override
        public String toString() {
            return number.getClass().getSimpleName() + " " + number;
        }
    }

    /** Not a number: of type f32 if {@code single}, of type f64 otherwise. */
    record NotANumber(boolean single, boolean canonical) implements Expected {
        private static final int QUIET_FLOAT = 0x7FC0_0000;
        private static final long QUIET_DOUBLE = 0x7FF8_0000_0000_0000L;

        @Override
        public boolean accepts(@Nullable Object actual) {
            if (single && actual instanceof Float given) {
                int bits = Float.floatToRawIntBits(given) & Integer.MAX_VALUE;
                return canonical ? bits == QUIET_FLOAT : (bits & QUIET_FLOAT) == QUIET_FLOAT;
            }
            if (!single && actual instanceof Double given) {
                long bits = Double.doubleToRawLongBits(given) & Long.MAX_VALUE;
                return canonical ? bits == QUIET_DOUBLE : (bits & QUIET_DOUBLE) == QUIET_DOUBLE;
            }
            return false;
        }
    }

    /** A null reference. */
    record Null() implements Expected {
        @Override
        public boolean accepts(@Nullable Object actual) {
            return actual == null;
        }
    }

    /** Any reference of a kind. */
    record AnyOf(ReferenceKind kind) implements Expected {
        @Override
        public boolean accepts(@Nullable Object actual) {
            return kind.includes(actual);
        }
    }

    /** This very value of the host. */
    record Host(HostValue value) implements Expected {
        @Override
        public boolean accepts(@Nullable Object actual) {
            return value.equals(actual);
        }
    }

    /** One of several. */
    record Either(List<Expected> choices) implements Expected {
        @Override
        public boolean accepts(@Nullable Object actual) {
            return choices.stream().anyMatch(choice -> choice.accepts(actual));
        }
    }

    /**
     * A value of a type that this machine does not have: nothing takes it, and no result is equal to it.
     *
     * @param word the instruction that makes it
     */
    record Foreign(String word) implements Expected {
        @Override
        public boolean accepts(@Nullable Object actual) {
            return false;
        }
    }
}
