package dev.tally.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tally.guests.GuestProgram;
import dev.tally.guests.HostLog;
import dev.tally.guests.Slicing;
import dev.tally.guests.TestHost;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.TickOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instantiation is guest code: it is paid for, cut into ticks, and may take for ever without anybody having to wait. */
final class InstantiationTest {
    /** What {@code start.expect} says of {@code run 8}. */
    private static final long FIRST_RESULT = 5283381108972601632L;

    private static final HostLog SILENT = new HostLog() {
        @Override
        public void called(Asked function, long first, long second) {}

        @Override
        public void bytes(byte[] bytes, int length) {}
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 100, 10_000, Slicing.UNLIMITED})
    void a_call_prepared_at_once_runs_behind_instantiation(long slice) {
        TestHost host = new TestHost(SILENT);
        try (Guest prepared = spawn(host);
                Guest instantiated = spawn(host)) {
            prepared.call("run", 8);
            toTheEnd(prepared, host, slice);
            toTheEnd(instantiated, host, slice);
            instantiated.call("run", 8);
            toTheEnd(instantiated, host, slice);
            assertThat(prepared.resultLong(0)).isEqualTo(FIRST_RESULT);
            assertThat(prepared.fuelUsed()).isEqualTo(instantiated.fuelUsed());
            assertThat(prepared.stateDigest()).isEqualTo(instantiated.stateDigest());
        }
    }

    @Test
    void ticks_that_instantiate_are_marked_as_such() {
        TestHost host = new TestHost(SILENT);
        try (Guest guest = spawn(host)) {
            guest.call("run", 8);
            while (guest.instantiating()) {
                if (guest.tick(1) == TickOutcome.WAITING) {
                    host.answer(guest);
                }
                assertThat(guest.lastTickInstantiated()).isTrue();
            }
            guest.tick(1);
            assertThat(guest.lastTickInstantiated()).isFalse();
        }
    }

    @Test
    void a_call_in_the_middle_of_instantiation_is_refused() {
        try (Guest guest = spawn(new TestHost(SILENT))) {
            guest.tick(100);
            assertThatIllegalStateException().isThrownBy(() -> guest.call("run", 8));
        }
    }

    @Test
    void an_endless_start_blocks_neither_spawning_nor_ticks() {
        try (Guest guest = GuestProgram.named("bad/endless_start").spawn(Imports.none())) {
            guest.call("run");
            for (int i = 0; i < 1_000; i++) {
                assertThat(guest.tick(100)).isEqualTo(TickOutcome.OUT_OF_FUEL);
                assertThat(guest.lastTickInstantiated()).isTrue();
            }
            assertThat(guest.fuelUsed() - guest.fuelOwed()).isEqualTo(1_000 * 100);
        }
    }

    private static Guest spawn(TestHost host) {
        return GuestProgram.named("start").spawn(host.imports().build());
    }

    private static void toTheEnd(Guest guest, TestHost host, long slice) {
        for (TickOutcome outcome = guest.tick(slice); outcome.inProgress(); outcome = guest.tick(slice)) {
            if (outcome == TickOutcome.WAITING) {
                host.answer(guest);
            }
        }
    }
}
