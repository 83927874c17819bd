package dev.tally.evidence;

import static dev.tally.heap.HeapColumn.COPIED_BYTES;
import static dev.tally.heap.HeapColumn.COPIES;
import static dev.tally.heap.HeapColumn.STRING_ALLOCATED_BYTES;
import static dev.tally.heap.HeapColumn.STRING_ALLOCATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tally.guests.GuestProgram;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.telemetry.engineering.EvidenceColumn;
import dev.tally.telemetry.engineering.EvidenceRecorder;
import dev.tally.telemetry.engineering.SteadyState;
import dev.tally.telemetry.engineering.SteadyState.Verdict;
import dev.tally.telemetry.engineering.assertion.SteadyTicks;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The three programs whose objects per frame are derived by hand, as a host would guard its own; and the same frames with a
 * leak, which has to be found.
 */
final class SteadyProgramsTest {
    /** Long enough for every 64th frame to come round several times. */
    private static final int FRAMES = 300;

    @Test
    void numbers_allocate_nothing() {
        try (Guest guest = spawn("numeric")) {
            SteadyTicks.of(guest)
                    .calling("run")
                    .afterAtMost(1)
                    .forTicks(FRAMES)
                    .burningAtLeast(1_000_000)
                    .linearMemoryAside()
                    .allocatesNothing();
        }
    }

    @Test
    void constants_allocate_nothing_after_the_first_frame() {
        try (Guest guest = spawn("constant_strings")) {
            SteadyTicks.of(guest)
                    .calling("run")
                    .afterAtMost(1)
                    .forTicks(FRAMES)
                    .burningAtLeast(300_000)
                    .allocatesNothing();
        }
        try (Guest guest = spawn("constant_strings")) {
            EvidenceRecorder recorder = EvidenceRecorder.attach(guest, FRAMES);
            guest.call("run");
            for (int frame = 0; frame < FRAMES; frame++) {
                recorder.tick();
            }
            SteadyState state = SteadyState.of(recorder.snapshot());
            assertThat(state.verdict()).isEqualTo(Verdict.STEADY);
            assertThat(state.warmUpRows()).isEqualTo(1);
        }
    }

    @Test
    void sixteen_strings_are_built_in_each_frame_and_nothing_else_is_made() {
        try (Guest guest = spawn("build_strings")) {
            SteadyTicks.of(guest)
                    .calling("run")
                    .afterAtMost(1)
                    .forTicks(FRAMES)
                    .burningAtLeast(50_000)
                    .making(STRING_ALLOCATIONS, 16)
                    .making(STRING_ALLOCATED_BYTES, 640)
                    .making(COPIES, 16)
                    .making(COPIED_BYTES, 416)
                    .andNothingElse();
        }
    }

    @Test
    void memory_that_grows_now_and_then_is_caught() {
        try (Guest guest = spawn("leaks")) {
            caught(() -> SteadyTicks.of(guest)
                            .calling("numbers")
                            .afterAtMost(1)
                            .forTicks(FRAMES)
                            .burningAtLeast(1_000_000)
                            .allocatesNothing())
                    .contains("tick 64: memoryGrowths 1 instead of 0", "tick 128: ", "tick 256: ");
        }
    }

    @Test
    void string_built_now_and_then_is_caught() {
        try (Guest guest = spawn("leaks")) {
            caught(() -> SteadyTicks.of(guest)
                            .calling("constants")
                            .afterAtMost(1)
                            .forTicks(FRAMES)
                            .burningAtLeast(30_000)
                            .allocatesNothing())
                    .contains(
                            "tick 64: stringAllocations 1 instead of 0",
                            "tick 64: stringAllocatedBytes 40 instead of 0",
                            "tick 64: materialisations 1 instead of 0",
                            "tick 128: stringAllocations 1 instead of 0");
        }
    }

    @Test
    void one_string_too_many_now_and_then_is_caught() {
        try (Guest guest = spawn("leaks")) {
            caught(() -> SteadyTicks.of(guest)
                            .calling("strings")
                            .afterAtMost(1)
                            .forTicks(FRAMES)
                            .burningAtLeast(50_000)
                            .making(STRING_ALLOCATIONS, 16)
                            .making(STRING_ALLOCATED_BYTES, 640)
                            .making(COPIES, 16)
                            .making(COPIED_BYTES, 416)
                            .andNothingElse())
                    .contains(
                            "tick 64: stringAllocations 17 instead of 16",
                            "tick 64: stringAllocatedBytes 680 instead of 640",
                            "tick 128: copies 17 instead of 16");
        }
    }

    /** Also when nobody says what to expect, and the verdict alone has to find it. */
    @ParameterizedTest
    @CsvSource({"numbers, memoryGrowths, 1, 0", "constants, stringAllocations, 1, 0", "strings, copies, 17, 16"})
    void leak_is_found_without_being_told_what_to_expect(String export, String column, long amount, long expected) {
        try (Guest guest = spawn("leaks")) {
            EvidenceRecorder recorder = EvidenceRecorder.attach(guest, FRAMES);
            guest.call(export);
            for (int frame = 0; frame < FRAMES; frame++) {
                recorder.tick();
            }
            SteadyState state = SteadyState.of(recorder.snapshot());
            assertThat(state.verdict()).as(state.explanation()).isEqualTo(Verdict.NOT_STEADY);
            assertThat(state.deviations())
                    .filteredOn(deviation -> deviation.column().name().equals(column))
                    .extracting(SteadyState.Deviation::tick)
                    .containsExactly(192L, 256L);
            assertThat(state.deviations())
                    .contains(new SteadyState.Deviation(192, columnNamed(column), amount, expected));
        }
    }

    private static EvidenceColumn columnNamed(String name) {
        return EvidenceColumn.all().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Guest spawn(String program) {
        return GuestProgram.named("heap/" + program).spawn(Imports.none());
    }

    private static AbstractStringAssert<?> caught(ThrowingCallable assertion) {
        return assertThat(assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(assertion)
                .actual()
                .getMessage());
    }
}
