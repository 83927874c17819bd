package dev.tally.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.LinkException;
import dev.tally.guests.Collecting;
import dev.tally.guests.GuestProgram;
import dev.tally.guests.Performance;
import dev.tally.guests.Slicing;
import dev.tally.heap.HeapColumn;
import dev.tally.heap.check.HeapWalk;
import dev.tally.runtime.Guest;
import dev.tally.runtime.GuestArenas;
import dev.tally.runtime.RestMode;
import dev.tally.runtime.TickOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs one program under every schedule of the collector, in slices of every size and in every mode of resting, with room
 * to spare, in the very quota in which it fits, and in one allocation unit less; and demands that nothing can be told apart.
 */
@ParameterizedClass
@MethodSource("dev.tally.guests.GuestProgram#allocating")
final class CollectorTest {
    /** Every object begins at a multiple of so many bytes, so this is the least that a quota can be short of. */
    private static final long UNIT = 8;

    /** Few, since a census is paid for by all that is charged. */
    private static final int STACK_SLOTS = 1_024;

    private static final long MORE_THAN_ENOUGH = 16 << 20;
    private static final List<Long> SLICES = List.of(1L, 7L, 100L, 10_000L, Slicing.UNLIMITED);
    private static final long SEED = 5;

    private final GuestProgram program;

    CollectorTest(GuestProgram program) {
        this.program = program.brief();
    }

    @ParameterizedTest
    @EnumSource
    void schedule_of_the_collector_cannot_be_told(Collecting mode) {
        assertSame(program, mode);
    }

    @ParameterizedTest
    @EnumSource
    void in_the_exact_quota_nothing_tells_when_objects_are_collected(Collecting mode) {
        GuestProgram fitting = program.within(exactQuota(), STACK_SLOTS);
        assertSame(fitting, mode);
    }

    @ParameterizedTest
    @EnumSource
    void one_unit_below_that_it_traps_after_the_same_fuel(Collecting mode) {
        GuestProgram failing = program.within(exactQuota() - UNIT, STACK_SLOTS);
        assertThat(fits(failing)).isFalse();
        assertThat(Performance.of(failing, Slicing.of(Slicing.UNLIMITED)).transcript())
                .anyMatch(line -> line.startsWith(TickOutcome.TRAPPED.name()));
        assertSame(failing, mode);
    }

    @Test
    void heap_is_sound_at_every_rest() {
        for (Collecting mode : Collecting.values()) {
            Performance walked = new Performance(program, Slicing.of(100))
                    .collecting(mode)
                    .tickedBy(CollectorTest::tickAndWalk)
                    .perform();
            assertThat(walked.transcript())
                    .as("%s", mode)
                    .isEqualTo(Performance.of(program, Slicing.of(100)).transcript());
        }
    }

    private static TickOutcome tickAndWalk(Guest guest, long fuel) {
        TickOutcome outcome = guest.tick(fuel);
        HeapWalk.verify(GuestArenas.of(guest));
        return outcome;
    }

    @Test
    void schedules_do_collect() {
        for (Collecting mode : Collecting.values()) {
            Performance performance = new Performance(program, Slicing.of(Slicing.UNLIMITED))
                    .collecting(mode)
                    .perform();
            if (mode != Collecting.AS_DESIGNED) {
                assertThat(performance.counted(HeapColumn.NURSERY_COLLECTIONS))
                        .as("%s", mode)
                        .isGreaterThan(3);
            }
        }
    }

    private static void assertSame(GuestProgram program, Collecting mode) {
        List<String> reference =
                Performance.of(program, Slicing.of(Slicing.UNLIMITED)).transcript();
        for (long slice : SLICES) {
            for (RestMode rests : RestMode.values()) {
                Performance performance = new Performance(program, new Slicing(slice, rests, SEED))
                        .collecting(mode)
                        .perform();
                assertThat(performance.transcript())
                        .as("%s, collecting %s", performance, mode)
                        .isEqualTo(reference);
            }
        }
    }

    /** The least quota in which the program comes to its end, found by bisection. */
    private long exactQuota() {
        long tooSmall = STACK_SLOTS * UNIT;
        long enough = MORE_THAN_ENOUGH;
        while (enough - tooSmall > UNIT) {
            long middle = (tooSmall + enough) / 2 / UNIT * UNIT;
            if (fits(program.within(middle, STACK_SLOTS))) {
                enough = middle;
            } else {
                tooSmall = middle;
            }
        }
        return enough;
    }

    /** Whether the program comes to its end in its quota: what it must have from its beginning, its memories and objects. */
    private boolean fits(GuestProgram within) {
        try {
            return Performance.of(within, Slicing.of(Slicing.UNLIMITED))
                    .episodes()
                    .equals(program.script());
        } catch (LinkException noRoomForMemories) {
            return false;
        }
    }
}
