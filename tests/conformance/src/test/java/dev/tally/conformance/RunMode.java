package dev.tally.conformance;

import dev.tally.core.ModuleLimits;
import dev.tally.heap.check.HeapWalk;
import dev.tally.heap.collect.CollectionSchedule;
import dev.tally.runtime.Engine;
import dev.tally.runtime.Engine.CompileLimits;
import dev.tally.runtime.Engine.Tier;
import dev.tally.runtime.Guest;
import dev.tally.runtime.GuestArenas;
import dev.tally.runtime.RestMode;
import java.util.Locale;

/** How scripts are run. What they find, what it costs and what it leaves behind must not depend on it. */
enum RunMode {
    /** Each command in one tick: the plain pass, with which the others are compared. */
    UNLIMITED(RestMode.WHEN_NEEDED, GuestRun.MOST_FUEL, false),
    SLICES_OF_13(RestMode.WHEN_NEEDED, 13, false),
    SLICES_OF_1(RestMode.WHEN_NEEDED, 1, false),
    /** At rest at every safepoint. */
    RESTING_EVERYWHERE(RestMode.EVERYWHERE, GuestRun.MOST_FUEL, false),
    /** A collection before every object, each of which moves all others; afterwards the heap is walked over. */
    COLLECTING_EVERYWHERE(RestMode.WHEN_NEEDED, 13, true),
    /** All functions are methods of the JVM. */
    COMPILED(Tier.COMPILED, RestMode.WHEN_NEEDED, GuestRun.MOST_FUEL, false),
    COMPILED_IN_SLICES_OF_97(Tier.COMPILED, RestMode.WHEN_NEEDED, 97, false),
    COMPILED_RESTING_EVERYWHERE(Tier.COMPILED, RestMode.EVERYWHERE, GuestRun.MOST_FUEL, false),
    COMPILED_COLLECTING_EVERYWHERE(Tier.COMPILED, RestMode.WHEN_NEEDED, 13, true),
    /** Whatever is not small is in parts of such a size. */
    COMPILED_IN_PARTS(Tier.COMPILED, RestMode.AT_RANDOM, 97, false) {
        @Override
        Engine engine() {
            CompileLimits limits = new CompileLimits(Long.MAX_VALUE, Long.MAX_VALUE, BYTES_OF_PARTS);
            return Engine.create(ModuleLimits.defaults(), Runnable::run, limits);
        }
    },
    /** From methods to the interpreter and back, at random safepoints. */
    CHANGING_TIERS(Tier.MIXED, RestMode.AT_RANDOM, 97, false);

    private static final int BYTES_OF_PARTS = 350;

    private final Tier tier;
    private final RestMode restMode;
    private final long fuelPerTick;
    private final boolean collects;

    RunMode(RestMode restMode, long fuelPerTick, boolean collects) {
        this(Tier.INTERPRETED, restMode, fuelPerTick, collects);
    }

    RunMode(Tier tier, RestMode restMode, long fuelPerTick, boolean collects) {
        this.tier = tier;
        this.restMode = restMode;
        this.fuelPerTick = fuelPerTick;
        this.collects = collects;
    }

    /** An engine for scripts that are run so. */
    Engine engine() {
        return Engine.create();
    }

    /** Sets a guest up for this mode. */
    void applyTo(Guest guest) {
        guest.restMode(restMode, 0);
        guest.runIn(tier, 0);
        if (collects) {
            CollectionSchedule schedule = GuestArenas.of(guest).collector().schedule();
            schedule.collectEvery(1);
            schedule.moveAll();
        }
    }

    /** Looks whether a command has left the guest as it must be. */
    void verify(Guest guest) {
        if (collects) {
            HeapWalk.verify(GuestArenas.of(guest));
        }
    }

    long fuelPerTick() {
        return fuelPerTick;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
