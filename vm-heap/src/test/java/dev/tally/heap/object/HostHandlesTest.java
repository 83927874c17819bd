package dev.tally.heap.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.HostResourceException;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.check.CommitFailure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Handles of host objects: numbering, identity, charge, and a JVM without room. */
final class HostHandlesTest {
    private final Arena arena = new Arena(1 << 20);
    private final HostHandles handles = arena.hostHandles();

    @Test
    void handles_are_numbered_in_the_order_of_their_creation() {
        List<Object> objects = new ArrayList<>();
        for (int index = 0; index < 1000; index++) {
            Object object = new Object();
            objects.add(object);
            int reference = handles.add(object);
            assertThat(reference).isEqualTo(Reference.hostHandle(index));
            assertThat(handles.creationNumber(reference)).isEqualTo(index);
        }
        for (int index = 0; index < 1000; index++) {
            assertThat(handles.get(Reference.hostHandle(index))).isSameAs(objects.get(index));
            assertThat(handles.add(objects.get(index))).isEqualTo(Reference.hostHandle(index));
        }
        assertThat(handles.count()).isEqualTo(1000);
        assertThat(arena.quota().charged()).isEqualTo(1000L * HostHandles.ENTRY_BYTES);
        assertThat(arena.counters().value(HeapColumn.HANDLE_ALLOCATIONS)).isEqualTo(1000);
    }

    @Test
    void an_equal_object_is_another_one() {
        Object first = List.of(1, 2);
        Object second = new ArrayList<>(List.of(1, 2));
        assertThat(first).isEqualTo(second);
        assertThat(handles.add(first)).isNotEqualTo(handles.add(second));
    }

    @Test
    void a_handle_fits_at_exactly_the_quota_and_one_byte_less_is_refused() {
        assertThat(new Arena(HostHandles.ENTRY_BYTES).hostHandles().add("x")).isEqualTo(Reference.hostHandle(0));
        Arena tooSmall = new Arena(HostHandles.ENTRY_BYTES - 1);
        assertThat(tooSmall.hostHandles().add("x")).isEqualTo(Reference.NULL);
        assertThat(tooSmall.hostHandles().count()).isZero();
        assertThat(tooSmall.counters().value(HeapColumn.QUOTA_REFUSALS)).isEqualTo(1);
        assertThat(tooSmall.committedBytes()).isZero();
    }

    @Test
    void an_object_that_has_its_handle_costs_nothing_even_when_the_quota_is_used_up() {
        Arena full = new Arena(HostHandles.ENTRY_BYTES);
        Object object = new Object();
        int reference = full.hostHandles().add(object);
        assertThat(full.hostHandles().add(object)).isEqualTo(reference);
        assertThat(full.counters().value(HeapColumn.QUOTA_REFUSALS)).isZero();
    }

    @Test
    void handles_that_the_guest_does_not_have_are_refused() {
        handles.add("x");
        assertThatThrownBy(() -> handles.get(Reference.hostHandle(1))).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> handles.creationNumber(Reference.hostHandle(1)))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void a_jvm_without_room_at_any_commit_makes_no_handle_and_the_same_object_can_be_tried_again() {
        List<Object> objects = new ArrayList<>();
        int failures = 0;
        for (int index = 0; index < 300; index++) {
            Object object = new Object();
            objects.add(object);
            for (int commits = 0; commits < 2; commits++) {
                CommitFailure.failCommitAfter(arena, commits);
                long charged = arena.quota().charged();
                try {
                    assertThat(handles.add(object)).isEqualTo(Reference.hostHandle(index));
                } catch (HostResourceException expected) {
                    failures++;
                    assertThat(handles.count()).isEqualTo(index);
                    assertThat(arena.quota().charged()).isEqualTo(charged);
                }
            }
            assertThat(handles.add(object)).isEqualTo(Reference.hostHandle(index));
        }
        assertThat(failures).isGreaterThan(6);
        for (int index = 0; index < 300; index++) {
            assertThat(handles.get(Reference.hostHandle(index))).isSameAs(objects.get(index));
        }
    }
}
