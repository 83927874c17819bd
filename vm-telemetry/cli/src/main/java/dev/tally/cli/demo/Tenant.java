package dev.tally.cli.demo;

import com.sun.management.ThreadMXBean;
import dev.tally.heap.HeapColumn;
import dev.tally.runtime.Guest;
import dev.tally.runtime.TickOutcome;
import java.lang.management.ManagementFactory;
import java.util.Objects;

/**
 * One guest of the demo, and what its host sees of each tick: fuel, counters of its arena, and bytes that the ticking
 * thread allocated on the JVM's heap meanwhile.
 */
final class Tenant {
    /** Ticks after which a tick may allocate nothing on the JVM's heap. */
    static final int WARM_UP_TICKS = 100;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String name;
    private final String words;
    private final Guest guest;
    private final long[] mark = new long[HeapColumn.count()];
    private final long[] row = new long[HeapColumn.count()];
    private long mostFuel;
    private long jvmBytes;
    private Made inFirstTick = new Made(0, 0);
    private long mostStringsLater;
    private long constantsLater;

    /** Strings and constants that were made. */
    record Made(long strings, long constants) {}

    /**
     * A guest whose call is prepared.
     *
     * @param words what it does, in two or three words
     */
    Tenant(String name, String words, Guest guest) {
        this.name = name;
        this.words = words;
        this.guest = guest;
    }

    /** Gives the guest its tick, and looks at what it did with it. */
    void tick() {
        guest.counters().capture(mark);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        guest.tick();
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        guest.counters().since(mark, row);
        mostFuel = Math.max(mostFuel, guest.fuelOfLastTick());
        if (guest.ticks() > WARM_UP_TICKS && row(HeapColumn.COMMITS) == 0) {
            jvmBytes += allocated;
        }
        if (guest.ticks() == 1) {
            inFirstTick = new Made(row(HeapColumn.STRING_ALLOCATIONS), row(HeapColumn.MATERIALISATIONS));
        } else {
            mostStringsLater = Math.max(mostStringsLater, row(HeapColumn.STRING_ALLOCATIONS));
            constantsLater += row(HeapColumn.MATERIALISATIONS);
        }
    }

    private long row(HeapColumn column) {
        return row[column.index()];
    }

    String name() {
        return name;
    }

    String words() {
        return words;
    }

    Guest guest() {
        return guest;
    }

    TickOutcome lastOutcome() {
        return Objects.requireNonNull(guest.outcome());
    }

    /** The most fuel that was charged in one tick. */
    long mostFuel() {
        return mostFuel;
    }

    /** A figure of the arena over all ticks. */
    long total(HeapColumn column) {
        return guest.counters().value(column);
    }

    Made inFirstTick() {
        return inFirstTick;
    }

    /** The most strings that were made in a tick after the first. */
    long mostStringsLater() {
        return mostStringsLater;
    }

    /** Constants that were made after the first tick. */
    long constantsLater() {
        return constantsLater;
    }

    /** Bytes on the JVM's heap after warm-up, in ticks in which the arena itself did not grow. */
    long jvmBytes() {
        return jvmBytes;
    }

    /** Whether it works with objects of the arena, so that its allocations are observed. */
    boolean observed() {
        return total(HeapColumn.MEMORY_BYTES) == 0;
    }
}
