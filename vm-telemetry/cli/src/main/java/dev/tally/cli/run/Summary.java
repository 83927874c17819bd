package dev.tally.cli.run;

import dev.tally.cli.console.ModuleFile;
import dev.tally.core.isa.Opcode;
import dev.tally.core.type.ValueType;
import dev.tally.heap.HeapColumn;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Limits;
import dev.tally.runtime.TickOutcome;
import dev.tally.runtime.Trap;
import dev.tally.telemetry.engineering.HeapObservation;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said of a run, once it is over: facts that depend on the module, its input and its limits, and never on
 * the machine or the time. {@link SummaryText} and {@link SummaryJson} say it.
 *
 * @param module the file's name and the SHA-256 of its bytes
 * @param entry the exported function that was called
 * @param tickLimit the most ticks, or 0 for any number
 * @param seed what the guest's randomness followed from
 * @param lastTick how the last tick ended
 * @param trap why the guest trapped or with which code it exited, or null
 * @param results the results, if the call returned
 * @param fuel fuel charged, and fuel of it that is still owed
 * @param heap the columns of the heap, by their place
 * @param heapObserved whether the heap's columns tell what the guest allocates
 */
record Summary(
        ModuleName module,
        String entry,
        Limits limits,
        long tickLimit,
        long seed,
        Ending ending,
        TickOutcome lastTick,
        @Nullable Trap trap,
        List<TypedValue> results,
        long ticks,
        Fuel fuel,
        long hostCalls,
        long[] heap,
        boolean heapObserved,
        String stateDigest) {

    /** The version of the prices that the fuel was charged by. */
    static final int PRICE_TABLE = Opcode.PRICE_TABLE_VERSION;

    record ModuleName(String file, String sha256) {}

    record Fuel(long used, long owed) {}

    /** Sums up a guest that will not be run further, and has been run for a tick at least. */
    static Summary of(
            ModuleFile file,
            Entry entry,
            long tickLimit,
            long seed,
            Guest guest,
            HeapObservation observation,
            Ending ending) {
        TickOutcome lastTick = guest.outcome();
        if (lastTick == null) {
            throw new IllegalStateException("the guest has not had a tick");
        }
        return new Summary(
                new ModuleName(file.name(), file.module().digest()),
                entry.name(),
                guest.limits(),
                tickLimit,
                seed,
                ending,
                lastTick,
                guest.trap(),
                ending == Ending.RETURNED ? results(guest, entry.type(guest).results()) : List.of(),
                guest.ticks(),
                new Fuel(guest.fuelUsed(), guest.fuelOwed()),
                guest.hostCalls(),
                guest.counters().mark(),
                observation.complete(),
                guest.stateDigest());
    }

    private static List<TypedValue> results(Guest guest, List<ValueType> types) {
        return IntStream.range(0, types.size())
                .mapToObj(i -> {
                    ValueType type = types.get(i);
                    return new TypedValue(type.toString(), Literals.print(type, guest.result(i)));
                })
                .toList();
    }

    /** A figure of the heap. */
    long heap(HeapColumn column) {
        return heap[column.index()];
    }

    /** What the guest passed to its exit function; 0 if it did not exit. */
    int exitCode() {
        return trap == null ? 0 : trap.exitCode();
    }
}
