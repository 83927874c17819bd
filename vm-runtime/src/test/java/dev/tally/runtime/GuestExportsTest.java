package dev.tally.runtime;

import static dev.tally.runtime.Guests.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What hosts read and write while a guest is at rest. */
final class GuestExportsTest {
    @Test
    void every_type_goes_in_and_comes_out() {
        Guest guest = Guests.idle();
        Object token = new Object();
        FunctionReference function = guest.function("double");
        assertThat(run(guest, "pass", -1, Long.MIN_VALUE, -0.5f, Double.MAX_VALUE, token, function))
                .isEqualTo(TickOutcome.RETURNED);
        assertThat(guest.resultCount()).isEqualTo(6);
        assertThat(guest.resultInt(0)).isEqualTo(-1);
        assertThat(guest.resultLong(1)).isEqualTo(Long.MIN_VALUE);
        assertThat(guest.resultFloat(2)).isEqualTo(-0.5f);
        assertThat(guest.resultDouble(3)).isEqualTo(Double.MAX_VALUE);
        assertThat(guest.result(0)).isEqualTo(-1);
        assertThat(guest.result(1)).isEqualTo(Long.MIN_VALUE);
        assertThat(guest.result(2)).isEqualTo(-0.5f);
        assertThat(guest.result(3)).isEqualTo(Double.MAX_VALUE);
        assertThat(guest.result(4)).isSameAs(token);
        assertThat(guest.result(5)).isEqualTo(function);
    }

    @Test
    void bits_of_a_nan_pass_unchanged() {
        Guest guest = Guests.idle();
        run(
                guest,
                "pass",
                0,
                0L,
                Float.intBitsToFloat(0x7FA00001),
                Double.longBitsToDouble(0x7FF4000000000001L),
                null,
                null);
        assertThat(Float.floatToRawIntBits(guest.resultFloat(2))).isEqualTo(0x7FA00001);
        assertThat(Double.doubleToRawLongBits(guest.resultDouble(3))).isEqualTo(0x7FF4000000000001L);
    }

    @Test
    void null_and_strings_are_references() {
        Guest guest = Guests.idle();
        run(guest, "pass", 0, 0L, 0f, 0.0, null, null);
        assertThat(guest.result(4)).isNull();
        assertThat(guest.result(5)).isNull();
        run(guest, "pass", 0, 0L, 0f, 0.0, "𝄞 text", null);
        assertThat(guest.result(4)).isEqualTo("𝄞 text");
    }

    @Test
    void function_that_came_out_can_be_called() {
        Guest guest = Guests.idle();
        run(guest, "pass", 0, 0L, 0f, 0.0, null, guest.function("double"));
        FunctionReference function = (FunctionReference) guest.result(5);
        assertThat(function).hasToString("double [i32] -> [i32]").hasSameHashCodeAs(guest.function("double"));
        guest.call(Objects.requireNonNull(function), 8);
        guest.tick();
        assertThat(guest.resultInt(0)).isEqualTo(16);
    }

    @Test
    void yield_and_builtins_can_be_exported_and_called() {
        Guest guest = Guests.idle();
        guest.call("pause");
        assertThat(guest.tick()).isEqualTo(TickOutcome.YIELDED);
        assertThat(guest.tick()).isEqualTo(TickOutcome.RETURNED);
        Guest strings = Guests.spawn("fuel_strings", Imports.none());
        assertThat(Guests.runInt(strings, "builtin_length", "four")).isEqualTo(4);
        run(strings, "builtin_concat", "ab", "cd");
        assertThat(strings.result(0)).isEqualTo("abcd");
        assertThat(Guests.runTrap(strings, "builtin_length", (Object) null).stack())
                .extracting(Trap.Frame::function)
                .containsExactly("length");
    }

    @Test
    void memory_and_globals_are_seen_by_both_sides() {
        Guest guest = Guests.idle();
        run(guest, "set_state", 7);
        assertThat(guest.global("state")).isEqualTo(7);
        guest.setGlobal("state", -7);
        assertThat(guest.global("state")).isEqualTo(-7);
        assertThat(guest.memory("memory").size()).isEqualTo(65_536);
    }

    @Test
    void figures_follow_the_ticks() {
        Guest guest = Guests.idle();
        assertThat(guest.outcome()).isNull();
        assertThat(guest.stackInUse()).isZero();
        assertThat(guest.limits()).isEqualTo(Limits.defaults());
        guest.call("double_late", 1);
        guest.tick(Guests.UNLIMITED);
        assertThat(guest.outcome()).isEqualTo(TickOutcome.YIELDED);
        assertThat(guest.stackInUse()).isPositive();
        assertThat(guest.ticks()).isEqualTo(1);
        guest.tick(Guests.UNLIMITED);
        assertThat(guest.ticks()).isEqualTo(2);
        assertThat(guest.trap()).isNull();
        assertThat(guest.rests().get("HOST_CALL")).isEqualTo(1);
    }

    @Test
    void module_is_the_one_that_was_spawned() {
        assertThat(Guests.idle().module()).isSameAs(Guests.module("act"));
    }

    @Test
    void a_function_is_entered_once_instantiation_is_over_and_its_entry_paid() {
        Guest guest = Guests.idle();
        FunctionReference spin = guest.function("spin");
        assertThat(guest.hasEntered(spin)).isFalse();
        guest.call(spin);
        assertThat(guest.hasEntered(spin)).isFalse();
        while (guest.instantiating()) {
            guest.tick(1);
            assertThat(guest.hasEntered(spin) && guest.instantiating()).isFalse();
        }
        guest.tick(100);
        assertThat(guest.hasEntered(spin)).isTrue();
        assertThat(guest.hasEntered(guest.function("double"))).isFalse();
        guest.cancel();
        assertThat(guest.hasEntered(spin)).isFalse();
    }

    @Test
    void a_function_stays_entered_when_it_has_returned_or_trapped_until_another_is_called() {
        Guest guest = Guests.idle();
        run(guest, "double", 1);
        assertThat(guest.hasEntered(guest.function("double"))).isTrue();
        run(guest, "fail", 1);
        assertThat(guest.hasEntered(guest.function("fail"))).isTrue();
        assertThat(guest.hasEntered(guest.function("double"))).isFalse();
    }

    @Test
    void a_trap_in_start_enters_nothing() {
        Guest guest = Guests.spawn("trap_in_start", Imports.none());
        FunctionReference function = guest.function("answer");
        guest.call(function);
        assertThat(guest.tick(Guests.UNLIMITED)).isEqualTo(TickOutcome.TRAPPED);
        assertThat(guest.hasEntered(function)).isFalse();
    }
}
