package dev.tally.heap.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.heap.account.Ledger;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.memory.LittleEndian;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That the walk sees each kind of damage. */
final class HeapWalkTest {
    private final Arena arena = new Arena(1 << 20);
    private int second;

    @BeforeEach
    void make_three_strings() {
        arena.strings().allocate("first");
        second = arena.strings().allocate("second, of 19 units");
        arena.strings().allocate("third");
        assertThat(HeapWalk.verify(arena)).isEqualTo(3);
    }

    @Test
    void an_empty_arena_has_no_objects() {
        assertThat(HeapWalk.verify(new Arena(0))).isZero();
    }

    @Test
    void an_unknown_type_is_seen() {
        LittleEndian.setInt(arena.objectSpace().bytes(), second, 77);
        assertSees("unknown type 77, at " + second);
    }

    @Test
    void an_impossible_length_is_seen() {
        LittleEndian.setInt(arena.objectSpace().bytes(), second + 4, -1);
        assertSees("impossible length -1");
    }

    @Test
    void a_length_that_reaches_beyond_the_end_is_seen() {
        LittleEndian.setInt(arena.objectSpace().bytes(), second + 4, 10_000);
        assertSees("reaches beyond the end");
    }

    @Test
    void a_length_that_is_too_small_is_seen() {
        LittleEndian.setInt(arena.objectSpace().bytes(), second + 4, 2);
        assertThatThrownBy(() -> HeapWalk.verify(arena)).isInstanceOf(AssertionError.class);
    }

    @Test
    void padding_that_is_not_zero_is_seen() {
        arena.objectSpace().bytes()[second + 8 + 2 * 19] = 1;
        assertSees("belongs to no object");
    }

    @Test
    void a_byte_behind_the_last_object_is_seen() {
        arena.objectSpace().bytes()[arena.objectSpace().oldEnd()] = 1;
        assertSees("belongs to no object");
    }

    @Test
    void a_ledger_that_counts_other_bytes_is_seen() {
        ((Ledger) arena.counters()).stringAllocated(8);
        assertSees("counted");
    }

    private void assertSees(String damage) {
        assertThatThrownBy(() -> HeapWalk.verify(arena))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(damage);
    }
}
