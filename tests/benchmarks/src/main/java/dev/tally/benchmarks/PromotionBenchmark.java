package dev.tally.benchmarks;

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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Making nodes that live on until a list of so many is dropped: every one is promoted, and the old space is collected as often as it
 * fills. With 1 all of them die young. Beside it the same in the JVM.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class PromotionBenchmark {
    @Param({"1", "1000", "100000", "1000000"})
    public int nodes;

    private final NodeHeap heap = new NodeHeap(256L << 20);
    private int made;
    private @Nullable JvmNode list;

    @Benchmark
    public void arena() {
        if (++made >= nodes) {
            made = 0;
            heap.slots[0] = 0;
        }
        heap.push(0);
    }

    @Benchmark
    public void jvm() {
        if (++made >= nodes) {
            made = 0;
            list = null;
        }
        list = new JvmNode(list);
    }
}
