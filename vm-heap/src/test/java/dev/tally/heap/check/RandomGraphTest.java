package dev.tally.heap.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.HeapCounters;
import dev.tally.heap.account.Ledger;
import dev.tally.heap.collect.CollectionSchedule;
import java.lang.reflect.Field;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Random graphs of a fake mutator, in every mode of collecting: the arena holds what Java objects hold, and charges, censuses and
 * counters are those that were worked out beside them. The property {@code tally.seed} repeats a script.
 */
final class RandomGraphTest {
    private static final long LEAST_LIMIT = 2_000;
    private static final int DOUBLINGS = 12;

    private final long seed = Long.getLong("tally.seed", System.nanoTime());
    private final Random random = new Random(seed);

    RandomGraphTest() {
        System.out.println("seed of RandomGraphTest: " + seed);
    }

    @Test
    void graphs_agree_with_java_objects_under_small_and_large_limits() {
        long censuses = 0;
        long refused = 0;
        long madeAtOnce = 0;
        long nurseryCollections = 0;
        long oldCollections = 0;
        for (int doublings = 0; doublings < DOUBLINGS; doublings++) {
            GraphMutator mutator = run(LEAST_LIMIT << doublings, 10_000, 500, schedule -> {});
            censuses += mutator.arena().counters().value(HeapColumn.CENSUSES);
            refused += mutator.refused();
            madeAtOnce += mutator.madeAtOnce();
            nurseryCollections += mutator.arena().counters().value(HeapColumn.NURSERY_COLLECTIONS);
            oldCollections += mutator.arena().counters().value(HeapColumn.OLD_COLLECTIONS);
        }
        assertThat(censuses).isPositive();
        assertThat(refused).isPositive();
        assertThat(madeAtOnce).isPositive();
        assertThat(nurseryCollections).isPositive();
        assertThat(oldCollections).isPositive();
    }

    @Test
    void graphs_agree_when_everything_is_collected_before_each_object() {
        run(LEAST_LIMIT << random.nextInt(10), 10_000, 50, schedule -> schedule.collectEvery(1));
    }

    @Test
    void graphs_agree_when_everything_moves_before_each_object() {
        run(LEAST_LIMIT << random.nextInt(10), 5_000, 50, schedule -> {
            schedule.collectEvery(1);
            schedule.moveAll();
        });
    }

    @Test
    void graphs_agree_when_collections_come_at_intervals_or_at_random() {
        run(100_000, 10_000, 200, schedule -> schedule.collectEvery(7));
        run(100_000, 10_000, 200, schedule -> schedule.collectAtRandom(seed, 10));
    }

    @Test
    void a_counter_that_is_off_by_one_is_noticed_whichever_it_is() throws ReflectiveOperationException {
        GraphMutator mutator = run(1 << 14, 2_000, 200, schedule -> {});
        HeapCounters counters = mutator.arena().counters();
        mutator.compareCounters();
        for (HeapColumn column : HeapColumn.values()) {
            long right = counters.value(column);
            Field field = HeapCounters.class.getDeclaredField(column.key());
            field.setAccessible(true);
            for (long wrong : new long[] {right - 1, right + 1}) {
                field.setLong(counters, wrong);
                assertThatThrownBy(mutator::compareCounters)
                        .as(column.key())
                        .isInstanceOf(AssertionError.class)
                        .hasMessageStartingWith(column.key() + " is " + wrong);
            }
            field.setLong(counters, right);
        }
        mutator.compareCounters();
    }

    @Test
    void a_ledger_that_misses_an_event_is_noticed() {
        assertNoticed(ledger -> ledger.structsAllocated(1, 0));
        assertNoticed(ledger -> ledger.arraysAllocated(1, 0));
        assertNoticed(ledger -> ledger.structsAllocated(1, 8));
        assertNoticed(Ledger::censusTaken);
        assertNoticed(ledger -> ledger.nurseryCollected(0, 8));
        assertNoticed(ledger -> ledger.nurseryCollected(8, 0));
        assertNoticed(ledger -> ledger.oldCollected(0));
        assertNoticed(ledger -> ledger.traced(1));
        assertNoticed(Ledger::objectSpaceGrown);
        assertNoticed(ledger -> ledger.committed(0, 0));
        assertNoticed(ledger -> ledger.dropped(8));
    }

    private void assertNoticed(Consumer<Ledger> mistake) {
        GraphMutator mutator = run(1 << 20, 200, 200, schedule -> {});
        mistake.accept((Ledger) mutator.arena().counters());
        assertThatThrownBy(mutator::compareCounters).isInstanceOf(AssertionError.class);
    }

    @Test
    void control_without_the_barrier_the_graphs_differ() {
        assertThatThrownBy(() -> {
                    GraphMutator mutator = new GraphMutator(random, 1 << 20);
                    mutator.storePastTheBarrier();
                    for (int step = 0; step < 10_000; step++) {
                        mutator.step();
                        if (step % 100 == 0) {
                            mutator.compareAll();
                        }
                    }
                })
                .isInstanceOfAny(AssertionError.class, IndexOutOfBoundsException.class);
    }

    private GraphMutator run(long limit, int steps, int stepsToCompare, Consumer<CollectionSchedule> mode) {
        GraphMutator mutator = new GraphMutator(random, limit);
        mode.accept(mutator.arena().collector().schedule());
        for (int step = 0; step < steps; step++) {
            try {
                mutator.step();
                assertThat(mutator.arena().committedBytes()).isLessThanOrEqualTo(3 * limit + (160 << 10));
                assertThat(mutator.arena().backingArrays().mostBytes()).isLessThanOrEqualTo(5 * limit + (160 << 10));
                if (step % stepsToCompare == stepsToCompare - 1) {
                    mutator.compareAll();
                    mutator.compareCounters();
                }
            } catch (AssertionError | RuntimeException wrong) {
                throw new AssertionError("seed " + seed + ", " + limit + " bytes, step " + step, wrong);
            }
        }
        return mutator;
    }
}
