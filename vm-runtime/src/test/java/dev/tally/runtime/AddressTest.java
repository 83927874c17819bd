package dev.tally.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.LinkException;
import dev.tally.core.TrapKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several memories, and memories and tables with addresses of 64 bits: what lies beyond 32 bits is out of bounds. */
final class AddressTest {
    private static final String WIDE = """
        (module
          (memory $m i64 1 3)
          (memory $narrow 1)
          (table $t i64 2 4 funcref)
          (elem $e func $seven)
          (elem (table $t) (offset (i64.const 1)) func $seven)
          (data (memory $m) (offset (i64.const 16)) "\\11\\22\\33\\44\\55\\66\\77\\88")
          (type $f (func (result i32)))
          (func $seven (type $f) (i32.const 7))
          (func (export "load") (param i64) (result i64) (i64.load (local.get 0)))
          (func (export "load_far") (param i64) (result i64) (i64.load offset=0xffff_ffff_ffff_fff8 (local.get 0)))
          (func (export "load_beyond") (param i64) (result i64) (i64.load offset=0x1_0000_0000 (local.get 0)))
          (func (export "store") (param i64 i64) (i64.store offset=8 (local.get 0) (local.get 1)))
          (func (export "size") (result i64) (memory.size))
          (func (export "grow") (param i64) (result i64) (memory.grow (local.get 0)))
          (func (export "fill") (param i64 i64) (memory.fill (local.get 0) (i32.const 1) (local.get 1)))
          (func (export "copy") (param i64 i64 i64) (memory.copy (local.get 0) (local.get 1) (local.get 2)))
          (func (export "copy_in") (param i64 i32 i32)
            (memory.copy $m $narrow (local.get 0) (local.get 1) (local.get 2)))
          (func (export "call") (param i64) (result i32) (call_indirect $t (type $f) (local.get 0)))
          (func (export "get") (param i64) (result i32) (ref.is_null (table.get $t (local.get 0))))
          (func (export "set") (param i64) (table.set $t (local.get 0) (ref.func $seven)))
          (func (export "table_size") (result i64) (table.size $t))
          (func (export "table_grow") (param i64) (result i64) (table.grow $t (ref.null func) (local.get 0)))
          (func (export "table_fill") (param i64 i64) (table.fill $t (local.get 0) (ref.null func) (local.get 1)))
          (func (export "table_init") (param i64) (table.init $t $e (local.get 0) (i32.const 0) (i32.const 1)))
          (func (export "table_copy") (param i64 i64 i64)
            (table.copy $t $t (local.get 0) (local.get 1) (local.get 2))))
        """;

    private final Guest guest = Guests.spawnText(WIDE);

    private long run(String export, Object... arguments) {
        assertThat(Guests.run(guest, export, arguments)).isEqualTo(TickOutcome.RETURNED);
        return guest.resultLong(0);
    }

    @Test
    void a_wide_memory_is_read_and_written_like_any_other() {
        assertThat(run("load", 16L)).isEqualTo(0x8877665544332211L);
        Guests.run(guest, "store", 16L, -3L);
        assertThat(run("load", 24L)).isEqualTo(-3);
        assertThat(run("size")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "load, 65529",
        "load, 4294967296",
        "load, 4294967312",
        "load, -1",
        "load, -8",
        "load, -9223372036854775808",
        "load_far, 8",
        "load_far, 16",
        "load_far, 0",
        "load_beyond, 0",
        "load_beyond, -4294967296",
    })
    void an_address_beyond_the_memory_traps_however_wide_it_is(String export, long address) {
        assertThat(Guests.runTrap(guest, export, address).kind()).isEqualTo(TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS);
    }

    @Test
    void bulk_operations_check_wide_addresses_and_lengths() {
        long beyond = 1L << 32;
        Guests.run(guest, "fill", 65_536L, 0L);
        assertThat(guest.trap()).isNull();
        assertTraps("fill", beyond, 0L);
        assertTraps("fill", 0L, beyond);
        assertTraps("fill", 0L, -1L);
        assertTraps("copy", beyond, 0L, 0L);
        assertTraps("copy", 0L, beyond, 0L);
        assertTraps("copy", 0L, 0L, beyond + 1);
        Guests.run(guest, "copy", 100L, 16L, 8L);
        assertThat(run("load", 100L)).isEqualTo(0x8877665544332211L);
        Guests.run(guest, "copy_in", 16L, 0, 4);
        assertThat(run("load", 16L)).isEqualTo(0x8877665500000000L);
        assertTraps("copy_in", beyond, 0, 0);
    }

