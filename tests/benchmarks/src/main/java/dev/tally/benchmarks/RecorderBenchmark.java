package dev.tally.benchmarks;

import dev.tally.runtime.Guest;
import dev.tally.runtime.TickOutcome;
import dev.tally.telemetry.engineering.EvidenceColumn;
import dev.tally.telemetry.engineering.EvidenceRecorder;
import java.util.List;
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

/** A tick of a loop, with and without a recorder. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecorderBenchmark {
    private static final int ROWS_KEPT = 4_096;

    /** Whether ticks are recorded, and which columns are asked for besides. */
    public enum Recording {
        off,
        on,
        wall(EvidenceColumn.WALL_NANOS),
        jvm(EvidenceColumn.JVM_BYTES),
        both(EvidenceColumn.WALL_NANOS, EvidenceColumn.JVM_BYTES);

        private final List<EvidenceColumn> requested;

        Recording(EvidenceColumn... requested) {
            this.requested = List.of(requested);
        }

        EvidenceRecorder attach(Guest guest) {
            return EvidenceRecorder.attach(guest, ROWS_KEPT, requested.toArray(EvidenceColumn[]::new));
        }
    }

    @Param
    public Recording recording = Recording.off;

    @Param("10000")
    public long fuel;

    private final Guest guest = Countdown.spawn();
    private EvidenceRecorder recorder = Recording.on.attach(guest);

    /** Counts down from 2³², again and again. */
    @Setup
    public void begin() {
        recorder = recording.attach(guest);
        guest.call(Countdown.EXPORT, 0);
        if (tick() != TickOutcome.OUT_OF_FUEL || recorder.recorded() != (recording == Recording.off ? 0 : 1)) {
            throw new IllegalStateException("a tick is not recorded as it should be");
        }
    }

    @Benchmark
    public TickOutcome tick() {
        TickOutcome outcome = recording == Recording.off ? guest.tick(fuel) : recorder.tick(fuel);
        if (outcome == TickOutcome.RETURNED) {
            guest.call(Countdown.EXPORT, 0);
        }
        return outcome;
    }
}
