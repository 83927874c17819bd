package dev.tally.runtime.compile;

/**
 * What is written into methods because guests are governed, asked in one place, so that a measurement can replace this class by one
 * by which nothing is written of the arithmetic of fuel, and compare.
 */
enum Metering {
    /** All of it. */
    WRITTEN,

    /** All of it in fewer bytes: each round of a loop is paid for itself, and all calls are made. */
    WRITTEN_BRIEFLY,

    /** The caller pays, in whose method the function is written. */
    PAID_BY_CALLER,

    /** Nothing of fuel, and nothing by which a guest could come to rest: such methods are measured, and must never be run. */
    LEFT_OUT;

    /** What a method charges for a price of the lowered code. */
    int charged(int price) {
        return checks() ? price : 0;
    }

    /** Whether a method looks at its safepoints whether the guest owes fuel. */
    boolean checks() {
        return this == WRITTEN || this == WRITTEN_BRIEFLY;
    }

    /** Whether several rounds of a loop may be paid for at a time. */
    boolean paysForRounds() {
        return this != WRITTEN_BRIEFLY && checks();
    }

    /** Whether a method hands its fuel on and can be left where guests come to rest, its frame being written. */
    boolean rests() {
        return this != LEFT_OUT;
    }

    /** Whether small functions are written into their callers. */
    boolean inlines() {
        return this != WRITTEN_BRIEFLY;
    }

    /** How a function is metered that is written into its caller. */
    Metering ofInlined() {
        return this == LEFT_OUT ? LEFT_OUT : PAID_BY_CALLER;
    }
}
