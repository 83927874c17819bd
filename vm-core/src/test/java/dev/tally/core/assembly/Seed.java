package dev.tally.core.assembly;

import java.util.Random;

/**
 * Where random tests begin: the same in every run unless the system property {@code tally.seed} says otherwise, and
 * printed, so that a failure can be repeated.
 */
public final class Seed {
    private static final long DEFAULT = 20_260_101;

    private Seed() {}

    public static long value() {
        return Long.getLong("tally.seed", DEFAULT);
    }

    /**
     * A source of random numbers of this test's own.
     *
     * @param test what it is printed with
     */
    public static Random random(String test) {
        System.out.println(test + ": seed " + value() + " (-Dtally.seed=… for another)");
        return new Random(value() ^ test.hashCode());
    }
}
