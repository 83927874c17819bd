package dev.tally.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.guests.Episode;
import dev.tally.guests.GuestProgram;
import dev.tally.guests.TestHost;
import dev.tally.runtime.Guest;
import dev.tally.runtime.TickOutcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The overshoot that certificates prove from the module alone is never exceeded by what a run of it charges. */
final class ProvedOvershootTest {
    /** Enough for most programs to end, and for the endless ones to have shown what they do. */
    private static final int MOST_TICKS = 20_000;

    /** What a function of {@link TestHost} charges for its own work at most, which no module can know of. */
    private static final long CHARGED_BY_HOST = 3;

    @ParameterizedTest
    @MethodSource("dev.tally.guests.GuestProgram#all")
    void no_tick_charges_more_than_its_grant_and_what_is_proved(GuestProgram program) {
        for (long grant : new long[] {1, 17, 1_000}) {
            TestHost host = new TestHost(new DeafLog(), question -> false);
            Guest guest = program.spawn(host.imports().build());
            long bound = grant + guest.module().overshoot() + CHARGED_BY_HOST;
            assertThat(mostFuelOfATick(program, guest, grant))
                    .as("%d fuel per tick", grant)
                    .isPositive()
                    .isLessThanOrEqualTo(bound);
        }
    }

    private static long mostFuelOfATick(GuestProgram program, Guest guest, long grant) {
        long most = 0;
        for (Episode episode : program.script()) {
            if (episode.callOn(guest) == null && !guest.instantiating()) {
                continue;
            }
            TickOutcome outcome;
            int ticks = 0;
            do {
                outcome = guest.tick(grant);
                most = Math.max(most, guest.fuelOfLastTick());
            } while (outcome.inProgress() && ++ticks < MOST_TICKS);
            if (guest.instantiating()) {
                // Where that never ends, there is nothing to be called.
                return most;
            }
            if (outcome.inProgress()) {
                guest.cancel();
            }
        }
        return most;
    }
}
