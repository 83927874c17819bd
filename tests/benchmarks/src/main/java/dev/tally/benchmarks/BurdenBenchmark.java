package dev.tally.benchmarks;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/** A hundred thousand fuel of a guest that does its worst to its host, or of a kernel, which is what is usual. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
public class BurdenBenchmark {
    static final long FUEL = 100_000;

    /** The name of a program of the folder {@code guests/burden}, or of a kernel. */
    @Param("churn")
    public String program = "";

    private @Nullable Burden burden;

    @Setup
    public void build() throws IOException {
        burden = Burden.of(program);
    }

    @Benchmark
    public long run() {
        return Objects.requireNonNull(burden).run(FUEL);
    }
}
