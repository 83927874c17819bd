package dev.tally.runtime.wasi;

import java.util.function.LongSupplier;

/**
 * Random words that follow from a seed alone: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", 2014). Statistically sound, never a secret.
 */
final class SeededWords implements LongSupplier {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    SeededWords(long seed) {
        state = seed;
    }

    @Override
    public long getAsLong() {
        state += GOLDEN_GAMMA;
        long word = state;
        word = (word ^ word >>> 30) * 0xBF58476D1CE4E5B9L;
        word = (word ^ word >>> 27) * 0x94D049BB133111EBL;
        return word ^ word >>> 31;
    }
}
