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
 * Storing a reference into an element of an array: of one that is young, for which nothing is remembered; of an old one that gets
 * an old object; of an old one that gets a young object, for which a card is marked. Beside it the same in the JVM.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class BarrierBenchmark {
    private static final int LENGTH = 1 << 11;

    /** What is stored where. */
    public enum Store {
        intoYoung,
        oldIntoOld,
        youngIntoOld
    }

    @Param
    public Store store = Store.intoYoung;

    private final NodeHeap heap = new NodeHeap(64L << 20);
    private int array;
    private int value;
    private int index;
    private JvmNode[] ofJvm = {};
    private JvmNode valueOfJvm = new JvmNode(null);

    @Setup(Level.Trial)
    public void build() {
        heap.slots[0] = heap.referenceArray(LENGTH);
        heap.push(1);
        ofJvm = new JvmNode[LENGTH];
        if (store != Store.intoYoung) {
            heap.collector.collectNursery();
            System.gc();
        }
        if (store == Store.youngIntoOld) {
            heap.push(1);
            valueOfJvm = new JvmNode(null);
        }
        array = (int) heap.slots[0];
        value = (int) heap.slots[1];
    }

    @Benchmark
    public void arena() {
        index = index + 97 & LENGTH - 1;
        heap.objects.setReference(array, NodeHeap.FIRST_ELEMENT + 4 * index, value);
    }

    @Benchmark
    public void jvm() {
        index = index + 97 & LENGTH - 1;
        ofJvm[index] = valueOfJvm;
    }
}
