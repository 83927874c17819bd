package dev.tally.heap.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.heap.account.Ledger;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.memory.LittleEndian;
import dev.tally.heap.object.CardTable;
import dev.tally.heap.object.HeapObjects;
import dev.tally.heap.object.Reference;
import dev.tally.heap.object.Shape;
import dev.tally.heap.object.Storage;
import java.util.List;
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

    // --- Objects with fields, in an arena that is collected.

    private final Arena collected = new Arena(1 << 20);
    private final HeapObjects objects = collected.objects();
    private final int type = objects.shapes().add(new Shape.Struct(List.of(Storage.I8, Storage.REFERENCE)));
    private final int arrayType = objects.shapes().add(new Shape.Array(Storage.REFERENCE));
    private final long[] slots = new long[2];

    /** An old struct and a young array of two. */
    @BeforeEach
    void make_objects() {
        collected.collector().attach(visitor -> {
            slots[0] = visitor.visit((int) slots[0]);
            slots[1] = visitor.visit((int) slots[1]);
        });
        assertThat(collected.collector().makeRoom(16)).isTrue();
        slots[0] = objects.newStruct(type);
        collected.collector().collectNursery();
        assertThat(collected.collector().makeRoom(16)).isTrue();
        slots[1] = objects.newArray(arrayType, 2);
        objects.setReference((int) slots[0], 12, (int) slots[1]);
        assertThat(HeapWalk.verify(collected)).isEqualTo(2);
    }

    @Test
    void a_struct_with_a_length_is_seen() {
        damage((int) slots[0] + 4, 1);
        assertSees(collected, "a struct with length 1");
    }

    @Test
    void a_gap_between_fields_that_is_not_zero_is_seen() {
        objects.bytes()[(int) slots[0] + 9] = 1;
        assertSees(collected, "belongs to no object");
    }

    @Test
    void a_reference_into_the_middle_of_an_object_is_seen() {
        damage((int) slots[1] + 8, (int) slots[0] + 8);
        assertSees(collected, "where no object begins");
    }

    @Test
    void a_word_that_is_no_reference_is_seen() {
        damage((int) slots[1] + 12, 6);
        assertSees(collected, "no reference: 6");
    }

    @Test
    void a_root_that_points_nowhere_is_seen() {
        slots[1] += 8;
        assertSees(collected, "where no object begins");
    }

    @Test
    void a_root_that_is_a_dead_handle_is_seen() {
        slots[1] = collected.hostHandles().add(this);
        HeapWalk.verify(collected);
        long handle = slots[1];
        slots[1] = Reference.NULL;
        collected.collector().census();
        slots[1] = handle;
        assertSees(collected, "a handle that is dead");
    }

    @Test
    void an_old_object_that_holds_a_young_one_on_a_clean_card_is_seen() {
        CardTable cards = collected.objectSpace().cards();
        assertThat(cards.clean(cards.nextDirty(0, 1), 1)).isOne();
        assertSees(collected, "its card is clean");
    }

    @Test
    void cards_that_find_no_object_are_seen() {
        assertThat(collected.collector().makeRoom(20_008)).isTrue();
        objects.newArray(arrayType, 5_000);
        HeapWalk.verify(collected);
        collected.objectSpace().cards().restart();
        collected.objectSpace().cards().record((int) slots[0] + 8, (int) slots[0] + 1_000);
        assertSees(collected, "finds no object");
    }

    private void damage(int at, int word) {
        LittleEndian.setInt(objects.bytes(), at, word);
    }

    private void assertSees(String damage) {
        assertSees(arena, damage);
    }

    private static void assertSees(Arena arena, String damage) {
        assertThatThrownBy(() -> HeapWalk.verify(arena))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(damage);
    }
}
