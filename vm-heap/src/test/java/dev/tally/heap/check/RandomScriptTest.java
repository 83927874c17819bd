package dev.tally.heap.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.account.Ledger;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Random scripts of a fake mutator: what the arena holds is what plain Java objects hold, and the counters say what was
 * counted beside them. The property {@code tally.seed} repeats a script.
 */
final class RandomScriptTest {
    private static final int SCRIPTS = 16;
    private static final int STEPS = 10_000;

    private final long seed = Long.getLong("tally.seed", System.nanoTime());
    private final Random random = new Random(seed);

    RandomScriptTest() {
        System.out.println("seed of RandomScriptTest: " + seed);
    }

    @Test
    void arena_and_counters_agree_with_java_objects_over_160_000_operations() {
        long refusals = 0;
        long strings = 0;
        for (int script = 0; script < SCRIPTS; script++) {
            // From quotas that are used up at once to some that never are.
            long limit = 1000L << script;
            FakeMutator mutator = new FakeMutator(random, limit);
            for (int step = 0; step < STEPS; step++) {
                try {
                    mutator.step();
                    mutator.compareCounters();
                    if (step % 1000 == 999) {
                        mutator.compareAll();
                    }
                } catch (AssertionError wrong) {
                    throw new AssertionError(
                            "seed " + seed + ", script " + script + " with " + limit + " bytes, step " + step, wrong);
                }
                assertThat(mutator.arena().committedBytes()).isLessThanOrEqualTo(2 * limit + 2048);
            }
            assertThat(mutator.peakBytes())
                    .as("seed %d, script %d with %d bytes", seed, script, limit)
                    .isLessThanOrEqualTo(2 * limit + 2048);
            refusals += mutator.arena().counters().value(HeapColumn.QUOTA_REFUSALS);
            strings += mutator.arena().counters().value(HeapColumn.STRING_ALLOCATIONS);
        }
        assertThat(refusals).isPositive();
        assertThat(strings).isPositive();
    }

    @Test
    void a_ledger_that_counts_wrongly_is_noticed_whatever_it_counts() {
        assertNoticed(ledger -> ledger.stringAllocated(0));
        assertNoticed(ledger -> ledger.stringMaterialised(0));
        assertNoticed(Ledger::handleAllocated);
        assertNoticed(Ledger::copied);
        assertNoticed(ledger -> ledger.moved(1));
        assertNoticed(ledger -> ledger.memoryAdded(1));
        assertNoticed(ledger -> ledger.memoryGrown(0));
        assertNoticed(Ledger::tableGrown);
        assertNoticed(Ledger::refused);
        assertNoticed(ledger -> ledger.charged(ledger.value(HeapColumn.CHARGED_BYTES) + 1));
        assertNoticed(ledger -> ledger.committed(1, 0));
    }

    private void assertNoticed(Consumer<Ledger> mistake) {
        FakeMutator mutator = new FakeMutator(random, 1 << 20);
        for (int step = 0; step < 100; step++) {
            mutator.step();
        }
        mutator.compareAll();
        mistake.accept((Ledger) mutator.arena().counters());
        assertThatThrownBy(mutator::compareCounters).isInstanceOf(AssertionError.class);
    }
}
