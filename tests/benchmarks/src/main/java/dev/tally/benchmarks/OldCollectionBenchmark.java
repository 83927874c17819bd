package dev.tally.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A collection of all old objects, and a census, by how many nodes of 32 bytes are reachable: a list in the order in which the
 * nodes lie, or in a random one. Divide by {@code nodes × 32} for nanoseconds a byte.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OldCollectionBenchmark {
    /** 1, 10 and 100 MB. */
    @Param({"31250", "312500", "3125000"})
    public int nodes;

    @Param({"false", "true"})
    public boolean shuffled;

    private final NodeHeap heap = new NodeHeap(1L << 30);

    @Setup(Level.Trial)
    public void build() {
        heap.build(0, nodes, shuffled);
    }

    @Benchmark
    public void collectAll() {
        heap.collector.collectAll();
    }

    @Benchmark
    public void census() {
        heap.collector.census();
    }
}
