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

/** Storing a reference into an old array: an old object, for which no card is marked, or a young one, for which one is. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BarrierBenchmark {
    private static final int LENGTH = 1 << 16;

    @Param({"false", "true"})
    public boolean young;

    private final NodeHeap heap = new NodeHeap(64L << 20);
    private int array;
    private int value;
    private int index;

    @Setup(Level.Trial)
    public void build() {
        heap.slots[0] = heap.referenceArray(LENGTH);
        heap.push(1);
        if (!young) {
            heap.collector.collectNursery();
        }
        array = (int) heap.slots[0];
        value = (int) heap.slots[1];
    }

    @Benchmark
    public void store() {
        index = index + 97 & LENGTH - 1;
        heap.objects.setReference(array, NodeHeap.NEXT + 4 * index, value);
    }
}
