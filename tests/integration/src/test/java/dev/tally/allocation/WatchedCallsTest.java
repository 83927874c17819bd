package dev.tally.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tally.guests.GuestProgram;
import dev.tally.guests.TestHost;
import dev.tally.runtime.Guest;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Watching calls of the host costs no garbage: a tick allocates nothing but what the watcher itself does. */
final class WatchedCallsTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long FUEL_PER_TICK = 10_000;
    private static final int BATCHES = 10;
    private static final int TURNS = 200;

    private long watched;

    @Test
    void watched_calls_allocate_nothing_themselves() {
        TestHost host = new TestHost(new CountingLog(), question -> false);
        Guest guest = GuestProgram.named("host_calls")
                .spawn(host.imports()
                        .watchedBy((caller, module, field) -> watched++)
                        .build());
        long least = Long.MAX_VALUE;
        for (int batch = 0; batch < BATCHES; batch++) {
            guest.call("run", TURNS);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            while (guest.tick(FUEL_PER_TICK).inProgress()) {
                // The guest is ticked to its end.
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(watched).isGreaterThan(TURNS * BATCHES);
        assertThat(least).isZero();
    }
}
