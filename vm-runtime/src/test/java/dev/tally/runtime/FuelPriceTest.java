package dev.tally.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each construct costs, to the unit and whatever the slices. The guests' comments derive the figures. */
final class FuelPriceTest {
    private static long priceOf(Guest guest, long fuelPerTick, String export, @Nullable Object... arguments) {
        Guests.instantiate(guest);
        long before = guest.fuelUsed();
        Guests.runInSlices(guest, fuelPerTick, export, arguments);
        return guest.fuelUsed() - before;
    }

    private static void assertPrice(long expected, String export, @Nullable Object... arguments) {
        for (long fuelPerTick : new long[] {Guests.UNLIMITED, 1, 2, 3, 5}) {
            assertThat(priceOf(Guests.spawn("fuel", Imports.none()), fuelPerTick, export, arguments))
                    .as("%s%s in slices of %d", export, Arrays.toString(arguments), fuelPerTick)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nothing, 0",
        "structure, 0",
        "instructions, 2",
        "return, 1",
        "br, 1",
        "call, 3",
        "call_indirect, 4",
        "eight_locals, 1",
        "seventeen_locals, 2",
        "eight_results, 8",
        "nine_results, 11",
        "nine_results_by_return, 12",
        "nine_values_by_branch, 14",
        "nine_arguments, 12",
        "trap_midway, 5"
    })
    void construct_without_arguments(String export, long price) {
        assertPrice(price, export);
    }

    @ParameterizedTest
    @CsvSource({
        "straight, 5, 11",
        "if, 1, 5",
        "if, 0, 3",
        "if_else, 1, 3",
        "if_else, 0, 5",
        "br_if, 1, 2",
        "br_if, 0, 4",
        "br_table, 0, 5",
        "br_table, 1, 6",
        "br_table, 2, 2",
        "br_table, -1, 2",
        "loop, 1, 5",
        "loop, 2, 10",
        "loop, 1000, 5000"
    })
    void construct_with_an_argument(String export, int argument, long price) {
        assertPrice(price, export, argument);
    }

    @Test
    void parameters_are_not_declared_locals() {
        assertPrice(0, "seven_locals", 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "7, 1", "8, 1", "9, 2", "16, 2", "17, 3"})
    void bulk_operations_on_memory_cost_one_for_each_eight_bytes(int bytes, long price) {
        assertPrice(4 + price, "fill", bytes);
        assertPrice(4 + price, "copy", bytes);
        assertPrice(4 + price, "init", bytes);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 1", "3, 2"})
    void bulk_operations_on_tables_cost_one_for_each_two_references(int elements, long price) {
        assertPrice(4 + price, "table_fill", elements);
        assertPrice(4 + price, "table_copy", elements);
        assertPrice(4 + price, "table_init", elements);
    }

    @Test
    void large_bulk_operations_are_paid_in_parts_that_sum_up() {
        assertPrice(4 + 8_192, "fill", 65_536);
        assertPrice(4 + 8_191, "copy", 65_528);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 8192", "2, 16384", "3, 0", "-1, 0"})
    void growth_of_memory_is_paid_for_and_refusal_is_not(int pages, long price) {
        assertPrice(2 + price, "grow", pages);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 1", "48, 24", "49, 0", "-1, 0"})
    void growth_of_a_table_is_paid_for_and_refusal_is_not(int elements, long price) {
        assertPrice(3 + price, "table_grow", elements);
    }

    @Test
    void growth_beyond_the_quota_is_refused_and_not_paid() {
        Limits limits = new Limits(1_000, 65_536 + 2_000, 128);
        assertThat(priceOf(Guests.spawn("fuel", Imports.none(), limits), Guests.UNLIMITED, "grow", 1))
                .isEqualTo(2);
    }

    @Test
    void strings_cost_their_size_and_looks_cost_nothing() {
        // A string of n units takes 8 + 2 n bytes, up to the next multiple of 8.
        assertStringPrice(2 + 4, "constant");
        assertStringPrice(2, "length", "abc");
        assertStringPrice(3, "unit", "abc");
        assertStringPrice(4 + 1, "concat", "", "");
        assertStringPrice(4 + 2, "concat", "a", "bcd");
        assertStringPrice(4 + 3, "concat", "ab", "cde");
        assertStringPrice(4 + 251, "concat", "x".repeat(500), "y".repeat(500));
        assertStringPrice(5 + 2, "substring", "abcdefgh", 4);
        assertStringPrice(5 + 3, "substring", "abcdefgh", 8);
        assertStringPrice(5 + 3, "substring", "abcdefgh", 100);
        assertStringPrice(3 + 2, "unit_string", 65);
        assertStringPrice(3, "equals", "", "abc");
        assertStringPrice(3 + 1, "equals", "abc", "abd");
        assertStringPrice(3 + 2, "equals", "abcde", "abcdef");
        assertStringPrice(3, "equals", null, "abc");
        assertStringPrice(3 + 250, "compare", "x".repeat(1_000), "x".repeat(2_000));
    }

    private static void assertStringPrice(long expected, String export, @Nullable Object... arguments) {
        for (long fuelPerTick : new long[] {Guests.UNLIMITED, 1, 3}) {
            assertThat(priceOf(Guests.spawn("fuel_strings", Imports.none()), fuelPerTick, export, arguments))
                    .as("%s in slices of %d", export, fuelPerTick)
                    .isEqualTo(expected);
        }
    }

    @Test
    void constant_is_paid_for_when_it_is_first_read() {
        Guest guest = Guests.spawn("fuel_strings", Imports.none());
        assertThat(priceOf(guest, 1, "constant")).isEqualTo(2 + 4);
        assertThat(priceOf(guest, 1, "constant")).isEqualTo(2);
    }
}
