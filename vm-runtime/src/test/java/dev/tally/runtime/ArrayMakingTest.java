package dev.tally.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.heap.HeapColumn;
import dev.tally.runtime.Engine.Tier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrays that compiled code makes at once, if there is room and fuel, and leaves to others if there is not. */
final class ArrayMakingTest {
    private static final int[] LENGTHS = {0, 1, 2, 7, 100, 2_000, 20_000, -1};
    private static final int[] FIXED_LENGTHS = {0, 1, 5, 16, 17, 40};
    private static final int ROUNDS = 40;

    /** The functions keep what they have made, among garbage of the same kind. */
    private static String module(String element, String value) {
        String fixed = IntStream.of(FIXED_LENGTHS)
                .mapToObj(length -> """
                    (func (export "fixed %d") (param i32) (result i32)
                      (call $keep (array.new_fixed $a %1$d %s)))""".formatted(length, (value + " ").repeat(length)))
                .collect(Collectors.joining("\n"));
        return """
            (module
              (type $p (struct (field i32)))
              (type $a (array (mut %s)))
              (global $kept (export "kept") (mut (ref null $a)) (ref.null $a))
              (func $keep (param $made (ref $a)) (result i32)
                (global.set $kept (local.get $made))
                (array.len (local.get $made)))
              (func (export "default") (param i32) (result i32)
                (call $keep (array.new_default $a (local.get 0))))
              (func (export "new") (param i32) (result i32)
                (call $keep (array.new $a %s (local.get 0))))
              (func (export "zeros") (param i32) (result i32)
                (call $keep (array.new $a %s (local.get 0))))
              %s)""".formatted(element, value, zero(element), fixed);
    }

    private static String zero(String element) {
        return element.startsWith("(")
                ? "(ref.null $p)"
                : "(" + (element.startsWith("i8") || element.startsWith("i16") ? "i32" : element) + ".const 0)";
    }

    @ParameterizedTest
    @CsvSource({
        "i8, (i32.add (i32.const -3) (local.get 0))",
        "i16, (i32.const 70000)",
        "i32, (local.get 0)",
        "i64, (i64.extend_i32_s (local.get 0))",
        "f32, (f32.const -0)",
        "f64, (f64.div (f64.const 0) (f64.const 0))",
        "(ref null $p), (struct.new $p (local.get 0))"
    })
    void both_tiers_make_the_same_for_the_same_fuel_in_the_same_ticks(String element, String value) {
        Module module = Guests.assemble(module(element, value));
        for (long slice : new long[] {Guests.UNLIMITED, 1_000, 9}) {
            assertThat(run(module, Tier.COMPILED, slice)).isEqualTo(run(module, Tier.INTERPRETED, slice));
        }
    }

    private static List<String> run(Module module, Tier tier, long slice) {
        List<String> seen = new ArrayList<>();
        try (Guest guest = Guests.engine()
                .spawn(
                        module,
                        Imports.none(),
                        Limits.defaults().withStackSlots(1 << 12).withBytes(400_000))) {
            guest.runIn(tier, 0);
            for (int round = 0; round < ROUNDS; round++) {
                for (int length : LENGTHS) {
                    if (slice > 100 || length < 1_000) {
                        seen.add(run(guest, "default", length, slice));
                        seen.add(run(guest, "new", length, slice));
                        seen.add(run(guest, "zeros", length, slice));
                    }
                }
                for (int length : FIXED_LENGTHS) {
                    seen.add(run(guest, "fixed " + length, round, slice));
                }
            }
            return seen;
        }
    }

    private static String run(Guest guest, String export, int argument, long slice) {
        long ticks = -guest.ticks();
        TickOutcome outcome = Guests.runInSlices(guest, slice, export, argument);
        ticks += guest.ticks();
        // What is committed for the stack depends on what runs.
        long[] counters = guest.counters().mark();
        counters[HeapColumn.COMMITS.index()] = 0;
        counters[HeapColumn.COMMITTED_BYTES.index()] = 0;
        return export + " " + argument + ": " + outcome + " in " + ticks + " for " + guest.fuelUsed() + ", "
                + guest.stateDigest() + ", " + Arrays.toString(counters);
    }
}
