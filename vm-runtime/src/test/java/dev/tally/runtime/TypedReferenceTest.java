package dev.tally.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.LinkException;
import dev.tally.core.TrapKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** References to functions of a type: calls through them, branches on null, and what is linked by such types. */
final class TypedReferenceTest {
    private static final String BRANCHES = """
        (module
          (type $f (func (param i32) (result i32)))
          (elem declare func $double)
          (func $double (type $f) (i32.mul (local.get 0) (i32.const 2)))
          (func $maybe (param i32) (result (ref null $f))
            (select (result (ref null $f)) (ref.func $double) (ref.null $f) (local.get 0)))
          (func (export "call") (param i32 i32) (result i32)
            (call_ref $f (local.get 1) (call $maybe (local.get 0))))
          (func (export "non_null") (param i32 i32) (result i32)
            (call_ref $f (local.get 1) (ref.as_non_null (call $maybe (local.get 0)))))
          (func (export "on_null") (param i32 i32) (result i32)
            (block $null
              (return (call_ref $f (local.get 1) (br_on_null $null (call $maybe (local.get 0))))))
            (i32.const -1))
          (func (export "on_null_with_values") (param i32 i32) (result i32)
            (i32.const 1000)
            (block $null (result i32)
              (i32.const 7)
              (i32.const 8)
              (br_on_null $null (call $maybe (local.get 0)))
              (drop) (drop) (drop)
              (i32.const 5))
            (i32.add))
          (func (export "on_non_null") (param i32 i32) (result i32)
            (call_ref $f (local.get 1)
              (block $function (result (ref $f))
                (br_on_non_null $function (call $maybe (local.get 0)))
                (return (i32.const -1)))))
          (func (export "on_non_null_with_values") (param i32 i32) (result i32)
            (local (ref null $f))
            (i32.const 1000)
            (block $function (result i32 (ref null $f))
              (i32.const 7)
              (i32.const 8)
              (br_on_non_null $function (call $maybe (local.get 0)))
              (drop) (drop)
              (i32.const 5) (ref.null $f))
            (local.set 2)
            (i32.add)
            (i32.add (ref.is_null (local.get 2))))
          (func (export "from_the_function") (param i32 i32) (result i32)
            (i32.const 3)
            (br_on_null 0 (call $maybe (local.get 0)))
            (drop) (drop)
            (i32.const 4)))
        """;

    @ParameterizedTest
    @CsvSource({
        "call, 1, 42",
        "non_null, 1, 42",
        "on_null, 1, 42",
        "on_null, 0, -1",
        "on_null_with_values, 1, 1005",
        "on_null_with_values, 0, 1008",
        "on_non_null, 1, 42",
        "on_non_null, 0, -1",
        "on_non_null_with_values, 1, 1008",
        "on_non_null_with_values, 0, 1006",
        "from_the_function, 1, 4",
        "from_the_function, 0, 3",
    })
    void a_branch_on_null_takes_the_way_that_the_reference_says(String export, int present, int result) {
        for (long fuelPerTick : new long[] {1, 2, 13, Guests.UNLIMITED}) {
            Guest guest = Guests.spawnText(BRANCHES);
            assertThat(Guests.runInSlices(guest, fuelPerTick, export, present, 21))
                    .isEqualTo(TickOutcome.RETURNED);
            assertThat(guest.resultInt(0)).isEqualTo(result);
        }
    }

    @Test
    void null_traps_where_a_function_or_a_value_is_needed() {
        Guest guest = Guests.spawnText(BRANCHES);
        assertThat(Guests.runTrap(guest, "call", 0, 21).kind()).isEqualTo(TrapKind.NULL_FUNCTION_REFERENCE);
        assertThat(Guests.runTrap(guest, "non_null", 0, 21).kind()).isEqualTo(TrapKind.NULL_REFERENCE);
    }

    @ParameterizedTest
    @CsvSource({"call, 11", "on_null, 13"})
    void calls_and_branches_by_reference_cost_one_each(String export, long price) {
        Guest guest = Guests.spawnText(BRANCHES);
        Guests.instantiate(guest);
        long before = guest.fuelUsed();
        Guests.run(guest, export, 1, 21);
        // Four in $maybe, three in $double, and the function's own.
        assertThat(guest.fuelUsed() - before).isEqualTo(price);
    }

