package dev.tally.guests;

import dev.tally.runtime.Engine.Tier;
import dev.tally.runtime.RestMode;

/**
 * How a run is cut into ticks, how often the guest rests within them, and what runs it.
 *
 * @param fuelPerTick what each tick is granted
 * @param seed of what is random
 */
public record Slicing(long fuelPerTick, RestMode restMode, long seed, Tier tier) {
    /** Far more than any program of the tests needs. */
    public static final long UNLIMITED = 1L << 40;

    /** Rests only when it must. */
    public static Slicing of(long fuelPerTick) {
        return new Slicing(fuelPerTick, RestMode.WHEN_NEEDED, 0);
    }

    /** In the interpreter. */
    public Slicing(long fuelPerTick, RestMode restMode, long seed) {
        this(fuelPerTick, restMode, seed, Tier.INTERPRETED);
    }

    /** The same in another tier. */
    public Slicing in(Tier another) {
        return new Slicing(fuelPerTick, restMode, seed, another);
    }

    @Override
    public String toString() {
        return (fuelPerTick == UNLIMITED ? "unlimited" : "slices of " + fuelPerTick)
                + switch (restMode) {
                    case WHEN_NEEDED -> "";
                    case EVERYWHERE -> ", resting everywhere";
                    case AT_RANDOM -> ", resting at random with seed " + seed;
                }
                + (tier == Tier.INTERPRETED ? "" : ", " + tier);
    }
}
