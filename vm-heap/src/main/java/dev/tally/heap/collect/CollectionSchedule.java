package dev.tally.heap.collect;

/**
 * When to collect though there is no need, and when to refuse though there is room: the modes in which tests hunt bugs. A guest
 * cannot tell the first; the second is for it as if its quota were used up. Usually there is no such time.
 */
public final class CollectionSchedule {
    private static final long NEVER = Long.MAX_VALUE;

    private long interval;
    private long randomState;
    private boolean random;
    private boolean movesAll;
    private long dueAt = NEVER;
    private long failsAt = NEVER;
    private boolean failsOnce;

    CollectionSchedule() {}

    /** Collects before every so-manieth object, young and old ones. */
    public void collectEvery(int objects) {
        interval = objects;
        random = false;
        dueAt = 0;
    }

    /** Collects before objects chosen at random, on average one of so many; the same ones for the same seed. */
    public void collectAtRandom(long seed, int objects) {
        interval = objects;
        randomState = seed;
        random = true;
        dueAt = 0;
    }

    /** From now on each collection of old objects moves all of them. */
    public void moveAll() {
        movesAll = true;
    }

    /** Refuses the object before which so many were made, counted from the guest's first, once. */
    public void failOnce(long objects) {
        failsAt = objects;
        failsOnce = true;
    }

    /** Refuses that object and all after it. */
    public void failFrom(long objects) {
        failsAt = objects;
        failsOnce = false;
    }

    /** Whether nothing is ever due. */
    boolean isUsual() {
        return dueAt == NEVER && failsAt == NEVER;
    }

    /** Whether neither a collection nor a failure is due before the next object. */
    boolean isQuiet(long placed) {
        return placed < dueAt && placed < failsAt;
    }

    boolean isDue(long placed) {
        return placed >= dueAt;
    }

    boolean failsNow(long placed) {
        boolean fails = placed >= failsAt;
        if (fails && failsOnce) {
            failsAt = NEVER;
        }
        return fails;
    }

    boolean collectsOld() {
        return dueAt != NEVER;
    }

    boolean movesAll() {
        return movesAll;
    }

    void collected(long placed) {
        if (dueAt != NEVER) {
            dueAt = placed + (random ? 1 + nextRandom() : interval);
        }
    }

    /** A number from 0 up to twice the interval; a linear congruential step, since no test needs better. */
    private long nextRandom() {
        randomState = randomState * 6364136223846793005L + 1442695040888963407L;
        return (randomState >>> 33) % (2 * interval);
    }
}
