package dev.tally.benchmarks;

import dev.tally.runtime.Engine;
import dev.tally.runtime.Guest;
import dev.tally.runtime.TickOutcome;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A tick that goes on, runs one round of a loop of two operations, and comes to rest at the loop's head: nearly all of it
 * is what going on and resting cost.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RestBenchmark {
    /** After so many ticks a call has been made, and the loop been reached. */
    private static final int MOST_TICKS_PER_CALL = 10;

    @Param("INTERPRETED")
    public Engine.Tier tier = Engine.Tier.INTERPRETED;

    /** How many frames there are, that of the loop included. */
    @Param("1")
    public int depth;

    private final Guest guest = Countdown.spawn();

    /** Counts down from 2³², which no measurement lives to see end. */
    @Setup
    public void begin() {
        guest.runIn(tier, 0);
        if (depth == 1) {
            guest.call(Countdown.EXPORT, 0);
        } else {
            guest.call(Countdown.EXPORT_BELOW, depth - 1, 0);
        }
        for (int i = 0; i < MOST_TICKS_PER_CALL * depth; i++) {
            tick();
        }
        long before = guest.fuelUsed();
        int rounds = 100;
        for (int i = 0; i < rounds; i++) {
            tick();
        }
        if (guest.fuelUsed() - before != (long) rounds * Countdown.FUEL_PER_ROUND) {
            throw new IllegalStateException("a tick is not one round");
        }
    }

    @Benchmark
    public TickOutcome tick() {
        return guest.tick(Countdown.FUEL_PER_ROUND);
    }
}
