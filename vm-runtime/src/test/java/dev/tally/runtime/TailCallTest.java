package dev.tally.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.TrapKind;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls in place of the caller's frame: they return to whoever called the caller, and nothing grows by them. */
final class TailCallTest {
    private static final String PARITY = """
        (module
          (type $parity (func (param i32) (result i32)))
          (table funcref (elem $even $odd))
          (elem declare func $even $odd)
          (func $even (export "even") (type $parity)
            (if (i32.eqz (local.get 0)) (then (return (i32.const 1))))
            (return_call $odd (i32.sub (local.get 0) (i32.const 1))))
          (func $odd (type $parity) (local i64 i64 i64)
            (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
            (return_call_indirect (type $parity) (i32.sub (local.get 0) (i32.const 1)) (i32.const 0)))
          (func $even_by_reference (export "even_by_reference") (type $parity)
            (if (i32.eqz (local.get 0)) (then (return (i32.const 1))))
            (return_call_ref $parity (i32.sub (local.get 0) (i32.const 1)) (ref.func $odd)))
          (func (export "not_even") (param i32) (result i32)
            (i32.eqz (call $even (local.get 0)))))
        """;

    @ParameterizedTest
    @CsvSource({"even, 1000000, 1", "even, 999999, 0", "even_by_reference, 77777, 0", "not_even, 100000, 0"})
    void a_million_mutual_tail_calls_take_the_room_of_one(String export, int argument, int result) {
        Limits limits = Limits.defaults().withStackSlots(40);
        Guest guest = Guests.engine().spawn(Guests.assemble(PARITY), Imports.none(), limits);
        Guests.instantiate(guest);
        assertThat(Guests.runInt(guest, export, argument)).isEqualTo(result);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 7, 1 << 20})
    void a_tail_call_costs_one_and_what_its_callee_costs(long fuelPerTick) {
        Guest guest = Guests.spawnText(PARITY);
        Guests.instantiate(guest);
        long before = guest.fuelUsed();
        Guests.runInSlices(guest, fuelPerTick, "even", 4);
        // Each round: three for the condition, two for the argument, one for the call, and for the index of an indirect
        // one
        // another; the last: three, and two to return.
        assertThat(guest.fuelUsed() - before).isEqualTo(2 * 7 + 2 * 8 + 5);
    }

    @Test
    void more_than_eight_arguments_cost_more() {
        Guest guest = Guests.spawnText("""
            (module
              (func $f (param i32 i32 i32 i32 i32 i32 i32 i32 i32))
              (func (export "run") (local i32)
                (return_call $f
                  (local.get 0) (local.get 0) (local.get 0) (local.get 0) (local.get 0)
                  (local.get 0) (local.get 0) (local.get 0) (local.get 0))))
            """);
        Guests.instantiate(guest);
        long before = guest.fuelUsed();
        Guests.run(guest, "run");
        assertThat(guest.fuelUsed() - before).isEqualTo(9 + 1 + 2);
    }

    @Test
    void arguments_overlap_the_parameters_that_they_replace() {
        Guest guest = Guests.spawnText("""
            (module
              (func $shift (export "shift") (param i32 i32 i32) (result i32)
                (if (i32.eqz (local.get 0)) (then (return (i32.add (local.get 1) (local.get 2)))))
                (return_call $shift
                  (i32.sub (local.get 0) (i32.const 1)) (local.get 2) (i32.mul (local.get 1) (i32.const 3)))))
            """);
        assertThat(Guests.runInt(guest, "shift", 3, 5, 7)).isEqualTo(21 + 45);
    }

    @Test
    void results_go_to_the_caller_of_the_caller() {
        Guest guest = Guests.spawnText("""
            (module
              (func $two (param i32) (result i32 i64) (local.get 0) (i64.const 9))
              (func $by_tail (param i32) (result i32 i64) (return_call $two (i32.add (local.get 0) (i32.const 1))))
              (func (export "run") (param i32) (result i64)
                (local i64)
                (i64.const 1000)
                (call $by_tail (local.get 0))
                (local.set 1) (i64.extend_i32_s) (i64.add) (local.get 1) (i64.add)))
            """);
        Guests.run(guest, "run", 30);
        assertThat(guest.resultLong(0)).isEqualTo(1000 + 31 + 9);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 1 << 20})
    void functions_of_the_host_can_be_called_last(long fuelPerTick) {
        FunctionType type = FunctionType.of(ValueType.I32).returning(ValueType.I32);
        Module module = Guests.assemble("""
            (module
              (import "host" "leaf" (func $leaf (param i32) (result i32)))
              (import "host" "resting" (func $resting (param i32) (result i32)))
              (func $by_leaf (param i32) (result i32) (return_call $leaf (i32.add (local.get 0) (i32.const 1))))
              (func $by_resting (param i32) (result i32)
                (return_call $resting (i32.add (call $by_leaf (local.get 0)) (i32.const 1))))
              (func (export "run") (param i32) (result i32) (i32.mul (call $by_resting (local.get 0)) (i32.const 2))))
            """);
        Imports imports = Imports.builder()
                .leaf("host", "leaf", type, call -> call.setIntResult(0, call.intArgument(0) * 10))
                .resting("host", "resting", type, call -> {
                    call.setIntResult(0, call.intArgument(0) + 1_000);
                    return call.done();
                })
                .build();
        Guest guest = Guests.engine().spawn(module, imports, Limits.defaults());
        Guests.runInSlices(guest, fuelPerTick, "run", 4);
        assertThat(guest.resultInt(0)).isEqualTo(2 * (50 + 1 + 1_000));
    }

    @Test
    void a_tail_call_into_another_instance_returns_from_there() {
        Module provider = Guests.assemble("""
            (module
              (memory (export "m") 1)
              (func (export "store") (param i32 i32) (result i32)
                (i32.store (local.get 0) (local.get 1)) (i32.load (local.get 0))))
            """);
        Module consumer = Guests.assemble("""
            (module
              (import "provider" "store" (func $store (param i32 i32) (result i32)))
              (memory 1)
              (func $by_tail (param i32) (result i32) (return_call $store (i32.const 8) (local.get 0)))
              (func (export "run") (param i32) (result i32) (i32.add (call $by_tail (local.get 0)) (i32.load (i32.const 8)))))
            """);
        Imports imports = Imports.builder().module("provider", provider).build();
        Guest guest = Guests.engine().spawn(consumer, imports, Limits.defaults());
        assertThat(Guests.runInt(guest, "run", 42)).isEqualTo(42);
    }

    @Test
    void a_callee_whose_frame_does_not_fit_exhausts_the_stack() {
        Limits limits = Limits.defaults().withStackSlots(10);
        Guest guest = Guests.engine().spawn(Guests.assemble("""
            (module
              (func $large (local i64 i64 i64 i64 i64 i64 i64 i64 i64))
              (func $small (export "run") (return_call $large)))
            """), Imports.none(), limits);
        Trap trap = Guests.runTrap(guest, "run");
        assertThat(trap.kind()).isEqualTo(TrapKind.CALL_STACK_EXHAUSTED);
        assertThat(trap.stack().getFirst().toString()).startsWith("small (0x");
    }

    @Test
    void a_tail_call_traps_in_the_caller_and_leaves_no_frame_of_it_behind() {
        Guest guest = Guests.spawnText("""
            (module
              (type $none (func))
              (func $trap (unreachable))
              (func $by_tail (return_call $trap))
              (func (export "callee") (call $by_tail))
              (func (export "null") (return_call_ref $none (ref.null $none))))
            """);
        Trap inCallee = Guests.runTrap(guest, "callee");
        assertThat(inCallee.kind()).isEqualTo(TrapKind.UNREACHABLE);
        assertThat(inCallee.stack()).hasSize(2);
        assertThat(Objects.toString(inCallee.stack().getLast())).startsWith("callee");
        assertThat(Guests.runTrap(guest, "null").kind()).isEqualTo(TrapKind.NULL_FUNCTION_REFERENCE);
    }
}
