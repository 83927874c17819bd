package dev.tally.benchmarks;

import dev.tally.benchmarks.RecorderBenchmark.Recording;
import dev.tally.benchmarks.Rounds.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * What it costs to record evidence of each tick: in nanoseconds, by ticks so small that little else is measured; and as a
 * share of ticks of a size that hosts choose.
 */
final class RecorderPrice {
    private static final String LEAST = String.valueOf(Countdown.FUEL_PER_ROUND);
    private static final String USUAL = "10000";

    private RecorderPrice() {}

    static String run(CommandLineOptions given) throws RunnerException {
        List<Case> cases = new ArrayList<>();
        for (Recording recording : Recording.values()) {
            cases.add(ticks(recording, LEAST));
            cases.add(ticks(recording, USUAL));
        }
        Rounds rounds = new Rounds(given);
        rounds.measure(cases);

        double least = rounds.figure(ticks(Recording.off, LEAST)).cpu();
        double usual = rounds.figure(ticks(Recording.off, USUAL)).cpu();
        MarkdownTable table = new MarkdownTable(
                "recorder",
                "ns per tick of " + LEAST + " fuel",
                "its price, ns",
                "ns per tick of " + USUAL + " fuel",
                "its price",
                "bytes per tick");
        for (Recording recording : Recording.values()) {
            double small = rounds.figure(ticks(recording, LEAST)).cpu();
            double large = rounds.figure(ticks(recording, USUAL)).cpu();
            boolean off = recording == Recording.off;
            table.add(
                    name(recording),
                    MarkdownTable.number("%.1f", small),
                    off ? "" : MarkdownTable.number("%.1f", small - least),
                    MarkdownTable.number("%.0f", large),
                    off ? "" : MarkdownTable.number("%+.2f %%", (large / usual - 1) * 100),
                    MarkdownTable.number(
                            "%.2f", rounds.figure(ticks(recording, LEAST)).bytes()));
        }
        return table.toString();
    }

    private static String name(Recording recording) {
        return switch (recording) {
            case off -> "off";
            case on -> "on";
            case wall -> "on, with wall time";
            case jvm -> "on, with bytes of the JVM";
            case both -> "on, with both";
        };
    }

    private static Case ticks(Recording recording, String fuel) {
        return new Case(RecorderBenchmark.class, Map.of("recording", recording.name(), "fuel", fuel), List.of());
    }
}
