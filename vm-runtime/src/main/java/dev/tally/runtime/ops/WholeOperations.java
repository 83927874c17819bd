package dev.tally.runtime.ops;

import dev.tally.heap.memory.LinearMemory;
import dev.tally.heap.object.HeapObjects;
import dev.tally.heap.object.Reference;

/**
 * Copies and fills that are done as a whole, for a tier that has their operands at hand. Each answers the fuel that it leaves, or
 * {@link #NOT_DONE} if it costs more than there is, or traps: then nothing has happened, and the operation is to be done by
 * {@link ResumableOperations}. Addresses, indices and lengths are unsigned.
 */
public final class WholeOperations {
    /** Less than any fuel that is left. */
    public static final long NOT_DONE = -1;

    private WholeOperations() {}

    /** What is left of the fuel when so many elements are paid for; negative if they cannot be. */
    private static long left(long fuel, int elements, int elementsPerFuel) {
        return fuel - BulkOperations.price(Integer.toUnsignedLong(elements), elementsPerFuel);
    }

    private static boolean isWithin(int from, int length, long size) {
        return Integer.toUnsignedLong(from) + Integer.toUnsignedLong(length) <= size;
    }

    /** Copies bytes within a memory. */
    public static long copy(long fuel, LinearMemory memory, int to, int from, int length) {
        long left = left(fuel, length, BulkOperations.BYTES_PER_FUEL);
        if (left < 0 || !isWithin(to, length, memory.byteSize()) || !isWithin(from, length, memory.byteSize())) {
            return NOT_DONE;
        }
        memory.copy(to, memory, from, length);
        memory.countCopy();
        return left;
    }

    /** Stores the low bits of one value in many bytes of a memory. */
    public static long fill(long fuel, LinearMemory memory, int to, int value, int length) {
        long left = left(fuel, length, BulkOperations.BYTES_PER_FUEL);
        if (left < 0 || !isWithin(to, length, memory.byteSize())) {
            return NOT_DONE;
        }
        memory.fill(to, (byte) value, length);
        return left;
    }

    /**
     * Copies between arrays, which may be null, of the same kind of elements; or within one.
     *
     * @param shift of the size of an element
     * @param areReferences whether the elements are
     */
    public static long copy(
            long fuel,
            HeapObjects objects,
            int shift,
            boolean areReferences,
            int to,
            int toIndex,
            int from,
            int fromIndex,
            int length) {
        if (Reference.isNull(to)
                || Reference.isNull(from)
                || !isWithin(toIndex, length, objects.length(to))
                || !isWithin(fromIndex, length, objects.length(from))) {
            return NOT_DONE;
        }
        long left = left(fuel, length, ArrayOperations.elementsPerFuel(shift));
        if (left < 0) {
            return NOT_DONE;
        }
        ObjectOperations.copy(objects, shift, areReferences, to, toIndex, from, fromIndex, length);
        objects.countCopy();
        return left;
    }

    /** Stores one value, as it stands in a slot, in many elements of an array, which may be null; shift and whether as above. */
    public static long fill(
            long fuel,
            HeapObjects objects,
            int shift,
            boolean areReferences,
            int array,
            int index,
            long value,
            int length) {
        if (Reference.isNull(array) || !isWithin(index, length, objects.length(array))) {
            return NOT_DONE;
        }
        long left = left(fuel, length, ArrayOperations.elementsPerFuel(shift));
        if (left < 0) {
            return NOT_DONE;
        }
        ObjectOperations.fill(objects, shift, areReferences, array, index, value, length);
        return left;
    }
}
