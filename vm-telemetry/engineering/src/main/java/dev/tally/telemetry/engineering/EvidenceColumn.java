package dev.tally.telemetry.engineering;

import dev.tally.heap.HeapColumn;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A column of evidence, and the one table of them: what a tick's row holds, in what unit, from which source. Recorder,
 * dumps, their schema and the README follow this table; none of them may describe a column by itself. The columns of the
 * heap are those of {@link HeapColumn}.
 *
 * <p>Evidence is an engineering metric, not certification policy.
 *
 * @param name in camel case, as dumps write it
 * @param unit what it is measured in
 * @param meaning what it tells, as a phrase without a full stop
 * @param source where the figure comes from
 * @param nature whether the row tells what was added, or what is the case
 * @param reproducible whether every run of the same module, inputs and limits shows the same figures
 * @param judged whether a steady state shows in it: it counts what a guest makes, moves or is refused
 */
public record EvidenceColumn(
        String name, Unit unit, String meaning, String source, Nature nature, boolean reproducible, boolean judged) {

    /** What a column is measured in. */
    public enum Unit {
        TICKS,
        FUEL,
        CALLS,
        SLOTS,
        COUNT,
        BYTES,
        NANOSECONDS,
        /** A {@link dev.tally.runtime.TickOutcome}; rows hold its place among them, dumps its name. */
        OUTCOME,
        /** Yes or no; rows hold 1 or 0. */
        FLAG;

        /** The unit in dumps. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a figure of a column is. */
    public enum Nature {
        /** What was added since the row before; its source only ever grows. */
        COUNTER,
        /** What is the case at the end of the tick. */
        GAUGE,
        /** What tells rows apart, and is no amount. */
        LABEL;

        /** The nature in dumps. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final EvidenceColumn TICK =
            label("tick", Unit.TICKS, "the tick that the row is about, counted from 1", "Guest.ticks");

    public static final EvidenceColumn OUTCOME = label("outcome", Unit.OUTCOME, "how it ended", "Guest.outcome");

    public static final EvidenceColumn INSTANTIATION = label(
            "instantiation", Unit.FLAG, "whether it ran instantiation, if only in part", "Guest.lastTickInstantiated");

    public static final EvidenceColumn FUEL =
            ofTick("fuel", Unit.FUEL, Nature.COUNTER, "fuel charged", "Guest.fuelUsed");

    public static final EvidenceColumn FUEL_OWED = ofTick(
            "fuelOwed",
            Unit.FUEL,
            Nature.GAUGE,
            "fuel charged and not yet granted; later ticks pay it",
            "Guest.fuelOwed");

    public static final EvidenceColumn HOST_CALLS =
            ofTick("hostCalls", Unit.CALLS, Nature.COUNTER, "calls of functions of the host", "Guest.hostCalls");

    public static final EvidenceColumn STACK_SLOTS =
            ofTick("stackSlots", Unit.SLOTS, Nature.GAUGE, "slots of the stack in use at rest", "Guest.stackInUse");

    /** Filled only on request, and never the same in two runs. */
    public static final EvidenceColumn WALL_NANOS =
            ofMachine("wallNanos", Unit.NANOSECONDS, "wall time that the tick took", "System.nanoTime");

    /** Filled only on request; how the JVM runs the machine shows in it. */
    public static final EvidenceColumn JVM_BYTES = ofMachine(
            "jvmBytes",
            Unit.BYTES,
            "bytes that the thread allocated on the heap of the JVM during the tick",
            "ThreadMXBean.getCurrentThreadAllocatedBytes");

    private static final List<EvidenceColumn> OF_EVERY_TICK =
            List.of(TICK, OUTCOME, INSTANTIATION, FUEL, FUEL_OWED, HOST_CALLS, STACK_SLOTS);

    private static final List<EvidenceColumn> OF_THE_HEAP =
            Stream.of(HeapColumn.values()).map(EvidenceColumn::ofHeap).toList();

    private static final List<EvidenceColumn> ON_REQUEST = List.of(WALL_NANOS, JVM_BYTES);

    /** The columns of a recorder that was asked for these besides; in the order of its rows. */
    static List<EvidenceColumn> with(List<EvidenceColumn> requested) {
        for (EvidenceColumn column : requested) {
            if (!ON_REQUEST.contains(column)) {
                throw new IllegalArgumentException(column.name + " is always recorded; only " + WALL_NANOS.name
                        + " and " + JVM_BYTES.name + " are on request");
            }
        }
        return Stream.of(
                        OF_EVERY_TICK.stream(),
                        OF_THE_HEAP.stream(),
                        ON_REQUEST.stream().filter(requested::contains))
                .flatMap(columns -> columns)
                .toList();
    }

    /** Every column, in the order of rows. */
    public static List<EvidenceColumn> all() {
        return with(ON_REQUEST);
    }

    /** The column that tells of one of the heap's. */
    public static EvidenceColumn of(HeapColumn column) {
        return OF_THE_HEAP.get(column.index());
    }

    /** Where the heap's columns begin in every row. */
    static int firstOfHeap() {
        return OF_EVERY_TICK.size();
    }

    private static EvidenceColumn label(String name, Unit unit, String meaning, String source) {
        return ofTick(name, unit, Nature.LABEL, meaning, source);
    }

    private static EvidenceColumn ofTick(String name, Unit unit, Nature nature, String meaning, String source) {
        return new EvidenceColumn(name, unit, meaning, source, nature, true, false);
    }

    private static EvidenceColumn ofMachine(String name, Unit unit, String meaning, String source) {
        return new EvidenceColumn(name, unit, meaning, source, Nature.COUNTER, false, false);
    }

    private static EvidenceColumn ofHeap(HeapColumn column) {
        return new EvidenceColumn(
                column.key(),
                switch (column.unit()) {
                    case COUNT -> Unit.COUNT;
                    case BYTES -> Unit.BYTES;
                },
                column.meaning(),
                "HeapCounters." + column.key(),
                column.monotone() ? Nature.COUNTER : Nature.GAUGE,
                column.reproducible(),
                column.monotone() && column.reproducible());
    }
}
