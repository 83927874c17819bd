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
 * Making nodes that live on until a list of so many is dropped: every one is promoted, and the old space is collected as often as it
 * fills. With 1 all of them die young.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PromotionBenchmark {
    @Param({"1", "1000", "100000", "1000000"})
    public int nodes;

    private final NodeHeap heap = new NodeHeap(256L << 20);
    private int made;

    @Benchmark
    public void push() {
        if (++made >= nodes) {
            made = 0;
            heap.slots[0] = 0;
        }
        heap.push(0);
    }
}
