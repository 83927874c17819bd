package dev.tally.benchmarks;

import dev.tally.benchmarks.KernelBenchmark.ContestantName;
import dev.tally.benchmarks.Rounds.Case;
import dev.tally.benchmarks.Rounds.Figure;
import dev.tally.runtime.Engine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * What it costs to come to rest and to go on: directly, by a loop that rests at each round; and in programs, by the time
 * that they take longer in small slices than in one, divided by the number of slices.
 */
final class RestPrice {
    private static final String SLICE = "200";
    private static final double NANOS_PER_MILLI = 1e6;
    private static final List<Engine.Tier> TIERS = List.of(Engine.Tier.INTERPRETED, Engine.Tier.COMPILED);
    private static final List<Integer> DEPTHS = List.of(1, 1_000);

    private RestPrice() {}

    static String run(CommandLineOptions given) throws IOException, RunnerException {
        List<Map<String, String>> kernels = KernelParameters.of(given);
        List<Case> cases = new ArrayList<>();
        for (Engine.Tier tier : TIERS) {
            DEPTHS.forEach(depth -> cases.add(loop(tier, depth)));
        }
        for (Map<String, String> kernel : kernels) {
            cases.add(tally(kernel, KernelBenchmark.UNLIMITED));
            cases.add(tally(kernel, SLICE));
        }
        Rounds rounds = new Rounds(given);
        rounds.measure(cases);

        MarkdownTable table = new MarkdownTable("program", "ticks per call", "ns per tick", "bytes per tick");
        for (Engine.Tier tier : TIERS) {
            for (int depth : DEPTHS) {
                Figure loop = rounds.figure(loop(tier, depth));
                table.add(
                        "a loop of one round per tick, " + tier.name().toLowerCase(Locale.ROOT) + ", at depth "
                                + MarkdownTable.count(depth),
                        "",
                        MarkdownTable.number("%.0f", loop.time()),
                        MarkdownTable.number("%.2f", loop.bytes()));
            }
        }
        for (Map<String, String> kernel : kernels) {
            Figure whole = rounds.figure(tally(kernel, KernelBenchmark.UNLIMITED));
            Figure sliced = rounds.figure(tally(kernel, SLICE));
            long ticks = ticks(kernel);
            table.add(
                    KernelParameters.name(kernel) + " in ticks of " + SLICE + " fuel",
                    MarkdownTable.count(ticks),
                    MarkdownTable.number("%.0f", (sliced.time() - whole.time()) * NANOS_PER_MILLI / ticks),
                    MarkdownTable.number("%.2f", (sliced.bytes() - whole.bytes()) / ticks));
        }
        return table.toString();
    }

    private static long ticks(Map<String, String> kernel) throws IOException {
        TallyContestant contestant =
                new TallyContestant(KernelParameters.kernel(kernel).file(), Long.parseLong(SLICE));
        Contestant.Call call = KernelParameters.prepare(contestant, kernel);
        call.run();
        long before = contestant.ticks();
        call.run();
        return contestant.ticks() - before;
    }

    private static Case loop(Engine.Tier tier, int depth) {
        return new Case(RestBenchmark.class, Map.of("tier", tier.name(), "depth", Integer.toString(depth)), List.of());
    }

    private static Case tally(Map<String, String> kernel, String slice) {
        return new Case(KernelBenchmark.class, KernelParameters.with(kernel, ContestantName.tally, slice), List.of());
    }
}
