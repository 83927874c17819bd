package dev.tally.runtime;

/**
 * How often a guest comes to rest inside a tick. It has no influence on what a guest computes, on its fuel or on where
 * ticks end; the test modes exist to prove just that.
 */
public enum RestMode {
    /** Only when it must: out of fuel, in functions of the host, at the end. */
    WHEN_NEEDED,
    /** At every safepoint that it passes. */
    EVERYWHERE,
    /** At safepoints chosen by a seeded generator. */
    AT_RANDOM
}
