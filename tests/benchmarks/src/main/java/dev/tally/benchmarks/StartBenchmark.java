package dev.tally.benchmarks;

import dev.tally.core.ModuleLimits;
import dev.tally.runtime.Engine;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The first thing that a JVM does with Tally: from the bytes of a module to the result of its first call. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(11)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class StartBenchmark {
    /** A path, or the name of a kernel. */
    @Param("fib")
    public String file = "";

    @Param("run")
    public String export = "";

    /** The arguments, separated by spaces; or that of the module's first expectation. */
    @Param(Kernel.EXPECTED)
    public String argument = "";

    @Param("interpreting")
    public EngineName engine = EngineName.interpreting;

    private byte[] bytes = {};
    private Object[] values = {};

    /** What hosts may begin with, named as parameters are written. */
    public enum EngineName {
        /** An engine that compiles nothing. */
        interpreting,
        /** One that compiles in the background what its guests use much. */
        compiling,
        /** Everything is compiled before the first call. */
        compiled
    }

    @Setup
    public void read() throws IOException {
        Kernel kernel = Kernel.of(file);
        bytes = Files.readAllBytes(kernel.file());
        values = Contestant.literals(kernel.argument(argument)).stream()
                .map(literal -> Contestant.number("i32", literal))
                .toArray();
    }

    @Benchmark
    public long start() {
        Engine starting = engine == EngineName.compiling
                ? Engine.create(ModuleLimits.defaults(), ForkJoinPool.commonPool())
                : Engine.create();
        try (Guest guest = starting.spawn(starting.load(bytes), Imports.none(), Limits.defaults())) {
            if (engine == EngineName.compiled) {
                guest.runIn(Engine.Tier.COMPILED, 0);
            }
            guest.call(export, values);
            while (guest.tick(TallyContestant.UNLIMITED).inProgress()) {}
            return Contestant.bits((Number) Objects.requireNonNull(guest.result(0)));
        }
    }
}
