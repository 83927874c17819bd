package dev.tally.heap.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.HostResourceException;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.memory.LinearMemory;
import dev.tally.heap.object.HostHandles;
import dev.tally.heap.object.Strings;
import dev.tally.heap.word.ReferenceTable;
import dev.tally.heap.word.SlotStack;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A JVM that has no room once, at whatever commitment, changes nothing of what a guest comes to when tried again. */
final class CommitFailureTest {
    @Test
    void a_failure_at_any_commit_leaves_no_trace_once_what_failed_is_tried_again() {
        Script undisturbed = new Script();
        undisturbed.run();
        assertThat(undisturbed.failures).isZero();
        long commits = undisturbed.arena.counters().value(HeapColumn.COMMITS);
        assertThat(commits).isGreaterThan(30);

        for (int failing = 0; failing < commits; failing++) {
            Script disturbed = new Script();
            CommitFailure.failCommitAfter(disturbed.arena, failing);
            disturbed.run();
            assertThat(disturbed.failures).as("commit %d", failing).isEqualTo(1);
            disturbed.assertSameAs(undisturbed);
        }
    }

    @Test
    void no_failure_happens_beyond_the_last_commit() {
        Script undisturbed = new Script();
        undisturbed.run();
        Script script = new Script();
        CommitFailure.failCommitAfter(
                script.arena, (int) undisturbed.arena.counters().value(HeapColumn.COMMITS));
        script.run();
        assertThat(script.failures).isZero();
    }

    /** Some of everything that grows, each step tried again when it fails. */
    private static final class Script {
        private final Arena arena = new Arena(64L << 20);
        private final Object[] objects = Stream.generate(Object::new).limit(100).toArray();
        private int failures;
        private LinearMemory memory = arena.newMemory(0, -1);
        private ReferenceTable table = arena.newTable(0, -1, 0);
        private SlotStack stack = arena.newStack(10_000);
        private int text;

        void run() {
            attempt(() -> memory = arena.newMemory(1, -1));
            attempt(() -> table = arena.newTable(1, -1, 7));
            attempt(() -> text = arena.strings().materialise("grows"));
            for (int round = 1; round <= 100; round++) {
                int value = round;
                attempt(() -> memory.grow(1));
                attempt(() -> memory.setInt(memory.byteSize() - 4, value));
                attempt(() -> table.grow(3, (value << 1 | 1)));
                attempt(() -> stack.commit(value * 50));
                attempt(() ->
                        text = arena.strings().concat(text, arena.strings().fromCharCode('a' + value)));
                attempt(() -> arena.hostHandles().add(objects[value - 1]));
            }
        }

        private void attempt(Runnable step) {
            try {
                step.run();
            } catch (HostResourceException noRoom) {
                failures++;
                step.run();
            }
        }

        void assertSameAs(Script other) {
            Strings strings = arena.strings();
            HostHandles handles = arena.hostHandles();
            HeapWalk.verify(arena);
            assertThat(strings.toJavaString(text))
                    .isEqualTo(other.arena.strings().toJavaString(other.text));
            assertThat(handles.count()).isEqualTo(other.arena.hostHandles().count());
            for (Object object : objects) {
                assertThat(handles.get(handles.add(object))).isSameAs(object);
            }
            assertThat(table.size()).isEqualTo(other.table.size());
            assertThat(table.references()).isEqualTo(other.table.references());
            assertThat(memory.pages()).isEqualTo(other.memory.pages());
            assertThat(Arrays.mismatch(memory.bytes(), other.memory.bytes())).isNegative();
            assertThat(stack.slots()).hasSameSizeAs(other.stack.slots());
        }
    }
}
