package dev.tally.telemetry.engineering;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The rows written last, in an array made beforehand. One thread at a time writes; any thread reads, and sees whole rows
 * or is told that a row is gone. Writing never waits for a reader, and must never allocate.
 *
 * <p>Each place of the ring has a lock of its own in the manner of sequence locks. It holds the number of the row that is
 * there, counted from 1, or {@link #OPEN} while the row is being written:
 *
 * <pre>
 *   writer:  lock := OPEN        row's figures      lock := number      recorded := number
 *                     (stores stay behind it)   (stores stay before it)
 *   reader:  number?   copies the figures   still that number?
 * </pre>
 *
 * A reader that finds the number of its row before and after its copy has copied nothing else in between.
 */
class EvidenceRing {
    private static final VarHandle LOCK = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle RECORDED = recordedHandle();
    private static final long OPEN = -1;

    /** Arrays of the JVM end a few elements before the largest {@code int}. */
    private static final int MOST_FIGURES = Integer.MAX_VALUE - 8;

    private final int capacity;
    private final int width;
    private final long[] figures;
    private final long[] locks;

    @SuppressWarnings("unused") // It is read and written through RECORDED.
    private long recorded;

    /**
     * A ring without rows.
     *
     * @param capacity rows that it keeps
     * @param width figures of a row
     */
    EvidenceRing(int capacity, int width) {
        this.capacity = capacity;
        this.width = width;
        figures = new long[arrayLength(capacity, width)];
        locks = new long[capacity];
    }

    /** The figures of so many rows, if one array holds as many. */
    static int arrayLength(int capacity, int width) {
        int most = MOST_FIGURES / width;
        if (capacity <= 0 || capacity > most) {
            throw new IllegalArgumentException(
                    "a ring keeps between 1 and " + most + " rows of " + width + " columns, not " + capacity);
        }
        return capacity * width;
    }

    /** Rows written so far, whether or not they are still there. */
    long recorded() {
        return (long) RECORDED.getAcquire(this);
    }

    /** Rows written so far that are not there any more. */
    long overwritten() {
        return overwritten(recorded());
    }

    /** Rows that were not there any more when so many had been written. */
    long overwritten(long end) {
        return Math.max(0, end - capacity);
    }

    int width() {
        return width;
    }

    /** Appends a row, over the oldest one if there is no other place. */
    void append(long[] row) {
        long number = recorded();
        int place = open(number);
        System.arraycopy(row, 0, figures, place * width, width);
        close(place, number);
    }

    /** From here until it is closed, nobody can read what is at the place of a row; answers that place. */
    int open(long number) {
        int place = (int) (number % capacity);
        LOCK.setOpaque(locks, place, OPEN);
        VarHandle.storeStoreFence();
        return place;
    }

    private void close(int place, long number) {
        long next = number + 1;
        LOCK.setRelease(locks, place, next);
        RECORDED.setRelease(this, next);
    }

    /**
     * Copies a row.
     *
     * @param number the row, counted from 0
     * @param into as many figures as the ring is wide, from {@code at} on; of no use if the answer is false
     * @return whether it was there; false if it is overwritten
     * @throws IndexOutOfBoundsException if it is not written yet
     */
    boolean read(long number, long[] into, int at) {
        if (number < 0 || number >= recorded()) {
            throw new IndexOutOfBoundsException("row " + number + " of " + recorded());
        }
        int place = (int) (number % capacity);
        if (!holds(place, number)) {
            return false;
        }
        copy(place, into, at);
        VarHandle.loadLoadFence();
        return holds(place, number);
    }

    /** Copies whatever is at a place. A test lets the writer come in between, for which alone this can be overridden. */
    void copy(int place, long[] into, int at) {
        System.arraycopy(figures, place * width, into, at, width);
    }

    private boolean holds(int place, long number) {
        return (long) LOCK.getAcquire(locks, place) == number + 1;
    }

    private static VarHandle recordedHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(EvidenceRing.class, "recorded", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }
}
