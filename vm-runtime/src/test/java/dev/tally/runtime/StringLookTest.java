package dev.tally.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.TrapKind;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.runtime.Engine.Tier;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The string builtins that only look at a string, which compiled code does without a call. */
final class StringLookTest {
    private static final String LOOKS = """
        (module
          (import "wasm:js-string" "length" (func $length (param externref) (result i32)))
          (import "wasm:js-string" "charCodeAt" (func $charCodeAt (param externref i32) (result i32)))
          (import "wasm:js-string" "codePointAt" (func $codePointAt (param externref i32) (result i32)))
          (import "wasm:js-string" "test" (func $test (param externref) (result i32)))
          (import "wasm:js-string" "cast" (func $cast (param externref) (result (ref extern))))
          (import "'" "a\\f0\\9f\\8c\\b3b" (global $text (ref extern)))
          (func $either (param $text i32) (result externref)
            (select (result externref) (global.get $text) (ref.null extern) (local.get $text)))
          (func (export "length") (param i32 i32) (result i32) (call $length (call $either (local.get 0))))
          (func (export "unit") (param i32 i32) (result i32) (call $charCodeAt (call $either (local.get 0)) (local.get 1)))
          (func (export "point") (param i32 i32) (result i32) (call $codePointAt (call $either (local.get 0)) (local.get 1)))
          (func (export "test") (param i32 i32) (result i32) (call $test (call $either (local.get 0))))
          (func (export "cast") (param i32 i32) (result i32) (call $length (call $cast (call $either (local.get 0)))))
          (func $deep (export "deep") (param i32 i32) (result i32)
            (i32.add (call $length (global.get $text)) (call $deep (local.get 0) (local.get 1)))))\
        """;

    private static Guest guest(Tier tier, int stackSlots) {
        Imports imports = Imports.builder().stringConstantsModule("'").build();
        Limits limits = Limits.defaults().withStackSlots(stackSlots);
        Guest guest = Guests.engine().spawn(Guests.assemble(LOOKS), imports, limits);
        guest.runIn(tier, 0);
        return guest;
    }

    @ParameterizedTest
    @CsvSource({
        "length, 0, 4",
        "unit, 0, 97",
        "unit, 1, 55356",
        "unit, 2, 57139",
        "point, 1, 127795",
        "point, 2, 57139",
        "point, 3, 98",
        "test, 0, 1",
        "cast, 0, 4"
    })
    void of_a_string_they_answer_in_both_tiers_for_the_same_fuel(String export, int index, int expected) {
        assertThat(fuelOf(Tier.COMPILED, export, index, expected))
                .isEqualTo(fuelOf(Tier.INTERPRETED, export, index, expected));
    }

    private static long fuelOf(Tier tier, String export, int index, int expected) {
        try (Guest guest = guest(tier, 1 << 10)) {
            for (int i = 0; i < 3; i++) {
                guest.call(export, 1, index);
                assertThat(guest.tick(1_000)).isEqualTo(TickOutcome.RETURNED);
                assertThat(guest.resultInt(0)).isEqualTo(expected);
            }
            return guest.fuelUsed();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "length, 0, 0, NOT_A_STRING",
        "unit, 0, 0, NOT_A_STRING",
        "unit, 1, 4, OUT_OF_BOUNDS_STRING_ACCESS",
        "unit, 1, -1, OUT_OF_BOUNDS_STRING_ACCESS",
        "point, 1, 4, OUT_OF_BOUNDS_STRING_ACCESS",
        "cast, 0, 0, NOT_A_STRING"
    })
    void what_traps_does_so_in_both_tiers_at_the_same_place(String export, int text, int index, TrapKind expected) {
        String interpreted = trapOf(Tier.INTERPRETED, export, text, index);
        assertThat(trapOf(Tier.COMPILED, export, text, index))
                .isEqualTo(interpreted)
                .contains(expected.toString());
    }

    @Test
    void one_that_would_not_fit_on_the_stack_traps_in_both_tiers_at_the_same_depth() {
        for (int slots = 200; slots < 216; slots++) {
            try (Guest interpreted = guest(Tier.INTERPRETED, slots);
                    Guest compiled = guest(Tier.COMPILED, slots)) {
                interpreted.call("deep", 0, 0);
                compiled.call("deep", 0, 0);
                assertThat(interpreted.tick(100_000)).isEqualTo(TickOutcome.TRAPPED);
                assertThat(compiled.tick(100_000)).isEqualTo(TickOutcome.TRAPPED);
                assertThat(compiled.fuelUsed()).as("with %s slots", slots).isEqualTo(interpreted.fuelUsed());
                assertThat(String.valueOf(compiled.trap())).isEqualTo(String.valueOf(interpreted.trap()));
            }
        }
    }

    private static String trapOf(Tier tier, String export, int text, int index) {
        try (Guest guest = guest(tier, 1 << 10)) {
            guest.call(export, text, index);
            assertThat(guest.tick(1_000)).isEqualTo(TickOutcome.TRAPPED);
            Trap trap = Objects.requireNonNull(guest.trap());
            return trap.kind() + " after " + guest.fuelUsed() + ": " + trap;
        }
    }

    @ParameterizedTest
    @EnumSource(Tier.class)
    void the_host_may_have_a_function_of_its_own_in_the_place_of_one(Tier tier) {
        FunctionType length = FunctionType.of(ValueType.EXTERNREF).returning(ValueType.I32);
        Imports imports = Imports.builder()
                .stringConstantsModule("'")
                .resting("wasm:js-string", "length", length, call -> {
                    call.setIntResult(0, 41);
                    return RestingFunction.Answer.DONE;
                })
                .build();
        try (Guest guest = Guests.engine().spawn(Guests.assemble(LOOKS), imports, Limits.defaults())) {
            guest.runIn(tier, 0);
            assertLength(guest, 41);
        }
    }

    @ParameterizedTest
    @EnumSource(Tier.class)
    void another_builtin_may_stand_in_the_place_of_one(Tier tier) {
        Module others = Guests.assemble("""
            (module
              (import "wasm:js-string" "test" (func $test (param externref) (result i32)))
              (export "length" (func $test)))\
            """);
        Imports imports = Imports.builder()
                .stringConstantsModule("'")
                .module("wasm:js-string", others)
                .build();
        try (Guest guest = Guests.engine().spawn(Guests.assemble(LOOKS), imports, Limits.defaults())) {
            guest.runIn(tier, 0);
            assertLength(guest, 1);
        }
    }

    /** Calls it again, since the first call is interpreted in part while the stack grows. */
    private static void assertLength(Guest guest, int expected) {
        for (int i = 0; i < 3; i++) {
            guest.call("length", 1, 0);
            assertThat(guest.tick(1_000)).isEqualTo(TickOutcome.RETURNED);
            assertThat(guest.resultInt(0)).isEqualTo(expected);
        }
    }
}
