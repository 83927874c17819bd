package dev.tally.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Making arrays of bytes that are dropped at once, collections included, beside the same of the JVM. With several threads each has
 * an arena of its own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class AllocationBenchmark {
    /** The bytes of an array without its header, which is 8 bytes here and 16 in the JVM. */
    @Param({"8", "32", "256", "1024", "16384", "65536", "1048576"})
    public int bytes;

    private final NodeHeap heap = new NodeHeap(256L << 20);
    private byte[] ofJvm = {};

    @Benchmark
    public int arena() {
        return heap.byteArray(bytes);
    }

    @Benchmark
    public byte[] jvm() {
        ofJvm = new byte[bytes];
        return ofJvm;
    }
}
