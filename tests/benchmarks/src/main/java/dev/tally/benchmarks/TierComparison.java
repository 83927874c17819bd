package dev.tally.benchmarks;

import dev.tally.benchmarks.KernelBenchmark.ContestantName;
import dev.tally.benchmarks.Rounds.Case;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * The same files interpreted and compiled by Tally, with fuel on, compiled by its peers, and the same work in Java; in one run. The
 * files are the kernels and the allocating programs, or what the command line names.
 */
final class TierComparison {
    private static final String SLICE = "50000";
    private static final String NOT_MEASURED = "–";

    /** Who runs the programs, from left to right. */
    private enum Column {
        INTERPRETED("interpreter, ms", ContestantName.tally, KernelBenchmark.UNLIMITED),
        COMPILED("compiled, ms", ContestantName.compiled, KernelBenchmark.UNLIMITED),
        TICKING("compiled, in ticks of 50,000 fuel, ms", ContestantName.compiled, SLICE),
        ENDIVE("Endive compiled, ms", ContestantName.endiveCompiled, KernelBenchmark.UNLIMITED),
        GRAAL("GraalWasm, ms", ContestantName.graal, KernelBenchmark.UNLIMITED),
        JAVA("Java, ms", ContestantName.java, KernelBenchmark.UNLIMITED);

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
                case INTERPRETED, COMPILED, TICKING -> true;
                case ENDIVE -> !AllocationComparison.isNotForEndive(file);
                case GRAAL -> GraalVm.isPresent() && !AllocationComparison.isAllocating(file);
                case JAVA -> JavaContestant.knows(file);
            };
        }

        Case of(Map<String, String> program) {
            return new Case(
                    KernelBenchmark.class,
                    KernelParameters.with(program, contestant, slice),
                    this == GRAAL ? GraalVm.arguments() : List.of());
        }
    }

    /** What is divided by what, from left to right. */
    private enum Ratio {
        ENDIVE("Endive / compiled", Column.ENDIVE, Column.COMPILED),
        ENDIVE_TICKING("Endive / in ticks", Column.ENDIVE, Column.TICKING),
        JAVA("Java / compiled", Column.JAVA, Column.COMPILED),
        INTERPRETED("interpreter / compiled", Column.INTERPRETED, Column.COMPILED);

        private final String head;
        private final Column above;
        private final Column below;

        Ratio(String head, Column above, Column below) {
            this.head = head;
            this.above = above;
            this.below = below;
        }
    }

    /** A program and its times by column; NaN of whom does not run it. */
    private record Times(String program, double[] byColumn) {
        double of(Ratio ratio) {
            return byColumn[ratio.above.ordinal()] / byColumn[ratio.below.ordinal()];
        }
    }

    private final CommandLineOptions given;
    private final Rounds rounds;

    TierComparison(CommandLineOptions given) {
        this.given = given;
        this.rounds = new Rounds(given);
    }

    String run() throws IOException, RunnerException {
        List<Map<String, String>> kernels = KernelParameters.of(given);
        List<Map<String, String>> allocating = new ArrayList<>();
        if (!KernelParameters.areGiven(given)) {
            for (String program : AllocationComparison.PROGRAMS) {
                allocating.add(AllocationComparison.parameters(program));
            }
        }
        List<Case> cases = new ArrayList<>();
        for (List<Map<String, String>> programs : List.of(kernels, allocating)) {
            for (Map<String, String> program : programs) {
                for (Column column : Column.values()) {
                    if (column.runs(program)) {
                        cases.add(column.of(program));
                    }
                }
            }
        }
        rounds.measure(cases);

        List<String> heads = new ArrayList<>(List.of("program"));
        Arrays.stream(Column.values()).forEach(column -> heads.add(column.head));
        Arrays.stream(Ratio.values()).forEach(ratio -> heads.add(ratio.head));
        MarkdownTable table = new MarkdownTable(heads.toArray(String[]::new));
        List<Times> ofKernels = add(table, kernels);
        List<Times> ofAllocating = add(table, allocating);
        sumUp(table, "the kernels", ofKernels);
        if (!ofAllocating.isEmpty()) {
            sumUp(table, "the allocating programs", ofAllocating);
        }
        return table.toString();
    }

    private List<Times> add(MarkdownTable table, List<Map<String, String>> programs) throws IOException {
        List<Times> measured = new ArrayList<>();
        for (Map<String, String> program : programs) {
            double[] times = new double[Column.values().length];
            for (Column column : Column.values()) {
                times[column.ordinal()] =
                        column.runs(program) ? rounds.figure(column.of(program)).time() : Double.NaN;
            }
            Times row = new Times(KernelParameters.name(program), times);
            measured.add(row);
            List<String> cells = new ArrayList<>(List.of(row.program));
            Arrays.stream(times).forEach(time -> cells.add(number("%.3f", time)));
            Arrays.stream(Ratio.values()).forEach(ratio -> cells.add(number("%.2f", row.of(ratio))));
            table.add(cells.toArray(String[]::new));
        }
        return measured;
    }

    /** The geometric mean of each ratio, and its least with the program's name. */
    private static void sumUp(MarkdownTable table, String programs, List<Times> measured) {
        List<String> means = new ArrayList<>(List.of("geometric mean of " + programs));
        List<String> least = new ArrayList<>(List.of("least of " + programs));
        for (int i = 0; i < Column.values().length; i++) {
            means.add("");
            least.add("");
        }
        for (Ratio ratio : Ratio.values()) {
            List<Times> known = measured.stream()
                    .filter(times -> !Double.isNaN(times.of(ratio)))
                    .sorted((a, b) -> Double.compare(a.of(ratio), b.of(ratio)))
                    .toList();
            if (known.isEmpty()) {
                means.add(NOT_MEASURED);
                least.add(NOT_MEASURED);
            } else {
                Times first = known.getFirst();
                means.add(number(
                        "**%.2f**",
                        Rounds.geometricMean(known.stream()
                                .mapToDouble(times -> times.of(ratio))
                                .toArray())));
                least.add(number("%.2f", first.of(ratio)) + " (" + first.program + ")");
            }
        }
        table.add(means.toArray(String[]::new));
        table.add(least.toArray(String[]::new));
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? NOT_MEASURED : MarkdownTable.number(format, value);
    }
}
