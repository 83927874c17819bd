package dev.tally.heap.memory;

import static dev.tally.heap.memory.LinearMemory.PAGE_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.HostResourceException;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.check.CommitFailure;
import dev.tally.heap.quota.QuotaExceededException;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/** Sizes, growth, bulk work and checked access of linear memories. */
final class LinearMemoryTest {
    private static final long ROOM = 64L << 20;

    private final Arena arena = new Arena(ROOM);

    @Test
    void a_new_memory_has_its_pages_zeroed_and_charged() {
        LinearMemory memory = arena.newMemory(3, 10);
        assertThat(memory.pages()).isEqualTo(3);
        assertThat(memory.byteSize()).isEqualTo(3L * PAGE_BYTES);
        assertThat(memory.maximumPages()).isEqualTo(10);
        assertThat(memory.bytes()).containsOnly(0).hasSize(3 * PAGE_BYTES);
        assertThat(arena.quota().charged()).isEqualTo(3L * PAGE_BYTES);
        assertThat(arena.counters().value(HeapColumn.MEMORY_BYTES)).isEqualTo(3L * PAGE_BYTES);
        assertThat(arena.counters().value(HeapColumn.MEMORY_GROWTHS)).isZero();
    }

    @Test
    void a_memory_of_no_pages_costs_nothing() {
        LinearMemory memory = arena.newMemory(0, -1);
        assertThat(memory.byteSize()).isZero();
        assertThat(arena.committedBytes()).isZero();
        assertThat(arena.quota().charged()).isZero();
        assertThatThrownBy(() -> memory.getByte(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void a_memory_fits_at_exactly_the_quota_and_not_one_byte_below() {
        assertThat(new Arena(2L * PAGE_BYTES).newMemory(2, -1).pages()).isEqualTo(2);
        Arena tooSmall = new Arena(2L * PAGE_BYTES - 1);
        assertThatThrownBy(() -> tooSmall.newMemory(2, -1))
                .isInstanceOfSatisfying(QuotaExceededException.class, refusal -> {
                    assertThat(refusal.requested()).isEqualTo(2L * PAGE_BYTES);
                    assertThat(refusal.charged()).isZero();
                    assertThat(refusal.quota()).isEqualTo(2L * PAGE_BYTES - 1);
                })
                .hasMessageContaining("2 pages")
                .hasMessageContaining("131072 bytes")
                .hasMessageContaining("131071 bytes");
        assertThat(tooSmall.quota().charged()).isZero();
        assertThat(tooSmall.committedBytes()).isZero();
        assertThat(tooSmall.counters().value(HeapColumn.MEMORY_BYTES)).isZero();
    }

    @Test
    void a_memory_beyond_what_an_array_can_hold_is_refused_under_any_quota() {
        Arena vast = new Arena(Long.MAX_VALUE);
        assertThatThrownBy(() -> vast.newMemory(LinearMemory.MAX_PAGES + 1L, -1))
                .isInstanceOf(QuotaExceededException.class)
                .hasMessageContaining("32767");
        assertThatThrownBy(() -> vast.newMemory(Long.MAX_VALUE, -1)).isInstanceOf(QuotaExceededException.class);
        assertThat(vast.quota().charged()).isZero();
    }

    @Test
    void sizes_that_no_module_can_declare_are_errors() {
        assertThatThrownBy(() -> arena.newMemory(-1, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> arena.newMemory(0, -2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> arena.newMemory(2, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void growth_answers_the_old_size_and_keeps_the_content() {
        LinearMemory memory = arena.newMemory(1, -1);
        memory.setInt(PAGE_BYTES - 4, 0x01020304);

        assertThat(memory.grow(2)).isEqualTo(1);

        assertThat(memory.pages()).isEqualTo(3);
        assertThat(memory.getInt(PAGE_BYTES - 4)).isEqualTo(0x01020304);
        assertThat(memory.getLong(PAGE_BYTES)).isZero();
        assertThat(arena.quota().charged()).isEqualTo(3L * PAGE_BYTES);
        assertThat(arena.counters().value(HeapColumn.MEMORY_GROWTHS)).isEqualTo(1);
        assertThat(arena.counters().value(HeapColumn.MEMORY_BYTES)).isEqualTo(3L * PAGE_BYTES);
    }

    @Test
    void growth_by_nothing_answers_the_size_and_is_no_growth() {
        LinearMemory memory = arena.newMemory(2, 2);
        assertThat(memory.grow(0)).isEqualTo(2);
        assertThat(arena.counters().value(HeapColumn.MEMORY_GROWTHS)).isZero();
    }

    @Test
    void growth_ends_at_the_declared_maximum() {
        LinearMemory memory = arena.newMemory(1, 3);
        assertThat(memory.mayGrow(2)).isTrue();
        assertThat(memory.mayGrow(3)).isFalse();
        assertThat(memory.grow(3)).isEqualTo(-1);
        assertThat(memory.pages()).isEqualTo(1);
        assertThat(arena.counters().value(HeapColumn.QUOTA_REFUSALS)).isZero();
        assertThat(memory.grow(2)).isEqualTo(1);
        assertThat(memory.grow(1)).isEqualTo(-1);
    }

    @Test
    void growth_ends_at_the_largest_array_whatever_is_declared() {
        LinearMemory memory = new Arena(Long.MAX_VALUE).newMemory(1, 65536);
        assertThat(memory.mayGrow(LinearMemory.MAX_PAGES - 1)).isTrue();
        assertThat(memory.mayGrow(LinearMemory.MAX_PAGES)).isFalse();
        assertThat(memory.grow(0xFFFFFFFFL)).isEqualTo(-1);
        assertThat(memory.grow(Long.MAX_VALUE)).isEqualTo(-1);
        assertThat(memory.grow(-1)).isEqualTo(-1);
    }

    @Test
    void growth_fits_at_exactly_the_quota_and_one_byte_less_is_refused() {
        LinearMemory fits = new Arena(5L * PAGE_BYTES).newMemory(2, -1);
        assertThat(fits.grow(3)).isEqualTo(2);
        assertThat(fits.bytes()).hasSize(5 * PAGE_BYTES);

        Arena tooSmall = new Arena(5L * PAGE_BYTES - 1);
        LinearMemory memory = tooSmall.newMemory(2, -1);
        assertThat(memory.grow(3)).isEqualTo(-1);
        assertThat(memory.pages()).isEqualTo(2);
        assertThat(tooSmall.quota().charged()).isEqualTo(2L * PAGE_BYTES);
        assertThat(tooSmall.counters().value(HeapColumn.QUOTA_REFUSALS)).isEqualTo(1);
        assertThat(memory.grow(2)).isEqualTo(2);
    }

    @Test
    void growth_page_by_page_commits_a_few_times_only() {
        LinearMemory memory = arena.newMemory(1, -1);
        for (int pages = 1; pages < 512; pages++) {
            assertThat(memory.grow(1)).isEqualTo(pages);
        }
        assertThat(arena.counters().value(HeapColumn.MEMORY_GROWTHS)).isEqualTo(511);
        assertThat(arena.counters().value(HeapColumn.COMMITS)).isEqualTo(10);
    }

    @Test
    void capacity_never_exceeds_the_declared_maximum() {
        LinearMemory memory = arena.newMemory(2, 3);
        memory.grow(1);
        assertThat(memory.bytes()).hasSize(3 * PAGE_BYTES);
    }

    @Test
    void a_jvm_without_room_leaves_memory_and_arena_unchanged_and_growth_can_be_tried_again() {
        LinearMemory memory = arena.newMemory(1, -1);
        memory.setByte(5, (byte) 9);
        byte[] bytes = memory.bytes();
        long[] before = arena.counters().mark();

        CommitFailure.failNextCommit(arena);
        assertThatThrownBy(() -> memory.grow(1))
                .isInstanceOfSatisfying(
                        HostResourceException.class,
                        failure -> assertThat(failure.requestedBytes()).isEqualTo(2L * PAGE_BYTES))
                .hasCauseInstanceOf(OutOfMemoryError.class);

        assertThat(memory.pages()).isEqualTo(1);
        assertThat(memory.bytes()).isSameAs(bytes);
        assertThat(arena.counters().mark()).isEqualTo(before);
        assertThat(memory.grow(1)).isEqualTo(1);
        assertThat(memory.getByte(5)).isEqualTo((byte) 9);
    }

    @Test
    void a_memory_that_does_not_grow_any_more_lets_go_of_its_room() {
        LinearMemory memory = arena.newMemory(2, -1);
        memory.grow(1);
        memory.setByte(3 * PAGE_BYTES - 1, (byte) 9);
        long fuel = 8L * 3 * PAGE_BYTES;

        arena.settle(100);
        arena.settle(99 + fuel);
        assertThat(memory.bytes()).hasSize(4 * PAGE_BYTES);
        arena.settle(100 + fuel);
        assertThat(memory.bytes()).hasSize(3 * PAGE_BYTES);
        assertThat(memory.getByte(3 * PAGE_BYTES - 1)).isEqualTo((byte) 9);
        assertThat(arena.counters().value(HeapColumn.COMMITTED_BYTES)).isEqualTo(3 * PAGE_BYTES);

        byte[] bytes = memory.bytes();
        arena.settle(1000 * fuel);
        assertThat(memory.bytes()).isSameAs(bytes);
        memory.grow(1);
        assertThat(memory.bytes()).hasSize(6 * PAGE_BYTES);
        arena.settle(2000 * fuel);
        assertThat(memory.bytes()).hasSize(6 * PAGE_BYTES);
    }

    @Test
    void large_memories_keep_their_room() {
        LinearMemory memory = arena.newMemory(256, -1);
        memory.grow(1);
        byte[] bytes = memory.bytes();
        arena.settle(1);
        arena.settle(1L << 50);
        assertThat(memory.bytes()).isSameAs(bytes).hasSize(512 * PAGE_BYTES);
    }

    @Test
    void a_jvm_without_room_for_the_copy_leaves_the_memory_its_array() {
        LinearMemory memory = arena.newMemory(2, -1);
        memory.grow(1);
        byte[] bytes = memory.bytes();
        arena.settle(1);
        CommitFailure.failNextCommit(arena);
        arena.settle(1L << 40);
        assertThat(memory.bytes()).isSameAs(bytes);
        arena.settle(1L << 41);
        assertThat(memory.bytes()).hasSize(3 * PAGE_BYTES);
    }

    @Test
    void a_jvm_without_room_makes_no_new_memory() {
        CommitFailure.failNextCommit(arena);
        long[] before = arena.counters().mark();
        assertThatThrownBy(() -> arena.newMemory(1, -1)).isInstanceOf(HostResourceException.class);
        assertThat(arena.counters().mark()).isEqualTo(before);
        assertThat(arena.newMemory(1, -1).pages()).isEqualTo(1);
    }

    @Test
    void copies_overlap_both_ways_and_are_counted_once_however_many_parts_they_have() {
        LinearMemory memory = arena.newMemory(1, -1);
        memory.write(0, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 0, 8);

        memory.countCopy();
        memory.copy(2, memory, 0, 4);
        assertThat(read(memory, 0, 8)).containsExactly(1, 2, 1, 2, 3, 4, 7, 8);
        memory.countCopy();
        memory.copy(0, memory, 2, 3);
        memory.copy(3, memory, 5, 3);
        assertThat(read(memory, 0, 8)).containsExactly(1, 2, 3, 4, 7, 8, 7, 8);

        assertThat(arena.counters().value(HeapColumn.COPIES)).isEqualTo(2);
        assertThat(arena.counters().value(HeapColumn.COPIED_BYTES)).isEqualTo(10);
    }

    @Test
    void copies_go_from_one_memory_to_another() {
        LinearMemory source = arena.newMemory(1, -1);
        LinearMemory destination = arena.newMemory(1, -1);
        source.setLong(8, 0x1122334455667788L);
        destination.copy(PAGE_BYTES - 8, source, 8, 8);
        assertThat(destination.getLong(PAGE_BYTES - 8)).isEqualTo(0x1122334455667788L);
    }

    @Test
    void segments_initialise_a_range() {
        LinearMemory memory = arena.newMemory(1, -1);
        memory.init(PAGE_BYTES - 2, new byte[] {1, 2, 3, 4}, 1, 2);
        assertThat(read(memory, PAGE_BYTES - 3, 3)).containsExactly(0, 2, 3);
        assertThat(arena.counters().value(HeapColumn.COPIED_BYTES)).isEqualTo(2);
    }

    @Test
    void a_fill_is_no_copy() {
        LinearMemory memory = arena.newMemory(1, -1);
        memory.fill(1, (byte) 7, 2);
        assertThat(read(memory, 0, 4)).containsExactly(0, 7, 7, 0);
        assertThat(arena.counters().value(HeapColumn.COPIED_BYTES)).isZero();
    }

    @Test
    void numbers_lie_least_significant_byte_first_at_any_alignment() {
        LinearMemory memory = arena.newMemory(1, -1);
        memory.setLong(1, 0x0807060504030201L);
        assertThat(read(memory, 1, 8)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(memory.getInt(2)).isEqualTo(0x05040302);
        assertThat(memory.getShort(3)).isEqualTo((short) 0x0403);
        memory.setShort(3, (short) 0xAABB);
        assertThat(memory.getByte(3)).isEqualTo((byte) 0xBB);
        memory.setInt(9, Float.floatToRawIntBits(1.5f));
        assertThat(memory.getFloat(9)).isEqualTo(1.5f);
        memory.setFloat(9, -2.25f);
        assertThat(memory.getInt(9)).isEqualTo(Float.floatToRawIntBits(-2.25f));
        memory.setDouble(17, Math.PI);
        assertThat(memory.getLong(17)).isEqualTo(Double.doubleToRawLongBits(Math.PI));
        assertThat(memory.getDouble(17)).isEqualTo(Math.PI);
    }

    @Test
    void every_access_of_a_host_ends_where_the_memory_ends_and_not_where_the_array_does() {
        LinearMemory memory = arena.newMemory(2, -1);
        memory.grow(1);
        assertThat(memory.bytes()).hasSizeGreaterThan(3 * PAGE_BYTES);
        assertEnds(memory, 1, memory::getByte);
        assertEnds(memory, 1, address -> memory.setByte(address, (byte) 1));
        assertEnds(memory, 2, memory::getShort);
        assertEnds(memory, 2, address -> memory.setShort(address, (short) 1));
        assertEnds(memory, 4, memory::getInt);
        assertEnds(memory, 4, address -> memory.setInt(address, 1));
        assertEnds(memory, 8, memory::getLong);
        assertEnds(memory, 8, address -> memory.setLong(address, 1));
        assertEnds(memory, 4, memory::getFloat);
        assertEnds(memory, 4, address -> memory.setFloat(address, 1));
        assertEnds(memory, 8, memory::getDouble);
        assertEnds(memory, 8, address -> memory.setDouble(address, 1));
        assertEnds(memory, 5, address -> memory.read(address, new byte[5], 0, 5));
        assertEnds(memory, 5, address -> memory.write(address, new byte[5], 0, 5));
        assertEnds(memory, 5, address -> memory.readUtf8(address, 5));
        assertEnds(memory, 5, address -> memory.writeUtf8(address, "hello"));
    }

    private static void assertEnds(LinearMemory memory, int width, LongConsumer access) {
        long last = memory.byteSize() - width;
        access.accept(last);
        byte[] before = memory.bytes().clone();
        for (long beyond :
                new long[] {last + 1, memory.byteSize(), memory.byteSize() + 1, -1, Long.MIN_VALUE, 1L << 32}) {
            assertThatThrownBy(() -> access.accept(beyond))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining(width + " bytes at address " + Long.toUnsignedString(beyond))
                    .hasMessageContaining(memory.byteSize() + " bytes");
        }
        assertThat(memory.bytes()).isEqualTo(before);
    }

    @Test
    void a_negative_length_is_refused() {
        LinearMemory memory = arena.newMemory(1, -1);
        assertThatThrownBy(() -> memory.read(0, new byte[4], 0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.readUtf8(0, Integer.MIN_VALUE)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void an_empty_range_lies_at_the_end_too() {
        LinearMemory memory = arena.newMemory(1, -1);
        memory.read(PAGE_BYTES, new byte[0], 0, 0);
        assertThat(memory.readUtf8(PAGE_BYTES, 0)).isEmpty();
        assertThatThrownBy(() -> memory.readUtf8(PAGE_BYTES + 1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static byte[] read(LinearMemory memory, long address, int length) {
        byte[] into = new byte[length];
        memory.read(address, into, 0, length);
        return into;
    }
}
