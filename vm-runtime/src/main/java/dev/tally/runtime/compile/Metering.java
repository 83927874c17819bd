package dev.tally.runtime.compile;

/**
 * What is written into methods because guests are governed, asked in one place, so that a measurement can replace this class by one
 * by which nothing is written of the arithmetic of fuel, and compare.
 */
enum Metering {
    /** All of it. */
    WRITTEN,

    /** Nothing of fuel, and nothing by which a guest could come to rest: such methods are measured, and must never be run. */
    LEFT_OUT;

    /** What a method charges for a price of the lowered code. */
    int charged(int price) {
        return this == WRITTEN ? price : 0;
    }

    /** Whether a method looks at its safepoints whether the guest owes fuel. */
    boolean checks() {
        return this == WRITTEN;
    }

    /** Whether a method hands its fuel on and can be left where guests come to rest, its frame being written. */
    boolean rests() {
        return this == WRITTEN;
    }
}
