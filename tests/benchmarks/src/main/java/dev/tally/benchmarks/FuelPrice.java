package dev.tally.benchmarks;

import dev.tally.benchmarks.KernelBenchmark.ContestantName;
import dev.tally.benchmarks.Rounds.Case;
import dev.tally.runtime.Engine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** The same files under each tier of Tally, as it is and with {@link Metering} taken out of it. */
final class FuelPrice {
    private final Tier interpreter = new Tier(Engine.Tier.INTERPRETED, ContestantName.tally, ContestantName.unmetered);
    private final Tier compiled =
            new Tier(Engine.Tier.COMPILED, ContestantName.compiled, ContestantName.compiledUnmetered);

    /** The cases of a tier. */
    private static final class Tier {
        private final ContestantName metered;
        private final ContestantName unmetered;
        private final List<String> asItIs = Metering.withMetering();
        private final List<String> patched;

        Tier(Engine.Tier tier, ContestantName metered, ContestantName unmetered) {
            this.metered = metered;
            this.unmetered = unmetered;
            this.patched = Metering.withoutMetering(tier);
        }

        Case with(Map<String, String> kernel) {
            return new Case(
                    KernelBenchmark.class, KernelParameters.with(kernel, metered, KernelBenchmark.UNLIMITED), asItIs);
        }

        Case without(Map<String, String> kernel) {
            return new Case(
                    KernelBenchmark.class,
                    KernelParameters.with(kernel, unmetered, KernelBenchmark.UNLIMITED),
                    patched);
        }
    }

    String run(CommandLineOptions given) throws IOException, RunnerException {
        List<Map<String, String>> kernels = KernelParameters.of(given);
        List<Tier> tiers = List.of(interpreter, compiled);
        List<Case> cases = new ArrayList<>();
        for (Map<String, String> kernel : kernels) {
            for (Tier tier : tiers) {
                cases.add(tier.without(kernel));
                cases.add(tier.with(kernel));
            }
        }
        Rounds rounds = new Rounds(given);
        rounds.measure(cases);

        MarkdownTable table = new MarkdownTable(
                "kernel",
                "interpreter without fuel, ms",
                "with fuel, ms",
                "price",
                "compiled without fuel, ms",
                "with fuel, ms",
                "price");
        double[][] ratios = new double[tiers.size()][kernels.size()];
        for (int i = 0; i < kernels.size(); i++) {
            List<String> cells = new ArrayList<>();
            cells.add(KernelParameters.name(kernels.get(i)));
            for (int j = 0; j < tiers.size(); j++) {
                double without =
                        rounds.figure(tiers.get(j).without(kernels.get(i))).time();
                double with = rounds.figure(tiers.get(j).with(kernels.get(i))).time();
                ratios[j][i] = with / without;
                cells.add(MarkdownTable.number("%.3f", without));
                cells.add(MarkdownTable.number("%.3f", with));
                cells.add(price("%+.1f %%", ratios[j][i]));
            }
            table.add(cells.toArray(String[]::new));
        }
        table.add(
                "geometric mean",
                "",
                "",
                price("**%+.1f %%**", Rounds.geometricMean(ratios[0])),
                "",
                "",
                price("**%+.1f %%**", Rounds.geometricMean(ratios[1])));
        return table.toString();
    }

    private static String price(String format, double ratio) {
        return MarkdownTable.number(format, (ratio - 1) * 100);
    }
}
