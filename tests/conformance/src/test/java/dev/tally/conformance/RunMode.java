package dev.tally.conformance;

import dev.tally.runtime.RestMode;
import java.util.Locale;

/** How scripts are run. What they find, what it costs and what it leaves behind must not depend on it. */
enum RunMode {
    /** Each command in one tick: the plain pass, with which the others are compared. */
    UNLIMITED(RestMode.WHEN_NEEDED, GuestRun.MOST_FUEL),
    SLICES_OF_13(RestMode.WHEN_NEEDED, 13),
    SLICES_OF_1(RestMode.WHEN_NEEDED, 1),
    /** At rest at every safepoint. */
    RESTING_EVERYWHERE(RestMode.EVERYWHERE, GuestRun.MOST_FUEL);

    private final RestMode restMode;
    private final long fuelPerTick;

    RunMode(RestMode restMode, long fuelPerTick) {
        this.restMode = restMode;
        this.fuelPerTick = fuelPerTick;
    }

    RestMode restMode() {
        return restMode;
    }

    long fuelPerTick() {
        return fuelPerTick;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
