package dev.tally.runtime.compile;

/**
 * What is written into methods of the arithmetic of fuel, asked in one place, so that a measurement can replace this class by one
 * by which nothing is written, and compare.
 */
final class Metering {
    private Metering() {}

    /** What a method charges for a price of the lowered code. */
    static int charged(int price) {
        return price;
    }

    /** Whether a method looks at its safepoints whether the guest owes fuel. */
    static boolean checks() {
        return true;
    }
}
