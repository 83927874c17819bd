package dev.tally.benchmarks;

import dev.tally.heap.HeapColumn;
import dev.tally.runtime.Engine;
import dev.tally.runtime.FunctionReference;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.Limits;
import dev.tally.runtime.TickOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Tally, ticking with so much fuel at a time until the call has returned. */
final class TallyContestant implements Contestant {
    /** More fuel than any measurement uses. */
    static final long UNLIMITED = Long.MAX_VALUE / 2;

    private static final long QUOTA_BYTES = 1L << 30;

    /** For a tier that does nothing at random. */
    private static final long NO_SEED = 0;

    private static final List<HeapColumn> OBJECT_BYTES = List.of(
            HeapColumn.STRUCT_ALLOCATED_BYTES,
            HeapColumn.ARRAY_ALLOCATED_BYTES,
            HeapColumn.LITERAL_ALLOCATED_BYTES,
            HeapColumn.EXCEPTION_ALLOCATED_BYTES,
            HeapColumn.STRING_ALLOCATED_BYTES);

    private final Guest guest;
    private final Engine.Tier tier;
    private final long fuelPerTick;

    /** Tally's interpreter. */
    TallyContestant(Path file, long fuelPerTick) throws IOException {
        this(file, Engine.Tier.INTERPRETED, fuelPerTick);
    }

    TallyContestant(Path file, Engine.Tier tier, long fuelPerTick) throws IOException {
        Engine engine = Engine.create();
        this.guest = engine.spawn(
                engine.load(file), Imports.none(), Limits.defaults().withBytes(QUOTA_BYTES));
        this.guest.runIn(tier, NO_SEED);
        this.tier = tier;
        this.fuelPerTick = fuelPerTick;
    }

    @Override
    public Call prepare(String export, String arguments) {
        FunctionReference function = guest.function(export);
        var types = function.type().parameters();
        List<String> literals = Contestant.literals(arguments);
        if (literals.size() != types.size()) {
            throw new IllegalArgumentException(function + " takes " + types.size() + " arguments, not " + literals);
        }
        Object[] values = new Object[literals.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Contestant.number(types.get(i).toString(), literals.get(i));
        }
        return () -> call(function, values);
    }

    private long call(FunctionReference function, Object[] arguments) {
        guest.call(function, arguments);
        TickOutcome outcome;
        do {
            outcome = guest.tick(fuelPerTick);
        } while (outcome == TickOutcome.OUT_OF_FUEL);
        if (outcome != TickOutcome.RETURNED) {
            throw new IllegalStateException(function + " ended " + outcome + ": " + guest.trap());
        }
        return guest.resultCount() == 0 ? 0 : Contestant.bits((Number) Objects.requireNonNull(guest.result(0)));
    }

    /** The bytes of all objects that the guest made, however short they lived. */
    long objectBytesMade() {
        return OBJECT_BYTES.stream().mapToLong(guest.counters()::value).sum();
    }

    /** The fuel that was charged since the guest was spawned. */
    long fuelUsed() {
        return guest.fuelUsed();
    }

    /** The ticks since the guest was spawned. */
    long ticks() {
        return guest.ticks();
    }

    @Override
    public String toString() {
        return "Tally, " + tier + " in ticks of " + fuelPerTick;
    }
}
