package dev.tally.benchmarks;

import dev.tally.benchmarks.Rounds.Case;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * What a unit of fuel costs the host when guests do their worst: garbage just below the quota, growth page by page, references
 * stored all over an old array. Beside it what it costs in kernels.
 */
final class BurdenPrice {
    private static final List<String> KERNELS = List.of("fib", "matmul", "nbody", "quicksort", "sha256", "sieve");

    private BurdenPrice() {}

    static String run(CommandLineOptions given) throws IOException, RunnerException {
        List<Case> cases = new ArrayList<>();
        for (String kernel : KERNELS) {
            cases.add(program(kernel));
        }
        for (String burden : Burden.names()) {
            cases.add(program(burden));
        }
        Rounds rounds = new Rounds(given, 1);
        rounds.measure(cases);

        double usual = Rounds.geometricMean(KERNELS.stream()
                .mapToDouble(kernel -> nanosPerFuel(rounds, kernel))
                .toArray());
        MarkdownTable table = new MarkdownTable("program", "ns per fuel", "times the usual");
        table.add("kernels, geometric mean", MarkdownTable.number("%.2f", usual), "");
        for (String burden : Burden.names()) {
            double nanos = nanosPerFuel(rounds, burden);
            table.add(
                    Burden.description(burden),
                    MarkdownTable.number("%.2f", nanos),
                    MarkdownTable.number("%.2f", nanos / usual));
        }
        return table.toString();
    }

    private static double nanosPerFuel(Rounds rounds, String program) {
        return rounds.figure(program(program)).cpu() / BurdenBenchmark.FUEL;
    }

    private static Case program(String name) {
        return new Case(BurdenBenchmark.class, "run", Map.of("program", name));
    }
}
