package dev.tally.heap.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.collect.Collector;
import dev.tally.heap.memory.LinearMemory;
import dev.tally.heap.object.HeapObjects;
import dev.tally.heap.object.Reference;
import dev.tally.heap.object.Shape;
import dev.tally.heap.object.Storage;
import dev.tally.heap.object.Strings;
import dev.tally.heap.word.ReferenceTable;
import dev.tally.heap.word.SlotStack;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What ticks do in the arena allocates nothing on the JVM heap once the arena has grown. */
final class NothingOnTheJvmHeapTest {
    private final Arena arena = new Arena(256L << 20);

    /** Where results go, so that no work can be left out. */
    private long sink;

    private Object kept = "";

    private long rounds;

    @Test
    void a_control_of_16_bytes_a_round_is_seen() {
        assertThat(AllocatedBytes.ofBatch(() -> kept = new Object())).isEqualTo(16L * AllocatedBytes.ROUNDS_OF_A_BATCH);
        assertThat(kept).isNotNull();
    }

    @Test
    void reading_strings_allocates_nothing() {
        Strings strings = arena.strings();
        int first = strings.allocate("a string to be read");
        int second = strings.allocate("a string to be read too");
        assertThat(AllocatedBytes.ofBatch(() -> {
                    for (int index = 0; index < strings.length(first); index++) {
                        sink += strings.charAt(first, index);
                    }
                    sink += strings.compare(first, second);
                    sink += strings.equal(first, second) ? 1 : 0;
                    sink += strings.isString(second) ? 1 : 0;
                }))
                .isZero();
    }

    @Test
    void making_strings_allocates_nothing_once_there_is_room() {
        Strings strings = arena.strings();
        int first = strings.allocate("one half, ");
        int second = strings.allocate("and the other");
        strings.reserve(64 << 20);
        long[] before = arena.counters().mark();
        assertThat(AllocatedBytes.ofBatch(() -> {
                    rounds++;
                    int joined = strings.concat(first, second);
                    int cut = strings.substring(joined, 3, 9);
                    sink += strings.concat(cut, strings.fromCharCode('x'));
                    sink += strings.allocate("from the host");
                    sink += strings.materialise("constant");
                }))
                .isZero();
        assertThat(arena.counters().since(before, HeapColumn.STRING_ALLOCATIONS))
                .isEqualTo(5 * rounds);
        assertThat(arena.counters().since(before, HeapColumn.COMMITS)).isZero();
    }

    @Test
    void refusals_allocate_nothing() {
        Arena full = new Arena(65536 + 16);
        LinearMemory memory = full.newMemory(1, -1);
        ReferenceTable table = full.newTable(0, -1, 0);
        int text = full.strings().allocate("abcd");
        assertThat(AllocatedBytes.ofBatch(() -> {
                    rounds++;
                    sink += memory.grow(1);
                    sink += table.grow(1, 0);
                    sink += full.strings().concat(text, text);
                    sink += full.hostHandles().add(this);
                }))
                .isZero();
        assertThat(full.counters().value(HeapColumn.QUOTA_REFUSALS)).isEqualTo(4 * rounds);
    }

    @Test
    void memories_allocate_nothing() {
        LinearMemory memory = arena.newMemory(1, -1);
        byte[] buffer = new byte[64];
        assertThat(AllocatedBytes.ofBatch(() -> {
                    memory.setInt(100, memory.getInt(96) + 1);
                    memory.setDouble(104, memory.getDouble(112) + 1);
                    memory.setFloat(104, memory.getFloat(112) + 1);
                    memory.setLong(104, memory.getLong(112) + 1);
                    memory.setShort(104, memory.getShort(112));
                    memory.setByte(104, memory.getByte(112));
                    memory.read(0, buffer, 0, 64);
                    memory.write(64, buffer, 0, 64);
                    memory.countCopy();
                    memory.copy(1000, memory, 0, 64);
                    memory.init(1001, buffer, 3, 8);
                    memory.fill(2000, (byte) 3, 100);
                    sink += memory.writeUtf8(3000, "text with \u00e9 and \ud83d\ude00");
                    sink += memory.grow(0);
                }))
                .isZero();
    }

    @Test
    void tables_and_slots_and_handles_allocate_nothing() {
        ReferenceTable table = arena.newTable(100, -1, 0);
        SlotStack stack = arena.newStack(1000);
        stack.commit(1000);
        arena.hostHandles().add(this);
        int[] segment = {1, 2, 3};
        assertThat(AllocatedBytes.ofBatch(() -> {
                    table.set(3, table.get(4) + 1);
                    table.countCopy();
                    table.copy(10, table, 0, 20);
                    table.init(3, segment, 0, 3);
                    table.fill(50, 4, 50);
                    stack.commit(1000);
                    sink += arena.hostHandles()
                            .get(arena.hostHandles().add(this))
                            .hashCode();
                }))
                .isZero();
    }

    @Test
    void collections_and_censuses_allocate_nothing() {
        Arena collected = new Arena(1 << 20);
        HeapObjects objects = collected.objects();
        Collector collector = collected.collector();
        int node = objects.shapes().add(new Shape.Struct(List.of(Storage.REFERENCE, Storage.I32)));
        int array = objects.shapes().add(new Shape.Array(Storage.REFERENCE));
        long[] slots = new long[2];
        collector.attach(visitor -> {
            slots[0] = visitor.visit((int) slots[0]);
            slots[1] = visitor.visit((int) slots[1]);
        });
        Object ofHost = new Object();
        Runnable round = new Runnable() {
            private int made;

            private void room(long bytes) {
                if (!collector.hasRoom(bytes)) {
                    if (collector.priceOfRoom(bytes) > 0) {
                        collector.census();
                    }
                    collector.makeRoom(bytes);
                }
            }

            @Override
            public void run() {
                if (made++ % 2000 == 0) {
                    slots[0] = Reference.NULL;
                }
                room(16);
                int object = objects.newStruct(node);
                objects.setReference(object, 8, (int) slots[0]);
                slots[0] = object;
                if (made % 100 == 0) {
                    room(20_008);
                    slots[1] = objects.newArray(array, 5000);
                    objects.fillReferences((int) slots[1], 0, (int) slots[0], 5000);
                    if (collector.priceOfHandle(ofHost) > 0) {
                        collector.census();
                    }
                    objects.setReference(
                            (int) slots[1], 8, collected.hostHandles().add(ofHost));
                }
                int scope = collected.scopedHandles().open();
                collected.scopedHandles().add((int) slots[0]);
                collected.scopedHandles().close(scope);
            }
        };
        assertThat(AllocatedBytes.ofBatch(round)).isZero();
        assertThat(collected.counters().value(HeapColumn.NURSERY_COLLECTIONS)).isPositive();
        assertThat(collected.counters().value(HeapColumn.OLD_COLLECTIONS)).isPositive();
        assertThat(collected.counters().value(HeapColumn.CENSUSES)).isPositive();
    }

    @Test
    void capturing_counters_allocates_nothing() {
        long[] row = new long[HeapColumn.count()];
        long[] delta = new long[HeapColumn.count() + 4];
        assertThat(AllocatedBytes.ofBatch(() -> {
                    arena.counters().capture(row);
                    arena.counters().since(row, delta);
                    arena.counters().capture(delta, 4);
                    sink += arena.counters().since(row, HeapColumn.COPIES) + arena.committedBytes();
                }))
                .isZero();
    }
}
