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

    static boolean exhausted(long fuel) {
        return fuel < 0;
    }
}
