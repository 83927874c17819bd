package dev.tally.heap.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.check.HeapWalk;
import dev.tally.heap.memory.LittleEndian;
import dev.tally.heap.object.HostHandles;
import dev.tally.heap.object.ObjectSpace;
import dev.tally.heap.object.Reference;
import dev.tally.heap.object.Shape;
import dev.tally.heap.object.Storage;
import dev.tally.heap.word.ReferenceTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Collections one by one: what they keep, what they count, and how large they leave the arena. */
final class CollectorTest {
    private final LinkedNodes guest = new LinkedNodes(64 << 20);

    @Test
    void a_collection_of_the_nursery_promotes_what_is_held_and_reclaims_the_rest() {
        guest.push(0, 10);
        guest.push(1, 5);
        guest.slots[1] = Reference.NULL;
        guest.collector.collectNursery();
        assertThat(count(HeapColumn.NURSERY_COLLECTIONS)).isOne();
        assertThat(count(HeapColumn.PROMOTED_BYTES)).isEqualTo(10 * 32);
        assertThat(count(HeapColumn.RECLAIMED_BYTES)).isEqualTo(5 * 32);
        assertThat(count(HeapColumn.OBJECT_BYTES)).isEqualTo(10 * 32);
        assertThat(guest.length(0)).isEqualTo(10);
        assertThat(HeapWalk.verify(guest.arena)).isEqualTo(10);
    }

    @Test
    void a_collection_of_everything_moves_old_objects_together_in_their_order() {
        guest.push(0, 10);
        guest.push(1, 20);
        guest.collector.collectNursery();
        guest.slots[0] = Reference.NULL;
        guest.collector.collectAll();
        assertThat(count(HeapColumn.OLD_COLLECTIONS)).isOne();
        assertThat(count(HeapColumn.TRACED_WORDS)).isEqualTo(20 * 4);
        assertThat(count(HeapColumn.RECLAIMED_BYTES)).isEqualTo(10 * 32);
        assertThat(guest.arena.objectSpace().oldBytes()).isEqualTo(20 * 32);
        assertThat(guest.slots[1]).isEqualTo(ObjectSpace.FIRST_OBJECT);
        assertThat(guest.length(1)).isEqualTo(20);
    }

    @Test
    void cycles_are_no_obstacle() {
        guest.push(0, 2);
        int first = (int) guest.slots[0];
        guest.objects.setReference(guest.objects.getReference(first, LinkedNodes.NEXT), LinkedNodes.NEXT, first);
        guest.collector.collectAll();
        assertThat(HeapWalk.verify(guest.arena)).isEqualTo(2);
        guest.slots[0] = Reference.NULL;
        guest.collector.collectAll();
        assertThat(HeapWalk.verify(guest.arena)).isZero();
    }

    @Test
    void collections_change_no_charge_and_a_census_charges_what_is_reachable() {
        guest.push(0, 10);
        guest.push(1, 5);
        guest.slots[1] = Reference.NULL;
        guest.collector.collectAll();
        assertThat(guest.arena.quota().charged()).isEqualTo(15 * 32);
        assertThat(count(HeapColumn.CENSUSES)).isZero();
        guest.collector.census();
        assertThat(guest.arena.quota().charged()).isEqualTo(10 * 32);
        assertThat(count(HeapColumn.CENSUSES)).isOne();
    }

    @Test
    void a_young_object_that_only_an_old_one_holds_lives() {
        guest.push(0, 1);
        guest.collector.collectNursery();
        int old = (int) guest.slots[0];
        int young = guest.node();
        guest.objects.setReference(old, LinkedNodes.OTHER, young);
        HeapWalk.verify(guest.arena);
        guest.collector.collectNursery();
        assertThat(guest.objects.type(guest.objects.getReference(old, LinkedNodes.OTHER)))
                .isEqualTo(guest.nodeType);
        assertThat(HeapWalk.verify(guest.arena)).isEqualTo(2);
    }

    @Test
    void control_a_store_past_the_barrier_is_seen_by_the_walk() {
        guest.push(0, 1);
        guest.collector.collectNursery();
        LittleEndian.setInt(guest.objects.bytes(), (int) guest.slots[0] + LinkedNodes.OTHER, guest.node());
        assertThatThrownBy(() -> HeapWalk.verify(guest.arena))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("its card is clean");
    }

    @Test
    void control_a_root_that_is_not_shown_is_seen_by_the_walk() {
        guest.push(0, 1);
        long stale = guest.slots[0];
        guest.slots[0] = Reference.NULL;
        guest.collector.collectAll();
        guest.slots[0] = stale;
        assertThatThrownBy(() -> HeapWalk.verify(guest.arena))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("where no object begins");
    }

