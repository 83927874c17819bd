package dev.tally.benchmarks;

import dev.tally.benchmarks.kernels.Bytecode;
import dev.tally.benchmarks.kernels.Fib;
import dev.tally.benchmarks.kernels.Mandelbrot;
import dev.tally.benchmarks.kernels.Matmul;
import dev.tally.benchmarks.kernels.Medley;
import dev.tally.benchmarks.kernels.Nbody;
import dev.tally.benchmarks.kernels.Quicksort;
import dev.tally.benchmarks.kernels.Sha256;
import dev.tally.benchmarks.kernels.Sieve;
import dev.tally.twins.Bulk;
import dev.tally.twins.Calculator;
import dev.tally.twins.Counts;
import dev.tally.twins.Exceptions;
import dev.tally.twins.Fragments;
import dev.tally.twins.Generations;
import dev.tally.twins.Lists;
import dev.tally.twins.Shapes;
import dev.tally.twins.Text;
import dev.tally.twins.Trees;
import dev.tally.twins.Words;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/** What a guest does, done by Java with arrays and objects of the JVM: the twin of the module's name. */
final class JavaContestant implements Contestant {
    private static final Map<String, IntUnaryOperator> KERNELS = Map.of(
            "bytecode.wasm", Bytecode::run,
            "fib.wasm", Fib::run,
            "mandelbrot.wasm", Mandelbrot::run,
            "matmul.wasm", Matmul::run,
            "medley.wasm", Medley::run,
            "nbody.wasm", Nbody::run,
            "quicksort.wasm", Quicksort::run,
            "sha256.wasm", Sha256::run,
            "sieve.wasm", Sieve::run);

    private static final Map<String, IntBinaryOperator> PROGRAMS = Map.ofEntries(
            Map.entry("arrays.wasm", Bulk::run),
            Map.entry("calculator.wasm", Calculator::run),
            Map.entry("exceptions.wasm", Exceptions::run),
            Map.entry("fragments.wasm", Fragments::run),
            Map.entry("generations.wasm", Generations::run),
            Map.entry("hash_map.wasm", Counts::run),
            Map.entry("lists.wasm", Lists::run),
            Map.entry("shapes.wasm", Shapes::run),
            Map.entry("text.wasm", Text::run),
            Map.entry("trees.wasm", Trees::run),
            Map.entry("words.wasm", Words::run));

    private final String name;

    JavaContestant(Path module) {
        name = String.valueOf(module.getFileName());
        if (!knows(module)) {
            throw new IllegalArgumentException("nobody wrote " + module + " in Java");
        }
    }

    /** Whether somebody wrote a module in Java. */
    static boolean knows(Path module) {
        String name = String.valueOf(module.getFileName());
        return KERNELS.containsKey(name) || PROGRAMS.containsKey(name);
    }

    @Override
    public Call prepare(String export, String arguments) {
        List<String> literals = Contestant.literals(arguments);
        int size = Integer.parseInt(literals.get(0));
        IntUnaryOperator kernel = KERNELS.get(name);
        if (kernel != null) {
            return () -> kernel.applyAsInt(size);
        }
        IntBinaryOperator program = Objects.requireNonNull(PROGRAMS.get(name));
        int rounds = Integer.parseInt(literals.get(1));
        return () -> program.applyAsInt(size, rounds);
    }
}
