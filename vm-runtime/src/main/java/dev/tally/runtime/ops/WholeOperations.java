package dev.tally.runtime.ops;

import dev.tally.heap.memory.LinearMemory;
import dev.tally.heap.object.HeapObjects;
import dev.tally.heap.object.Reference;

/**
 * Copies and fills that are done as a whole, for a tier that has their operands at hand. Each answers the fuel that it leaves, or
 * {@link #NOT_DONE} if it costs more than there is, or traps: then nothing has happened, and the operation is to be done by
 * {@link ResumableOperations}. They cost the same there.
 */
public final class WholeOperations {
    /** Less than any fuel that is left. */
    public static final long NOT_DONE = -1;

    private static final int BYTES_PER_FUEL = BulkOperations.BYTES_PER_FUEL;

    private WholeOperations() {}

    /** What is left of the fuel when so many elements are paid for. */
    private static long left(long fuel, int elements, int shift) {
        return fuel - ((Integer.toUnsignedLong(elements) << shift) + BYTES_PER_FUEL - 1) / BYTES_PER_FUEL;
    }

    private static boolean isWithin(int from, int length, long size) {
        return Integer.toUnsignedLong(from) + Integer.toUnsignedLong(length) <= size;
    }

    public static long copy(long fuel, LinearMemory memory, int to, int from, int length) {
        long left = left(fuel, length, 0);
        if (left < 0 || !isWithin(to, length, memory.byteSize()) || !isWithin(from, length, memory.byteSize())) {
            return NOT_DONE;
        }
        memory.copy(to, memory, from, length);
        memory.countCopy();
        return left;
    }

    public static long fill(long fuel, LinearMemory memory, int to, int value, int length) {
        long left = left(fuel, length, 0);
        if (left < 0 || !isWithin(to, length, memory.byteSize())) {
            return NOT_DONE;
        }
        memory.fill(to, (byte) value, length);
        return left;
    }

    /** Copies between arrays of the same kind of elements. */
    public static long copy(long fuel, HeapObjects objects, int to, int toIndex, int from, int fromIndex, int length) {
        if (Reference.isNull(to)
                || Reference.isNull(from)
                || !isWithin(toIndex, length, objects.length(to))
                || !isWithin(fromIndex, length, objects.length(from))) {
            return NOT_DONE;
        }
        long left = left(fuel, length, objects.shapes().elementShift(objects.type(to)));
        if (left >= 0) {
            objects.copy(to, toIndex, from, fromIndex, length);
            objects.countCopy();
        }
        return Math.max(left, NOT_DONE);
    }

    public static long fill(long fuel, HeapObjects objects, int array, int index, long value, int length) {
        if (Reference.isNull(array) || !isWithin(index, length, objects.length(array))) {
            return NOT_DONE;
        }
        int type = objects.type(array);
        long left = left(fuel, length, objects.shapes().elementShift(type));
        if (left >= 0) {
            ObjectOperations.fill(objects, type, array, index, value, length);
        }
        return Math.max(left, NOT_DONE);
    }
}
