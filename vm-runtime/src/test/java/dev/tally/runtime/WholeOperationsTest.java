package dev.tally.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.heap.HeapColumn;
import dev.tally.runtime.Engine.Tier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies and fills that compiled code does at once, if there is fuel and nothing traps, and leaves to others if not. */
final class WholeOperationsTest {
    private static final int[] PLACES = {0, 3, 60, 65_530, -1};
    private static final int[] LENGTHS = {0, 1, 8, 13, 50, 4_000, -1};
    private static final int ROUNDS = 3;

    private static String module(String element, String value) {
        return """
            (module
              (memory (export "memory") 1)
              (data (i32.const 0) "A text that is long enough to be copied here and there, and over itself.")
              (type $p (struct (field i32)))
              (type $a (array (mut %s)))
              (global $a (export "a") (mut (ref null $a)) (ref.null $a))
              (global $b (export "b") (mut (ref null $a)) (ref.null $a))
              (func (export "make") (param i32 i32 i32)
                (global.set $a (array.new_default $a (i32.const 65536)))
                (global.set $b (array.new $a %s (i32.const 70))))
              (func (export "copy bytes") (param i32 i32 i32)
                (memory.copy (local.get 0) (local.get 1) (local.get 2)))
              (func (export "fill bytes") (param i32 i32 i32)
                (memory.fill (local.get 0) (local.get 1) (local.get 2)))
              (func (export "copy") (param i32 i32 i32)
                (array.copy $a $a (global.get $a) (local.get 0) (global.get $b) (local.get 1) (local.get 2)))
              (func (export "move") (param i32 i32 i32)
                (array.copy $a $a (global.get $a) (local.get 0) (global.get $a) (local.get 1) (local.get 2)))
              (func (export "fill") (param i32 i32 i32)
                (array.fill $a (global.get $a) (local.get 0) %s (local.get 2))))""".formatted(element, value, value);
    }

    @ParameterizedTest
    @CsvSource({
        "i8, (i32.add (i32.const -3) (local.get 0))",
        "i16, (i32.const 70000)",
        "i32, (local.get 1)",
        "i64, (i64.extend_i32_s (local.get 1))",
        "f32, (f32.const -0)",
        "f64, (f64.div (f64.const 0) (f64.const 0))",
        "(ref null $p), (struct.new $p (local.get 1))"
    })
    void both_tiers_do_the_same_for_the_same_fuel_in_the_same_ticks(String element, String value) {
        Module module = Guests.assemble(module(element, value));
        List<String> whole = run(module, Tier.COMPILED, Guests.UNLIMITED, false);
        for (long slice : new long[] {Guests.UNLIMITED, 500, 9}) {
            List<String> compiled = run(module, Tier.COMPILED, slice, false);
            assertThat(compiled).isEqualTo(run(module, Tier.INTERPRETED, slice, false));
            assertThat(withoutTicks(compiled)).isEqualTo(withoutTicks(whole));
        }
        if (element.startsWith("(")) {
            // Young objects, that only an old array refers to, move after each operation.
            assertThat(run(module, Tier.COMPILED, Guests.UNLIMITED, true))
                    .isEqualTo(run(module, Tier.INTERPRETED, Guests.UNLIMITED, true));
        }
    }

    private static List<String> withoutTicks(List<String> seen) {
        return seen.stream()
                .map(each -> each.replaceFirst(" in \\d+ ticks", ""))
                .toList();
    }

    private static List<String> run(Module module, Tier tier, long slice, boolean collects) {
        List<String> seen = new ArrayList<>();
        Limits limits = Limits.defaults().withStackSlots(1 << 12).withBytes(2_000_000);
        try (Guest guest = Guests.engine().spawn(module, Imports.none(), limits)) {
            guest.runIn(tier, 0);
            if (collects) {
                guest.store().arena().collector().schedule().collectEvery(1);
            }
            seen.add(run(guest, "fill", 0, 0, 1, slice));
            seen.add(run(guest, "copy", 0, 0, 1, slice));
            seen.add(run(guest, "make", 7, 7, 7, slice));
            for (int round = 0; round < ROUNDS; round++) {
                for (int to : PLACES) {
                    for (int length : LENGTHS) {
                        for (int from : PLACES) {
                            seen.add(run(guest, "copy bytes", to, from, length, slice));
                            seen.add(run(guest, "copy", to, from, length, slice));
                            seen.add(run(guest, "move", to, from, length, slice));
                        }
                        seen.add(run(guest, "fill bytes", to, round, length, slice));
                        seen.add(run(guest, "fill", to, round, length, slice));
                    }
                }
                seen.add(guest.stateDigest());
            }
            if (collects) {
                assertThat(guest.counters().value(HeapColumn.NURSERY_COLLECTIONS))
                        .isPositive();
            }
            return seen;
        }
    }

    private static String run(Guest guest, String export, int first, int second, int third, long slice) {
        long ticks = -guest.ticks();
        TickOutcome outcome = Guests.runInSlices(guest, slice, export, first, second, third);
        ticks += guest.ticks();
        return export + " " + first + " " + second + " " + third + ": " + outcome
                + (outcome == TickOutcome.TRAPPED ? " " + guest.trap() : "") + " in " + ticks + " ticks for "
                + guest.fuelUsed() + ", copies " + guest.counters().value(HeapColumn.COPIES) + " of "
                + guest.counters().value(HeapColumn.COPIED_BYTES) + " bytes";
    }
}
