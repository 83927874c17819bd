package dev.tally.architecture.planted;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.HeapCounters;

/** Reads the heap's counters, as no certificate may. */
public final class PlantedEvidence {
    private PlantedEvidence() {}

    /** One of them. */
    public static long allocations(HeapCounters counters) {
        return counters.value(HeapColumn.STRING_ALLOCATIONS);
    }
}
