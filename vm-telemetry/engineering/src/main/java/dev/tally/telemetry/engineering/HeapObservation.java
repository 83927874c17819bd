package dev.tally.telemetry.engineering;

import dev.tally.heap.HeapColumn;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Module;

/**
 * Whether the arena's counters tell what a guest allocates. They count objects of the arena. A guest that keeps its heap
 * in a linear memory allocates there by itself, unseen: of that, nothing must ever be said, least of all 0.
 */
public final class HeapObservation {
    private static final String STRING_BUILTINS = "wasm:js-string";
    private static final String STRING_CONSTANTS = "'";

    private final Guest guest;
    private final boolean importsStrings;

    private HeapObservation(Guest guest, Module module) {
        this.guest = guest;
        this.importsStrings = module.imports().stream()
                .anyMatch(wanted -> wanted.module().equals(STRING_BUILTINS)
                        || wanted.module().equals(STRING_CONSTANTS));
    }

    /** What can be said of a guest's allocations. */
    public static HeapObservation of(Guest guest) {
        return new HeapObservation(guest, guest.module());
    }

    /** Whether allocations are objects of the arena: the guest works with strings, or has no memory for a heap of its own. */
    public boolean complete() {
        return importsStrings || guest.counters().value(HeapColumn.MEMORY_BYTES) == 0;
    }
}
