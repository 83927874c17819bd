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
 * A collection of 10 MB of old nodes of which a part has died: all in one stretch, or scattered among those that live, which then
 * move in as many pieces. Divide by the bytes of the dead for the price of a byte reclaimed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ReclaimBenchmark {
    static final int NODES = 312_500;

    @Param({"10", "50", "90"})
    public int percentAlive;

    @Param({"false", "true"})
    public boolean scattered;

    private final NodeHeap heap = new NodeHeap(1L << 30);

    @Setup(Level.Invocation)
    public void build() {
        heap.slots[0] = 0;
        heap.build(0, NODES, false);
        heap.keep(0, percentAlive, scattered);
    }

    @Benchmark
    public void collectAll() {
        heap.collector.collectAll();
    }
}
