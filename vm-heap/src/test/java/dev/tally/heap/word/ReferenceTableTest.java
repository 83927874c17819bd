package dev.tally.heap.word;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.HostResourceException;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.check.CommitFailure;
import dev.tally.heap.quota.QuotaExceededException;
import org.junit.jupiter.api.Test;

/** Sizes, growth, bulk work and checked access of tables. */
final class ReferenceTableTest {
    private final Arena arena = new Arena(1 << 20);

    @Test
    void a_new_table_has_its_elements_and_is_charged_four_bytes_for_each() {
        ReferenceTable table = arena.newTable(10, -1, 42);
        assertThat(table.size()).isEqualTo(10);
        assertThat(table.get(0)).isEqualTo(42);
        assertThat(table.get(9)).isEqualTo(42);
        assertThat(arena.quota().charged()).isEqualTo(40);
    }

    @Test
    void a_table_fits_at_exactly_the_quota_and_not_one_byte_below() {
        assertThat(new Arena(40).newTable(10, -1, 0).size()).isEqualTo(10);
        Arena tooSmall = new Arena(39);
        assertThatThrownBy(() -> tooSmall.newTable(10, -1, 0))
                .isInstanceOf(QuotaExceededException.class)
                .hasMessageContaining("40 bytes")
                .hasMessageContaining("39 bytes");
        assertThat(tooSmall.quota().charged()).isZero();
        assertThat(tooSmall.committedBytes()).isZero();
    }

    @Test
    void a_table_beyond_what_an_array_can_hold_is_refused_under_any_quota() {
        Arena vast = new Arena(Long.MAX_VALUE);
        assertThatThrownBy(() -> vast.newTable(ReferenceTable.MAX_ELEMENTS + 1L, -1, 0))
                .isInstanceOf(QuotaExceededException.class);
        assertThatThrownBy(() -> vast.newTable(Long.MAX_VALUE, -1, 0)).isInstanceOf(QuotaExceededException.class);
        ReferenceTable table = vast.newTable(1, -1, 0);
        assertThat(table.mayGrow(ReferenceTable.MAX_ELEMENTS - 1)).isTrue();
        assertThat(table.mayGrow(ReferenceTable.MAX_ELEMENTS)).isFalse();
        assertThat(table.grow(0xFFFFFFFFL, 0)).isEqualTo(-1);
        assertThat(table.grow(-1, 0)).isEqualTo(-1);
    }

    @Test
    void sizes_that_no_module_can_declare_are_errors() {
        assertThatThrownBy(() -> arena.newTable(-1, -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> arena.newTable(0, -2, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> arena.newTable(2, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void growth_answers_the_old_size_and_fills_what_is_new() {
        ReferenceTable table = arena.newTable(2, 8, 1);
        table.set(1, 7);
        assertThat(table.grow(3, 5)).isEqualTo(2);
        assertThat(table.size()).isEqualTo(5);
        assertThat(new int[] {table.get(0), table.get(1), table.get(2), table.get(4)})
                .containsExactly(1, 7, 5, 5);
        assertThat(arena.quota().charged()).isEqualTo(20);
        assertThat(arena.counters().value(HeapColumn.TABLE_GROWTHS)).isEqualTo(1);
        assertThat(table.grow(0, 9)).isEqualTo(5);
        assertThat(arena.counters().value(HeapColumn.TABLE_GROWTHS)).isEqualTo(1);
    }

    @Test
    void growth_ends_at_the_declared_maximum() {
        ReferenceTable table = arena.newTable(1, 3, 0);
        assertThat(table.maximum()).isEqualTo(3);
        assertThat(table.grow(3, 0)).isEqualTo(-1);
        assertThat(table.grow(2, 0)).isEqualTo(1);
        assertThat(table.references()).hasSize(3);
        assertThat(arena.counters().value(HeapColumn.QUOTA_REFUSALS)).isZero();
    }

    @Test
    void growth_fits_at_exactly_the_quota_and_one_byte_less_is_refused() {
        assertThat(new Arena(20).newTable(2, -1, 0).grow(3, 0)).isEqualTo(2);
        Arena tooSmall = new Arena(19);
        ReferenceTable table = tooSmall.newTable(2, -1, 0);
        assertThat(table.grow(3, 0)).isEqualTo(-1);
        assertThat(table.size()).isEqualTo(2);
        assertThat(tooSmall.quota().charged()).isEqualTo(8);
        assertThat(tooSmall.counters().value(HeapColumn.QUOTA_REFUSALS)).isEqualTo(1);
    }

    @Test
    void growth_one_by_one_commits_a_few_times_only() {
        ReferenceTable table = arena.newTable(1, -1, 0);
        for (int size = 1; size < 4096; size++) {
            assertThat(table.grow(1, size)).isEqualTo(size);
        }
        assertThat(table.get(4095)).isEqualTo(4095);
        assertThat(arena.counters().value(HeapColumn.COMMITS)).isEqualTo(13);
    }

    @Test
    void a_jvm_without_room_leaves_table_and_arena_unchanged_and_growth_can_be_tried_again() {
        ReferenceTable table = arena.newTable(1, -1, 3);
        int[] references = table.references();
        long[] before = arena.counters().mark();
        CommitFailure.failNextCommit(arena);
        assertThatThrownBy(() -> table.grow(1, 4)).isInstanceOf(HostResourceException.class);
        assertThat(table.size()).isEqualTo(1);
        assertThat(table.references()).isSameAs(references);
        assertThat(arena.counters().mark()).isEqualTo(before);
        assertThat(table.grow(1, 4)).isEqualTo(1);
        assertThat(table.get(0)).isEqualTo(3);
    }

    @Test
    void access_ends_where_the_table_ends_and_not_where_the_array_does() {
        ReferenceTable table = arena.newTable(4, -1, 0);
        table.grow(1, 0);
        assertThat(table.references()).hasSizeGreaterThan(5);
        for (int index : new int[] {5, 6, -1, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> table.get(index))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining(Integer.toUnsignedString(index))
                    .hasMessageContaining("5");
            assertThatThrownBy(() -> table.set(index, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void bulk_work_moves_and_counts_words() {
        ReferenceTable table = arena.newTable(6, -1, 0);
        table.countCopy();
        table.init(0, new int[] {9, 1, 2, 3, 9}, 1, 3);
        table.countCopy();
        table.copy(1, table, 0, 3);
        assertThat(table.references()).startsWith(1, 1, 2, 3, 0, 0);
        table.fill(4, 8, 2);
        assertThat(table.references()).startsWith(1, 1, 2, 3, 8, 8);
        ReferenceTable other = arena.newTable(2, -1, 0);
        other.copy(0, table, 3, 2);
        assertThat(other.references()).startsWith(3, 8);
        assertThat(arena.counters().value(HeapColumn.COPIES)).isEqualTo(2);
        assertThat(arena.counters().value(HeapColumn.COPIED_BYTES)).isEqualTo(4 * (3 + 3 + 2));
    }
}
