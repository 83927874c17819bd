package dev.tally.allocation;

import com.sun.management.ThreadMXBean;
import dev.tally.guests.Episode;
import dev.tally.guests.GuestProgram;
import dev.tally.guests.TestHost;
import dev.tally.heap.HeapColumn;
import dev.tally.runtime.Engine.Tier;
import dev.tally.runtime.Guest;
import dev.tally.runtime.TickOutcome;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Has a guest go through a script and adds up what this thread allocates on the heap of the JVM in its ticks: in the machine,
 * in the functions of the host, in capturing the counters and in completing what was pending.
 *
 * <p>Left out are the first ticks of a guest, which meet everything for the first time, ticks in which a call ends, and
 * ticks in which the arena takes a larger array: these may allocate.
 */
final class TickMeter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int FIRST_TICKS = 1_000;

    private final long fuelPerTick;
    private final int mostTicks;
    private final Guest guest;
    private final CountingLog log;
    private final TestHost host;
    private final long[] row = new long[HeapColumn.count()];

    private int ticks;
    private int measuredTicks;
    private long measuredBytes;
    private long collections;
    private long bytesByLog;

    /**
     * @param fuelPerTick the slice
     * @param mostTicks after so many ticks it is enough
     */
    TickMeter(GuestProgram program, CountingLog log, long fuelPerTick, int mostTicks) {
        this.fuelPerTick = fuelPerTick;
        this.mostTicks = mostTicks;
        this.log = log;
        host = new TestHost(log);
        guest = program.spawn(host.imports().build());
    }

    /** Has the guest run in a tier. */
    TickMeter in(Tier tier) {
        guest.runIn(tier, 0);
        return this;
    }

    /** Goes through the script, once. */
    TickMeter measure(List<Episode> script) {
        for (Episode scene : script) {
            scene.callOn(guest);
            boolean goesOn = true;
            while (goesOn) {
                goesOn = tick();
                if (++ticks == mostTicks) {
                    return this;
                }
            }
        }
        return this;
    }

    /** Runs one tick and says whether the call goes on. */
    private boolean tick() {
        long commits = guest.counters().value(HeapColumn.COMMITS);
        long collectionsBefore = guest.counters().value(HeapColumn.NURSERY_COLLECTIONS);
        long allocatedByLog = log.allocatedBytes();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        TickOutcome outcome = guest.tick(fuelPerTick);
        if (outcome == TickOutcome.WAITING) {
            host.answer(guest);
        }
        guest.counters().capture(row);
        long after = THREADS.getCurrentThreadAllocatedBytes();
        boolean goesOn = outcome.inProgress();
        if (goesOn && ticks >= FIRST_TICKS && row[HeapColumn.COMMITS.index()] == commits) {
            measuredTicks++;
            measuredBytes += after - before;
            bytesByLog += log.allocatedBytes() - allocatedByLog;
            collections += row[HeapColumn.NURSERY_COLLECTIONS.index()] - collectionsBefore;
        }
        return goesOn;
    }

    /** How many ticks were measured. */
    int ticks() {
        return measuredTicks;
    }

    /** How often the nursery was emptied in them. */
    long collections() {
        return collections;
    }

    /** The bytes that were allocated in them. */
    long bytes() {
        return measuredBytes;
    }

    /** How many of these the log says that it has allocated. */
    long bytesByLog() {
        return bytesByLog;
    }
}
