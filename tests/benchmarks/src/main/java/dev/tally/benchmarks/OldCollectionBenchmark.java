package dev.tally.benchmarks;

import dev.tally.heap.object.Reference;
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
 * nodes lie, or in a random one. Before each collection an object dies that lies before all of them, so that all of them move.
 * Divide by {@code nodes × 32} for nanoseconds a byte.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class OldCollectionBenchmark {
    /** 1, 10 and 100 MB. */
    @Param({"31250", "312500", "3125000"})
    public int nodes;

    @Param({"false", "true"})
    public boolean shuffled;

    private static final int MOVES = 1_000;

    private NodeHeap heap = new NodeHeap(1L << 30);

    @Setup(Level.Trial)
    public void build() {
        heap = new NodeHeap(1L << 30);
        heap.build(1, MOVES, false);
        heap.build(0, nodes, shuffled);
    }

    /** Drops one of the objects before all nodes. */
    @Setup(Level.Invocation)
    public void drop() {
        if (heap.slots[1] == Reference.NULL) {
            build();
        }
        heap.slots[1] = heap.objects.getReference((int) heap.slots[1], NodeHeap.NEXT);
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
