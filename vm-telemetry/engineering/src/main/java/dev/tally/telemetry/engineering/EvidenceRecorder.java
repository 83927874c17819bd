package dev.tally.telemetry.engineering;

import com.sun.management.ThreadMXBean;
import dev.tally.heap.HeapColumn;
import dev.tally.heap.HeapCounters;
import dev.tally.runtime.Guest;
import dev.tally.runtime.TickOutcome;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Keeps a row of figures for each tick of one guest, in a ring that is made beforehand.
 *
 * <pre>{@code
 * EvidenceRecorder evidence = EvidenceRecorder.attach(guest, 4_096);
 * guest.call("run");
 * while (evidence.tick() == TickOutcome.OUT_OF_FUEL) { … }
 * }</pre>
 *
 * <p>The recorder stands outside the guest: it reads figures that are kept anyway, once the tick is over. The machine does
 * not know of it, and a guest without one does not do anything less. It allocates nothing at a tick, and must never
 * change anything that a guest can see.
 *
 * <p>Whoever ticks the guest records; any thread may read. A counter's figure is what was added since the row before, or
 * since the recorder was attached; so what the host does to the guest between two ticks belongs to the second. There is no
 * reset: take a {@link #mark} and ask what happened {@link #since} it.
 *
 * <p>Evidence is an engineering metric, not certification policy.
 */
public final class EvidenceRecorder {
    /**
     * In place of a figure that nobody observed: allocations of a guest that keeps its heap in a linear memory, or the
     * time of a tick that was not run by the recorder. All other figures are 0 or more.
     */
    public static final long NOT_OBSERVED = -1;

    private static final int HEAP = EvidenceColumn.firstOfHeap();
    private static final int WIDTH_OF_HEAP = HeapColumn.count();

    private final Guest guest;
    private final HeapCounters counters;
    private final HeapObservation observation;
    private final List<EvidenceColumn> columns;
    private final EvidenceRing ring;
    private final boolean wall;
    private final boolean jvm;

    /** The row being put together. */
    private final long[] row;

    /** All bits for a counter, from which the figure before is taken away; none for a gauge. */
    private final long[] counterMask = new long[WIDTH_OF_HEAP];

    private long[] heapNow = new long[WIDTH_OF_HEAP];
    private long[] heapBefore = new long[WIDTH_OF_HEAP];
    private long fuelBefore;
    private long hostCallsBefore;

    private EvidenceRecorder(Guest guest, int capacity, List<EvidenceColumn> requested) {
        this.guest = guest;
        counters = guest.counters();
        observation = HeapObservation.of(guest);
        columns = EvidenceColumn.with(requested);
        wall = columns.contains(EvidenceColumn.WALL_NANOS);
        jvm = columns.contains(EvidenceColumn.JVM_BYTES);
        ring = new EvidenceRing(capacity, columns.size());
        row = new long[columns.size()];
        for (int i = 0; i < WIDTH_OF_HEAP; i++) {
            counterMask[i] = HeapColumn.at(i).monotone() ? -1 : 0;
        }
        counters.capture(heapBefore);
        fuelBefore = guest.fuelUsed();
        hostCallsBefore = guest.hostCalls();
    }

    /**
     * A recorder of what a guest does from now on.
     *
     * @param capacity rows to keep; older ones are overwritten, and counted
     * @param requested {@link EvidenceColumn#WALL_NANOS}, {@link EvidenceColumn#JVM_BYTES}, both or none: these cost more
     *     than all others, and differ from run to run
     */
    public static EvidenceRecorder attach(Guest guest, int capacity, EvidenceColumn... requested) {
        return new EvidenceRecorder(guest, capacity, List.of(requested));
    }

    /** Runs a tick of the guest, with the fuel of its limits, and records it. */
    public TickOutcome tick() {
        return tick(guest.limits().fuelPerTick());
    }

    /** Runs a tick of the guest and records it; throws what {@link Guest#tick(long)} throws, and records nothing then. */
    public TickOutcome tick(long fuel) {
        long bytes = jvm ? allocatedBytes() : 0;
        long nanos = wall ? System.nanoTime() : 0;
        TickOutcome outcome = guest.tick(fuel);
        record(outcome, wall ? System.nanoTime() - nanos : 0, jvm ? allocatedBytes() - bytes : 0);
        return outcome;
    }

    /**
     * Records the tick that has just ended and that the recorder did not run itself: what it took of the machine is then
     * not observed.
     *
     * @throws IllegalStateException if the guest has not had a tick since its call was prepared
     */
    public void record() {
        TickOutcome outcome = guest.outcome();
        if (outcome == null) {
            throw new IllegalStateException("there is no tick to record; tick the guest first");
        }
        record(outcome, NOT_OBSERVED, NOT_OBSERVED);
    }

    @SuppressWarnings("EnumOrdinal") // Rows are numbers, and never outlive the process; dumps hold the name.
    private void record(TickOutcome outcome, long wallNanos, long jvmBytes) {
        long fuel = guest.fuelUsed();
        long hostCalls = guest.hostCalls();
        int at = 0;
        row[at++] = guest.ticks();
        row[at++] = outcome.ordinal();
        row[at++] = guest.lastTickInstantiated() ? 1 : 0;
        row[at++] = fuel - fuelBefore;
        row[at++] = guest.fuelOwed();
        row[at++] = hostCalls - hostCallsBefore;
        row[at] = guest.stackInUse();
        fuelBefore = fuel;
        hostCallsBefore = hostCalls;
        at = HEAP + heap();
        if (wall) {
            row[at++] = wallNanos;
        }
        if (jvm) {
            row[at] = jvmBytes;
        }
        ring.append(row);
    }

    /** Adds the heap's figures and answers how many these are. */
    private int heap() {
        long[] now = heapNow;
        long[] before = heapBefore;
        counters.capture(now);
        for (int i = 0; i < WIDTH_OF_HEAP; i++) {
            row[HEAP + i] = now[i] - (before[i] & counterMask[i]);
        }
        heapNow = before;
        heapBefore = now;
        if (!observation.complete()) {
            hideObjects();
        }
        return WIDTH_OF_HEAP;
    }

    private void hideObjects() {
        for (int i = 0; i < WIDTH_OF_HEAP; i++) {
            if (HeapColumn.at(i).countsObjects()) {
                row[HEAP + i] = NOT_OBSERVED;
            }
        }
    }

    private static long allocatedBytes() {
        return Machine.THREADS.getCurrentThreadAllocatedBytes();
    }

    /** The bean of the JVM, which only those ask who request its column. */
    private static final class Machine {
        static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    }

    // Reading, by any thread.

    /** The guest that is recorded. */
    public Guest guest() {
        return guest;
    }

    /** What rows hold, in their order. */
    public List<EvidenceColumn> columns() {
        return columns;
    }

    /** Rows recorded so far, whether or not the ring still has them. */
    public long recorded() {
        return ring.recorded();
    }

    /** Rows recorded so far that the ring has no more. */
    public long overwritten() {
        return ring.overwritten();
    }

    /**
     * Copies one row, without allocating.
     *
     * @param number the row, counted from 0
     * @param into at least as many elements as there are {@link #columns}; of no use if the answer is false
     * @return false if it has been overwritten
     * @throws IndexOutOfBoundsException if it has not been recorded yet, or {@code into} is too short
     */
    public boolean read(long number, long[] into) {
        Objects.checkFromIndexSize(0, columns.size(), into.length);
        return ring.read(number, into, 0);
    }

    /** The place where recording stands, to be handed to {@link #since} later. */
    public long mark() {
        return ring.recorded();
    }

    /** What was recorded since a mark: the rows that are still there, and how many are not. */
    public EvidenceRows since(long mark) {
        long end = ring.recorded();
        if (mark < 0 || mark > end) {
            throw new IllegalArgumentException(mark + " is no mark of this recorder, which stands at " + end);
        }
        int width = columns.size();
        // Of this end: the writer may be far beyond it by now.
        long first = Math.max(mark, ring.overwritten(end));
        long[] figures = new long[Math.toIntExact(end - first) * width];
        int count = 0;
        for (long number = first; number < end; number++) {
            if (ring.read(number, figures, count * width)) {
                count++;
            } else {
                // The writer has come round: all older rows may be there, but not in a row with what follows.
                count = 0;
            }
        }
        return new EvidenceRows(columns, Arrays.copyOf(figures, count * width), end - mark - count);
    }

    /** Everything that is still there, as {@link #since} a mark taken before the first row. */
    public EvidenceRows snapshot() {
        return since(0);
    }
}
