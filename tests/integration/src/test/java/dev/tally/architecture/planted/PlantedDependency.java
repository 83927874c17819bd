package dev.tally.architecture.planted;

import dev.tally.runtime.Guest;

/** Puts an amount of heap into words, as no certificate may: by a method whose type it never names. */
public final class PlantedDependency {
    private PlantedDependency() {}

    /** All counters of a guest. */
    public static String allocations(Guest guest) {
        return "allocations: " + guest.counters();
    }
}
