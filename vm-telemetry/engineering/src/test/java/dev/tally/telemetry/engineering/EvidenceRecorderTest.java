package dev.tally.telemetry.engineering;

import static dev.tally.telemetry.engineering.EvidenceColumn.FUEL;
import static dev.tally.telemetry.engineering.EvidenceColumn.FUEL_OWED;
import static dev.tally.telemetry.engineering.EvidenceColumn.HOST_CALLS;
import static dev.tally.telemetry.engineering.EvidenceColumn.INSTANTIATION;
import static dev.tally.telemetry.engineering.EvidenceColumn.JVM_BYTES;
import static dev.tally.telemetry.engineering.EvidenceColumn.OUTCOME;
import static dev.tally.telemetry.engineering.EvidenceColumn.STACK_SLOTS;
import static dev.tally.telemetry.engineering.EvidenceColumn.TICK;
import static dev.tally.telemetry.engineering.EvidenceColumn.WALL_NANOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.tally.heap.HeapColumn;
import dev.tally.runtime.Guest;
import dev.tally.runtime.TickOutcome;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tick's row holds, and how rows are asked for. */
final class EvidenceRecorderTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Guest words = TestGuests.words();
    private final Guest pages = TestGuests.pages();

    @AfterEach
    void close() {
        words.close();
        pages.close();
    }

    @Test
    void every_column_of_the_table_is_recorded_but_those_on_request() {
        assertThat(EvidenceRecorder.attach(words, 1).columns())
                .containsExactlyElementsOf(EvidenceColumn.all().stream()
                        .filter(column -> !List.of(WALL_NANOS, JVM_BYTES).contains(column))
                        .toList());
        assertThat(EvidenceRecorder.attach(words, 1).guest()).isSameAs(words);
        assertThat(EvidenceRecorder.attach(words, 1, JVM_BYTES, WALL_NANOS).columns())
                .isEqualTo(EvidenceColumn.all());
    }

    @Test
    void columns_that_are_always_recorded_cannot_be_requested() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EvidenceRecorder.attach(words, 1, FUEL))
                .withMessage("fuel is always recorded; only wallNanos and jvmBytes are on request");
    }

    @Test
    void row_tells_what_the_guest_tells_of_its_tick() {
        EvidenceRecorder recorder = EvidenceRecorder.attach(words, 8);
        words.call("spin");
        long fuel = 0;
        for (int row = 0; row < 4; row++) {
            TickOutcome outcome = recorder.tick(1_001);
            EvidenceRows rows = recorder.snapshot();
            assertThat(rows.figure(row, TICK)).isEqualTo(words.ticks()).isEqualTo(row + 1);
            assertThat(rows.figure(row, OUTCOME)).isEqualTo(outcome.ordinal());
            assertThat(rows.figure(row, INSTANTIATION)).isEqualTo(row == 0 ? 1 : 0);
            assertThat(rows.figure(row, FUEL)).isEqualTo(words.fuelUsed() - fuel);
            assertThat(rows.figure(row, FUEL_OWED)).isEqualTo(words.fuelOwed());
            assertThat(rows.figure(row, STACK_SLOTS))
                    .isEqualTo(words.stackInUse())
                    .isPositive();
            fuel = words.fuelUsed();
        }
        assertThat(fuel).isGreaterThan(4_000);
    }

    @Test
    void tick_without_fuel_of_its_own_has_that_of_the_limits() {
        EvidenceRecorder recorder = EvidenceRecorder.attach(words, 1);
        words.call("spin");
        assertThat(recorder.tick()).isEqualTo(TickOutcome.OUT_OF_FUEL);
        assertThat(recorder.snapshot().figure(0, FUEL)).isGreaterThanOrEqualTo(TestGuests.FUEL_PER_TICK);
    }

    @Test
    void counters_tell_what_was_added_and_gauges_what_is() {
        EvidenceRecorder recorder = EvidenceRecorder.attach(words, 8);
        words.call("steady", 3);
        for (int tick = 0; tick < 3; tick++) {
            recorder.tick();
        }
        EvidenceRows rows = recorder.snapshot();
        assertThat(column(rows, HeapColumn.MATERIALISATIONS)).containsExactly(2, 0, 0);
        assertThat(column(rows, HeapColumn.STRING_ALLOCATIONS)).containsExactly(3, 3, 3);
        assertThat(column(rows, HeapColumn.STRING_ALLOCATED_BYTES)).containsExactly(120, 120, 120);
        assertThat(column(rows, HeapColumn.COPIED_BYTES)).containsExactly(78, 78, 78);
        assertThat(column(rows, HeapColumn.OBJECT_BYTES)).containsExactly(168, 288, 408);
        for (HeapColumn column : HeapColumn.values()) {
            EvidenceColumn evidence = EvidenceColumn.of(column);
            long expected = words.counters().value(column);
            assertThat(column.monotone() ? rows.total(evidence) : rows.figure(2, evidence))
                    .as(evidence.name())
                    .isEqualTo(column.monotone() ? expected - attachedAt(column) : expected);
        }
    }

    /** What the counters of the guest were before it had run. */
    private static long attachedAt(HeapColumn column) {
        try (Guest fresh = TestGuests.words()) {
            return fresh.counters().value(column);
        }
    }

    @Test
    void calls_of_the_host_are_those_of_the_tick() {
        EvidenceRecorder recorder = EvidenceRecorder.attach(pages, 8);
        pages.call("grow", 3);
        for (int tick = 0; tick < 4; tick++) {
            recorder.tick();
        }
        EvidenceRows rows = recorder.snapshot();
        assertThat(rows.figures(HOST_CALLS)).containsExactly(1, 1, 1, 1);
        assertThat(column(rows, HeapColumn.MEMORY_GROWTHS)).containsExactly(0, 0, 1, 0);
        assertThat(column(rows, HeapColumn.MEMORY_BYTES)).containsExactly(65_536, 65_536, 131_072, 131_072);
        assertThat(column(rows, HeapColumn.COPIED_BYTES)).containsOnly(64);
    }

    @Test
    void objects_of_a_guest_with_a_heap_of_its_own_are_not_observed_and_never_0() {
        EvidenceRecorder recorder = EvidenceRecorder.attach(pages, 8);
        pages.call("grow", 3);
        recorder.tick();
        EvidenceRows rows = recorder.snapshot();
        for (HeapColumn column : HeapColumn.values()) {
            long figure = rows.figure(0, EvidenceColumn.of(column));
            if (column.countsObjects()) {
                assertThat(figure).as(column.key()).isEqualTo(EvidenceRecorder.NOT_OBSERVED);
                assertThat(rows.total(EvidenceColumn.of(column))).isZero();
            } else {
                assertThat(figure).as(column.key()).isNotNegative();
            }
        }
    }

    @Test
    void what_the_host_does_before_a_tick_belongs_to_it() {
        words.call("steady", 1);
        words.tick();
        EvidenceRecorder recorder = EvidenceRecorder.attach(words, 8);
        words.tick();
        recorder.tick();
        recorder.tick();
        assertThat(column(recorder.snapshot(), HeapColumn.STRING_ALLOCATIONS)).containsExactly(2, 1);
    }

    @Test
    void fuel_and_host_calls_from_before_attaching_are_not_recorded() {
        pages.call("grow", 3);
        pages.tick();
        EvidenceRecorder recorder = EvidenceRecorder.attach(pages, 8);
        long before = pages.fuelUsed();
        recorder.tick();
        assertThat(recorder.snapshot().figures(HOST_CALLS)).containsExactly(1);
        assertThat(recorder.snapshot().figures(FUEL)).containsExactly(pages.fuelUsed() - before);
    }

    @Test
    void a_tick_run_by_the_host_can_be_recorded_but_what_it_took_was_not_observed() {
        EvidenceRecorder recorder = EvidenceRecorder.attach(words, 8, WALL_NANOS, JVM_BYTES);
        words.call("steady", 2);
        words.tick();
        recorder.record();
        EvidenceRows rows = recorder.snapshot();
        assertThat(column(rows, HeapColumn.STRING_ALLOCATIONS)).containsExactly(2);
        assertThat(rows.figures(OUTCOME)).containsExactly(TickOutcome.YIELDED.ordinal());
        assertThat(rows.figures(WALL_NANOS)).containsExactly(EvidenceRecorder.NOT_OBSERVED);
        assertThat(rows.figures(JVM_BYTES)).containsExactly(EvidenceRecorder.NOT_OBSERVED);
    }

    @Test
    void without_a_tick_there_is_nothing_to_record() {
        EvidenceRecorder recorder = EvidenceRecorder.attach(words, 8);
        words.call("spin");
        assertThatIllegalStateException()
                .isThrownBy(recorder::record)
                .withMessage("there is no tick to record; tick the guest first");
        assertThat(recorder.recorded()).isZero();
    }

    @Test
    void wall_time_and_garbage_of_the_jvm_are_recorded_on_request() {
        EvidenceRecorder both = EvidenceRecorder.attach(words, 8, WALL_NANOS, JVM_BYTES);
        words.call("spin");
        long begin = System.nanoTime();
        both.tick();
        long took = System.nanoTime() - begin;
        EvidenceRows rows = both.snapshot();
        assertThat(rows.figure(0, WALL_NANOS)).isPositive().isLessThanOrEqualTo(took);
        // The first tick of all lowers code.
        assertThat(rows.figure(0, JVM_BYTES)).isPositive();
        assertThat(rows.columns().getLast()).isEqualTo(JVM_BYTES);

        EvidenceRecorder jvmAlone = EvidenceRecorder.attach(words, 8, JVM_BYTES);
        jvmAlone.tick();
        assertThat(jvmAlone.snapshot().has(WALL_NANOS)).isFalse();
        assertThat(jvmAlone.snapshot().figure(0, JVM_BYTES)).isNotNegative();
        assertThat(jvmAlone.columns()).hasSize(EvidenceColumn.all().size() - 1);
    }

    /** The JVM itself allocates now and then on any thread, but not in half of the ticks. */
    @Test
    void garbage_of_the_jvm_is_that_of_the_tick_alone() {
        EvidenceRecorder recorder = EvidenceRecorder.attach(words, 2_000, JVM_BYTES);
        words.call("spin");
        for (int tick = 0; tick < 2_000; tick++) {
            recorder.tick(100);
        }
        long[] garbage = recorder.since(1_000).figures(JVM_BYTES);
        assertThat(LongStream.of(garbage).filter(bytes -> bytes == 0).count()).isGreaterThan(500);
    }

    @Test
    void a_recorded_tick_allocates_nothing_on_the_heap_of_the_jvm() {
        EvidenceRecorder recorder = EvidenceRecorder.attach(words, 64, WALL_NANOS, JVM_BYTES);
        words.call("spin");
        long[] row = new long[recorder.columns().size()];
        for (int tick = 0; tick < 1_000; tick++) {
            recorder.tick(100);
        }
        long garbage = Long.MAX_VALUE;
        // Now and then the JVM itself allocates on any thread; what the recorder allocates it allocates every time.
        for (int attempt = 0; attempt < 5 && garbage != 0; attempt++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int tick = 0; tick < 5_000; tick++) {
                recorder.tick(100);
                recorder.read(recorder.recorded() - 1, row);
            }
            garbage = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(garbage).isZero();
    }

    @Test
    void since_tells_the_rows_behind_a_mark() {
        EvidenceRecorder recorder = EvidenceRecorder.attach(words, 8);
        words.call("steady", 1);
        recorder.tick();
        recorder.tick();
        long mark = recorder.mark();
        assertThat(recorder.since(mark).count()).isZero();
        recorder.tick();
        recorder.tick();
        recorder.tick();
        assertThat(recorder.since(mark).figures(TICK)).containsExactly(3, 4, 5);
        assertThat(recorder.since(mark).overwritten()).isZero();
        assertThat(recorder.snapshot().figures(TICK)).containsExactly(1, 2, 3, 4, 5);
        assertThat(recorder.recorded()).isEqualTo(5);
    }

    @Test
    void rows_lost_since_a_mark_are_counted() {
        EvidenceRecorder recorder = EvidenceRecorder.attach(words, 4);
        words.call("steady", 1);
        recorder.tick();
        long mark = recorder.mark();
        for (int tick = 0; tick < 6; tick++) {
            recorder.tick();
        }
        assertThat(recorder.since(mark).figures(TICK)).containsExactly(4, 5, 6, 7);
        assertThat(recorder.since(mark).overwritten()).isEqualTo(2);
        assertThat(recorder.snapshot().overwritten()).isEqualTo(3);
        assertThat(recorder.overwritten()).isEqualTo(3);
        assertThat(recorder.since(recorder.mark()).overwritten()).isZero();
    }

    @Test
    void a_mark_of_another_recorder_is_refused() {
        EvidenceRecorder recorder = EvidenceRecorder.attach(words, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> recorder.since(1))
                .withMessage("1 is no mark of this recorder, which stands at 0");
        assertThatIllegalArgumentException().isThrownBy(() -> recorder.since(-1));
    }

    @Test
    void a_row_is_read_without_a_snapshot() {
        EvidenceRecorder recorder = EvidenceRecorder.attach(words, 1);
        long[] row = new long[recorder.columns().size()];
        words.call("spin");
        recorder.tick();
        assertThat(recorder.read(0, row)).isTrue();
        assertThat(row)
                .isEqualTo(LongStream.range(0, row.length)
                        .map(place -> recorder.snapshot().figure(0, (int) place))
                        .toArray());
        recorder.tick();
        assertThat(recorder.read(0, row)).isFalse();
        assertThatThrownBy(() -> recorder.read(1, new long[row.length - 1]))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void a_snapshot_does_not_change_with_the_guest() {
        EvidenceRecorder recorder = EvidenceRecorder.attach(words, 1);
        words.call("spin");
        recorder.tick();
        EvidenceRows rows = recorder.snapshot();
        recorder.tick();
        assertThat(rows.figures(TICK)).containsExactly(1);
    }

    /** In a ring of one row, the writer has come round more than once before a reader has begun. */
    @ParameterizedTest
    @ValueSource(ints = {1, 16})
    void a_snapshot_taken_by_another_thread_has_rows_without_a_gap(int capacity) throws InterruptedException {
        EvidenceRecorder recorder = EvidenceRecorder.attach(words, capacity);
        words.call("spin");
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger snapshots = new AtomicInteger();
        AtomicReference<String> gap = new AtomicReference<>("");
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            while (!done.get()) {
                EvidenceRows rows = recorder.snapshot();
                for (int row = 0; row < rows.count(); row++) {
                    if (rows.figure(row, TICK) != rows.overwritten() + row + 1) {
                        gap.set("row " + row + " behind " + rows.overwritten() + ": tick " + rows.figure(row, TICK));
                    }
                }
                snapshots.incrementAndGet();
            }
        });
        reader.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        reader.start();
        for (int tick = 0; tick < 20_000 || (snapshots.get() < 2_000 && reader.isAlive()); tick++) {
            recorder.tick(10);
        }
        done.set(true);
        reader.join();
        assertThat(failure).hasNullValue();
        assertThat(gap).hasValue("");
    }

    @Test
    void guest_without_a_recorder_runs_as_the_one_with() {
        try (Guest other = TestGuests.words()) {
            EvidenceRecorder recorder = EvidenceRecorder.attach(words, 2, WALL_NANOS, JVM_BYTES);
            words.call("steady", 5);
            other.call("steady", 5);
            for (int tick = 0; tick < 50; tick++) {
                assertThat(recorder.tick(777)).isEqualTo(other.tick(777));
            }
            assertThat(words.fuelUsed()).isEqualTo(other.fuelUsed());
            assertThat(words.stateDigest()).isEqualTo(other.stateDigest());
            assertThat(words.counters().mark()).isEqualTo(other.counters().mark());
        }
    }

    private static long[] column(EvidenceRows rows, HeapColumn column) {
        return rows.figures(EvidenceColumn.of(column));
    }
}
