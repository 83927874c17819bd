package dev.tally.runtime;

import static dev.tally.runtime.Guests.UNLIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What becomes of fuel between ticks: debt is carried, credit is not, and a price is taken once. */
final class FuelBalanceTest {
    private static Guest guest() {
        Guest guest = Guests.spawn("fuel", Imports.none());
        Guests.instantiate(guest);
        return guest;
    }

    @Test
    void fuel_owed_by_one_tick_is_paid_by_the_next() {
        Guest guest = guest();
        guest.call("straight", 5);
        assertThat(guest.tick(4)).isEqualTo(TickOutcome.OUT_OF_FUEL);
        assertThat(guest.fuelOwed()).isEqualTo(11 - 4);
        assertThat(guest.fuelOfLastTick()).isEqualTo(11);
        assertThat(guest.tick(7)).isEqualTo(TickOutcome.RETURNED);
        assertThat(guest.fuelOwed()).isZero();
        assertThat(guest.fuelOfLastTick()).isZero();
    }

    @Test
    void tick_that_starts_in_debt_pays_and_runs_nothing() {
        Guest guest = guest();
        guest.call("straight", 5);
        guest.tick(1);
        for (long owed = 9; owed > 0; owed--) {
            String digest = guest.stateDigest();
            assertThat(guest.tick(1)).isEqualTo(TickOutcome.OUT_OF_FUEL);
            assertThat(guest.fuelOwed()).isEqualTo(owed);
            assertThat(guest.stateDigest()).isEqualTo(digest);
        }
        assertThat(guest.tick(1)).isEqualTo(TickOutcome.RETURNED);
    }

    @Test
    void credit_is_not_carried_over() {
        Guest guest = guest();
        guest.call("nothing");
        guest.tick(UNLIMITED);
        guest.call("straight", 5);
        assertThat(guest.tick(1)).isEqualTo(TickOutcome.OUT_OF_FUEL);
        assertThat(guest.fuelOwed()).isEqualTo(10);
    }

    @Test
    void grant_that_is_just_enough_leaves_no_debt() {
        Guest guest = guest();
        guest.call("straight", 5);
        assertThat(guest.tick(11)).isEqualTo(TickOutcome.RETURNED);
        assertThat(guest.fuelOwed()).isZero();
    }

    @Test
    void debt_survives_the_return_and_is_paid_by_the_next_call() {
        Guest guest = Guests.actingOnLeaf(call -> call.charge(1_000));
        Guests.instantiate(guest);
        guest.call("host_act", 1);
        assertThat(guest.tick(10)).isEqualTo(TickOutcome.RETURNED);
        assertThat(guest.fuelOwed()).isEqualTo(990);
        guest.call("double", 1);
        assertThat(guest.tick(900)).isEqualTo(TickOutcome.OUT_OF_FUEL);
        assertThat(guest.fuelOwed()).isEqualTo(90);
        assertThat(guest.tick(93)).isEqualTo(TickOutcome.RETURNED);
        assertThat(guest.resultInt(0)).isEqualTo(2);
    }

    @Test
    void debt_survives_cancel_and_trap() {
        Guest guest = guest();
        guest.call("straight", 5);
        guest.tick(1);
        guest.cancel();
        assertThat(guest.fuelOwed()).isEqualTo(10);
        guest.call("trap_midway");
        assertThat(guest.tick(10)).isEqualTo(TickOutcome.OUT_OF_FUEL);
        assertThat(guest.fuelOwed()).isEqualTo(5);
        assertThat(guest.tick(5)).isEqualTo(TickOutcome.TRAPPED);
        assertThat(guest.fuelOwed()).isZero();
    }

    @Test
    void fuel_used_is_the_sum_of_all_ticks() {
        Guest guest = guest();
        long before = guest.fuelUsed();
        long sum = 0;
        guest.call("loop", 1_000);
        TickOutcome outcome;
        do {
            outcome = guest.tick(7);
            sum += guest.fuelOfLastTick();
        } while (outcome == TickOutcome.OUT_OF_FUEL);
        assertThat(sum).isEqualTo(5_000);
        assertThat(guest.fuelUsed() - before).isEqualTo(5_000);
    }

    @Test
    void price_that_cannot_be_split_is_collected_over_ticks_without_debt() {
        Guest guest = guest();
        guest.call("grow", 1);
        int ticks = 0;
        while (guest.tick(1_000) == TickOutcome.OUT_OF_FUEL) {
            ticks++;
            assertThat(guest.fuelOwed()).isZero();
            assertThat(guest.fuelUsed()).as("collected so far").isPositive();
        }
        // 8,194 in ticks of 1,000.
        assertThat(ticks).isEqualTo(8);
        assertThat(guest.resultInt(0)).isEqualTo(1);
    }

    @Test
    void fuel_collected_for_an_operation_is_lost_with_the_call_and_helps_no_other() {
        Guest guest = guest();
        long before = guest.fuelUsed();
        guest.call("grow", 1);
        guest.tick(5_000);
        assertThat(guest.fuelUsed() - before).isEqualTo(5_000);
        guest.cancel();
        guest.call("grow", 1);
        assertThat(guest.tick(5_000)).isEqualTo(TickOutcome.OUT_OF_FUEL);
        assertThat(guest.tick(3_194)).isEqualTo(TickOutcome.RETURNED);
        assertThat(guest.resultInt(0)).isEqualTo(1);
    }

    @Test
    void bulk_operation_does_a_part_in_each_tick() {
        Guest guest = Guests.spawn("fuel", Imports.none());
        Guests.instantiate(guest);
        guest.call("fill", 65_536);
        int ticks = 0;
        while (guest.tick(100) == TickOutcome.OUT_OF_FUEL) {
            ticks++;
            assertThat(guest.fuelOwed()).isZero();
        }
        // 8,196 in ticks of 100.
        assertThat(ticks).isEqualTo(81);
    }

    @Test
    void overshoot_stays_below_the_static_figure() {
        Guest guest = guest();
        guest.call("loop", 10_000);
        long most = 0;
        while (guest.tick(1) == TickOutcome.OUT_OF_FUEL) {
            most = Math.max(most, guest.fuelOwed());
        }
        assertThat(most).isPositive().isLessThanOrEqualTo(Guests.module("fuel").overshoot());
    }

    @Test
    void call_that_does_nothing_costs_nothing() {
        Guest guest = guest();
        guest.call("nothing");
        assertThat(guest.tick(1)).isEqualTo(TickOutcome.RETURNED);
        assertThat(guest.fuelOfLastTick()).isZero();
    }
}
