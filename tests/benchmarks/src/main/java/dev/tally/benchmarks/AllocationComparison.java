package dev.tally.benchmarks;

import dev.tally.benchmarks.KernelBenchmark.ContestantName;
import dev.tally.benchmarks.Rounds.Case;
import dev.tally.benchmarks.Rounds.Figure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.collections.impl.list.mutable.primitive.DoubleArrayList;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * The allocating guests of the tests under Tally, with fuel on, beside the interpreter of Endive on the same files and beside
 * equal Java on the JVM's own heap.
 */
final class AllocationComparison {
    private static final String SLICE = "50000";

    static final List<String> PROGRAMS = List.of(
            "objects/trees",
            "objects/lists",
            "objects/hash_map",
            "objects/text",
            "objects/generations",
            "objects/fragments",
            "objects/exceptions",
            "objects/shapes",
            "objects/arrays",
            "compiled/calculator",
            "compiled/words");

    /**
     * What Endive 1.0.0 does not run: it knows no string builtins, and takes the valid module of the Kotlin compiler for invalid.
     */
    private static final Set<String> NOT_FOR_ENDIVE = Set.of("objects/text", "compiled/calculator", "compiled/words");

    private static final String NOT_MEASURED = "–";

    private AllocationComparison() {}

    static String run(CommandLineOptions given) throws IOException, RunnerException {
        List<Case> cases = new ArrayList<>();
        for (String program : PROGRAMS) {
            cases.add(of(program, ContestantName.java, KernelBenchmark.UNLIMITED));
            if (!NOT_FOR_ENDIVE.contains(program)) {
                cases.add(of(program, ContestantName.endive, KernelBenchmark.UNLIMITED));
            }
            cases.add(of(program, ContestantName.tally, KernelBenchmark.UNLIMITED));
            cases.add(of(program, ContestantName.tally, SLICE));
        }
        Rounds rounds = new Rounds(given);
        rounds.measure(cases);

        MarkdownTable table = new MarkdownTable(
                "program",
                "objects, KB",
                "Java, ms",
                "Endive, ms",
                "Tally, ms",
                "Endive / Tally",
                "Tally in ticks of 50,000 fuel, ms",
                "MB of objects per second",
                "bytes on the JVM's heap per call, Endive",
                "Tally");
        DoubleArrayList ratios = new DoubleArrayList();
        for (String program : PROGRAMS) {
            boolean rivals = !NOT_FOR_ENDIVE.contains(program);
            Figure java = rounds.figure(of(program, ContestantName.java, KernelBenchmark.UNLIMITED));
            Figure tally = rounds.figure(of(program, ContestantName.tally, KernelBenchmark.UNLIMITED));
            Figure ticking = rounds.figure(of(program, ContestantName.tally, SLICE));
            Figure endive = rivals
                    ? rounds.figure(of(program, ContestantName.endive, KernelBenchmark.UNLIMITED))
                    : new Figure(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
            double made = madeBytes(program);
            if (rivals) {
                ratios.add(endive.least() / tally.least());
            }
            table.add(
                    program,
                    MarkdownTable.count(Math.round(made / 1e3)),
                    MarkdownTable.number("%.2f", java.least()),
                    rivals ? MarkdownTable.number("%.1f", endive.least()) : NOT_MEASURED,
                    MarkdownTable.number("%.2f", tally.least()),
                    rivals ? MarkdownTable.number("%.1f", endive.least() / tally.least()) : NOT_MEASURED,
                    MarkdownTable.number("%.2f", ticking.least()),
                    MarkdownTable.number("%.0f", made / tally.least() / 1e3),
                    rivals ? MarkdownTable.count(Math.round(endive.bytes())) : NOT_MEASURED,
                    MarkdownTable.count(Math.round(tally.bytes())));
        }
        table.add(
                "geometric mean",
                "",
                "",
                "",
                "",
                MarkdownTable.number("**%.1f**", Rounds.geometricMean(ratios.toArray())),
                "",
                "",
                "",
                "");
        return table.toString();
    }

    private static Case of(String program, ContestantName engine, String slice) throws IOException {
        return new Case(KernelBenchmark.class, KernelParameters.with(parameters(program), engine, slice), List.of());
    }

    /** Whether a module is one of the allocating guests. */
    static boolean isAllocating(Path file) {
        return PROGRAMS.stream().map(Kernel::guestOfTests).anyMatch(file::equals);
    }

    /** Whether a module is one of the allocating guests that Endive does not run. */
    static boolean isNotForEndive(Path file) {
        return NOT_FOR_ENDIVE.stream().map(Kernel::guestOfTests).anyMatch(file::equals);
    }

    /** The parameters of a program, as {@link KernelParameters} has them. */
    static Map<String, String> parameters(String program) throws IOException {
        Kernel kernel = Kernel.of(Kernel.guestOfTests(program).toString());
        return Map.of("file", kernel.file().toString(), "export", "run", "argument", argument(kernel));
    }

    /** The first of a guest's expectations is a brief run, the last one a long one. */
    private static String argument(Kernel kernel) {
        return kernel.expectations().getLast().argument();
    }

    /** The bytes of all objects that one call makes. */
    private static long madeBytes(String program) throws IOException {
        Kernel kernel = Kernel.of(Kernel.guestOfTests(program).toString());
        TallyContestant tally = new TallyContestant(kernel.file(), TallyContestant.UNLIMITED);
        tally.prepare("run", argument(kernel)).run();
        return tally.objectBytesMade();
    }
}
