package dev.tally.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.heap.HeapColumn;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every bulk copy is counted once, with the bytes that it moved, in however many parts. */
final class CopyCountTest {
    @ParameterizedTest
    @CsvSource({
        "copy, 20, 20",
        "init, 20, 20",
        "table_copy, 3, 12",
        "table_init, 3, 12",
        "copy, 0, 0",
        "table_copy, 0, 0"
    })
    void copy_is_counted_once_with_its_bytes(String export, int length, long bytes) {
        for (long fuelPerTick : new long[] {1, Guests.UNLIMITED}) {
            Guest guest = Guests.spawn("fuel", Imports.none());
            Guests.instantiate(guest);
            long[] mark = guest.counters().mark();
            Guests.runInSlices(guest, fuelPerTick, export, length);
            assertThat(guest.counters().since(mark, HeapColumn.COPIES)).isEqualTo(1);
            assertThat(guest.counters().since(mark, HeapColumn.COPIED_BYTES)).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @CsvSource({"fill, 20", "table_fill, 3"})
    void fill_is_no_copy(String export, int length) {
        Guest guest = Guests.spawn("fuel", Imports.none());
        Guests.instantiate(guest);
        long[] mark = guest.counters().mark();
        Guests.run(guest, export, length);
        assertThat(guest.counters().since(mark, HeapColumn.COPIES)).isZero();
        assertThat(guest.counters().since(mark, HeapColumn.COPIED_BYTES)).isZero();
    }
}
