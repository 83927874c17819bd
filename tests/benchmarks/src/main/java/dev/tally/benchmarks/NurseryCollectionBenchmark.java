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
 * A collection of a nursery by how many of its objects survive, with 100 MB of old ones beside it that it must not look at, or
 * without: a list of nodes of 32 bytes, or objects of 8 bytes that are held by an old array.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class NurseryCollectionBenchmark {
    private static final int YOUNG_BYTES = 800_000;

    @Param({"0", "100", "1000", "10000", "25000"})
    public int survivors;

    @Param("32")
    public int bytes;

    @Param({"0", "3125000"})
    public int old;

    private final NodeHeap heap = new NodeHeap(1L << 30);

    /** Survivors make the nursery grow to its largest, 1 MiB. */
    @Setup(Level.Trial)
    public void build() {
        heap.build(0, old, false);
        heap.slots[3] = heap.referenceArray(YOUNG_BYTES / 8);
        for (int made = 0; made < 200_000; made++) {
            heap.push(2);
        }
        heap.slots[2] = 0;
        heap.collector.collectNursery();
    }

    @Setup(Level.Invocation)
    public void fill() {
        heap.slots[1] = 0;
        int young = YOUNG_BYTES / bytes;
        for (int made = 0; made < young; made++) {
            if (made == young - survivors) {
                heap.slots[1] = 0;
            }
            if (bytes == NodeHeap.NODE_BYTES) {
                heap.push(1);
            } else {
                int object = heap.byteArray(0);
                heap.objects.setReference((int) heap.slots[3], NodeHeap.FIRST_ELEMENT + 4 * made, object);
            }
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