    @Test
    void references_to_young_objects_anywhere_in_a_large_old_array_are_found() {
        int length = 100_000;
        guest.slots[0] = guest.array(length);
        assertThat((int) guest.slots[0]).isLessThan(guest.arena.objectSpace().oldEnd());
        for (int index = 0; index < length; index += 997) {
            int node = guest.node();
            guest.objects.setReference((int) guest.slots[0], guest.objects.elementOffset(guest.arrayType, index), node);
            LittleEndian.setLong(guest.objects.bytes(), node + 16, index);
            if (index % 5 == 0) {
                HeapWalk.verify(guest.arena);
                guest.collector.collectNursery();
            }
        }
        guest.collector.collectNursery();
        for (int index = 0; index < length; index++) {
            int node = guest.objects.getReference(
                    (int) guest.slots[0], guest.objects.elementOffset(guest.arrayType, index));
            assertThat(node != Reference.NULL).isEqualTo(index % 997 == 0);
            if (node != Reference.NULL) {
                assertThat(LittleEndian.getLong(guest.objects.bytes(), node + 16))
                        .isEqualTo(index);
            }
        }
    }

    @Test
    void long_lists_and_wide_arrays_are_traced_without_recursion() {
        guest.push(0, 200_000);
        guest.slots[1] = guest.array(200_000);
        for (int index = 0; index < 200_000; index++) {
            int node = guest.node();
            guest.objects.setReference((int) guest.slots[1], guest.objects.elementOffset(guest.arrayType, index), node);
        }
        guest.collector.census();
        assertThat(guest.length(0)).isEqualTo(200_000);
        assertThat(guest.arena.quota().charged()).isEqualTo(400_000 * 32 + 8 + 4 * 200_000);
    }

    @Test
    void at_exactly_the_quota_what_is_reachable_fits_and_one_unit_below_it_does_not() {
        LinkedNodes exact = new LinkedNodes(100 * 32);
        exact.push(0, 99);
        for (int round = 0; round < 1000; round++) {
            assertThat(exact.node()).as("garbage of one node").isNotEqualTo(Reference.NULL);
        }
        LinkedNodes below = new LinkedNodes(100 * 32 - 8);
        below.push(0, 99);
        assertThat(below.collector.priceOfRoom(32)).isEqualTo(99 * 32 / 8);
        assertThat(below.node()).isEqualTo(Reference.NULL);
        assertThat(below.arena.counters().value(HeapColumn.QUOTA_REFUSALS)).isOne();
        assertThat(below.arena.quota().charged()).isEqualTo(99 * 32);
        below.slots[0] = below.objects.getReference((int) below.slots[0], LinkedNodes.NEXT);
        assertThat(below.node()).isNotEqualTo(Reference.NULL);
    }

    @Test
    void an_arena_in_which_nothing_could_be_reclaimed_takes_no_census() {
        assertThat(guest.collector.priceOfAdmission(1L << 40)).isZero();
        assertThat(guest.request(1L << 40)).isFalse();
        assertThat(count(HeapColumn.CENSUSES)).isZero();
        guest.push(0, 1);
        assertThat(guest.collector.priceOfAdmission(1L << 40)).isEqualTo(4);
        assertThat(guest.request(1L << 40)).isFalse();
        assertThat(count(HeapColumn.CENSUSES)).isOne();
    }

    @Test
    void a_memory_grows_into_what_objects_have_left() {
        LinkedNodes small = new LinkedNodes(3 * 65536);
        var memory = small.arena.newMemory(1, -1);
        small.push(0, 3000);
        small.slots[0] = Reference.NULL;
        assertThat(small.collector.priceOfAdmission(65536)).isEqualTo((65536 + 3000 * 32) / 8);
        small.collector.census();
        assertThat(small.collector.priceOfAdmission(65536)).isZero();
        assertThat(memory.grow(1)).isEqualTo(1);
        assertThat(small.arena.quota().charged()).isEqualTo(2 * 65536);
    }

