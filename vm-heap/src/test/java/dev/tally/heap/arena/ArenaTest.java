package dev.tally.heap.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.memory.LinearMemory;
import dev.tally.heap.object.HostHandles;
import dev.tally.heap.object.Strings;
import dev.tally.heap.quota.QuotaExceededException;
import dev.tally.heap.word.GlobalCell;
import dev.tally.heap.word.ReferenceTable;
import dev.tally.heap.word.SlotStack;
import org.junit.jupiter.api.Test;

/** The arena as a whole: one quota for all, nothing shared, little when empty. */
final class ArenaTest {
    @Test
    void an_empty_arena_commits_and_charges_nothing() {
        Arena arena = new Arena(1L << 30);
        assertThat(arena.committedBytes()).isZero();
        assertThat(arena.counters().mark()).containsOnly(0);
        assertThat(arena.quota().limit()).isEqualTo(1L << 30);
    }

    @Test
    void an_idle_guest_of_every_kind_of_thing_commits_a_few_kib_only() {
        Arena arena = new Arena(1L << 30);
        arena.newMemory(0, -1);
        arena.newTable(10, -1, 0);
        arena.newGlobal();
        arena.newStack(1 << 16).commit(10);
        arena.strings().allocate("text");
        arena.hostHandles().add("object");
        assertThat(arena.committedBytes()).isLessThan(4096);
    }

    @Test
    void everything_is_charged_to_one_quota() {
        Arena arena = new Arena(1 << 20);
        arena.newMemory(1, -1);
        arena.newTable(10, -1, 0);
        arena.newGlobal();
        arena.newStack(100);
        arena.strings().allocate("text");
        arena.strings().materialise("constant");
        arena.hostHandles().add("object");
        long expected = LinearMemory.PAGE_BYTES
                + 10 * 4
                + GlobalCell.CHARGED_BYTES
                + 100 * 8
                + Strings.bytesFor(4)
                + Strings.bytesFor(8)
                + HostHandles.ENTRY_BYTES;
        assertThat(arena.quota().charged()).isEqualTo(expected);
        assertThat(arena.counters().value(HeapColumn.CHARGED_BYTES)).isEqualTo(expected);
    }

    @Test
    void a_global_is_a_word_of_zero_that_fits_at_exactly_the_quota() {
        Arena arena = new Arena(15);
        assertThat(arena.newGlobal().value).isZero();
        assertThatThrownBy(arena::newGlobal)
                .isInstanceOf(QuotaExceededException.class)
                .hasMessage("a global needs 8 bytes, but of the quota of 15 bytes 8 are charged already");
        assertThat(arena.quota().charged()).isEqualTo(8);
    }

    @Test
    void what_is_discarded_before_use_leaves_quota_and_gauges_as_they_were() {
        Arena arena = new Arena(3 * LinearMemory.PAGE_BYTES);
        arena.newMemory(1, -1);
        long[] before = arena.counters().mark();
        LinearMemory memory = arena.newMemory(1, -1);
        ReferenceTable table = arena.newTable(10, -1, 5);
        GlobalCell global = arena.newGlobal();
        assertThatThrownBy(() -> arena.newMemory(1, -1)).isInstanceOf(QuotaExceededException.class);

        arena.discard(memory);
        arena.discard(table);
        arena.discard(global);

        for (HeapColumn column : HeapColumn.values()) {
            if (!column.monotone()) {
                assertThat(arena.counters().value(column)).as(column.key()).isEqualTo(before[column.index()]);
            }
        }
        assertThat(memory.byteSize()).isZero();
        assertThat(table.size()).isZero();
        assertThat(arena.newMemory(2, -1).pages()).isEqualTo(2);
    }

    @Test
    void release_leaves_no_array_and_no_charge_behind_and_the_counters_as_they_were() {
        Arena arena = new Arena(1 << 20);
        LinearMemory memory = arena.newMemory(1, -1);
        memory.grow(1);
        ReferenceTable table = arena.newTable(10, -1, 5);
        arena.newGlobal();
        SlotStack stack = arena.newStack(100);
        stack.commit(70);
        int string = arena.strings().allocate("text");
        arena.hostHandles().add("object");
        long[] before = arena.counters().mark();

        arena.release();

        for (HeapColumn column : HeapColumn.values()) {
            assertThat(arena.counters().value(column))
                    .as(column.key())
                    .isEqualTo(column.monotone() ? before[column.index()] : 0);
        }
        assertThat(string).isNotZero();
        assertThat(arena.quota().charged()).isZero();
        assertThat(memory.bytes()).isEmpty();
        assertThat(table.references()).isEmpty();
        assertThat(stack.slots()).isEmpty();
        assertThat(arena.objectSpace().bytes()).isEmpty();
        assertThat(arena.hostHandles().count()).isZero();
    }

    @Test
    void arenas_share_nothing() {
        Arena first = new Arena(1 << 20);
        Arena second = new Arena(1 << 20);
        second.strings().allocate("unseen");
        second.newMemory(1, -1);
        assertThat(first.counters().mark()).containsOnly(0);
        assertThat(first.strings().allocate("a"))
                .isEqualTo(new Arena(100).strings().allocate("b"));
    }

    @Test
    void a_quota_of_nothing_refuses_everything_that_costs() {
        Arena arena = new Arena(0);
        assertThatThrownBy(() -> arena.newMemory(1, -1)).isInstanceOf(QuotaExceededException.class);
        assertThatThrownBy(() -> arena.newTable(1, -1, 0)).isInstanceOf(QuotaExceededException.class);
        assertThatThrownBy(arena::newGlobal).isInstanceOf(QuotaExceededException.class);
        assertThatThrownBy(() -> arena.newStack(1)).isInstanceOf(QuotaExceededException.class);
        assertThat(arena.strings().allocate("")).isZero();
        assertThat(arena.strings().fromCharCode(1)).isZero();
        assertThat(arena.hostHandles().add("object")).isZero();
        assertThat(arena.newMemory(0, -1).grow(1)).isEqualTo(-1);
        assertThat(arena.newTable(0, -1, 0).grow(1, 0)).isEqualTo(-1);
        assertThat(arena.committedBytes()).isZero();
        assertThat(arena.counters().value(HeapColumn.QUOTA_REFUSALS)).isEqualTo(9);
    }
}
