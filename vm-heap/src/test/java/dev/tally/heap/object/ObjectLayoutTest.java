package dev.tally.heap.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.heap.arena.Arena;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The bytes of an object, one by one, as they are drawn. */
final class ObjectLayoutTest {
    @Test
    void a_string_lies_as_it_is_drawn() {
        Arena arena = new Arena(1 << 20);
        int reference = arena.strings().allocate("A\u1234\uffff");

        byte[] bytes = arena.objectSpace().bytes();

        assertThat(reference).isEqualTo(8);
        assertThat(Arrays.copyOfRange(bytes, 8, 24))
                .containsExactly(
                        1, 0, 0, 0, // type
                        3, 0, 0, 0, // length
                        'A', 0, 0x34, 0x12, 0xff, 0xff, // units
                        0, 0); // padding
        assertThat(arena.objectSpace().oldEnd()).isEqualTo(24);
        assertThat(ObjectLayout.type(bytes, 8)).isEqualTo(ObjectLayout.STRING_TYPE);
        assertThat(ObjectLayout.length(bytes, 8)).isEqualTo(3);
    }

    @Test
    void sizes_are_header_and_units_up_to_the_next_multiple_of_8() {
        assertThat(Strings.bytesFor(0)).isEqualTo(8);
        assertThat(Strings.bytesFor(1)).isEqualTo(16);
        assertThat(Strings.bytesFor(4)).isEqualTo(16);
        assertThat(Strings.bytesFor(5)).isEqualTo(24);
        assertThat(Strings.bytesFor(Strings.MAX_UNITS)).isEqualTo((1L << 29) + 8);
        assertThat(Strings.bytesFor(2L * Strings.MAX_UNITS)).isEqualTo((1L << 30) + 8);
    }

    @Test
    void two_longest_strings_and_what_joins_half_of_them_fit_into_the_space() {
        assertThat(3 * Strings.bytesFor(Strings.MAX_UNITS)).isLessThan(ObjectSpace.MAX_BYTES);
        assertThat(2 * Strings.MAX_UNITS).isPositive();
    }

    @Test
    void objects_follow_one_another_without_gaps() {
        Arena arena = new Arena(1 << 20);
        int next = ObjectSpace.FIRST_OBJECT;
        for (int length = 0; length < 40; length++) {
            assertThat(arena.strings().allocate("x".repeat(length))).isEqualTo(next);
            next += (int) Strings.bytesFor(length);
        }
        assertThat(arena.objectSpace().oldEnd()).isEqualTo(next);
    }
}
