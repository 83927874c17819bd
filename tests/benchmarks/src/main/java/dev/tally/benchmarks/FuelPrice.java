package dev.tally.benchmarks;

import dev.tally.benchmarks.KernelBenchmark.ContestantName;
import dev.tally.benchmarks.Rounds.Case;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** The same files under Tally as it is and with {@link Metering} taken out of the interpreter. */
final class FuelPrice {
    private final List<String> metered = Metering.withMetering();
    private final List<String> unmetered = Metering.withoutMetering();

    String run(CommandLineOptions given) throws IOException, RunnerException {
        List<Map<String, String>> kernels = KernelParameters.of(given);
        List<Case> cases = new ArrayList<>();
        for (Map<String, String> kernel : kernels) {
            cases.add(without(kernel));
            cases.add(with(kernel));
        }
        Rounds rounds = new Rounds(given);
        rounds.measure(cases);

        MarkdownTable table = new MarkdownTable("kernel", "without fuel, ms", "with fuel, ms", "price");
        double[] ratios = new double[kernels.size()];
        for (int i = 0; i < kernels.size(); i++) {
            Map<String, String> kernel = kernels.get(i);
            double without = rounds.figure(without(kernel)).time();
            double with = rounds.figure(with(kernel)).time();
            ratios[i] = with / without;
            table.add(
                    KernelParameters.name(kernel),
                    MarkdownTable.number("%.2f", without),
                    MarkdownTable.number("%.2f", with),
                    price("%+.1f %%", ratios[i]));
        }
        table.add("geometric mean", "", "", price("**%+.1f %%**", Rounds.geometricMean(ratios)));
        return table.toString();
    }

    private static String price(String format, double ratio) {
        return MarkdownTable.number(format, (ratio - 1) * 100);
    }

    private Case with(Map<String, String> kernel) {
        return new Case(
                KernelBenchmark.class,
                KernelParameters.with(kernel, ContestantName.tally, KernelBenchmark.UNLIMITED),
                metered);
    }

    private Case without(Map<String, String> kernel) {
        return new Case(
                KernelBenchmark.class,
                KernelParameters.with(kernel, ContestantName.unmetered, KernelBenchmark.UNLIMITED),
                unmetered);
    }
}
