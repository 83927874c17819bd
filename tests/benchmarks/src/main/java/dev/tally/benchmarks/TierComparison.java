package dev.tally.benchmarks;

import dev.tally.benchmarks.KernelBenchmark.ContestantName;
import dev.tally.benchmarks.Rounds.Case;
import dev.tally.benchmarks.Rounds.Pace;
import dev.tally.runtime.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The same files compiled by Tally, with fuel and without, compiled by its peers, and the same work in Java; in one run. The files
 * are the kernels and the allocating programs, or what the command line names.
 */
final class TierComparison {
    private static final String SLICE = "50000";
    private static final String NOT_MEASURED = "–";

    /** Most of a call and return; what a mean of many instructions says holds for it least. */
    private static final String CALL_DENSE = "fib";

    /** Beyond it, what was measured was not yet what the JVM makes of the code in the end, or something else took its time. */
    private static final double STEADY = 1.1;

    /** Short, so that some of them fall between the moments in which somebody else uses the processor or its other thread. */
    private static final Pace PACE = new Pace(1, TimeValue.milliseconds(250), 80, TimeValue.milliseconds(20));

    private final CommandLineOptions given;
    private final Rounds rounds;
    private final List<String> governed = Metering.withMetering();
    private final List<String> ungoverned = Metering.withoutMetering(Engine.Tier.COMPILED);
    private boolean isSteady = true;

    TierComparison(CommandLineOptions given) {
        this.given = given;
        this.rounds = new Rounds(given, 1, PACE);
    }

    /** Who runs the programs, from left to right. */
    private enum Column {
        ENDIVE("Endive compiled, ms", ContestantName.endiveCompiled, KernelBenchmark.UNLIMITED),
        GRAAL("GraalWasm, ms", ContestantName.graal, KernelBenchmark.UNLIMITED),
        JAVA("Java, ms", ContestantName.java, KernelBenchmark.UNLIMITED),
        UNGOVERNED("Tally without fuel, ms", ContestantName.compiledUnmetered, KernelBenchmark.UNLIMITED),
        GOVERNED("Tally, ms", ContestantName.compiled, KernelBenchmark.UNLIMITED),
        TICKING("in ticks of 50,000 fuel, ms", ContestantName.compiled, SLICE);

        private final String head;
        private final ContestantName contestant;
        private final String slice;

        Column(String head, ContestantName contestant, String slice) {
            this.head = head;
            this.contestant = contestant;
            this.slice = slice;
        }

        boolean runs(Map<String, String> program) throws IOException {
            Path file = KernelParameters.kernel(program).file();
            return switch (this) {
                case ENDIVE -> !AllocationComparison.isNotForEndive(file);
                case GRAAL -> GraalVm.isPresent() && !AllocationComparison.isAllocating(file);
                case JAVA -> JavaContestant.knows(file);
                case UNGOVERNED, GOVERNED, TICKING -> true;
            };
        }
    }

    /** How fast one is, if another is 1; from left to right. */
    private enum Ratio {
        ENDIVE("Tally / Endive", Column.GOVERNED, Column.ENDIVE),
        GRAAL("/ GraalWasm", Column.GOVERNED, Column.GRAAL),
        JAVA("/ Java", Column.GOVERNED, Column.JAVA),
        UNGOVERNED("/ without fuel", Column.GOVERNED, Column.UNGOVERNED),
        TICKING("in ticks / without fuel", Column.TICKING, Column.UNGOVERNED);

        private final String head;
        private final Column fast;
        private final Column one;

        Ratio(String head, Column fast, Column one) {
            this.head = head;
            this.fast = fast;
            this.one = one;
        }
    }

    /** A program and its times by column, each the least of all iterations; NaN of whom does not run it. */
    private record Times(String program, double[] byColumn) {
        /** How many times as fast. */
        double of(Ratio ratio) {
            return byColumn[ratio.one.ordinal()] / byColumn[ratio.fast.ordinal()];
        }
    }

    String run() throws IOException, RunnerException {
        List<Map<String, String>> kernels = KernelParameters.of(given);
        List<Map<String, String>> allocating = new ArrayList<>();
        if (!KernelParameters.areGiven(given)) {
            for (String program : AllocationComparison.PROGRAMS) {
                allocating.add(AllocationComparison.parameters(program));
            }
        }
        rounds.measure(cases(kernels, allocating));
        return table(kernels, allocating) + (isSteady ? "" : "\n\\* was still becoming faster when it was measured.\n");
    }

