package dev.tally.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.guests.GuestProgram;
import dev.tally.guests.Performance;
import dev.tally.guests.Slicing;
import dev.tally.heap.HostResourceException;
import dev.tally.heap.check.CommitFailure;
import dev.tally.runtime.Guest;
import dev.tally.runtime.GuestArenas;
import dev.tally.runtime.TickOutcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A JVM that has no room for an array of the arena interrupts a tick and nothing else: once there is room, the guest goes on
 * as if there always had been.
 */
final class NoRoomTest {
    /** Fails the commitment of one array after so many, and repeats the tick in which that happened. */
    private static final class ShortOfRoom implements Performance.Ticker {
        private final int commits;
        private boolean armed;
        private boolean failed;

        ShortOfRoom(int commits) {
            this.commits = commits;
        }

        @Override
        public TickOutcome tick(Guest guest, long fuel) {
            if (!armed) {
                armed = true;
                CommitFailure.failCommitAfter(GuestArenas.of(guest), commits);
            }
            try {
                return guest.tick(fuel);
            } catch (HostResourceException noRoom) {
                failed = true;
                return guest.tick(fuel);
            }
        }
    }

    @ParameterizedTest
    @MethodSource({"dev.tally.guests.GuestProgram#working", "dev.tally.guests.GuestProgram#allocating"})
    void a_guest_whose_nth_array_cannot_be_made_goes_on_when_it_can(GuestProgram program) {
        Performance reference = Performance.of(program, Slicing.of(Slicing.UNLIMITED));
        boolean failed;
        int commits = 0;
        do {
            ShortOfRoom ticker = new ShortOfRoom(commits);
            Performance interrupted = new Performance(program, Slicing.of(Slicing.UNLIMITED))
                    .tickedBy(ticker)
                    .perform();
            assertThat(interrupted.transcript())
                    .as("%s without room for array %d", program, commits)
                    .isEqualTo(reference.transcript());
            commits++;
            failed = ticker.failed || interrupted.repeatedCalls() > 0;
        } while (failed);
        assertThat(commits).as("runs, the last of which had room").isGreaterThan(1);
    }
}