    @Test
    void a_million_handles_that_are_dropped_leave_the_table_small() {
        HostHandles handles = guest.arena.hostHandles();
        Object kept = new Object();
        guest.slots[0] = guest.handle(kept);
        int most = 0;
        for (int made = 0; made < 1_000_000; made++) {
            Object object = new Object();
            guest.slots[1] = guest.handle(object);
            most = Math.max(most, handles.capacity());
        }
        assertThat(most).isLessThanOrEqualTo(2 * HostHandles.FREE_OF_CENSUS);
        assertThat(handles.get((int) guest.slots[0])).isSameAs(kept);
        assertThat(handles.creationNumber((int) guest.slots[1])).isEqualTo(1_000_000);
        guest.slots[1] = Reference.NULL;
        guest.collector.census();
        assertThat(handles.count()).isOne();
        assertThat(guest.arena.quota().charged()).isEqualTo(HostHandles.ENTRY_BYTES);
    }

    @Test
    void an_arena_with_nothing_but_handles_takes_censuses_and_stays_small() {
        for (int made = 0; made < 10_000; made++) {
            guest.slots[made % 8] = guest.handle(new Object());
        }
        assertThat(count(HeapColumn.CENSUSES)).isPositive();
        assertThat(guest.arena.committedBytes()).isLessThan(128 << 10);
        assertThat(guest.paid).isLessThanOrEqualTo(count(HeapColumn.CENSUSES) * 1032 * 32 / 8);
    }

    @Test
    void a_number_of_31_bits_is_stored_wherever_the_nursery_is() {
        Arena arena = new Arena(1 << 20);
        int type = arena.objects().shapes().add(new Shape.Struct(List.of(Storage.REFERENCE)));
        int array = arena.objects().shapes().add(new Shape.Array(Storage.REFERENCE));
        int largest = Reference.i31(0x3fffffff);
        int made = arena.objects().newStruct(type);
        arena.objects().setReference(made, 8, largest);
        arena.objects().fillReferences(arena.objects().newArray(array, 4), 0, largest, 4);
        assertThat(arena.objects().getReference(made, 8)).isEqualTo(largest);
        guest.push(0, 1);
        guest.collector.collectNursery();
        guest.objects.setReference((int) guest.slots[0], LinkedNodes.OTHER, largest);
        guest.collector.collectAll();
        assertThat(guest.objects.getReference((int) guest.slots[0], LinkedNodes.OTHER))
                .isEqualTo(largest);
    }

    @Test
    void of_a_wide_struct_only_the_dirty_cards_are_looked_at() {
        int wide = guest.objects.shapes().add(new Shape.Struct(Collections.nCopies(9_001, Storage.REFERENCE)));
        guest.room(guest.objects.shapes().structBytes(wide));
        guest.slots[0] = guest.objects.newStruct(wide);
        for (int field : new int[] {0, 29, 30, 31, 5_000, 8_999, 9_000}) {
            guest.objects.setReference((int) guest.slots[0], 8 + 4 * field, guest.node());
        }
        HeapWalk.verify(guest.arena);
        guest.collector.collectNursery();
        assertThat(count(HeapColumn.PROMOTED_BYTES)).isEqualTo(7 * 32);
        HeapWalk.verify(guest.arena);
    }

    @Test
    void what_structs_and_arrays_of_all_widths_hold_is_promoted_traced_and_moved() {
        for (int width = 1; width <= 130; width++) {
            int type = guest.objects.shapes().add(new Shape.Struct(Collections.nCopies(width, Storage.REFERENCE)));
            guest.push(3, 1);
            guest.collector.collectNursery();
            guest.room(guest.objects.shapes().structBytes(type));
            guest.slots[0] = guest.objects.newStruct(type);
            guest.slots[1] = guest.array(width);
            for (int index = 0; index < width; index++) {
                int offset = 8 + 4 * index;
                int ofStruct = guest.node();
                guest.objects.setReference((int) guest.slots[0], offset, ofStruct);
                int ofArray = guest.node();
                guest.objects.setReference((int) guest.slots[1], offset, ofArray);
            }
            guest.collector.collectNursery();
            int before = (int) guest.slots[0];
            guest.slots[3] = Reference.NULL;
            guest.collector.collectAll();
            assertThat((int) guest.slots[0]).isLessThan(before);
            assertThat(HeapWalk.verify(guest.arena)).isEqualTo(2 + 2 * width);
        }
    }

    @Test
    void garbage_behind_all_that_is_reachable_goes_and_what_follows_takes_its_place() {
        guest.push(0, 10);
        guest.collector.collectNursery();
        for (int round = 0; round < 20; round++) {
            guest.slots[1] = guest.bytes(20_000 + 24 * round);
            guest.push(2, 100);
            guest.collector.collectNursery();
            guest.slots[1] = Reference.NULL;
            guest.slots[2] = Reference.NULL;
            int first = (int) guest.slots[0];
            guest.collector.collectAll();
            assertThat((int) guest.slots[0]).as("nothing had to move").isEqualTo(first);
            guest.push(0, round % 3);
            guest.collector.collectNursery();
            HeapWalk.verify(guest.arena);
        }
        assertThat(guest.length(0)).isEqualTo(10 + 6 * 3 + 1);
    }

