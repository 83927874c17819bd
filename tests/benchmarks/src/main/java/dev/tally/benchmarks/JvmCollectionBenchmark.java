package dev.tally.benchmarks;

import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * A collection of everything that the JVM takes when it is asked for one, with the same list of nodes as {@link
 * OldCollectionBenchmark}; compare it with one thread that marks and slides, {@code -XX:+UseSerialGC}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class JvmCollectionBenchmark {
    @Param({"31250", "312500", "3125000"})
    public int nodes;

    @Param({"false", "true"})
    public boolean shuffled;

    private @Nullable JvmNode list;

    @Setup(Level.Trial)
    public void build() {
        JvmNode[] all = new JvmNode[nodes];
        for (int index = 0; index < nodes; index++) {
            list = new JvmNode(list);
            all[index] = list;
        }
        System.gc();
        if (shuffled) {
            Collections.shuffle(Arrays.asList(all), new Random(1));
            for (int index = 0; index < nodes; index++) {
                all[index].next = index + 1 < nodes ? all[index + 1] : null;
            }
            list = all[0];
        }
        System.gc();
    }

    @Benchmark
    public void collectAll() {
        System.gc();
    }
}
