package dev.tally.benchmarks;

import dev.tally.benchmarks.BarrierBenchmark.Store;
import dev.tally.benchmarks.PatternBenchmark.Pattern;
import dev.tally.benchmarks.Rounds.Case;
import dev.tally.benchmarks.Rounds.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * What objects cost in the arena, without a machine: making them, storing references, collections by what survives and by what
 * lives, and what fragmentation leaves; beside the same in the JVM where it has the same. One round takes about eight minutes.
 */
final class HeapFigures {
    private static final String ARENA = "arena";
    private static final String JVM = "jvm";
    private static final int[] ALLOCATED_BYTES = {8, 32, 256, 1 << 10, 16 << 10, 64 << 10, 1 << 20};
    private static final int[] GUESTS = {1, 2, 4, 16};
    private static final int[] SURVIVORS = {0, 100, 1_000, 10_000, 25_000};
    private static final int SMALL_SURVIVORS = 100_000;
    private static final int[] NODES = {31_250, 312_500, 3_125_000};
    private static final int[] NODES_BEFORE_DROP = {1, 1_000, 100_000, 1_000_000};
    private static final int[] PERCENTS_ALIVE = {10, 50, 90};
    private static final String OF_100_MB = "3125000";
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;

    private final CommandLineOptions given;

    HeapFigures(CommandLineOptions given) {
        this.given = given;
    }

    /** Measures one table after the other, and hands each over when it is done. */
    void run(Consumer<String> tables) throws RunnerException {
        tables.accept(allocation());
        tables.accept(patterns());
        tables.accept(guests());
        tables.accept(promotion());
        tables.accept(barrier());
        tables.accept(nursery());
        tables.accept(old());
        tables.accept(reclaim());
        tables.accept(Fragmentation.table());
    }

    private Rounds measured(List<Case> cases) throws RunnerException {
        Rounds rounds = new Rounds(given, 1);
        rounds.measure(cases);
        return rounds;
    }

    private String allocation() throws RunnerException {
        List<Case> cases = new ArrayList<>();
        for (int bytes : ALLOCATED_BYTES) {
            cases.addAll(List.of(
                    allocation(ARENA, bytes),
                    allocation(JVM, bytes),
                    allocation(ARENA, bytes).sampled(),
                    allocation(JVM, bytes).sampled()));
        }
        Rounds rounds = measured(cases);
        MarkdownTable table = new MarkdownTable(
                "an array of so many bytes, dropped at once",
                "ns",
                "GB/s",
                "median, 99 %, 99.9 %, worst, ns",
                "JVM: ns",
                "median, 99 %, 99.9 %, worst, ns",
                "ratio");
        for (int bytes : ALLOCATED_BYTES) {
            double arena = rounds.figure(allocation(ARENA, bytes)).time();
            double jvm = rounds.figure(allocation(JVM, bytes)).time();
            table.add(
                    MarkdownTable.count(bytes),
                    MarkdownTable.number("%.1f", arena),
                    MarkdownTable.number("%.1f", bytes / arena),
                    percentiles(rounds, allocation(ARENA, bytes).sampled()),
                    MarkdownTable.number("%.1f", jvm),
                    percentiles(rounds, allocation(JVM, bytes).sampled()),
                    MarkdownTable.number("%.2f", arena / jvm));
        }
        return table.toString();
    }

    private static String percentiles(Rounds rounds, Case each) {
        StringBuilder text = new StringBuilder();
        for (double percent : new double[] {50, 99, 99.9, 100}) {
            text.append(text.isEmpty() ? "" : " · ")
                    .append(MarkdownTable.count(Math.round(rounds.percentile(each, percent))));
        }
        return text.toString();
    }

    private static Case allocation(String method, int bytes) {
        return new Case(AllocationBenchmark.class, method, Map.of("bytes", String.valueOf(bytes)));
    }

    private String patterns() throws RunnerException {
        List<Case> cases = new ArrayList<>();
        for (Pattern pattern : Pattern.values()) {
            cases.add(pattern(ARENA, pattern));
            cases.add(pattern(JVM, pattern));
        }
        Rounds rounds = measured(cases);
        MarkdownTable table = new MarkdownTable("objects", "ns each", "JVM: ns", "ratio");
        for (Pattern pattern : Pattern.values()) {
            addRatio(
                    table,
                    switch (pattern) {
                        case burst -> "bursts: 1,000 nodes of 32 bytes in a list, dropped together";
                        case interleaved -> "32 bytes and 1 KiB in turn, every eighth held for long";
                        case sequential -> "32 bytes, each held until 16,384 others were made";
                        case random -> "8 bytes to 16 KiB at random, each in a random one of 1,024 places";
                    },
                    rounds.figure(pattern(ARENA, pattern)).time(),
                    rounds.figure(pattern(JVM, pattern)).time());
        }
        return table.toString();
    }

