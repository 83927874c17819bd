package dev.tally.conformance;

import dev.tally.runtime.RestMode;

/** How scripts are run. What they find must not depend on it. */
enum RunMode {
    /** As hosts would: in large slices. */
    PLAIN(RestMode.WHEN_NEEDED, 1_000_000),
    /** At rest at every safepoint. */
    RESTING_EVERYWHERE(RestMode.EVERYWHERE, 1_000_000);

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
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
