package dev.tally.heap.check;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Measures what a thread allocates on the JVM heap, to the byte. After the warm-up the least of several batches counts: what
 * the work itself allocates is in each of them, what the JVM allocates now and then, as when it throws compiled code away, is
 * not.
 */
final class AllocatedBytes {
    static final int ROUNDS_OF_A_BATCH = 5_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP_BATCHES = 4;
    private static final int MEASURED_BATCHES = 5;

    private AllocatedBytes() {}

    /** The bytes that a batch of rounds allocates. */
    static long ofBatch(Runnable round) {
        for (int batch = 0; batch < WARM_UP_BATCHES; batch++) {
            measure(round);
        }
        long least = Long.MAX_VALUE;
        for (int batch = 0; batch < MEASURED_BATCHES; batch++) {
            least = Math.min(least, measure(round));
        }
        return least;
    }

    private static long measure(Runnable round) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int index = 0; index < ROUNDS_OF_A_BATCH; index++) {
            round.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
