package dev.tally.conformance.tiers;

import dev.tally.heap.collect.CollectionSchedule;
import dev.tally.runtime.Engine.Tier;
import dev.tally.runtime.Guest;
import dev.tally.runtime.GuestArenas;
import dev.tally.runtime.RestMode;
import java.util.ArrayList;
import java.util.List;

/**
 * How a drawn module is run.
 *
 * @param fuelPerTick the size of the slices
 * @param collects whether all objects are moved before one in a few is made
 */
record TierMode(Tier tier, RestMode restMode, long fuelPerTick, boolean collects) {
    private static final long[] FUEL_PER_TICK = {Long.MAX_VALUE, 97, 1};

    /** How many sizes of slices there are. */
    static final int SLICES = FUEL_PER_TICK.length;

    private static final RestMode[] INTERPRETED = {RestMode.EVERYWHERE, RestMode.AT_RANDOM};
    private static final RestMode[] COMPILED = {RestMode.WHEN_NEEDED, RestMode.EVERYWHERE, RestMode.AT_RANDOM};
    private static final RestMode[] MIXED = {RestMode.AT_RANDOM, RestMode.EVERYWHERE, RestMode.WHEN_NEEDED};
    private static final int OBJECTS_BETWEEN_COLLECTIONS = 3;

    /** The mode with which the others of a module are compared. */
    static TierMode plain(int number) {
        return new TierMode(Tier.INTERPRETED, RestMode.WHEN_NEEDED, slice(number), false);
    }

    /** The other modes for a module: whatever tier, rests, slices and collections there are is met by one number or another. */
    static List<TierMode> others(int number) {
        int round = number / SLICES;
        boolean collects = round % 5 < 2;
        List<TierMode> modes = new ArrayList<>();
        modes.add(new TierMode(Tier.COMPILED, COMPILED[round % COMPILED.length], slice(number), collects));
        modes.add(new TierMode(Tier.MIXED, MIXED[round / 2 % MIXED.length], slice(number), !collects));
        modes.add(new TierMode(Tier.COMPILED, COMPILED[round / 2 % COMPILED.length], slice(number + 1), !collects));
        if (round % 8 < INTERPRETED.length) {
            modes.add(new TierMode(Tier.INTERPRETED, INTERPRETED[round % 8], slice(number), collects));
        }
        return modes;
    }

    private static long slice(int number) {
        return FUEL_PER_TICK[number % SLICES];
    }

    void applyTo(Guest guest, int number) {
        guest.restMode(restMode, number);
        guest.runIn(tier, number);
        if (collects) {
            CollectionSchedule schedule = GuestArenas.of(guest).collector().schedule();
            schedule.collectAtRandom(number, OBJECTS_BETWEEN_COLLECTIONS);
            schedule.moveAll();
        }
    }
}
