package dev.tally.heap.check;

import dev.tally.heap.arena.Arena;

/** Changes how far an arena's arrays grow at a time, for tests that show that nothing depends on it but the JVM's memory. */
public final class GrowthFactor {
    private GrowthFactor() {}

    /**
     * Arrays of this arena grow to so many times what they have.
     *
     * @param factor 1 for just what is needed; 2 is usual
     */
    public static void set(Arena arena, int factor) {
        arena.backingArrays().growBy(factor);
    }
}
