package dev.tally.benchmarks;

import dev.tally.benchmarks.Rounds.Case;
import dev.tally.benchmarks.Rounds.Pace;
import dev.tally.benchmarks.StartBenchmark.EngineName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * What compiling costs who has only begun: the time from the bytes of a module to its first result, each in a JVM of its own. The
 * results are those of the least and of the first expectation, of which the one is there before anything is worth compiling.
 */
final class StartFigures {
    private static final int ROUNDS = 9;
    private static final Pace ONCE = new Pace(0, TimeValue.NONE, 1, TimeValue.NONE);

    private StartFigures() {}

    static String run(CommandLineOptions given) throws IOException, RunnerException {
        List<Map<String, String>> kernels = KernelParameters.of(given);
        List<Case> cases = new ArrayList<>();
        for (Map<String, String> kernel : kernels) {
            for (Map<String, String> size : List.of(brief(kernel), kernel)) {
                for (EngineName engine : EngineName.values()) {
                    cases.add(of(size, engine));
                }
            }
        }
        Rounds rounds = new Rounds(given, ROUNDS, ONCE);
        rounds.measure(cases);

        MarkdownTable table = new MarkdownTable(
                "kernel",
                "brief run interpreted, ms",
                "with a compiler, ms",
                "ratio",
                "all compiled first, ms",
                "long run interpreted, ms",
                "with a compiler, ms",
                "ratio",
                "all compiled first, ms");
        double[][] ratios = new double[2][kernels.size()];
        for (int i = 0; i < kernels.size(); i++) {
            List<String> cells = new ArrayList<>(List.of(KernelParameters.name(kernels.get(i))));
            List<Map<String, String>> sizes = List.of(brief(kernels.get(i)), kernels.get(i));
            for (int size = 0; size < sizes.size(); size++) {
                double interpreting = time(rounds, sizes.get(size), EngineName.interpreting);
                double compiling = time(rounds, sizes.get(size), EngineName.compiling);
                ratios[size][i] = compiling / interpreting;
                cells.add(MarkdownTable.number("%.1f", interpreting));
                cells.add(MarkdownTable.number("%.1f", compiling));
                cells.add(MarkdownTable.number("%.2f", ratios[size][i]));
                cells.add(MarkdownTable.number("%.1f", time(rounds, sizes.get(size), EngineName.compiled)));
            }
            table.add(cells.toArray(String[]::new));
        }
        table.add(
                "geometric mean",
                "",
                "",
                MarkdownTable.number("**%.2f**", Rounds.geometricMean(ratios[0])),
                "",
                "",
                "",
                MarkdownTable.number("**%.2f**", Rounds.geometricMean(ratios[1])),
                "");
        return table.toString();
    }

    /** The same kernel with the argument of its last expectation, if it has some. */
    private static Map<String, String> brief(Map<String, String> kernel) throws IOException {
        var expectations = KernelParameters.kernel(kernel).expectations();
        if (expectations.isEmpty()) {
            return kernel;
        }
        Map<String, String> brief = new TreeMap<>(kernel);
        brief.put("argument", expectations.getLast().argument());
        return brief;
    }

    private static double time(Rounds rounds, Map<String, String> kernel, EngineName engine) {
        return rounds.figure(of(kernel, engine)).time();
    }

    private static Case of(Map<String, String> kernel, EngineName engine) {
        Map<String, String> parameters = new TreeMap<>(kernel);
        parameters.put("engine", engine.name());
        return new Case(StartBenchmark.class, ".*", Mode.SingleShotTime, 1, parameters, List.of());
    }
}
