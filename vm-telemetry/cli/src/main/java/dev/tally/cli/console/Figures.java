package dev.tally.cli.console;

import java.util.Locale;

/** How figures are written for people. */
public final class Figures {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLISECOND = 1e6;
    private static final double MILLION = 1e6;

    private Figures() {}

    /** The number with a comma between thousands. */
    public static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** The number and its noun, which takes an s unless there is one. */
    public static String counted(long number, String noun) {
        return grouped(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** So much in so many nanoseconds, as millions per second. */
    public static String millionsPerSecond(long amount, long nanos) {
        return String.format(Locale.ROOT, "%,.1f M", amount / MILLION / (Math.max(nanos, 1) / NANOS_PER_SECOND));
    }

    /** Nanoseconds as seconds. */
    public static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.2f s", nanos / NANOS_PER_SECOND);
    }

    /** Nanoseconds as milliseconds. */
    public static String milliseconds(long nanos) {
        return String.format(Locale.ROOT, "%.2f ms", nanos / NANOS_PER_MILLISECOND);
    }
}