    private static Case pattern(String method, Pattern pattern) {
        return new Case(PatternBenchmark.class, method, Map.of("pattern", pattern.name()));
    }

    private String guests() throws RunnerException {
        List<Case> cases = new ArrayList<>();
        for (int guests : GUESTS) {
            cases.add(allocation(ARENA, 32).onThreads(guests));
            cases.add(allocation(JVM, 32).onThreads(guests));
        }
        Rounds rounds = measured(cases);
        MarkdownTable table = new MarkdownTable(
                "guests, each on its thread, making arrays of 32 bytes",
                "million a second together",
                "JVM",
                "ratio of times");
        for (int guests : GUESTS) {
            double arena =
                    rounds.figure(allocation(ARENA, 32).onThreads(guests)).time();
            double jvm = rounds.figure(allocation(JVM, 32).onThreads(guests)).time();
            table.add(
                    MarkdownTable.count(guests),
                    MarkdownTable.number("%.0f", guests * NANOS_PER_MICRO / arena),
                    MarkdownTable.number("%.0f", guests * NANOS_PER_MICRO / jvm),
                    MarkdownTable.number("%.2f", arena / jvm));
        }
        return table.toString();
    }

    private String promotion() throws RunnerException {
        List<Case> cases = new ArrayList<>();
        for (int nodes : NODES_BEFORE_DROP) {
            cases.add(promotion(ARENA, nodes));
            cases.add(promotion(JVM, nodes));
        }
        Rounds rounds = measured(cases);
        MarkdownTable table =
                new MarkdownTable("nodes in a list that is then dropped", "ns a node", "JVM: ns", "ratio");
        for (int nodes : NODES_BEFORE_DROP) {
            addRatio(
                    table,
                    MarkdownTable.count(nodes),
                    rounds.figure(promotion(ARENA, nodes)).time(),
                    rounds.figure(promotion(JVM, nodes)).time());
        }
        return table.toString();
    }

    private static Case promotion(String method, int nodes) {
        return new Case(PromotionBenchmark.class, method, Map.of("nodes", String.valueOf(nodes)));
    }

    private String barrier() throws RunnerException {
        List<Case> cases = new ArrayList<>();
        for (Store store : Store.values()) {
            cases.add(barrier(ARENA, store));
            cases.add(barrier(JVM, store));
        }
        Rounds rounds = measured(cases);
        MarkdownTable table = new MarkdownTable("storing a reference", "ns", "JVM: ns", "ratio");
        for (Store store : Store.values()) {
            addRatio(
                    table,
                    switch (store) {
                        case intoYoung -> "into a young object";
                        case oldIntoOld -> "to an old object into an old one";
                        case youngIntoOld -> "to a young object into an old one";
                    },
                    rounds.figure(barrier(ARENA, store)).time(),
                    rounds.figure(barrier(JVM, store)).time());
        }
        return table.toString();
    }

    private static Case barrier(String method, Store store) {
        return new Case(BarrierBenchmark.class, method, Map.of("store", store.name()));
    }

    private String nursery() throws RunnerException {
        List<Case> cases = new ArrayList<>();
        for (int survivors : SURVIVORS) {
            cases.add(nursery(survivors, 32, "0"));
            cases.add(nursery(survivors, 32, OF_100_MB));
        }
        cases.add(nursery(SMALL_SURVIVORS, 8, "0"));
        cases.add(nursery(SMALL_SURVIVORS, 8, OF_100_MB));
        Rounds rounds = measured(cases);
        MarkdownTable table = new MarkdownTable(
                "survivors of a nursery of 800 kB",
                "µs",
                "ns a survivor",
                "beside 100 MB of old objects: µs",
                "ns a survivor");
        for (int survivors : SURVIVORS) {
            addPause(
                    table,
                    MarkdownTable.count(survivors) + " nodes of 32 bytes",
                    survivors,
                    rounds.figure(nursery(survivors, 32, "0")),
                    rounds.figure(nursery(survivors, 32, OF_100_MB)));
        }
        addPause(
                table,
                MarkdownTable.count(SMALL_SURVIVORS) + " arrays of nothing in an old array",
                SMALL_SURVIVORS,
                rounds.figure(nursery(SMALL_SURVIVORS, 8, "0")),
                rounds.figure(nursery(SMALL_SURVIVORS, 8, OF_100_MB)));
        return table.toString();
    }

