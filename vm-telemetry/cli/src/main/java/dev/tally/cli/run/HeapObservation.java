package dev.tally.cli.run;

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

    /** What can be said of a guest's allocations. */
    public HeapObservation(Guest guest, Module module) {
        this.guest = guest;
        this.importsStrings = module.imports().stream()
                .anyMatch(wanted -> wanted.module().equals(STRING_BUILTINS)
                        || wanted.module().equals(STRING_CONSTANTS));
    }

    /** Whether allocations are objects of the arena: the guest works with strings, or has no memory for a heap of its own. */
    public boolean complete() {
        return importsStrings || guest.counters().value(HeapColumn.MEMORY_BYTES) == 0;
    }

    /** Whether a column counts allocations, and is therefore silent about guests whose heap is not observed. */
    static boolean concerns(HeapColumn column) {
        return switch (column) {
            case STRING_ALLOCATIONS, STRING_ALLOCATED_BYTES, MATERIALISATIONS, MATERIALISED_BYTES, HANDLE_ALLOCATIONS ->
                true;
            default -> false;
        };
    }
}
