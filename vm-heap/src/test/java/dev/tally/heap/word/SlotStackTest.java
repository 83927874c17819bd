package dev.tally.heap.word;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.HostResourceException;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.check.CommitFailure;
import dev.tally.heap.quota.QuotaExceededException;
import org.junit.jupiter.api.Test;

/** What the stack reserves, charges and commits. */
final class SlotStackTest {
    @Test
    void a_stack_is_charged_whole_and_commits_nothing_until_used() {
        Arena arena = new Arena(1 << 20);
        SlotStack stack = arena.newStack(10_000);
        assertThat(stack.limit()).isEqualTo(10_000);
        assertThat(arena.quota().charged()).isEqualTo(80_000);
        assertThat(arena.committedBytes()).isZero();
        assertThat(stack.slots()).isEmpty();
    }

    @Test
    void a_stack_fits_at_exactly_the_quota_and_not_one_byte_below() {
        assertThat(new Arena(800).newStack(100).limit()).isEqualTo(100);
        Arena tooSmall = new Arena(799);
        assertThatThrownBy(() -> tooSmall.newStack(100))
                .isInstanceOf(QuotaExceededException.class)
                .hasMessageContaining("100 slots");
        assertThat(tooSmall.quota().charged()).isZero();
        assertThatThrownBy(() -> tooSmall.newStack(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_largest_stack_does_not_overflow() {
        Arena vast = new Arena(Long.MAX_VALUE);
        vast.newStack(SlotStack.MOST_SLOTS);
        assertThat(vast.quota().charged()).isEqualTo(8L * SlotStack.MOST_SLOTS);
        assertThatThrownBy(() -> vast.newStack(SlotStack.MOST_SLOTS + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1073741825");
    }

    @Test
    void committing_grows_in_few_steps_and_keeps_what_is_there() {
        Arena arena = new Arena(1 << 20);
        SlotStack stack = arena.newStack(10_000);
        stack.commit(1);
        stack.slots()[0] = 77;
        assertThat(stack.slots()).hasSize(64);
        for (int needed = 1; needed <= 10_000; needed++) {
            stack.commit(needed);
            assertThat(stack.slots().length).isBetween(needed, 16_384);
        }
        assertThat(stack.slots()[0]).isEqualTo(77);
        assertThat(stack.slots()).hasSize(16_384);
        assertThat(arena.counters().value(HeapColumn.COMMITS)).isEqualTo(9);
        assertThat(arena.quota().charged()).isEqualTo(80_000);
        assertThat(arena.committedBytes()).isEqualTo(8 * 16_384);
    }

    @Test
    void a_small_stack_commits_no_more_than_the_next_power_of_two() {
        SlotStack stack = new Arena(1 << 20).newStack(10);
        stack.commit(1);
        assertThat(stack.slots()).hasSize(16);
    }

    @Test
    void slots_beyond_the_limit_are_never_committed() {
        SlotStack stack = new Arena(1 << 20).newStack(10);
        assertThatThrownBy(() -> stack.commit(11))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("11")
                .hasMessageContaining("10");
        assertThat(stack.slots()).isEmpty();
    }

    @Test
    void a_jvm_without_room_leaves_the_stack_unchanged() {
        Arena arena = new Arena(1 << 20);
        SlotStack stack = arena.newStack(1000);
        stack.commit(64);
        long[] slots = stack.slots();
        long[] before = arena.counters().mark();
        CommitFailure.failNextCommit(arena);
        assertThatThrownBy(() -> stack.commit(65)).isInstanceOf(HostResourceException.class);
        assertThat(stack.slots()).isSameAs(slots);
        assertThat(arena.counters().mark()).isEqualTo(before);
        stack.commit(65);
        assertThat(stack.slots()).hasSize(128);
    }
}