    private static void addPause(MarkdownTable table, String what, int survivors, Figure alone, Figure beside) {
        table.add(
                what,
                MarkdownTable.number("%.1f", alone.time()),
                survivors == 0 ? "" : MarkdownTable.number("%.1f", alone.time() * NANOS_PER_MICRO / survivors),
                MarkdownTable.number("%.1f", beside.time()),
                survivors == 0 ? "" : MarkdownTable.number("%.1f", beside.time() * NANOS_PER_MICRO / survivors));
    }

    private static Case nursery(int survivors, int bytes, String old) {
        return new Case(
                NurseryCollectionBenchmark.class,
                "collect",
                Map.of("survivors", String.valueOf(survivors), "bytes", String.valueOf(bytes), "old", old));
    }

    private String old() throws RunnerException {
        List<Case> cases = new ArrayList<>();
        for (int nodes : NODES) {
            for (boolean shuffled : new boolean[] {false, true}) {
                cases.addAll(List.of(collection(nodes, shuffled), census(nodes, shuffled), jvm(nodes, shuffled)));
            }
        }
        Rounds rounds = measured(cases);
        MarkdownTable table = new MarkdownTable(
                "a list of nodes of 32 bytes",
                "collection: ms",
                "ns a live byte",
                "census: ns a live byte",
                "JVM, one thread: ms",
                "ratio");
        for (int nodes : NODES) {
            for (boolean shuffled : new boolean[] {false, true}) {
                double bytes = (double) nodes * NodeHeap.NODE_BYTES;
                double arena = rounds.figure(collection(nodes, shuffled)).time() * NANOS_PER_MICRO;
                double census = rounds.figure(census(nodes, shuffled)).time() * NANOS_PER_MICRO;
                double jvm = rounds.figure(jvm(nodes, shuffled)).time() * NANOS_PER_MICRO;
                table.add(
                        MarkdownTable.number("%.0f MB, ", bytes / 1e6)
                                + (shuffled ? "shuffled" : "in the order of allocation"),
                        MarkdownTable.number("%.2f", arena / NANOS_PER_MILLI),
                        MarkdownTable.number("%.2f", arena / bytes),
                        MarkdownTable.number("%.2f", census / bytes),
                        MarkdownTable.number("%.2f", jvm / NANOS_PER_MILLI),
                        MarkdownTable.number("%.2f", arena / jvm));
            }
        }
        return table.toString();
    }

    private static Case collection(int nodes, boolean shuffled) {
        return new Case(OldCollectionBenchmark.class, "collectAll", nodes(nodes, shuffled));
    }

    private static Case census(int nodes, boolean shuffled) {
        return new Case(OldCollectionBenchmark.class, "census", nodes(nodes, shuffled));
    }

    private static Case jvm(int nodes, boolean shuffled) {
        return new Case(JvmCollectionBenchmark.class, "collectAll", nodes(nodes, shuffled)).withJvm("-XX:+UseSerialGC");
    }

    private static Map<String, String> nodes(int nodes, boolean shuffled) {
        return Map.of("nodes", String.valueOf(nodes), "shuffled", String.valueOf(shuffled));
    }

    private String reclaim() throws RunnerException {
        List<Case> cases = new ArrayList<>();
        for (int percent : PERCENTS_ALIVE) {
            cases.add(reclaim(percent, false));
            cases.add(reclaim(percent, true));
        }
        Rounds rounds = measured(cases);
        MarkdownTable table = new MarkdownTable(
                "10 MB of old nodes",
                "the dead in one stretch: ms",
                "ns a byte reclaimed",
                "scattered: ms",
                "ns a byte reclaimed");
        for (int percent : PERCENTS_ALIVE) {
            double reclaimed = (double) ReclaimBenchmark.NODES * NodeHeap.NODE_BYTES * (100 - percent) / 100;
            double stretch = rounds.figure(reclaim(percent, false)).time() * NANOS_PER_MICRO;
            double scattered = rounds.figure(reclaim(percent, true)).time() * NANOS_PER_MICRO;
            table.add(
                    percent + " % alive",
                    MarkdownTable.number("%.2f", stretch / NANOS_PER_MILLI),
                    MarkdownTable.number("%.2f", stretch / reclaimed),
                    MarkdownTable.number("%.2f", scattered / NANOS_PER_MILLI),
                    MarkdownTable.number("%.2f", scattered / reclaimed));
        }
        return table.toString();
    }

    private static Case reclaim(int percent, boolean scattered) {
        return new Case(
                ReclaimBenchmark.class,
                "collectAll",
                Map.of("percentAlive", String.valueOf(percent), "scattered", String.valueOf(scattered)));
    }

    private static void addRatio(MarkdownTable table, String what, double arena, double jvm) {
        table.add(
                what,
                MarkdownTable.number("%.1f", arena),
                MarkdownTable.number("%.1f", jvm),
                MarkdownTable.number("%.2f", arena / jvm));
    }
}