    private void assertTraps(String export, Object... arguments) {
        assertThat(Guests.runTrap(guest, export, arguments).kind()).isEqualTo(TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 2", "2, 1, 3", "3, -1, 1", "4294967296, -1, 1", "4294967297, -1, 1", "-1, -1, 1", "0, 1, 1"})
    void growth_is_refused_beyond_the_maximum_however_wide(long pages, long answer, long size) {
        assertThat(run("grow", pages)).isEqualTo(answer);
        assertThat(run("size")).isEqualTo(size);
    }

    @Test
    void a_wide_table_is_used_like_any_other() {
        assertThat(Guests.runInt(guest, "call", 1L)).isEqualTo(7);
        assertThat(Guests.runInt(guest, "get", 0L)).isEqualTo(1);
        Guests.run(guest, "set", 0L);
        assertThat(Guests.runInt(guest, "call", 0L)).isEqualTo(7);
        assertThat(run("table_size")).isEqualTo(2);
        assertThat(run("table_grow", 2L)).isEqualTo(2);
        assertThat(run("table_grow", 1L)).isEqualTo(-1);
        assertThat(run("table_grow", 1L << 32)).isEqualTo(-1);
        Guests.run(guest, "table_copy", 2L, 0L, 2L);
        assertThat(Guests.runInt(guest, "call", 3L)).isEqualTo(7);
        Guests.run(guest, "table_fill", 3L, 1L);
        assertThat(Guests.runInt(guest, "get", 3L)).isEqualTo(1);
        Guests.run(guest, "table_init", 3L);
        assertThat(Guests.runInt(guest, "get", 3L)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 1L << 32, (1L << 32) + 1, -1})
    void an_index_beyond_the_table_traps_however_wide_it_is(long index) {
        assertThat(Guests.runTrap(guest, "get", index).kind()).isEqualTo(TrapKind.OUT_OF_BOUNDS_TABLE_ACCESS);
        assertThat(Guests.runTrap(guest, "set", index).kind()).isEqualTo(TrapKind.OUT_OF_BOUNDS_TABLE_ACCESS);
        assertThat(Guests.runTrap(guest, "call", index).kind()).isEqualTo(TrapKind.UNDEFINED_ELEMENT);
        assertThat(Guests.runTrap(guest, "table_init", index).kind()).isEqualTo(TrapKind.OUT_OF_BOUNDS_TABLE_ACCESS);
        assertThat(Guests.runTrap(guest, "table_fill", index, 1L).kind())
                .isEqualTo(TrapKind.OUT_OF_BOUNDS_TABLE_ACCESS);
    }

    @Test
    void each_memory_has_bytes_of_its_own() {
        String text = """
            (module
              (memory $a 1) (memory $b 2) (memory $c i64 3)
              (data (memory $b) (i32.const 8) "bytes of b")
              (data $later "later")
              (func (export "sizes") (result i32)
                (i32.add (i32.mul (memory.size $a) (i32.const 100))
                  (i32.add (i32.mul (memory.size $b) (i32.const 10)) (i32.wrap_i64 (memory.size $c)))))
              (func (export "load") (param i32) (result i32) (i32.load8_u $b (local.get 0)))
              (func (export "run") (result i32)
                (memory.init $b $later (i32.const 0) (i32.const 0) (i32.const 5))
                (memory.copy $a $b (i32.const 100) (i32.const 8) (i32.const 10))
                (memory.fill $c (i64.const 100) (i32.const 1) (i64.const 4))
                (i32.store16 $b offset=2 (i32.const 40) (i32.const 0x1234))
                (i64.store $c (i64.const 0) (i64.const -2))
                (i32.store $a (i32.const 0) (i32.const 3))
                (i32.add (i32.add (i32.load8_u $a (i32.const 101)) (i32.load $c (i64.const 100)))
                  (i32.add (i32.load16_u $b (i32.const 42)) (i32.load8_s $c (i64.const 0))))))
            """;
        for (long fuelPerTick : new long[] {1, 13, Guests.UNLIMITED}) {
            Guest several = Guests.spawnText(text);
            assertThat(Guests.runInt(several, "sizes")).isEqualTo(123);
            Guests.runInSlices(several, fuelPerTick, "run");
            assertThat(several.resultInt(0)).isEqualTo('y' + 0x01010101 + 0x1234 - 2);
            assertThat(Guests.runInt(several, "load", 0)).isEqualTo('l');
            assertThat(Guests.runTrap(several, "load", 131_072).kind()).isEqualTo(TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS);
            assertThat(Guests.runTrap(several, "load", -1).kind()).isEqualTo(TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS);
        }
    }

    @Test
    void memories_and_tables_are_linked_by_the_width_of_their_addresses() {
        Module provider = Guests.assemble("""
            (module
              (memory (export "wide") i64 1 2) (memory (export "narrow") 1 2)
              (table (export "table") i64 1 0xffff_ffff_ffff_ffff funcref))
            """);
        Imports imports = Imports.builder().module("provider", provider).build();
        link(imports, """
            (import "provider" "wide" (memory i64 1 2)) (import "provider" "narrow" (memory 1))
            (import "provider" "table" (table i64 1 0xffff_ffff_ffff_ffff funcref))
            """);
        assertUnlinkable(imports, "(import \"provider\" \"wide\" (memory 1 2))");
        assertUnlinkable(imports, "(import \"provider\" \"narrow\" (memory i64 1 2))");
        assertUnlinkable(imports, "(import \"provider\" \"table\" (table 1 funcref))");
        assertUnlinkable(imports, "(import \"provider\" \"table\" (table i64 1 0xffff_ffff_ffff_fffe funcref))");
    }

    private static void link(Imports imports, String text) {
        Guests.engine().spawn(Guests.assemble(text), imports, Limits.defaults());
    }

    private static void assertUnlinkable(Imports imports, String text) {
        assertThatThrownBy(() -> link(imports, text))
                .isInstanceOf(LinkException.class)
                .hasMessageStartingWith("incompatible import type");
    }

    @Test
    void a_memory_beyond_the_bound_of_the_machine_does_not_fit() {
        Module module = Guests.assemble("(module (memory i64 0x1_0000_0000_0000))");
        assertThatThrownBy(() -> Guests.engine().spawn(module, Imports.none(), Limits.defaults()))
                .isInstanceOf(LinkException.class);
        Module table = Guests.assemble("(module (table i64 0xffff_ffff_ffff_ffff funcref))");
        assertThatThrownBy(() -> Guests.engine().spawn(table, Imports.none(), Limits.defaults()))
                .isInstanceOf(LinkException.class);
    }
}
