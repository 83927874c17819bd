package dev.tally.core.module;

/**
 * The size that a table or memory begins with and may grow to, in elements or pages (specification: "limits"). Sizes are
 * unsigned: those of 64-bit tables reach up to 2⁶⁴ − 1.
 *
 * @param minimum the initial size
 * @param bounded whether a maximum is declared
 * @param maximum the largest size; 2⁶⁴ − 1 when none is declared
 */
public record SizeRange(long minimum, boolean bounded, long maximum) {
    private static final long GREATEST = -1;

    public SizeRange {
        if (!bounded && maximum != GREATEST) {
            throw new IllegalArgumentException("a size without a maximum has none of " + maximum);
        }
    }

    /** A size without a declared maximum. */
    public static SizeRange from(long minimum) {
        return new SizeRange(minimum, false, GREATEST);
    }

    /** A size with a declared maximum. */
    public static SizeRange between(long minimum, long maximum) {
        return new SizeRange(minimum, true, maximum);
    }

    /** Whether an import that asks for {@code asked} accepts a table or memory declared like this. */
    public boolean within(SizeRange asked) {
        return Long.compareUnsigned(minimum, asked.minimum) >= 0
                && (!asked.bounded || (bounded && Long.compareUnsigned(maximum, asked.maximum) <= 0));
    }

    @Override
    public String toString() {
        String least = Long.toUnsignedString(minimum);
        return bounded ? least + ".." + Long.toUnsignedString(maximum) : least + "..";
    }
}
