package dev.tally.heap.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.HostResourceException;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.collect.Collector;
import dev.tally.heap.memory.LittleEndian;
import dev.tally.heap.object.HeapObjects;
import dev.tally.heap.object.Reference;
import dev.tally.heap.object.Shape;
import dev.tally.heap.object.Storage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Failures on demand in an arena that is collected: of the JVM, which leave no trace, and of the quota, which guests see. */
final class CollectedFailureTest {
    /** Builds lists, drops some, builds large arrays; every request is tried again after a failure of the JVM. */
    private static final class Script {
        private final Arena arena = new Arena(1 << 18);
        private final Collector collector = arena.collector();
        private final HeapObjects objects = arena.objects();
        private final int type =
                objects.shapes().add(new Shape.Struct(List.of(Storage.REFERENCE, Storage.REFERENCE, Storage.I64)));
        private final int arrayType = objects.shapes().add(new Shape.Array(Storage.REFERENCE));
        private final long[] slots = new long[10];
        private final List<Integer> refusedAt = new ArrayList<>();
        private int failures;
        private int made;
        private long paid;

        Script() {
            collector.attach(visitor -> {
                for (int slot = 0; slot < slots.length; slot++) {
                    slots[slot] = visitor.visit((int) slots[slot]);
                }
            });
        }

        void run() {
            for (int round = 0; round < 40; round++) {
                int slot = round % 8;
                if (round % 3 == 0) {
                    slots[slot] = Reference.NULL;
                }
                boolean fits = true;
                for (int node = 0; node < 200 && fits; node++) {
                    fits = room(24);
                    if (fits) {
                        int made = objects.newStruct(type);
                        objects.setReference(made, 8, (int) slots[slot]);
                        LittleEndian.setLong(objects.bytes(), made + 16, this.made);
                        slots[slot] = made;
                    }
                }
                int length = 3000 + 1000 * (round % 5);
                if (room(objects.shapes().arrayBytes(arrayType, length))) {
                    slots[8] = objects.newArray(arrayType, length);
                    objects.fillReferences((int) slots[8], 0, (int) slots[slot], length);
                }
            }
        }

        private boolean room(long bytes) {
            made++;
            while (true) {
                try {
                    boolean fits = collector.hasRoom(bytes);
                    if (!fits) {
                        long price = collector.priceOfRoom(bytes);
                        if (price > 0) {
                            collector.census();
                            paid += price;
                        }
                        fits = collector.makeRoom(bytes);
                    }
                    if (!fits) {
                        refusedAt.add(made);
                    }
                    return fits;
                } catch (HostResourceException noRoom) {
                    failures++;
                    HeapWalk.verify(arena);
                }
            }
        }

        List<Long> contents() {
            List<Long> contents = new ArrayList<>();
            for (int slot = 0; slot < 8; slot++) {
                for (int node = (int) slots[slot]; node != Reference.NULL; node = objects.getReference(node, 8)) {
                    contents.add(LittleEndian.getLong(objects.bytes(), node + 16));
                }
                contents.add(-1L);
            }
            contents.add(paid);
            contents.add(arena.quota().charged());
            contents.add(arena.counters().value(HeapColumn.CENSUSES));
            return contents;
        }
    }

    @Test
    void a_failure_of_the_jvm_at_any_commit_leaves_no_trace_once_what_failed_is_tried_again() {
        Script undisturbed = new Script();
        undisturbed.run();
        long commits = undisturbed.arena.counters().value(HeapColumn.COMMITS);
        assertThat(commits).isGreaterThan(20);
        int failures = 0;
        for (int commit = 0; commit < commits; commit++) {
            Script disturbed = new Script();
            CommitFailure.failCommitAfter(disturbed.arena, commit);
            disturbed.run();
            assertThat(disturbed.contents()).isEqualTo(undisturbed.contents());
            HeapWalk.verify(disturbed.arena);
            failures += disturbed.failures;
        }
        assertThat(failures).isGreaterThan((int) commits / 2);
    }

    @Test
    void guests_cannot_tell_how_often_or_how_they_are_collected() {
        Script usual = new Script();
        usual.run();
        assertThat(usual.arena.counters().value(HeapColumn.CENSUSES)).isPositive();
        Script often = new Script();
        often.collector.schedule().collectEvery(10);
        often.run();
        assertThat(often.contents()).isEqualTo(usual.contents());
        Script moving = new Script();
        moving.collector.schedule().collectAtRandom(7, 50);
        moving.collector.schedule().moveAll();
        moving.run();
        assertThat(moving.contents()).isEqualTo(usual.contents());
        assertThat(moving.refusedAt).isEqualTo(usual.refusedAt);
    }

    @Test
    void whichever_object_is_refused_the_arena_is_whole() {
        Script usual = new Script();
        usual.run();
        for (int refused = 0; refused < usual.made; refused += 61) {
            Script script = new Script();
            script.collector.schedule().failOnce(refused);
            script.run();
            assertThat(script.arena.counters().value(HeapColumn.QUOTA_REFUSALS)).isPositive();
            HeapWalk.verify(script.arena);
        }
    }

    @Test
    void an_object_can_be_refused_once_or_from_then_on() {
        Script once = new Script();
        once.collector.schedule().failOnce(100);
        once.run();
        assertThat(once.refusedAt.getFirst()).isEqualTo(101);
        Script usual = new Script();
        usual.run();
        assertThat(once.refusedAt.size()).isLessThan(usual.refusedAt.size() + 50);
        Script fromThenOn = new Script();
        fromThenOn.collector.schedule().failFrom(100);
        fromThenOn.run();
        assertThat(fromThenOn.arena.objectSpace().placedObjects()).isEqualTo(100);
        HeapWalk.verify(fromThenOn.arena);
    }
}
