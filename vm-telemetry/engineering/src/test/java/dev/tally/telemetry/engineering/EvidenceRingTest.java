package dev.tally.telemetry.engineering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows in a ring: which are there, which are gone, and that nobody sees half of one. */
final class EvidenceRingTest {
    private static final int WIDTH = 3;

    private final EvidenceRing ring = new EvidenceRing(4, WIDTH);
    private final long[] row = new long[WIDTH];

    @Test
    void a_new_ring_has_no_row() {
        assertThat(ring.recorded()).isZero();
        assertThat(ring.overwritten()).isZero();
        assertThatThrownBy(() -> ring.read(0, row, 0))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("row 0 of 0");
    }

    @Test
    void rows_are_read_as_they_were_written() {
        append(4);
        for (int number = 0; number < 4; number++) {
            assertThat(ring.read(number, row, 0)).isTrue();
            assertThat(row).containsExactly(figuresOf(number));
        }
        assertThat(ring.recorded()).isEqualTo(4);
        assertThat(ring.overwritten()).isZero();
    }

    @Test
    void row_goes_where_it_is_wanted() {
        append(2);
        long[] wide = new long[WIDTH + 3];
        assertThat(ring.read(1, wide, 2)).isTrue();
        assertThat(wide).containsExactly(0, 0, 10, 11, 12, 0);
    }

    @Test
    void oldest_row_makes_room_for_the_newest_and_is_counted() {
        append(6);
        assertThat(ring.recorded()).isEqualTo(6);
        assertThat(ring.overwritten()).isEqualTo(2);
        assertThat(ring.read(1, row, 0)).isFalse();
        assertThat(ring.read(2, row, 0)).isTrue();
        assertThat(row).containsExactly(figuresOf(2));
        assertThat(ring.read(5, row, 0)).isTrue();
        assertThat(row).containsExactly(figuresOf(5));
    }

    @Test
    void rows_that_never_were_are_refused() {
        append(2);
        assertThatThrownBy(() -> ring.read(2, row, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> ring.read(-1, row, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void row_that_is_being_written_cannot_be_read() {
        append(4);
        ring.open(4);
        assertThat(ring.read(0, row, 0)).isFalse();
        assertThat(ring.read(1, row, 0)).isTrue();
    }

    @Test
    void row_that_is_overwritten_while_it_is_copied_is_gone() {
        EvidenceRing last = new EvidenceRing(1, WIDTH) {
            @Override
            void copy(int place, long[] into, int at) {
                super.copy(place, into, at);
                append(figuresOf(1));
            }
        };
        last.append(figuresOf(0));
        assertThat(last.read(0, row, 0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, (Integer.MAX_VALUE - 8) / WIDTH + 1})
    void capacity_is_a_number_of_rows_that_an_array_holds(int capacity) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EvidenceRing(capacity, WIDTH))
                .withMessage("a ring keeps between 1 and 715827879 rows of 3 columns, not " + capacity);
    }

    @Test
    void largest_ring_fills_the_largest_array() {
        assertThat(EvidenceRing.arrayLength((Integer.MAX_VALUE - 8) / WIDTH, WIDTH))
                .isEqualTo(715_827_879 * WIDTH);
    }

    @Test
    void ring_of_one_row_has_the_last_one() {
        EvidenceRing last = new EvidenceRing(1, WIDTH);
        last.append(figuresOf(0));
        last.append(figuresOf(1));
        assertThat(last.read(0, row, 0)).isFalse();
        assertThat(last.read(1, row, 0)).isTrue();
        assertThat(row).containsExactly(figuresOf(1));
    }

    /**
     * The figures of a row follow from one another, so that parts of two rows would be noticed. Rows are wide and all in one
     * place, so that the writer is often there while somebody reads.
     */
    @Test
    void readers_on_other_threads_see_whole_rows_only() throws InterruptedException {
        EvidenceRing small = new EvidenceRing(1, 4_096);
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong whole = new AtomicLong();
        AtomicLong torn = new AtomicLong();
        Thread reader = new Thread(() -> {
            long[] copy = new long[small.width()];
            while (!done.get()) {
                long number = small.recorded() - 1;
                if (number >= 0 && small.read(number, copy, 0)) {
                    for (int i = 0; i < copy.length; i++) {
                        if (copy[i] != number * 31 + i) {
                            torn.incrementAndGet();
                        }
                    }
                    whole.incrementAndGet();
                }
            }
        });
        reader.start();
        long[] figures = new long[small.width()];
        long number = 0;
        while (number < 20_000 || whole.get() < 1_000) {
            for (int i = 0; i < figures.length; i++) {
                figures[i] = number * 31 + i;
            }
            small.append(figures);
            number++;
        }
        done.set(true);
        reader.join();
        assertThat(torn).hasValue(0);
        assertThat(whole.get()).isGreaterThanOrEqualTo(1_000);
    }

    private void append(int rows) {
        for (int number = 0; number < rows; number++) {
            ring.append(figuresOf(number));
        }
    }

    private static long[] figuresOf(int number) {
        return new long[] {number * 10L, number * 10L + 1, number * 10L + 2};
    }
}
