package dev.tally.guests;

import dev.tally.runtime.RestMode;

/**
 * How a run is cut into ticks, and how often the guest rests within them.
 *
 * @param fuelPerTick what each tick is granted
 * @param seed of the random rests
 */
public record Slicing(long fuelPerTick, RestMode restMode, long seed) {
    /** Far more than any program of the tests needs. */
    public static final long UNLIMITED = 1L << 40;

    /** Rests only when it must. */
    public static Slicing of(long fuelPerTick) {
        return new Slicing(fuelPerTick, RestMode.WHEN_NEEDED, 0);
    }

    @Override
    public String toString() {
        return (fuelPerTick == UNLIMITED ? "unlimited" : "slices of " + fuelPerTick)
                + switch (restMode) {
                    case WHEN_NEEDED -> "";
                    case EVERYWHERE -> ", resting everywhere";
                    case AT_RANDOM -> ", resting at random with seed " + seed;
                };
    }
}
