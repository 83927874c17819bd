package dev.tally.runtime.ops;

import dev.tally.core.TrapKind;
import dev.tally.heap.object.HeapObjects;
import dev.tally.heap.object.Reference;
import dev.tally.runtime.frame.Execution;

/**
 * Copies, fills and initialises parts of arrays, in parts that can be paid for; how is told at {@link BulkOperations}. Parts are
 * multiples of 8 bytes, so all of a reference or none.
 */
final class ArrayOperations {
    private ArrayOperations() {}

    private static long unsigned(long slot) {
        return slot & 0xFFFFFFFFL;
    }

    private static Progress trap(Execution execution, TrapKind kind) {
        execution.trap(kind, null, -1);
        return Progress.TRAPPED;
    }

    static int elementsPerFuel(int shift) {
        return BulkOperations.BYTES_PER_FUEL >> shift;
    }

    private static Progress end(boolean complete, HeapObjects objects, boolean counts) {
        if (!complete) {
            return Progress.RESTS;
        }
        if (counts) {
            objects.countCopy();
        }
        return Progress.DONE;
    }

    /** The operands are the array, an index, the element and their number. */
    static Progress fill(Execution execution, int operands) {
        HeapObjects objects = execution.store().arena().objects();
        long[] slots = execution.slots();
        int array = (int) slots[operands];
        if (Reference.isNull(array)) {
            return trap(execution, TrapKind.NULL_ARRAY_REFERENCE);
        }
        long index = unsigned(slots[operands + 1]);
        long length = unsigned(slots[operands + 3]);
        if (index + length > objects.length(array)) {
            return trap(execution, TrapKind.OUT_OF_BOUNDS_ARRAY_ACCESS);
        }
        int type = objects.type(array);
        int part = BulkOperations.pay(
                execution, length, elementsPerFuel(objects.shapes().elementShift(type)));
        ObjectOperations.fill(objects, type, array, (int) index, slots[operands + 2], part);
        slots[operands + 1] = (int) (index + part);
        slots[operands + 3] = (int) (length - part);
        return end(part == length, objects, false);
    }

    /** The operands are array and index to copy to, array and index to copy from, and the number of elements. */
    static Progress copy(Execution execution, int operands) {
        HeapObjects objects = execution.store().arena().objects();
        long[] slots = execution.slots();
        int to = (int) slots[operands];
        int from = (int) slots[operands + 2];
        if (Reference.isNull(to) || Reference.isNull(from)) {
            return trap(execution, TrapKind.NULL_ARRAY_REFERENCE);
        }
        long destination = unsigned(slots[operands + 1]);
        long source = unsigned(slots[operands + 3]);
        long length = unsigned(slots[operands + 4]);
        if (destination + length > objects.length(to) || source + length > objects.length(from)) {
            return trap(execution, TrapKind.OUT_OF_BOUNDS_ARRAY_ACCESS);
        }
        int type = objects.type(to);
        int shift = objects.shapes().elementShift(type);
        boolean areReferences = objects.shapes().elementsAreReferences(type);
        int part = BulkOperations.pay(execution, length, elementsPerFuel(shift));
        if (destination > source) {
            int rest = (int) length - part;
            ObjectOperations.copy(
                    objects, shift, areReferences, to, (int) destination + rest, from, (int) source + rest, part);
        } else {
            ObjectOperations.copy(objects, shift, areReferences, to, (int) destination, from, (int) source, part);
            slots[operands + 1] = (int) (destination + part);
            slots[operands + 3] = (int) (source + part);
        }
        slots[operands + 4] = (int) (length - part);
        return end(part == length, objects, true);
    }

    /** The operands are the array, an index, the first byte of the segment and the number of elements. */
    static Progress initData(Execution execution, int operands, byte[] segment) {
        HeapObjects objects = execution.store().arena().objects();
        long[] slots = execution.slots();
        int array = (int) slots[operands];
        if (Reference.isNull(array)) {
            return trap(execution, TrapKind.NULL_ARRAY_REFERENCE);
        }
        long index = unsigned(slots[operands + 1]);
        long source = unsigned(slots[operands + 2]);
        long length = unsigned(slots[operands + 3]);
        int shift = objects.shapes().elementShift(objects.type(array));
        if (index + length > objects.length(array)) {
            return trap(execution, TrapKind.OUT_OF_BOUNDS_ARRAY_ACCESS);
        }
        if (source + (length << shift) > segment.length) {
            return trap(execution, TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS);
        }
        int part = BulkOperations.pay(execution, length, elementsPerFuel(shift));
        objects.init(array, (int) index, segment, (int) source, part);
        slots[operands + 1] = (int) (index + part);
        slots[operands + 2] = (int) (source + ((long) part << shift));
        slots[operands + 3] = (int) (length - part);
        return end(part == length, objects, true);
    }

    /** The operands are the array, an index, the first item of the segment and the number of elements. */
    static Progress initElements(Execution execution, int operands, int[] segment) {
        HeapObjects objects = execution.store().arena().objects();
        long[] slots = execution.slots();
        int array = (int) slots[operands];
        if (Reference.isNull(array)) {
            return trap(execution, TrapKind.NULL_ARRAY_REFERENCE);
        }
        long index = unsigned(slots[operands + 1]);
        long source = unsigned(slots[operands + 2]);
        long length = unsigned(slots[operands + 3]);
        if (index + length > objects.length(array)) {
            return trap(execution, TrapKind.OUT_OF_BOUNDS_ARRAY_ACCESS);
        }
        if (source + length > segment.length) {
            return trap(execution, TrapKind.OUT_OF_BOUNDS_TABLE_ACCESS);
        }
        int part = BulkOperations.pay(execution, length, BulkOperations.REFERENCES_PER_FUEL);
        objects.initReferences(array, (int) index, segment, (int) source, part);
        slots[operands + 1] = (int) (index + part);
        slots[operands + 2] = (int) (source + part);
        slots[operands + 3] = (int) (length - part);
        return end(part == length, objects, true);
    }
}
