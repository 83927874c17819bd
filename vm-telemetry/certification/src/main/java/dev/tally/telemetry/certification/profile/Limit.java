package dev.tally.telemetry.certification.profile;

/**
 * A limit, or that there is none; these are different things, and a limit of 0 is a third.
 *
 * @param bounded whether there is a limit
 * @param most the most that it admits; 0 if there is none
 */
public record Limit(boolean bounded, long most) {
    /** How profiles and certificates write that there is no limit. */
    public static final String NO_LIMIT = "no limit";

    public Limit {
        if (most < 0 || !bounded && most != 0) {
            throw new IllegalArgumentException("a limit is not negative, and what does not exist has no size");
        }
    }

    /** There is no limit. */
    public static Limit none() {
        return new Limit(false, 0);
    }

    /** At most so much. */
    public static Limit of(long most) {
        return new Limit(true, most);
    }

    public boolean admits(long amount) {
        return !bounded || amount <= most;
    }

    /** The limit as profiles and certificates write it. */
    @Override
    public String toString() {
        return bounded ? Long.toString(most) : NO_LIMIT;
    }
}
