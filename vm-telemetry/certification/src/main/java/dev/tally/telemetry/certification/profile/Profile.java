package dev.tally.telemetry.certification.profile;

import java.util.List;

/**
 * What is asked of a module, and how that is found out. Read by {@link ProfileReader}; the fields are documented for
 * strangers in the README of this module.
 *
 * @param sha256 the SHA-256 of the profile's bytes
 * @param name a name for people
 * @param tick how the run is cut
 * @param limits what may not be exceeded
 * @param imports what may be imported
 * @param input all that decides what the guest does
 * @param slices grants of fuel by which the run is repeated
 */
public record Profile(
        String sha256, String name, Tick tick, Limits limits, List<Grant> imports, Input input, List<Slice> slices) {
    public Profile {
        imports = List.copyOf(imports);
        slices = List.copyOf(slices);
    }

    /**
     * How the run is cut into ticks, and what is looked at.
     *
     * @param fuel granted to each tick, positive
     * @param most the run is stopped after so many ticks, done or not
     * @param digestEvery the state is digested at the end of every so many ticks; unbounded for never
     */
    public record Tick(long fuel, Limit most, Limit digestEvery) {}

    /**
     * What may not be exceeded.
     *
     * @param overshoot fuel that a tick can charge beyond its grant
     * @param ticks until the calls are done
     * @param bytes of the arena; always bounded
     * @param stackSlots slots of the stack; always bounded
     */
    public record Limits(
            Limit fuelPerTick,
            Limit fuelInTotal,
            Limit overshoot,
            Limit hostCallsPerTick,
            Limit hostCallsInTotal,
            Limit ticks,
            long bytes,
            int stackSlots) {}

    /** A grant of fuel by which the run is repeated. */
    public record Slice(long fuel) {}

    /** Whether what a module imports is granted. */
    public boolean grants(String module, String name) {
        return imports.stream().anyMatch(grant -> grant.covers(module, name));
    }
}
