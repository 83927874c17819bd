package dev.tally.heap.word;

import dev.tally.heap.account.BackingArrays;
import dev.tally.heap.account.Ledger;
import dev.tally.heap.quota.Quota;
import dev.tally.heap.quota.QuotaExceededException;
import java.util.Arrays;

/**
 * A table of the guest: references, each a word of 32 bits, 4 bytes charged for each. Guest code reads the {@linkplain
 * #references() backing array} itself and checks against {@link #size()}, or against the array, since what lies beyond the table is
 * null. A table never shrinks and does not know what its references mean.
 */
public final class ReferenceTable {
    public static final int ELEMENT_BYTES = Integer.BYTES;

    /** The most elements: as many bytes as the largest memory has. */
    public static final int MAX_ELEMENTS = (Integer.MAX_VALUE - 65535) / ELEMENT_BYTES;

    private static final int[] NO_REFERENCES = {};

    private final Quota quota;
    private final Ledger ledger;
    private final BackingArrays arrays;
    private final long maximum;
    private int[] references = NO_REFERENCES;
    private int size;

    /**
     * Made by the arena.
     *
     * @param minimum the elements it begins with
     * @param maximum the elements that the module declares as its maximum, or −1
     * @param initialReference what the first elements are
     * @throws QuotaExceededException if the first elements do not fit; nothing is changed then
     * @throws dev.tally.heap.HostResourceException if the JVM has no room; nothing is changed then
     */
    @SuppressWarnings("exports") // Only the arena makes one.
    public ReferenceTable(
            Quota quota, Ledger ledger, BackingArrays arrays, long minimum, long maximum, int initialReference) {
        if (minimum < 0 || maximum < -1 || (maximum >= 0 && minimum > maximum)) {
            throw new IllegalArgumentException("a table of " + minimum + " elements with a maximum of " + maximum);
        }
        this.quota = quota;
        this.ledger = ledger;
        this.arrays = arrays;
        this.maximum = maximum;
        long requested = Math.min(minimum, Long.MAX_VALUE / ELEMENT_BYTES) * ELEMENT_BYTES;
        if (minimum > MAX_ELEMENTS || !quota.admits(requested)) {
            String what = "a table of " + minimum + " elements (the machine's most are " + MAX_ELEMENTS + ")";
            throw new QuotaExceededException(what, requested, quota.charged(), quota.limit());
        }
        if (minimum > 0) {
            references = arrays.resized(NO_REFERENCES, (int) minimum);
            Arrays.fill(references, initialReference);
        }
        size = (int) minimum;
        quota.charge(requested);
    }

    /** The elements that it has. */
    public int size() {
        return size;
    }

    /** The elements that the module declares as the maximum, or −1; it may be beyond {@link #MAX_ELEMENTS}. */
    public long maximum() {
        return maximum;
    }

    /** The backing array: may be longer than the table, and is another one after growth. */
    public int[] references() {
        return references;
    }

    /**
     * One element.
     *
     * @throws IndexOutOfBoundsException if there is none at this index
     */
    public int get(int index) {
        return references[checked(index)];
    }

    /**
     * Replaces one element.
     *
     * @throws IndexOutOfBoundsException if there is none at this index
     */
    public void set(int index, int reference) {
        references[checked(index)] = reference;
    }

    /** Whether the declared maximum and the machine's let it grow by so many elements; the quota is not asked. */
    public boolean mayGrow(long more) {
        return more >= 0 && more <= mostElements() - size;
    }

    /**
     * Makes the table larger by so many elements.
     *
     * @param reference what the new elements are
     * @return the elements that it had, or −1 if a maximum or the quota does not let it grow
     * @throws dev.tally.heap.HostResourceException if the JVM has no room; nothing is changed then
     */
    public int grow(long more, int reference) {
        if (!mayGrow(more)) {
            return -1;
        }
        long requested = more * ELEMENT_BYTES;
        if (!quota.admits(requested)) {
            return -1;
        }
        long needed = size + more;
        if (needed > references.length) {
            long most = Math.min(mostElements(), size + quota.available() / ELEMENT_BYTES);
            references = arrays.resized(references, arrays.capacity(references.length, needed, most));
        }
        int before = size;
        size = (int) needed;
        Arrays.fill(references, before, size, reference);
        quota.charge(requested);
        if (more > 0) {
            ledger.tableGrown();
        }
        return before;
    }

    /** Gives everything back; the table has no elements afterwards. For the arena, which knows its tables. */
    public void discard() {
        quota.release((long) size * ELEMENT_BYTES);
        arrays.dropped((long) references.length * ELEMENT_BYTES);
        references = NO_REFERENCES;
        size = 0;
    }

    private long mostElements() {
        return maximum < 0 ? MAX_ELEMENTS : Math.min(maximum, MAX_ELEMENTS);
    }

    // --- Bulk instructions: the whole range is checked before the first part is moved, by whoever cuts it into parts.

    /** Fills a range whose bounds are checked already. */
    public void fill(int from, int reference, int length) {
        assert within(from, length);
        Arrays.fill(references, from, from + length, reference);
    }

    /** Moves a copy, or a part of one, whose bounds are checked already; both tables may be the same. */
    public void copy(int to, ReferenceTable source, int from, int length) {
        assert within(to, length) && source.within(from, length);
        System.arraycopy(source.references, from, references, to, length);
        ledger.moved((long) length * ELEMENT_BYTES);
    }

    /** Moves an initialisation from a segment, or a part of one, whose bounds are checked already. */
    public void init(int to, int[] segment, int from, int length) {
        assert within(to, length);
        System.arraycopy(segment, from, references, to, length);
        ledger.moved((long) length * ELEMENT_BYTES);
    }

    /** Counts one copy or initialisation, once, in however many parts it is moved. */
    public void countCopy() {
        ledger.copied();
    }

    private int checked(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(
                    "element " + Integer.toUnsignedString(index) + " of a table of " + size);
        }
        return index;
    }

    private boolean within(int from, int length) {
        return from >= 0 && length >= 0 && from <= size - length;
    }
}