    @Test
    void nothing_is_collected_before_anybody_has_shown_roots() {
        Arena arena = new Arena(1 << 20);
        int kept = arena.strings().allocate("kept");
        assertThatThrownBy(arena.collector()::census).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(arena.collector()::collectAll).isInstanceOf(IllegalStateException.class);
        assertThat(arena.strings().toJavaString(kept)).isEqualTo("kept");
    }

    @Test
    void handles_that_outlive_most_others_move_together_wherever_they_are_held() {
        HostHandles handles = guest.arena.hostHandles();
        List<Object> kept = new ArrayList<>();
        ReferenceTable table = guest.arena.newTable(1, -1, Reference.NULL);
        int scope = guest.arena.scopedHandles().open();
        guest.push(0, 2);
        for (int made = 0; made < 1000; made++) {
            Object object = new Object();
            int handle = handles.add(object);
            switch (made) {
                case 300 -> guest.slots[1] = handle;
                case 500 -> table.set(0, handle);
                case 700 -> assertThat(guest.arena.scopedHandles().add(handle)).isZero();
                case 900 -> guest.objects.setReference((int) guest.slots[0], LinkedNodes.OTHER, handle);
                default -> {
                    continue;
                }
            }
            kept.add(object);
        }
        guest.collector.census();
        HeapWalk.verify(guest.arena);
        int[] held = {
            (int) guest.slots[1],
            table.get(0),
            guest.arena.scopedHandles().get(0),
            guest.objects.getReference((int) guest.slots[0], LinkedNodes.OTHER)
        };
        for (int index = 0; index < held.length; index++) {
            assertThat(held[index]).isEqualTo(Reference.hostHandle(index));
            assertThat(handles.get(held[index])).isSameAs(kept.get(index));
            assertThat(handles.creationNumber(held[index])).isEqualTo(300 + 200 * index);
            assertThat(handles.add(kept.get(index))).isEqualTo(held[index]);
        }
        assertThat(handles.add(new Object())).isEqualTo(Reference.hostHandle(4));
        guest.arena.scopedHandles().close(scope);
    }

    @Test
    void a_place_that_is_shown_twice_is_moved_once() {
        Arena arena = new Arena(1 << 20);
        Shape pair = new Shape.Struct(List.of(Storage.REFERENCE, Storage.I32));
        int type = arena.objects().shapes().add(pair);
        long[] slots = new long[3];
        arena.collector().attach(visitor -> {
            for (int shown = 0; shown < 2 * slots.length; shown++) {
                slots[shown / 2] = visitor.visit((int) slots[shown / 2]);
            }
            for (int slot = 0; slot < slots.length; slot++) {
                slots[slot] = visitor.visit((int) slots[slot]);
            }
        });
        for (int made = 0; made < 300; made++) {
            assertThat(arena.collector().makeRoom(16)).isTrue();
            int object = arena.objects().newStruct(type);
            LittleEndian.setInt(arena.objects().bytes(), object + 12, made);
            slots[made % 100 == 50 ? 0 : 1] = object;
            slots[2] = arena.hostHandles().add(new Object());
            arena.collector().collectNursery();
        }
        arena.collector().collectAll();
        HeapWalk.verify(arena);
        arena.collector().census();
        assertThat(HeapWalk.verify(arena)).isEqualTo(2);
        assertThat(LittleEndian.getInt(arena.objects().bytes(), (int) slots[0] + 12))
                .isEqualTo(250);
        assertThat(LittleEndian.getInt(arena.objects().bytes(), (int) slots[1] + 12))
                .isEqualTo(299);
        assertThat(slots[2]).isEqualTo(Reference.hostHandle(0));
        assertThat(arena.hostHandles().creationNumber((int) slots[2])).isEqualTo(299);
    }

    @Test
    void a_handle_that_an_object_holds_lives() {
        Object object = new Object();
        guest.push(0, 1);
        guest.objects.setReference(
                (int) guest.slots[0],
                LinkedNodes.OTHER,
                guest.arena.hostHandles().add(object));
        guest.collector.census();
        assertThat(guest.arena.hostHandles().count()).isOne();
        guest.slots[0] = Reference.NULL;
        guest.collector.collectAll();
        assertThat(guest.arena.hostHandles().count())
                .as("only a census ends handles")
                .isOne();
        guest.collector.census();
        assertThat(guest.arena.hostHandles().count()).isZero();
    }

