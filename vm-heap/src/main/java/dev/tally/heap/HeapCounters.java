package dev.tally.heap;

/**
 * What happened in one guest's arena: plain fields that the heap adds to, and that everybody else reads. A counter only
 * ever grows; there is no reset, but a {@linkplain #mark() mark} and the difference {@linkplain #since(long[], long[])
 * since} it. Gauges tell what is the case now. {@link HeapColumn} says what each field means.
 *
 * <p>Evidence is an engineering metric, not certification policy.
 *
 * <p>The counters are read between ticks or by the thread that runs the guest; nothing here is synchronised. They must
 * never be written except by the heap: the one subclass that can do so lives in a package that is exported to nobody.
 */
public abstract class HeapCounters {
    protected long structAllocations;
    protected long structAllocatedBytes;
    protected long arrayAllocations;
    protected long arrayAllocatedBytes;
    protected long literalAllocations;
    protected long literalAllocatedBytes;
    protected long exceptionAllocations;
    protected long exceptionAllocatedBytes;
    protected long stringAllocations;
    protected long stringAllocatedBytes;
    protected long materialisations;
    protected long materialisedBytes;
    protected long handleAllocations;
    protected long copies;
    protected long copiedBytes;
    protected long memoryGrowths;
    protected long tableGrowths;
    protected long quotaRefusals;
    protected long censuses;
    protected long nurseryCollections;
    protected long oldCollections;
    protected long tracedWords;
    protected long promotedBytes;
    protected long reclaimedBytes;
    protected long objectSpaceGrowths;
    protected long commits;
    protected long chargedBytes;
    protected long memoryBytes;
    protected long objectBytes;
    protected long committedBytes;

    protected HeapCounters() {}

    /** The column's value as it is now. */
    public final long value(HeapColumn column) {
        return column.read(this);
    }

    /**
     * Copies every column, in the order of {@link HeapColumn}, without allocating.
     *
     * @param into at least {@link HeapColumn#count()} elements
     */
    public final void capture(long[] into) {
        capture(into, 0);
    }

    /**
     * Copies every column, in the order of {@link HeapColumn}, into a part of a row, without allocating.
     *
     * <p>This is done at every tick, so the fields stand here by name: asking the columns one by one takes several times
     * as long. A test compares the two.
     *
     * @param into the row; it has {@link HeapColumn#count()} elements from {@code at} on
     * @param at where the first column goes
     * @throws IndexOutOfBoundsException if the row is too short; it is unchanged then
     */
    public final void capture(long[] into, int at) {
        requireRoom(into, at);
        int next = at;
        into[next++] = structAllocations;
        into[next++] = structAllocatedBytes;
        into[next++] = arrayAllocations;
        into[next++] = arrayAllocatedBytes;
        into[next++] = literalAllocations;
        into[next++] = literalAllocatedBytes;
        into[next++] = exceptionAllocations;
        into[next++] = exceptionAllocatedBytes;
        into[next++] = stringAllocations;
        into[next++] = stringAllocatedBytes;
        into[next++] = materialisations;
        into[next++] = materialisedBytes;
        into[next++] = handleAllocations;
        into[next++] = copies;
        into[next++] = copiedBytes;
        into[next++] = memoryGrowths;
        into[next++] = tableGrowths;
        into[next++] = quotaRefusals;
        into[next++] = censuses;
        into[next++] = nurseryCollections;
        into[next++] = oldCollections;
        into[next++] = tracedWords;
        into[next++] = promotedBytes;
        into[next++] = reclaimedBytes;
        into[next++] = objectSpaceGrowths;
        into[next++] = commits;
        into[next++] = chargedBytes;
        into[next++] = memoryBytes;
        into[next++] = objectBytes;
        into[next] = committedBytes;
    }

    /** A new array with all columns as they are now, to be handed to {@code since} later. */
    public final long[] mark() {
        long[] mark = new long[HeapColumn.count()];
        capture(mark);
        return mark;
    }

    /**
     * What happened since a mark, without allocating: of a counter how far it grew, of a gauge its value now.
     *
     * @param mark what {@link #mark()} or {@link #capture(long[])} gave
     * @param into at least {@link HeapColumn#count()} elements; may be the mark itself
     */
    public final void since(long[] mark, long[] into) {
        requireRoom(mark, 0);
        requireRoom(into, 0);
        for (int index = 0; index < HeapColumn.count(); index++) {
            into[index] = since(mark, HeapColumn.at(index));
        }
    }

    /** What happened since a mark in one column: of a counter how far it grew, of a gauge its value now. */
    public final long since(long[] mark, HeapColumn column) {
        long now = column.read(this);
        return column.monotone() ? now - mark[column.index()] : now;
    }

    private static void requireRoom(long[] row, int at) {
        if (at < 0 || row.length - at < HeapColumn.count()) {
            throw new IndexOutOfBoundsException("a row of " + row.length + " elements cannot hold " + HeapColumn.count()
                    + " columns from element " + at + " on");
        }
    }
}
