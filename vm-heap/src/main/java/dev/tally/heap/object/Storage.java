package dev.tally.heap.object;

/** What one field of a struct or one element of an array takes. Numbers are told apart by their width alone. */
public enum Storage {
    I8(0, false),
    I16(1, false),
    I32(2, false),
    I64(3, false),
    V128(4, false),

    /** A word that {@link Reference} draws; the collector reads and rewrites it. */
    REFERENCE(2, true);

    private final int shift;
    private final boolean reference;

    Storage(int shift, boolean reference) {
        this.shift = shift;
        this.reference = reference;
    }

    /** The bytes it takes. */
    public int bytes() {
        return 1 << shift;
    }

    /** The binary logarithm of its bytes. */
    public int shift() {
        return shift;
    }

    public boolean isReference() {
        return reference;
    }
}
