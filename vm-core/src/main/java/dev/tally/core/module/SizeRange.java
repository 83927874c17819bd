package dev.tally.core.module;

/**
 * The size that a table or memory begins with and may grow to, in elements or pages (specification: "limits").
 *
 * @param minimum the initial size
 * @param maximum the largest size, or {@link #UNBOUNDED}
 */
public record SizeRange(long minimum, long maximum) {
    /** No maximum is declared. */
    public static final long UNBOUNDED = -1;

    public boolean bounded() {
        return maximum != UNBOUNDED;
    }

    /** Whether an import that asks for {@code asked} accepts a table or memory declared like this. */
    public boolean within(SizeRange asked) {
        return minimum >= asked.minimum && (!asked.bounded() || (bounded() && maximum <= asked.maximum));
    }

    @Override
    public String toString() {
        return bounded() ? minimum + ".." + maximum : minimum + "..";
    }
}
