package dev.tally.runtime.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.TrapKind;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.memory.LinearMemory;
import dev.tally.runtime.code.IndexedOperation;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Accesses to memories other than the first, and addresses of 64 bits. */
final class IndexedOperationsTest {
    private static final long PAGE_BYTES = 65_536;

    private final LinearMemory memory = new Arena(1 << 20).newMemory(1, 1);
    private final long[] slots = new long[4];

    static Stream<IndexedOperation> accesses() {
        return Arrays.stream(IndexedOperation.values()).filter(operation -> operation.accessBytes() > 0);
    }

    @ParameterizedTest
    @CsvSource({
        "LOAD_8_S, 0xfffffffffffffff8",
        "LOAD_8_U, 0x00000000000000f8",
        "LOAD_16_S, 0xfffffffffffff7f8",
        "LOAD_16_U, 0x000000000000f7f8",
        "LOAD_32_S, 0xfffffffff5f6f7f8",
        "LOAD_32_U, 0x00000000f5f6f7f8",
        "LOAD_64, 0xf1f2f3f4f5f6f7f8",
    })
    void a_load_reads_the_least_significant_byte_first_and_extends_as_it_says(IndexedOperation load, String value) {
        memory.setLong(108, 0xf1f2f3f4f5f6f7f8L);
        assertThat(access(load, 100, 8)).isNull();
        assertThat(slots[1]).isEqualTo(Long.parseUnsignedLong(value.substring(2), 16));
    }

    @ParameterizedTest
    @CsvSource({
        "STORE_8, 0x00000000000000f8",
        "STORE_16, 0x000000000000f7f8",
        "STORE_32, 0x00000000f5f6f7f8",
        "STORE_64, 0xf1f2f3f4f5f6f7f8",
    })
    void a_store_writes_so_many_bytes_and_no_more(IndexedOperation store, String written) {
        slots[2] = 0xf1f2f3f4f5f6f7f8L;
        assertThat(access(store, 100, 8)).isNull();
        assertThat(memory.getLong(108)).isEqualTo(Long.parseUnsignedLong(written.substring(2), 16));
        assertThat(memory.getLong(100)).isZero();
        assertThat(memory.getLong(116)).isZero();
    }

    @ParameterizedTest
    @MethodSource("accesses")
    void an_access_may_end_where_the_memory_ends_and_not_behind(IndexedOperation access) {
        long last = PAGE_BYTES - access.accessBytes();
        assertThat(access(access, last, 0)).isNull();
        assertThat(access(access, 0, (int) last)).isNull();
        assertThat(access(access, last, 1)).isEqualTo(TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS);
        assertThat(access(access, last + 1, 0)).isEqualTo(TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS);
        assertThat(access(access, -1, 0)).isEqualTo(TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS);
        assertThat(access(access, -1, -1)).isEqualTo(TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS);
        assertThat(access(access, 1, -1)).isEqualTo(TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS);
    }

    private @Nullable TrapKind access(IndexedOperation access, long address, int offset) {
        slots[1] = address;
        return IndexedOperations.access(access, memory, slots, 1, offset);
    }

    @Test
    void an_address_that_takes_more_than_32_bits_becomes_the_greatest() {
        assertThat(IndexedOperations.saturated(0)).isZero();
        assertThat(IndexedOperations.saturated(0x7FFF_FFFFL)).isEqualTo(0x7FFF_FFFFL);
        assertThat(IndexedOperations.saturated(0x8000_0000L)).isEqualTo(Integer.MIN_VALUE);
        assertThat(IndexedOperations.saturated(0x1_0000_0000L)).isEqualTo(-1);
        assertThat(IndexedOperations.saturated(-1)).isEqualTo(-1);
        assertThat(IndexedOperations.saturated(Long.MIN_VALUE)).isEqualTo(-1);
    }
}
