package dev.tally.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tally.guests.GuestProgram;
import dev.tally.heap.HeapColumn;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.TickOutcome;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Guests are small enough to have ten thousand of them. Measured is what the thread allocates to make them, which bounds
 * from above what is still held afterwards and, unlike that, does not depend on the garbage collector.
 */
final class FootprintTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long KIB = 1024;
    private static final long MOST_BYTES_OF_AN_EMPTY_GUEST = 64 * KIB;
    private static final int MANY = 1_000;
    private static final int CROWD = 10_000;
    private static final int FRAMES = 3;

    @Test
    void a_running_guest_without_memory_takes_less_than_64_KiB() {
        running("bad/endless_loop", MANY);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        List<Guest> guests = running("bad/endless_loop", MANY);
        long bytesEach = (THREADS.getCurrentThreadAllocatedBytes() - before) / guests.size();
        System.out.println("A running guest without memory takes at most " + bytesEach + " bytes of the JVM heap");
        assertThat(bytesEach).isLessThan(MOST_BYTES_OF_AN_EMPTY_GUEST);
    }

    @Test
    void ten_thousand_guests_run_side_by_side() {
        List<Guest> guests = running("heap/build_strings", CROWD);
        for (int frame = 0; frame < FRAMES; frame++) {
            assertThat(guests).allSatisfy(guest -> assertThat(guest.tick()).isEqualTo(TickOutcome.YIELDED));
        }
        assertThat(guests)
                .allSatisfy(guest -> assertThat(guest.counters().value(HeapColumn.STRING_ALLOCATIONS))
                        .isEqualTo(16 * FRAMES));
    }

    /** So many guests of one program, in the midst of {@code run}. */
    private static List<Guest> running(String name, int count) {
        GuestProgram program = GuestProgram.named(name);
        List<Guest> guests = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Guest guest = program.spawn(Imports.none());
            guest.call("run");
            guest.tick(1);
            guests.add(guest);
        }
        return guests;
    }
}
