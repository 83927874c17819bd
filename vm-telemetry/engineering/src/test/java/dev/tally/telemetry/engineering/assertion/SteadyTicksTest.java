package dev.tally.telemetry.engineering.assertion;

import static dev.tally.heap.HeapColumn.CHARGED_BYTES;
import static dev.tally.heap.HeapColumn.COMMITS;
import static dev.tally.heap.HeapColumn.COPIED_BYTES;
import static dev.tally.heap.HeapColumn.COPIES;
import static dev.tally.heap.HeapColumn.STRING_ALLOCATED_BYTES;
import static dev.tally.heap.HeapColumn.STRING_ALLOCATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.tally.runtime.Guest;
import dev.tally.runtime.TickOutcome;
import dev.tally.telemetry.engineering.TestGuests;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The assertion of hosts: when it passes, and every way in which it fails. */
final class SteadyTicksTest {
    private final Guest words = TestGuests.words();
    private final Guest pages = TestGuests.pages();

    @AfterEach
    void close() {
        words.close();
        pages.close();
    }

    @Test
    void a_guest_that_only_works_allocates_nothing() {
        assertThatNoException()
                .isThrownBy(() -> SteadyTicks.of(words)
                        .calling("spin")
                        .afterAtMost(1)
                        .burningAtLeast(5_000_000)
                        .allocatesNothing());
    }

    @Test
    void a_function_that_returns_is_called_again() {
        SteadyTicks.of(words)
                .calling("frame", 2)
                .afterAtMost(1)
                .burningAtLeast(100)
                .making(STRING_ALLOCATIONS, 2)
                .making(STRING_ALLOCATED_BYTES, 80)
                .making(COPIES, 2)
                .making(COPIED_BYTES, 52)
                .andNothingElse();
        assertThat(words.ticks()).isEqualTo(101);
    }

    @Test
    void as_many_ticks_are_judged_as_are_asked_for() {
        SteadyTicks.of(words).calling("spin").afterAtMost(7).forTicks(300).allocatesNothing();
        assertThat(words.ticks()).isEqualTo(307);
    }

    @Test
    void copies_are_no_allocation() {
        assertThatNoException()
                .isThrownBy(() -> SteadyTicks.of(pages)
                        .calling("grow", 10_000)
                        .afterAtMost(1)
                        .linearMemoryAside()
                        .allocatesNothing());
    }

    @Test
    void fails_when_a_tick_allocates_and_shows_it() {
        fails(() -> SteadyTicks.of(words)
                        .calling("now_and_then", 40)
                        .afterAtMost(10)
                        .allocatesNothing())
                .isEqualTo("""
                    "now_and_then": NOT_STEADY after 10 ticks, which is all that warm-up may take:
                      tick 40: stringAllocations 1 instead of 0
                      tick 40: stringAllocatedBytes 40 instead of 0
                      tick 40: materialisations 2 instead of 0
                      tick 40: materialisedBytes 48 instead of 0
                      tick 80: stringAllocations 1 instead of 0
                      tick 80: stringAllocatedBytes 40 instead of 0\
                    """);
    }

    @Test
    void fails_when_warm_up_takes_longer_than_it_may() {
        fails(() -> SteadyTicks.of(words)
                        .calling("at_first", 12)
                        .afterAtMost(11)
                        .allocatesNothing())
                .contains("tick 12: stringAllocations 1 instead of 0");
        try (Guest other = TestGuests.words()) {
            SteadyTicks.of(other).calling("at_first", 12).afterAtMost(12).allocatesNothing();
        }
    }

    @Test
    void fails_when_instantiation_is_not_over_before_warm_up_is() {
        fails(() -> SteadyTicks.of(words).calling("spin").allocatesNothing())
                .contains("tick 1: instantiation 1 instead of 0");
    }

    @Test
    void fails_when_a_tick_makes_less_than_was_named() {
        fails(() -> SteadyTicks.of(words)
                        .calling("steady", 3)
                        .afterAtMost(1)
                        .making(STRING_ALLOCATIONS, 4)
                        .making(STRING_ALLOCATED_BYTES, 120)
                        .making(COPIES, 3)
                        .making(COPIED_BYTES, 78)
                        .andNothingElse())
                .contains("tick 2: stringAllocations 3 instead of 4", "and 90 more");
    }

    @Test
    void fails_when_a_tick_makes_what_was_not_named() {
        fails(() -> SteadyTicks.of(words)
                        .calling("steady", 3)
                        .afterAtMost(1)
                        .making(STRING_ALLOCATIONS, 3)
                        .making(STRING_ALLOCATED_BYTES, 120)
                        .making(COPIES, 3)
                        .andNothingElse())
                .contains("tick 2: copiedBytes 78 instead of 0");
    }

    @Test
    void fails_when_a_memory_grows() {
        fails(() -> SteadyTicks.of(pages)
                        .calling("grow", 30)
                        .afterAtMost(1)
                        .linearMemoryAside()
                        .allocatesNothing())
                .contains("tick 30: memoryGrowths 1 instead of 0");
    }

