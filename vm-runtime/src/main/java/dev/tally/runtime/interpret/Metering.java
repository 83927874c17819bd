package dev.tally.runtime.interpret;

/**
 * The arithmetic of fuel in the loop, in one place, so that a measurement can replace this class by one that charges
 * nothing and compare.
 */
final class Metering {
    private Metering() {}

    static long charge(long fuel, long price) {
        return fuel - price;
    }

    /** What a check looks at; the guest owes fuel if it is negative. */
    static long checked(long fuel) {
        return fuel;
    }
}
