package dev.tally.twins;

/** The generator of the guests: the upper bits of a linear congruence. */
final class Randomness {
    private int seed;

    Randomness(int seed) {
        this.seed = seed;
    }

    /** The next number, without its lowest bits, which repeat too soon. */
    int next(int bitsLeftOut) {
        seed = seed * 1664525 + 1013904223;
        return seed >> bitsLeftOut;
    }

    /** The same, never negative. */
    int nextUnsigned(int bitsLeftOut) {
        return next(0) >>> bitsLeftOut;
    }
}