    @Test
    void fails_when_the_heap_is_where_nobody_sees_it() {
        fails(() -> SteadyTicks.of(pages).calling("grow", 10_000).afterAtMost(1).allocatesNothing())
                .contains("stringAllocations, stringAllocatedBytes", "not observed", "linearMemoryAside()");
    }

    @Test
    void fails_when_less_fuel_was_burned_than_was_asked_for() {
        fails(() -> SteadyTicks.of(words)
                        .calling("frame", 0)
                        .afterAtMost(1)
                        .burningAtLeast(100_000)
                        .allocatesNothing())
                .matches("\"frame\": it burned \\d+ fuel after warm-up, and at least 100000 was asked for");
    }

    @Test
    void fuel_of_warm_up_does_not_count() {
        try (Guest cold = TestGuests.words()) {
            SteadyTicks.of(cold)
                    .calling("spin")
                    .afterAtMost(100)
                    .burningAtLeast(9_900_000)
                    .allocatesNothing();
        }
        fails(() -> SteadyTicks.of(words)
                        .calling("spin")
                        .afterAtMost(100)
                        .burningAtLeast(10_200_000)
                        .allocatesNothing())
                .contains("fuel after warm-up");
    }

    @Test
    void fails_when_another_function_than_the_named_one_runs() {
        fails(() -> SteadyTicks.of(words)
                        .driving("steady", ticker -> {
                            words.call("frame", 0);
                            ticker.tick();
                        })
                        .afterAtMost(1)
                        .allocatesNothing())
                .isEqualTo("\"steady\": it was not running after warm-up: nothing was measured;"
                        + " is that what the host calls?");
    }

    @Test
    void fails_when_the_named_function_runs_in_warm_up_alone() {
        int[] frames = {0};
        fails(() -> SteadyTicks.of(words)
                        .driving("steady", ticker -> {
                            words.call(frames[0]++ == 0 ? "steady" : "frame", 0);
                            ticker.tick();
                            words.cancel();
                        })
                        .afterAtMost(1)
                        .allocatesNothing())
                .contains("was not running after warm-up");
        assertThat(frames[0]).isEqualTo(101);
    }

    @Test
    void a_host_drives_its_own_frames_and_may_tick_more_than_asked() {
        SteadyTicks.of(words)
                .driving("steady", ticker -> {
                    words.call("steady", 1);
                    for (int i = 0; i < 7; i++) {
                        assertThat(ticker.tick()).isEqualTo(TickOutcome.YIELDED);
                    }
                    words.cancel();
                })
                .afterAtMost(1)
                .making(STRING_ALLOCATIONS, 1)
                .making(STRING_ALLOCATED_BYTES, 40)
                .making(COPIES, 1)
                .making(COPIED_BYTES, 26)
                .andNothingElse();
        assertThat(words.ticks()).isEqualTo(105);
    }

    @Test
    void fails_when_the_host_does_not_tick() {
        fails(() -> SteadyTicks.of(words).driving("spin", ticker -> {}).allocatesNothing())
                .isEqualTo("\"spin\": the host's frame did not tick the guest");
    }

    @Test
    void fails_when_a_tick_traps() {
        fails(() -> SteadyTicks.of(words).calling("trap").afterAtMost(1).allocatesNothing())
                .startsWith("\"trap\": tick 1 trapped: ");
    }

    @Test
    void fails_when_the_guest_waits_and_nobody_answers() {
        try (Guest waiting = TestGuests.waiting()) {
            fails(() -> SteadyTicks.of(waiting)
                            .calling("grow", 10_000)
                            .afterAtMost(1)
                            .linearMemoryAside()
                            .allocatesNothing())
                    .isEqualTo("\"grow\": tick 1 waits for a function of the host; say with answering() how to"
                            + " complete it");
        }
    }

    @Test
    void a_guest_that_waits_is_answered() {
        int[] answers = {0};
        try (Guest waiting = TestGuests.waiting()) {
            SteadyTicks.of(waiting)
                    .calling("grow", 10_000)
                    .answering(guest -> guest.complete(++answers[0]))
                    .afterAtMost(1)
                    .linearMemoryAside()
                    .allocatesNothing();
        }
        assertThat(answers[0]).isGreaterThan(40);
    }

    @Test
    void what_cannot_be_asked_for_is_refused() {
        assertThatNullPointerException()
                .isThrownBy(() -> SteadyTicks.of(words).allocatesNothing())
                .withMessage("say what to run, with calling() or driving()");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SteadyTicks.of(words).making(CHARGED_BYTES, 1))
                .withMessage("chargedBytes is not judged: it is a gauge, or not reproducible");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SteadyTicks.of(words).making(COMMITS, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SteadyTicks.of(words).burningAtLeast(0))
                .withMessage("a test that burns 0 fuel measures nothing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SteadyTicks.of(words).afterAtMost(-1))
                .withMessage("warm-up cannot take -1 ticks");
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        SteadyTicks.of(words).calling("spin").making(COPIES, 1).allocatesNothing())
                .withMessage("making() asks for something; end with andNothingElse()");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> SteadyTicks.of(words).calling("no such function").allocatesNothing());
    }

    private static AbstractStringAssert<?> fails(ThrowingCallable assertion) {
        return assertThat(assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(assertion)
                .actual()
                .getMessage());
    }
}
