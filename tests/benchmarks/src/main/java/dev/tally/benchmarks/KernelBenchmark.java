package dev.tally.benchmarks;

import dev.tally.benchmarks.Kernel.Expectation;
import dev.tally.runtime.Engine;
import java.io.IOException;
import java.nio.file.Path;
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

/**
 * One call of one export of one module, under one engine. What the module must return is checked before anything is
 * measured, so that a figure never belongs to a wrong result.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {
    /** The slice of a call that is not sliced. */
    static final String UNLIMITED = "unlimited";

    private static final String PEERS = "dev.tally.benchmarks.peers.";

    /** A path, or the name of a kernel. */
    @Param("sieve")
    public String file = "";

    @Param("run")
    public String export = "";

    /** The arguments, separated by spaces; or that of the module's first expectation. */
    @Param(Kernel.EXPECTED)
    public String argument = "";

    @Param("tally")
    public ContestantName engine = ContestantName.tally;

    /** Fuel per tick, for Tally alone. */
    @Param(UNLIMITED)
    public String slice = "";

    private Contestant.Call call = () -> 0;

    /** The engines, named as parameters are written. */
    public enum ContestantName {
        /** Tally's interpreter. */
        tally,
        /** Tally's interpreter in a JVM started with {@link Metering#withoutMetering} for it. */
        unmetered,
        /** Tally with all functions compiled. */
        compiled,
        /** The same in a JVM started with {@link Metering#withoutMetering} for compiled code. */
        compiledUnmetered,
        /** Endive's interpreter. */
        endive,
        /** Endive with all functions compiled. */
        endiveCompiled,
        /** GraalWasm in a JVM started with {@link GraalVm#arguments}. */
        graal,
        /** The same program in Java. */
        java;

        /** Whether it runs what some compiler has made. */
        private boolean compiles() {
            return switch (this) {
                case tally, unmetered, endive -> false;
                case compiled, compiledUnmetered, endiveCompiled, graal, java -> true;
            };
        }

        private boolean isMetered() {
            return this != unmetered && this != compiledUnmetered;
        }
    }

    @Setup
    public void begin() throws IOException {
        load();
        if (engine.compiles()) {
            WarmUp.run(call);
        }
    }

    /** Checks what the module answers. */
    void load() throws IOException {
        Kernel kernel = Kernel.of(file);
        Contestant contestant = contestant(kernel.file());
        for (Expectation expected : kernel.expectations()) {
            long result =
                    contestant.prepare(expected.export(), expected.argument()).run();
            if (result != expected.result()) {
                throw new IllegalStateException(engine + " answers " + result + " instead of " + expected);
            }
        }
        call = contestant.prepare(export, kernel.argument(argument));
    }

    private Contestant contestant(Path module) throws IOException {
        return switch (engine) {
            case tally, unmetered -> tally(module, Engine.Tier.INTERPRETED);
            case compiled, compiledUnmetered -> tally(module, Engine.Tier.COMPILED);
            case endive -> peer("EndiveContestant", module);
            case endiveCompiled -> peer("CompiledEndiveContestant", module);
            case graal -> peer("GraalContestant", module);
            case java -> new JavaContestant(module);
        };
    }

    private Contestant tally(Path module, Engine.Tier tier) throws IOException {
        if (Metering.isOn(tier) != engine.isMetered()) {
            throw new IllegalStateException("this JVM was not started for the engine " + engine);
        }
        long fuelPerTick = slice.equals(UNLIMITED) ? TallyContestant.UNLIMITED : Long.parseLong(slice);
        return new TallyContestant(module, tier, fuelPerTick);
    }

    private static Contestant peer(String type, Path module) {
        try {
            return Class.forName(PEERS + type)
                    .asSubclass(Contestant.class)
                    .getConstructor(Path.class)
                    .newInstance(module);
        } catch (ClassNotFoundException absent) {
            throw new IllegalStateException("the peers are not in this build; build with -Ppeers", absent);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Benchmark
    public long call() {
        return call.run();
    }
}
