package dev.tally.runtime;

import static dev.tally.runtime.Guests.UNLIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The test modes bring a guest to rest more often, and change nothing that it or its host can see. */
final class RestModeTest {
    private static final long SEED = 20_250_607;

    private static Guest guest() {
        return Guests.actingAtRest(call -> {
            if (call.intArgument(0) == 0) {
                return call.done();
            }
            if (call.round() == 0) {
                return call.call(call.function("deeper"), call.intArgument(0));
            }
            call.setIntResult(0, call.intResultOfCall(0));
            return call.done();
        });
    }

    /** The states at all yields and at the return, the fuel at each, and the result. */
    private static List<String> performance(RestMode mode, long seed, long fuelPerTick, Guest guest) {
        guest.restMode(mode, seed);
        List<String> events = new ArrayList<>();
        guest.call("act", 20);
        while (true) {
            TickOutcome outcome = guest.tick(fuelPerTick);
            if (outcome != TickOutcome.OUT_OF_FUEL) {
                events.add(outcome + " " + guest.fuelUsed() + " " + guest.stateDigest());
            }
            if (!outcome.inProgress()) {
                events.add("result " + guest.resultInt(0));
                return events;
            }
        }
    }

    /** How often a loop of 1,000 turns comes to rest in one tick that grants all it needs. */
    private static long rests(RestMode mode, long seed) {
        Guest guest = Guests.spawn("fuel", Imports.none());
        Guests.instantiate(guest);
        guest.restMode(mode, seed);
        Guests.run(guest, "loop", 1_000);
        return guest.rests().sum();
    }

    @Test
    void modes_change_nothing_that_can_be_seen() {
        List<String> expected = performance(RestMode.WHEN_NEEDED, 0, UNLIMITED, guest());
        assertThat(expected).hasSize(20 + 2).last().isEqualTo("result 201");
        for (RestMode mode : RestMode.values()) {
            for (long fuelPerTick : new long[] {1, 3, 50, UNLIMITED}) {
                assertThat(performance(mode, SEED, fuelPerTick, guest()))
                        .as("%s, slices of %d, seed %d", mode, fuelPerTick, SEED)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void everywhere_rests_more_often_than_at_random_and_that_more_often_than_needed() {
        assertThat(rests(RestMode.WHEN_NEEDED, 0)).isZero();
        assertThat(rests(RestMode.AT_RANDOM, SEED)).isBetween(10L, 900L);
        assertThat(rests(RestMode.EVERYWHERE, 0)).isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void random_rests_follow_from_their_seed() {
        assertThat(rests(RestMode.AT_RANDOM, SEED)).isEqualTo(rests(RestMode.AT_RANDOM, SEED));
    }
}