    @Test
    void what_a_scope_holds_lives_as_long_as_the_scope() {
        int outer = guest.arena.scopedHandles().open();
        int place = guest.arena.scopedHandles().add(guest.node());
        int inner = guest.arena.scopedHandles().open();
        guest.arena.scopedHandles().add(guest.node());
        guest.collector.collectAll();
        assertThat(HeapWalk.verify(guest.arena)).isEqualTo(2);
        guest.arena.scopedHandles().close(inner);
        guest.collector.collectAll();
        assertThat(HeapWalk.verify(guest.arena)).isOne();
        assertThat(guest.objects.type(guest.arena.scopedHandles().get(place))).isEqualTo(guest.nodeType);
        guest.arena.scopedHandles().close(outer);
        guest.collector.collectAll();
        assertThat(HeapWalk.verify(guest.arena)).isZero();
        assertThatThrownBy(() -> guest.arena.scopedHandles().get(place)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> guest.arena.scopedHandles().close(inner)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void an_object_for_which_no_room_was_made_is_refused_whatever_is_written_next() {
        assertThatThrownBy(() -> guest.objects.newStruct(guest.nodeType)).isInstanceOf(IllegalStateException.class);
    }

    // --- Sizes.

    @Test
    void an_arena_commits_nothing_at_first_and_little_for_little() {
        assertThat(guest.arena.committedBytes()).isZero();
        guest.push(0, 1);
        assertThat(guest.arena.committedBytes()).isLessThan(16 << 10);
        LinkedNodes churning = new LinkedNodes(1 << 20);
        for (int round = 0; round < 100_000; round++) {
            churning.node();
        }
        assertThat(churning.arena.committedBytes()).isLessThan(128 << 10);
    }

    @Test
    void an_arena_shrinks_after_a_collection_that_frees_most_of_it() {
        guest.push(0, 500_000);
        long large = guest.arena.committedBytes();
        guest.slots[0] = Reference.NULL;
        guest.push(0, 10);
        guest.collector.collectAll();
        assertThat(large).isGreaterThan(16_000_000);
        assertThat(guest.arena.committedBytes()).isLessThan(256 << 10);
        assertThat(guest.length(0)).isEqualTo(10);
        guest.push(0, 100_000);
        assertThat(guest.length(0)).isEqualTo(100_010);
        HeapWalk.verify(guest.arena);
    }

    @Test
    void objects_that_were_made_before_anybody_collected_are_collected_too() {
        Arena arena = new Arena(1 << 20);
        long[] slot = new long[1];
        slot[0] = arena.strings().allocate("kept");
        arena.strings().allocate("not kept");
        arena.collector().attach(visitor -> slot[0] = visitor.visit((int) slot[0]));
        arena.collector().collectAll();
        assertThat(HeapWalk.verify(arena)).isOne();
        assertThat(arena.strings().toJavaString((int) slot[0])).isEqualTo("kept");
    }

    @Test
    void nurseries_are_as_large_as_guests_are_fast() {
        LinkedNodes churning = new LinkedNodes(64 << 20);
        churning.fuelOfANode = 200;
        assertThat(nurseryAfter(churning, 200_000)).isBetween(320_000, 640_000);
        churning.fuelOfANode = 20;
        assertThat(nurseryAfter(churning, 200_000)).isEqualTo(1 << 20);
        churning.fuelOfANode = 10_000;
        assertThat(nurseryAfter(churning, 200_000)).isLessThanOrEqualTo(128 << 10);
        LinkedNodes small = new LinkedNodes(1 << 20);
        small.fuelOfANode = 20;
        assertThat(nurseryAfter(small, 200_000)).isEqualTo(64 << 10);
    }

    /** The size of the nursery after so many nodes were made and dropped. */
    private static int nurseryAfter(LinkedNodes guest, int nodes) {
        for (int node = 0; node < nodes; node++) {
            guest.node();
        }
        return guest.arena.objectSpace().nurserySize();
    }

    @Test
    void nurseries_grow_with_what_they_must_look_at() {
        LinkedNodes deep = new LinkedNodes(64 << 20);
        deep.arena.newTable(100_000, -1, Reference.NULL);
        for (int round = 0; round < 1000; round++) {
            deep.node();
        }
        assertThat(deep.arena.objectSpace().nurserySize()).isGreaterThanOrEqualTo(400_000);
    }

    private long count(HeapColumn column) {
        return guest.arena.counters().value(column);
    }
}