    @Test
    void an_indirect_call_accepts_subtypes_of_the_type_it_names() {
        Guest guest = Guests.spawnText("""
            (module
              (type $top (sub (func (result i32))))
              (type $middle (sub $top (func (result i32))))
              (type $bottom (sub final $middle (func (result i32))))
              (table funcref (elem $t $m $b))
              (func $t (type $top) (i32.const 1))
              (func $m (type $middle) (i32.const 2))
              (func $b (type $bottom) (i32.const 3))
              (func (export "top") (param i32) (result i32) (call_indirect (type $top) (local.get 0)))
              (func (export "middle") (param i32) (result i32) (call_indirect (type $middle) (local.get 0))))
            """);
        assertThat(Guests.runInt(guest, "top", 2)).isEqualTo(3);
        assertThat(Guests.runInt(guest, "middle", 1)).isEqualTo(2);
        assertThat(Guests.runInt(guest, "middle", 2)).isEqualTo(3);
        assertThat(Guests.runTrap(guest, "middle", 0).kind()).isEqualTo(TrapKind.INDIRECT_CALL_TYPE_MISMATCH);
    }

    @Test
    void types_of_different_modules_are_the_same_when_their_groups_are() {
        Module provider = Guests.assemble("""
            (module
              (type (func (param i64)))
              (rec (type $f (sub (func))) (type $s (struct (field (ref $f)))))
              (type $g (sub $f (func)))
              (func (export "f") (type $f))
              (func (export "g") (type $g))
              (table (export "t") 1 (ref null $f))
              (global (export "null") (ref null $f) (ref.null $f)))
            """);
        link(provider, """
            (rec (type $f (sub (func))) (type $s (struct (field (ref $f)))))
            (import "provider" "f" (func (type $f)))
            (import "provider" "g" (func (type $f)))
            (import "provider" "t" (table 1 (ref null $f)))
            (import "provider" "null" (global (ref null $f)))
            (import "provider" "null" (global funcref))
            """);
        assertThatThrownBy(() -> link(provider, """
            (rec (type $f (sub (func))) (type $s (struct)))
            (import "provider" "f" (func (type $f)))
            """))
                .isInstanceOf(LinkException.class)
                .hasMessageStartingWith("incompatible import type");
        assertThatThrownBy(() -> link(provider, """
            (rec (type $f (sub (func))) (type $s (struct (field (ref $f)))))
            (type $g (sub $f (func)))
            (import "provider" "f" (func (type $g)))
            """)).isInstanceOf(LinkException.class);
        assertThatThrownBy(() -> link(provider, """
            (import "provider" "t" (table 1 funcref))
            """)).isInstanceOf(LinkException.class);
    }

    private static Guest link(Module provider, String consumer) {
        Imports imports = Imports.builder().module("provider", provider).build();
        return Guests.engine().spawn(Guests.assemble(consumer), imports, Limits.defaults());
    }

    @Test
    void a_host_passes_functions_of_the_right_type() {
        Guest guest = Guests.spawnText("""
            (module
              (type $f (func (result i32)))
              (func (export "right") (type $f) (i32.const 5))
              (func (export "wrong") (param i32))
              (func (export "run") (param (ref $f)) (result i32) (call_ref $f (local.get 0))))
            """);
        assertThat(Guests.runInt(guest, "run", guest.function("right"))).isEqualTo(5);
        assertThatIllegalArgumentException().isThrownBy(() -> guest.call("run", guest.function("wrong")));
        assertThatIllegalArgumentException().isThrownBy(() -> guest.call("run", (Object) null));
    }

    @Test
    void a_table_begins_with_the_value_of_its_initializer() {
        Guest guest = Guests.spawnText("""
            (module
              (type $f (func (result i32)))
              (func $five (type $f) (i32.const 5))
              (table $t 3 (ref $f) (ref.func $five))
              (func (export "run") (param i32) (result i32) (call_ref $f (table.get $t (local.get 0)))))
            """);
        assertThat(Guests.runInt(guest, "run", 2)).isEqualTo(5);
    }

    @Test
    void constants_are_computed_from_globals_before_them() {
        Guest guest = Guests.spawnText("""
            (module
              (global $a i32 (i32.const 6))
              (global $b i32 (i32.mul (global.get $a) (i32.const 7)))
              (global $c i64 (i64.sub (i64.const 2) (i64.const 44)))
              (memory 1)
              (data (offset (i32.add (global.get $b) (i32.const 1))) "*")
              (func (export "run") (result i32) (i32.load8_u (i32.const 43)))
              (func (export "c") (result i64) (global.get $c)))
            """);
        assertThat(Guests.runInt(guest, "run")).isEqualTo('*');
        Guests.run(guest, "c");
        assertThat(guest.resultLong(0)).isEqualTo(-42);
    }
}
