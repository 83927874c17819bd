package dev.tally.conformance.tiers;

import dev.tally.conformance.tiers.DrawnModule.Body;
import dev.tally.core.TrapKind;
import dev.tally.heap.HeapColumn;
import dev.tally.runtime.TickOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What drawn modules get to: work of each kind, outcomes, traps, what is counted. That code is drawn does not mean that it
 * ever runs: work counts where the module would end otherwise if it trapped before each instruction of the kind.
 */
final class Reached {
    private static final List<TickOutcome> OUTCOMES = List.of(TickOutcome.values());

    /** The traps of instructions that are drawn. */
    private static final List<TrapKind> TRAPS = List.of(
            TrapKind.UNREACHABLE,
            TrapKind.INTEGER_DIVIDE_BY_ZERO,
            TrapKind.INTEGER_OVERFLOW,
            TrapKind.INVALID_CONVERSION_TO_INTEGER,
            TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS,
            TrapKind.OUT_OF_BOUNDS_TABLE_ACCESS,
            TrapKind.UNDEFINED_ELEMENT,
            TrapKind.UNINITIALIZED_ELEMENT,
            TrapKind.INDIRECT_CALL_TYPE_MISMATCH,
            TrapKind.NULL_REFERENCE,
            TrapKind.NULL_FUNCTION_REFERENCE,
            TrapKind.NULL_STRUCTURE_REFERENCE,
            TrapKind.OUT_OF_BOUNDS_ARRAY_ACCESS,
            TrapKind.CAST_FAILURE,
            TrapKind.UNCAUGHT_EXCEPTION,
            TrapKind.CALL_STACK_EXHAUSTED,
            TrapKind.OUT_OF_BYTES,
            TrapKind.HOST_FAILURE);

    private static final List<HeapColumn> COUNTED = List.of(
            HeapColumn.ARRAY_ALLOCATIONS,
            HeapColumn.LITERAL_ALLOCATIONS,
            HeapColumn.EXCEPTION_ALLOCATIONS,
            HeapColumn.MEMORY_GROWTHS,
            HeapColumn.TABLE_GROWTHS,
            HeapColumn.QUOTA_REFUSALS,
            HeapColumn.CENSUSES);

    /** Functions with more variables than a method for what is rare may have parameters. */
    private static final String MANY_LOCALS = "more than 100 locals";

    private static final Pattern LOCAL_100 = Pattern.compile("\\(local \\$l1\\d\\d ");

    /** So many modules are enough; it costs less not to try more. */
    static final int ENOUGH = 20;

    private static final Line TRAP = new Line("unreachable", List.of(), List.of());

    private Reached() {}

    /**
     * How many of the modules up to a number reach each thing, by its name, up to {@link #ENOUGH}; what none of them reaches
     * is there, too.
     */
    static Map<String, Integer> of(long seed, int modules) {
        Map<String, Integer> reached = new ConcurrentSkipListMap<>();
        OUTCOMES.forEach(outcome -> reached.put(outcome.name(), 0));
        TRAPS.forEach(trap -> reached.put(trap.name(), 0));
        COUNTED.forEach(column -> reached.put(column.key(), 0));
        for (Work work : Work.values()) {
            reached.put(work.words(), 0);
        }
        reached.put(MANY_LOCALS, 0);
        IntStream.range(0, modules)
                .parallel()
                .mapToObj(number -> by(new Trial(seed, number), ModuleDrawing.draw(seed, number), reached))
                .forEach(names -> names.forEach(
                        name -> reached.computeIfPresent(name, (key, count) -> Math.min(count + 1, ENOUGH))));
        return reached;
    }

    private static Set<String> by(Trial trial, DrawnModule drawn, Map<String, Integer> reached) {
        Account plain = trial.plain(drawn);
        Set<String> names = new HashSet<>(plain.seen());
        for (Work work : Work.values()) {
            boolean enough = reached.getOrDefault(work.words(), 0) >= ENOUGH;
            DrawnModule trapping = enough ? drawn : trappingBefore(work, drawn);
            if (!trapping.equals(drawn) && !trial.plain(trapping).ends().equals(plain.ends())) {
                names.add(work.words());
            }
        }
        if (drawn.functions().stream()
                .anyMatch(function -> LOCAL_100.matcher(function.header()).find())) {
            names.add(MANY_LOCALS);
        }
        return names;
    }

    private static DrawnModule trappingBefore(Work work, DrawnModule drawn) {
        DrawnModule trapping = drawn;
        for (int function = 0; function < drawn.functions().size(); function++) {
            Body body = drawn.functions().get(function);
            List<Line> lines = new ArrayList<>();
            for (Line line : body.lines()) {
                if (work.isDoneBy(line)) {
                    lines.add(TRAP);
                }
                lines.add(line);
            }
            trapping = trapping.withLines(function, lines);
        }
        return trapping;
    }
}