    private MarkdownTable table(List<Map<String, String>> kernels, List<Map<String, String>> allocating)
            throws IOException {
        List<String> heads = new ArrayList<>(List.of("program"));
        Arrays.stream(Column.values()).forEach(column -> heads.add(column.head));
        Arrays.stream(Ratio.values()).forEach(ratio -> heads.add(ratio.head));
        MarkdownTable table = new MarkdownTable(heads.toArray(String[]::new));
        List<Times> all = add(table, kernels);
        if (!allocating.isEmpty()) {
            List<Times> ofAllocating = add(table, allocating);
            sumUp(table, "the kernels", all);
            sumUp(table, "the allocating programs", ofAllocating);
            all.addAll(ofAllocating);
        }
        sumUp(table, "all", all);
        return table;
    }

    /** In turns: each program by all who run it, one after the other. */
    @SafeVarargs
    private List<Case> cases(List<Map<String, String>>... lists) throws IOException {
        List<Case> cases = new ArrayList<>();
        for (List<Map<String, String>> programs : lists) {
            for (Map<String, String> program : programs) {
                for (Column column : Column.values()) {
                    if (column.runs(program)) {
                        cases.add(caseOf(program, column));
                    }
                }
            }
        }
        return cases;
    }

    private Case caseOf(Map<String, String> program, Column column) {
        List<String> jvmArguments = switch (column) {
            case ENDIVE, JAVA -> List.of();
            case GRAAL -> GraalVm.arguments();
            case UNGOVERNED -> ungoverned;
            case GOVERNED, TICKING -> governed;
        };
        return new Case(
                KernelBenchmark.class, KernelParameters.with(program, column.contestant, column.slice), jvmArguments);
    }

    private List<Times> add(MarkdownTable table, List<Map<String, String>> programs) throws IOException {
        List<Times> measured = new ArrayList<>();
        for (Map<String, String> program : programs) {
            List<String> cells = new ArrayList<>(List.of(KernelParameters.name(program)));
            double[] times = new double[Column.values().length];
            for (Column column : Column.values()) {
                Case measuredCase = caseOf(program, column);
                boolean runs = column.runs(program);
                double time = runs ? rounds.figure(measuredCase).least() : Double.NaN;
                boolean steady = !runs || rounds.speedup(measuredCase) < STEADY;
                isSteady &= steady;
                times[column.ordinal()] = time;
                cells.add(number("%.3f", time) + (steady ? "" : "\\*"));
            }
            Times row = new Times(KernelParameters.name(program), times);
            measured.add(row);
            Arrays.stream(Ratio.values()).forEach(ratio -> cells.add(number("%.2f", row.of(ratio))));
            table.add(cells.toArray(String[]::new));
        }
        return measured;
    }

    /** The geometric mean of each ratio, and its least with the program's name. */
    private static void sumUp(MarkdownTable table, String programs, List<Times> measured) {
        List<String> means = new ArrayList<>(List.of("geometric mean of " + programs));
        boolean isCallDense = measured.stream().anyMatch(times -> times.program.equals(CALL_DENSE));
        List<String> least =
                new ArrayList<>(List.of("least of " + programs + (isCallDense ? " but " + CALL_DENSE : "")));
        for (int i = 0; i < Column.values().length; i++) {
            means.add("");
            least.add("");
        }
        for (Ratio ratio : Ratio.values()) {
            List<Times> known = measured.stream()
                    .filter(times -> !Double.isNaN(times.of(ratio)))
                    .toList();
            double[] ratios =
                    known.stream().mapToDouble(times -> times.of(ratio)).toArray();
            means.add(ratios.length == 0 ? NOT_MEASURED : number("**%.2f**", Rounds.geometricMean(ratios)));
            least.add(known.stream()
                    .filter(times -> !times.program.equals(CALL_DENSE))
                    .min(Comparator.comparingDouble(times -> times.of(ratio)))
                    .map(first -> number("%.2f", first.of(ratio)) + " (" + first.program + ")")
                    .orElse(NOT_MEASURED));
        }
        table.add(means.toArray(String[]::new));
        table.add(least.toArray(String[]::new));
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? NOT_MEASURED : MarkdownTable.number(format, value);
    }
}
