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
 * A collection of a nursery of 640 kB by how many of its nodes of 32 bytes survive, with 100 MB of old ones beside it that it
 * must not look at, or without.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class NurseryCollectionBenchmark {
    private static final int YOUNG = 20_000;

    @Param({"0", "100", "1000", "10000", "20000"})
    public int survivors;

    @Param({"0", "3125000"})
    public int old;

    private final NodeHeap heap = new NodeHeap(1L << 30);

    /** Survivors make the nursery grow to its largest, 1 MiB. */
    @Setup(Level.Trial)
    public void build() {
        heap.build(0, old, false);
        for (int made = 0; made < 200_000; made++) {
            heap.push(2);
        }
        heap.slots[2] = 0;
    }

    @Setup(Level.Invocation)
    public void fill() {
        heap.collector.collectNursery();
        heap.slots[1] = 0;
        for (int made = 0; made < YOUNG; made++) {
            if (made == YOUNG - survivors) {
                heap.slots[1] = 0;
            }
            heap.push(1);
        }
        if (survivors == 0) {
            heap.slots[1] = 0;
        }
    }

    @Benchmark
    public void collect() {
        heap.collector.collectNursery();
    }
}
