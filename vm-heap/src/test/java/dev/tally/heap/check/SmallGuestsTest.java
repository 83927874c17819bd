package dev.tally.heap.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.heap.arena.Arena;
import dev.tally.heap.collect.Collector;
import dev.tally.heap.object.HeapObjects;
import dev.tally.heap.object.Reference;
import dev.tally.heap.object.Shape;
import dev.tally.heap.object.Storage;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What small guests take of the JVM's heap in all, arrays and Java objects, counted by the JVM itself: every byte that was allocated to
 * make them, so that they cannot hold more.
 */
final class SmallGuestsTest {
    private static final long TWO_GIB = 2L << 30;
    private static final int GUESTS = 10_000;
    private static final int NODES = 100;

    /** Where the last guest goes, so that none can be left out. */
    private Object last = "";

    @Test
    void a_guest_that_has_done_nothing_takes_less_than_4_KiB() {
        assertThat(bytesOf(() -> {
                    Arena arena = new Arena(64 << 20);
                    arena.collector().attach(visitor -> {});
                    arena.newStack(64 << 10);
                    last = arena;
                }))
                .isLessThan(4 << 10);
    }

    @Test
    void ten_thousand_guests_with_a_stack_a_memory_a_table_and_a_hundred_objects_fit_into_2_GiB() {
        long each = bytesOf(SmallGuestsTest.this::makeGuest);
        assertThat(each).isGreaterThan(64 << 10);
        assertThat(GUESTS * each).isLessThan(TWO_GIB);
    }

    @Test
    void without_a_memory_such_a_guest_takes_less_than_64_KiB() {
        assertThat(bytesOf(() -> last = makeObjects(new Arena(64 << 20)))).isLessThan(64 << 10);
    }

    private void makeGuest() {
        Arena arena = new Arena(64 << 20);
        arena.newMemory(1, -1);
        arena.newTable(100, -1, Reference.NULL);
        arena.newStack(64 << 10).commit(300);
        last = makeObjects(arena);
    }

    private static Arena makeObjects(Arena arena) {
        HeapObjects objects = arena.objects();
        Collector collector = arena.collector();
        int node = objects.shapes().add(new Shape.Struct(List.of(Storage.REFERENCE, Storage.I64)));
        long[] slots = new long[1];
        collector.attach(visitor -> slots[0] = visitor.visit((int) slots[0]));
        for (int made = 0; made < NODES; made++) {
            if (!collector.hasRoom(24)) {
                collector.makeRoom(24);
            }
            int object = objects.newStruct(node);
            objects.setReference(object, 8, (int) slots[0]);
            slots[0] = object;
        }
        arena.hostHandles().add(arena);
        return arena;
    }

    private static long bytesOf(Runnable guest) {
        return AllocatedBytes.ofBatch(guest) / AllocatedBytes.ROUNDS_OF_A_BATCH;
    }
}
