package dev.tally.conformance.tiers;

import dev.tally.conformance.OwnHost;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.heap.HeapColumn;
import dev.tally.runtime.Engine;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.LeafCall;
import dev.tally.runtime.Limits;
import dev.tally.runtime.Module;
import dev.tally.runtime.TickOutcome;
import dev.tally.runtime.Trap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * All that a guest did that must not depend on how it was run, line by line: every tick's end and fuel, what calls returned
 * or why they trapped, what was counted, and the digest of what is left.
 */
final class Account {
    private static final int CALLS = 2;

    /** How many digests are made while a guest waits; they cost much. */
    private static final int MOST_DIGESTS = 2;

    private static final long INSTANTIATION_FUEL = 1_000_000;
    private static final String CANCELLED = "cancelled";

    /** What a guest may use. A call that needs more fuel is cancelled. */
    private record Budget(int stackSlots, long bytes, long fuelPerCall) {
        private static final int PAGE_BYTES = 65_536;
        private static final int LEAST_BYTES_BESIDE = 200;

        /** Mostly more than enough; otherwise too little of this or that, or so much that calls get very deep. */
        static Budget draw(DrawnModule drawn, SplittableRandom random) {
            return switch (random.nextInt(16)) {
                case 0, 1 -> new Budget(300 + random.nextInt(600), 24 * PAGE_BYTES, 8_000);
                case 2, 3, 4 -> {
                    int least = drawn.memories() * PAGE_BYTES + 2_048 * Long.BYTES + LEAST_BYTES_BESIDE;
                    yield new Budget(2_048, least + random.nextInt(random.nextInt(1, 2_000)), 8_000);
                }
                case 5 -> new Budget(20_000, 24 * PAGE_BYTES, 40_000);
                default -> new Budget(2_048, 24 * PAGE_BYTES, 8_000);
            };
        }
    }

    private final List<String> lines = new ArrayList<>();
    private final List<String> facts = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private int digests;
    private boolean broken;

    /** Everything, in the order in which it happened. */
    List<String> lines() {
        return lines;
    }

    /** What does not depend on the size of slices either. */
    List<String> facts() {
        return facts;
    }

    /** How each call ended: with a result, or the kind of a trap. */
    List<String> ends() {
        return ends;
    }

    /** The names of all outcomes, traps and counters that there were. */
    Set<String> seen() {
        return seen;
    }

    /** Whether a call needed more fuel than there was, and the account ends there. */
    boolean isCancelled() {
        return !lines.isEmpty() && lines.getLast().equals(CANCELLED);
    }

    /** Whether the host or the machine failed, and the account tells nothing else. */
    boolean isBroken() {
        return broken;
    }

    /** What is left to be said if running the guest fails. */
    static Account broken(Throwable failure) {
        Account account = new Account();
        account.add("broken by " + failure + " at " + List.of(failure.getStackTrace()));
        account.broken = true;
        return account;
    }

    /** Runs a module and writes down what happens. */
    static Account of(Engine engine, Module module, DrawnModule drawn, long seed, int number, TierMode mode) {
        OwnHost host = new OwnHost();
        Imports.Builder imports = Imports.builder();
        host.addTo(imports);
        imports.leaf(
                "tiers",
                "mix",
                FunctionType.of(ValueType.I64, ValueType.F32, ValueType.F64, ValueType.I32)
                        .returning(ValueType.F64, ValueType.I64),
                Account::mix);
        SplittableRandom random = ModuleDrawing.random(seed, ~number);
        Budget budget = Budget.draw(drawn, random);
        Limits limits =
                new Limits(Math.min(mode.fuelPerTick(), budget.fuelPerCall()), budget.bytes(), budget.stackSlots());
        try (Guest guest = engine.spawn(module, imports.build(), limits)) {
            mode.applyTo(guest, number);
            Account account = new Account();
            guest.tick(INSTANTIATION_FUEL);
            for (int i = 0; i < CALLS && !account.isCancelled(); i++) {
                guest.call(DrawnModule.ENTRY, arguments(drawn.parameters(), random));
                account.call(guest, host, budget.fuelPerCall());
            }
            return account;
        }
    }

    /** Numbers, and null for references. */
    private static @Nullable Object[] arguments(List<Sort> parameters, SplittableRandom random) {
        @Nullable Object[] arguments = new @Nullable Object[parameters.size()];
        for (int i = 0; i < arguments.length; i++) {
            Sort sort = parameters.get(i);
            arguments[i] = sort.isNumber() ? Numbers.argument(sort, random) : null;
        }
        return arguments;
    }

    private static void mix(LeafCall call) {
        long mixed = Float.floatToRawIntBits(call.floatArgument(1)) * 31L
                + Double.doubleToRawLongBits(call.doubleArgument(2))
                + call.intArgument(3);
        call.setDoubleResult(0, Double.longBitsToDouble(mixed));
        call.setLongResult(1, call.longArgument(0) ^ mixed);
    }

    private void call(Guest guest, OwnHost host, long mostFuel) {
        long before = guest.fuelUsed();
        TickOutcome outcome;
        do {
            outcome = guest.tick();
            seen.add(outcome.name());
            lines.add(outcome + " " + guest.fuelOfLastTick() + " " + guest.fuelOwed());
            if (outcome == TickOutcome.WAITING) {
                if (digests++ < MOST_DIGESTS) {
                    add(guest.stateDigest());
                }
                host.answer(guest);
            }
            if (outcome != TickOutcome.OUT_OF_FUEL) {
                facts.add(outcome.name());
            } else if (guest.fuelUsed() - before > mostFuel) {
                guest.cancel();
                add(CANCELLED);
                ends.add(CANCELLED);
                return;
            }
        } while (outcome.inProgress());
        Trap trap = guest.trap();
        ends.add(trap == null ? outcome.name() : trap.kind().name());
        seen.add(ends.getLast());
        if (trap != null) {
            add(trap.kind() + ": " + trap);
        }
        for (int i = 0; trap == null && i < guest.resultCount(); i++) {
            add(text(guest.result(i)));
        }
        for (int i = 0; i < HeapColumn.count(); i++) {
            HeapColumn column = HeapColumn.at(i);
            long value = guest.counters().value(column);
            if (column.reproducible()) {
                add(column.key() + " " + value);
            }
            if (value > 0) {
                seen.add(column.key());
            }
        }
        add("fuel " + guest.fuelUsed());
        add(guest.stateDigest());
    }

    private void add(String fact) {
        lines.add(fact);
        facts.add(fact);
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Float number -> "f32 " + Integer.toHexString(Float.floatToRawIntBits(number));
            case Double number -> "f64 " + Long.toHexString(Double.doubleToRawLongBits(number));
            case Number number -> number.toString();
            default -> value.getClass().getSimpleName();
        };
    }
}
