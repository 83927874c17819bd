package dev.tally.benchmarks;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A thousand objects that are made and held in the ways that programs have, beside the same in the JVM. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class PatternBenchmark {
    private static final int OBJECTS = 1_000;
    private static final int HELD = 1 << 14;

    /** How objects are made and how long they live. */
    public enum Pattern {
        /** A list of all of them is dropped at the end. */
        burst,
        /** Small ones and such of 1 KiB in turn; every eighth is held until 16,384 others have been. */
        interleaved,
        /** Each is held until 16,384 others have been. */
        sequential,
        /** Of 8 bytes to 16 KiB, small ones more often, each held until another takes its place at random among 1,024. */
        random
    }

    @Param
    public Pattern pattern = Pattern.burst;

    private final NodeHeap heap = new NodeHeap(256L << 20);
    private final Object[] held = new Object[HELD];
    private long state = 1;
    private int next;
    private @Nullable JvmNode list;

    @Setup(Level.Trial)
    public void build() {
        heap.slots[1] = heap.referenceArray(HELD);
    }

    @Benchmark
    @OperationsPerInvocation(OBJECTS)
    public void arena() {
        switch (pattern) {
            case burst -> {
                for (int made = 0; made < OBJECTS; made++) {
                    heap.push(0);
                }
                heap.slots[0] = 0;
            }
            case interleaved -> {
                for (int made = 0; made < OBJECTS; made++) {
                    int object = (made & 1) == 0 ? heap.node() : heap.byteArray(1024);
                    if ((made & 7) == 0) {
                        hold(nextInTurn(), object);
                    }
                }
            }
            case sequential -> {
                for (int made = 0; made < OBJECTS; made++) {
                    hold(nextInTurn(), heap.node());
                }
            }
            case random -> {
                for (int made = 0; made < OBJECTS; made++) {
                    int size = randomSize();
                    hold(randomPlace(), heap.byteArray(size));
                }
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(OBJECTS)
    public @Nullable Object jvm() {
        switch (pattern) {
            case burst -> {
                list = null;
                for (int made = 0; made < OBJECTS; made++) {
                    list = new JvmNode(list);
                }
            }
            case interleaved -> {
                for (int made = 0; made < OBJECTS; made++) {
                    Object object = (made & 1) == 0 ? new JvmNode(null) : new byte[1024];
                    if ((made & 7) == 0) {
                        held[nextInTurn()] = object;
                    }
                }
            }
            case sequential -> {
                for (int made = 0; made < OBJECTS; made++) {
                    held[nextInTurn()] = new JvmNode(null);
                }
            }
            case random -> {
                for (int made = 0; made < OBJECTS; made++) {
                    int size = randomSize();
                    held[randomPlace()] = new byte[size];
                }
            }
        }
        return list;
    }

    private void hold(int place, int object) {
        heap.objects.setReference((int) heap.slots[1], NodeHeap.FIRST_ELEMENT + 4 * place, object);
    }

    private int nextInTurn() {
        next = next + 1 & HELD - 1;
        return next;
    }

    private int randomSize() {
        return 8 << (nextRandom() & 7) + (nextRandom() & 3) + (nextRandom() & 1);
    }

    private int randomPlace() {
        return nextRandom() & 1023;
    }

    /** Xorshift, so that next to nothing of what is measured is the making of random numbers. */
    private int nextRandom() {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        return (int) (state >>> 32);
    }
}
