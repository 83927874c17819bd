package dev.tally.benchmarks;

import dev.tally.benchmarks.KernelBenchmark.ContestantName;
import dev.tally.benchmarks.Rounds.Case;
import dev.tally.benchmarks.Rounds.Figure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** The same files under Tally, with fuel on, and under the interpreter of Endive, in one run. */
final class InterpreterComparison {
    private static final String SLICE = "50000";

    private InterpreterComparison() {}

    static String run(CommandLineOptions given) throws IOException, RunnerException {
        List<Map<String, String>> kernels = KernelParameters.of(given);
        List<Case> cases = new ArrayList<>();
        for (Map<String, String> kernel : kernels) {
            cases.add(endive(kernel));
            cases.add(tally(kernel, KernelBenchmark.UNLIMITED));
            cases.add(tally(kernel, SLICE));
        }
        Rounds rounds = new Rounds(given);
        rounds.measure(cases);

        MarkdownTable table = new MarkdownTable(
                "kernel",
                "Endive, ms",
                "Tally, ms",
                "ratio",
                "Tally in ticks of 50,000 fuel, ms",
                "ratio",
                "bytes per call, Endive",
                "Tally");
        double[] whole = new double[kernels.size()];
        double[] sliced = new double[kernels.size()];
        for (int i = 0; i < kernels.size(); i++) {
            Map<String, String> kernel = kernels.get(i);
            Figure endive = rounds.figure(endive(kernel));
            Figure tally = rounds.figure(tally(kernel, KernelBenchmark.UNLIMITED));
            Figure ticking = rounds.figure(tally(kernel, SLICE));
            whole[i] = endive.time() / tally.time();
            sliced[i] = endive.time() / ticking.time();
            table.add(
                    KernelParameters.name(kernel),
                    MarkdownTable.number("%.2f", endive.time()),
                    MarkdownTable.number("%.2f", tally.time()),
                    MarkdownTable.number("%.1f", whole[i]),
                    MarkdownTable.number("%.2f", ticking.time()),
                    MarkdownTable.number("%.1f", sliced[i]),
                    MarkdownTable.count(Math.round(endive.bytes())),
                    MarkdownTable.count(Math.round(tally.bytes())));
        }
        table.add(
                "geometric mean",
                "",
                "",
                MarkdownTable.number("**%.1f**", Rounds.geometricMean(whole)),
                "",
                MarkdownTable.number("**%.1f**", Rounds.geometricMean(sliced)),
                "",
                "");
        return table.toString();
    }

    private static Case endive(Map<String, String> kernel) {
        return new Case(
                KernelBenchmark.class,
                KernelParameters.with(kernel, ContestantName.endive, KernelBenchmark.UNLIMITED),
                List.of());
    }

    private static Case tally(Map<String, String> kernel, String slice) {
        return new Case(KernelBenchmark.class, KernelParameters.with(kernel, ContestantName.tally, slice), List.of());
    }
}
