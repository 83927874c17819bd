package dev.tally.heap.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.check.HeapWalk;
import dev.tally.heap.object.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What guests that try their best can make the JVM hold, at rest and in the middle of a growth, when an array and the one that takes
 * its place are both there. The README of this module promises a little more, since there may be worse guests than these.
 */
final class CommitmentTest {
    private static final int QUOTA = 4 << 20;
    private static final int MULTIPLE_AT_REST = 3;
    private static final int MULTIPLE_WHILE_GROWING = 5;
    private static final int BESIDE = 160 << 10;

    private final LinkedNodes guest = new LinkedNodes(QUOTA);

    @Test
    void a_list_that_fills_the_quota_is_dropped_and_built_again() {
        for (int round = 0; round < 4; round++) {
            fill(0);
            guest.slots[0] = Reference.NULL;
        }
    }

    @Test
    void garbage_is_made_just_below_the_quota() {
        guest.push(0, QUOTA / 100 * 95 / LinkedNodes.NODE_BYTES);
        for (int made = 0; made < 100_000; made++) {
            assertThat(guest.node()).isNotEqualTo(Reference.NULL);
            check();
        }
        assertThat(count(HeapColumn.CENSUSES)).isPositive();
    }

    @Test
    void a_wide_array_of_objects_is_traced() {
        int length = QUOTA / (LinkedNodes.NODE_BYTES + Reference.BYTES + 1);
        guest.slots[0] = guest.array(length);
        for (int index = 0; index < length; index++) {
            store(index, guest.node());
        }
        guest.collector.collectAll();
        guest.collector.census();
        check();
        assertThat(guest.arena.quota().charged()).isGreaterThan(QUOTA / 100 * 97);
    }

    @Test
    void all_cards_of_a_large_array_are_dirtied_while_a_list_is_built() {
        int length = QUOTA / 100 * 45 / Reference.BYTES;
        guest.slots[0] = guest.array(length);
        for (int round = 0; round < 30; round++) {
            guest.objects.fillReferences((int) guest.slots[0], 0, guest.node(), length);
            for (int made = 0; made < 3000; made++) {
                if (!push(1)) {
                    guest.slots[1] = Reference.NULL;
                }
            }
        }
    }

    @Test
    void large_arrays_take_turns() {
        for (int percent : new int[] {10, 30, 45, 60, 90}) {
            for (int round = 0; round < 20; round++) {
                guest.slots[2 + round % 2] = Reference.NULL;
                guest.slots[2 + round % 2] = guest.bytes(QUOTA / 100 * percent - 1000 * (round % 7));
                check();
                push(0);
            }
        }
    }

    @Test
    void a_table_takes_most_of_the_quota() {
        guest.arena.newTable(QUOTA / 100 * 75 / Reference.BYTES, -1, Reference.NULL);
        for (int made = 0; made < 100_000; made++) {
            if (!push(0)) {
                guest.slots[0] = Reference.NULL;
            }
        }
    }

    @Test
    void arrays_of_all_sizes_are_held_and_dropped_at_random() {
        Random random = new Random(20_260_101);
        int length = 200;
        guest.slots[0] = guest.array(length);
        for (int made = 0; made < 20_000; made++) {
            int bytes = guest.bytes(random.nextInt(1 << random.nextInt(18)));
            store(random.nextInt(length), bytes);
            check();
        }
    }

    @Test
    void handles_fill_the_quota_and_then_objects_do() {
        int length = QUOTA / 40;
        guest.slots[0] = guest.array(length);
        for (int index = 0; index < length; index++) {
            store(index, guest.handle(new Object()));
        }
        check();
        assertThat(guest.arena.hostHandles().count()).isEqualTo(length);
        guest.slots[0] = Reference.NULL;
        fill(1);
        guest.collector.census();
        assertThat(guest.arena.hostHandles().count()).isZero();
        assertThat(guest.arena.hostHandles().capacity()).isLessThan(100);
    }

    @Test
    void handles_fill_the_quota_but_for_one_and_then_objects_do() {
        int length = QUOTA / 40;
        guest.slots[0] = guest.array(length);
        for (int index = 0; index < length; index++) {
            guest.slots[1] = guest.handle(new Object());
            store(index, (int) guest.slots[1]);
        }
        Object last = guest.arena.hostHandles().get((int) guest.slots[1]);
        guest.slots[0] = Reference.NULL;
        fill(0);
        assertThat(guest.arena.hostHandles().count()).isOne();
        assertThat(guest.arena.hostHandles().capacity()).isLessThan(100);
        assertThat(guest.arena.hostHandles().get((int) guest.slots[1])).isSameAs(last);
        assertThat(guest.arena.hostHandles().creationNumber((int) guest.slots[1]))
                .isEqualTo(length - 1);
    }

    @Test
    void places_that_a_host_has_used_once_are_given_back() {
        int scope = guest.arena.scopedHandles().open();
        for (int place = 0; place < 100_000; place++) {
            guest.arena.scopedHandles().add(Reference.NULL);
        }
        guest.arena.scopedHandles().close(scope);
        assertThat(guest.arena.committedBytes()).isGreaterThan(400_000);
        guest.push(0, 1);
        guest.collector.collectAll();
        check();
        assertThat(guest.arena.committedBytes()).isLessThan(16 << 10);
    }

    @Test
    void many_small_guests_fit_into_the_bytes_that_each_of_them_is_promised() {
        List<LinkedNodes> guests = new ArrayList<>();
        long committed = 0;
        for (int made = 0; made < 10_000; made++) {
            LinkedNodes small = new LinkedNodes(64L << 20);
            small.push(0, 3);
            committed += small.arena.committedBytes();
            guests.add(small);
        }
        assertThat(committed).isLessThan(guests.size() * (16L << 10));
        for (LinkedNodes small : guests) {
            assertThat(small.length(0)).isEqualTo(3);
        }
    }

    private void fill(int slot) {
        while (push(slot)) {
            assertThat(guest.slots[slot]).isNotZero();
        }
    }

    private boolean push(int slot) {
        int node = guest.node();
        if (node == Reference.NULL) {
            return false;
        }
        guest.objects.setReference(node, LinkedNodes.NEXT, (int) guest.slots[slot]);
        guest.slots[slot] = node;
        check();
        return true;
    }

    private void store(int index, int reference) {
        guest.objects.setReference(
                (int) guest.slots[0], guest.objects.elementOffset(guest.arrayType, index), reference);
    }

    private void check() {
        assertThat(guest.arena.committedBytes()).isLessThanOrEqualTo((long) MULTIPLE_AT_REST * QUOTA + BESIDE);
        assertThat(guest.arena.backingArrays().mostBytes())
                .isLessThanOrEqualTo((long) MULTIPLE_WHILE_GROWING * QUOTA + BESIDE);
    }

    private long count(HeapColumn column) {
        check();
        HeapWalk.verify(guest.arena);
        return guest.arena.counters().value(column);
    }
}
