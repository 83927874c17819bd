package dev.tally.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.heap.HeapColumn;
import dev.tally.runtime.Engine.Tier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a call of {@code run} does, tick by tick: tests compare it in compiled code with that in the interpreter. */
final class TickTrace {
    private TickTrace() {}

    /** Requires that a call does the same in both tiers. */
    static void compare(Engine engine, Module module, Limits limits, long slice, Object... arguments) {
        assertThat(of(engine, module, limits, Tier.COMPILED, slice, arguments))
                .as("%s in slices of %d", Arrays.toString(arguments), slice)
                .isEqualTo(of(engine, module, limits, Tier.INTERPRETED, slice, arguments));
    }

    /** How each tick has ended, and how much fuel was used by then; then what came of it all, and what the guest is like. */
    private static List<Object> of(
            Engine engine, Module module, Limits limits, Tier tier, long slice, Object... arguments) {
        List<Object> trace = new ArrayList<>();
        try (Guest guest = engine.spawn(module, Imports.none(), limits)) {
            guest.runIn(tier, 0);
            guest.call("run", arguments);
            TickOutcome outcome;
            do {
                outcome = guest.tick(slice);
                trace.add(outcome);
                trace.add(guest.fuelUsed());
            } while (outcome == TickOutcome.OUT_OF_FUEL);
            trace.add(outcome == TickOutcome.TRAPPED ? guest.trap() : guest.resultLong(0));
            trace.add(guest.stateDigest());
            trace.add(guest.counters().value(HeapColumn.STRUCT_ALLOCATED_BYTES));
        }
        return trace;
    }
}
