package dev.tally.runtime;

import static dev.tally.runtime.Guests.UNLIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever watches sees every call of the host at rest, and the guest sees nothing of that. */
final class HostCallWatcherTest {
    private final List<String> seen = new ArrayList<>();

    private void note(Guest guest, String module, String field) {
        seen.add(module + "." + field + " at " + guest.fuelUsed() + ": " + guest.stateDigest());
    }

    private Guest watched(LeafFunction act) {
        return Guests.spawn(
                "act",
                Imports.builder()
                        .leaf("host", "act", Guests.INT_TO_INT, act)
                        .watchedBy(this::note)
                        .build());
    }

    private static void addOne(LeafCall call) {
        call.charge(5);
        call.setIntResult(0, call.intArgument(0) + 1);
    }

    @Test
    void calls_of_leaf_and_resting_functions_are_seen_in_their_order() {
        Guest guest = watched(HostCallWatcherTest::addOne);
        assertThat(Guests.runInt(guest, "act_twice", 20)).isEqualTo(22);
        assertThat(Guests.runInt(guest, "act_through_table", 20)).isEqualTo(21);
        assertThat(Guests.runInt(guest, "host_act", 20)).isEqualTo(21);
        assertThat(seen).hasSize(4).allMatch(call -> call.startsWith("host.act at "));
        assertThat(guest.hostCalls()).isEqualTo(4);
    }

    @Test
    void call_that_is_answered_in_rounds_is_seen_and_counted_once() {
        Guest guest = Guests.spawn(
                "act",
                Imports.builder()
                        .resting(
                                "host",
                                "act",
                                Guests.INT_TO_INT,
                                call -> call.round() < 3 ? call.pay(100) : call.done())
                        .watchedBy(this::note)
                        .build());
        guest.call("act", 1);
        assertThat(Guests.finish(guest, 10)).isEqualTo(TickOutcome.RETURNED);
        assertThat(guest.fuelUsed()).isGreaterThan(300);
        assertThat(guest.hostCalls()).isEqualTo(1);
        assertThat(seen).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 100, UNLIMITED})
    void digests_at_calls_are_the_same_for_every_slice_size(long fuelPerTick) {
        Guest whole = watched(HostCallWatcherTest::addOne);
        Guests.run(whole, "deeper", 3);
        List<String> expected = List.copyOf(seen);
        seen.clear();
        Guest sliced = watched(HostCallWatcherTest::addOne);
        Guests.runInSlices(sliced, fuelPerTick, "deeper", 3);
        assertThat(seen).isEqualTo(expected).isNotEmpty();
        assertThat(sliced.stateDigest()).isEqualTo(whole.stateDigest());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 100, UNLIMITED})
    void guest_cannot_tell_that_it_is_watched(long fuelPerTick) {
        Guest unwatched = Guests.actingOnLeaf(HostCallWatcherTest::addOne);
        Guest watched = watched(HostCallWatcherTest::addOne);
        for (String export : List.of("act_twice", "act_through_table", "deeper", "host_act")) {
            Guests.runInSlices(unwatched, fuelPerTick, export, 7);
            Guests.runInSlices(watched, fuelPerTick, export, 7);
            assertThat(watched.resultInt(0)).isEqualTo(unwatched.resultInt(0));
            assertThat(watched.fuelUsed()).isEqualTo(unwatched.fuelUsed());
            assertThat(watched.ticks()).isEqualTo(unwatched.ticks());
            assertThat(watched.stateDigest()).isEqualTo(unwatched.stateDigest());
        }
    }

    @Test
    void exception_of_a_watched_leaf_function_is_the_trap_that_it_always_is() {
        LeafFunction failing = call -> {
            call.charge(9);
            throw new java.io.IOException("no");
        };
        Guest unwatched = Guests.actingOnLeaf(failing);
        Guest watched = watched(failing);
        Trap expected = Guests.runTrap(unwatched, "act", 1);
        Trap trap = Guests.runTrap(watched, "act", 1);
        assertThat(trap.kind()).isEqualTo(expected.kind());
        assertThat(trap.message()).isEqualTo(expected.message());
        assertThat(Objects.requireNonNull(trap.cause())).hasMessage("no");
        assertThat(watched.fuelUsed()).isEqualTo(unwatched.fuelUsed());
    }
}
