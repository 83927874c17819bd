package dev.tally.runtime.ops;

import dev.tally.core.TrapKind;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.memory.LittleEndian;
import dev.tally.heap.object.HeapObjects;
import dev.tally.heap.object.ObjectSpace;
import dev.tally.heap.object.Reference;
import dev.tally.heap.object.Shapes;
import dev.tally.runtime.frame.Execution;
import dev.tally.runtime.link.GuestTag;

/**
 * Makes structures, arrays and exceptions. Each first asks for {@link Room}, and reads its operands again afterwards, because
 * objects may have moved. A structure's price is static and charged with its block; that of an array is 1 for each 8 bytes, and as
 * much again where they are filled.
 */
public final class ObjectOperations {
    private static final int BYTES_PER_FUEL = BulkOperations.BYTES_PER_FUEL;

    /** What each 8 bytes of an array cost whose elements are 0 or null, or operands. */
    public static final int PLAIN = 1;

    /** The same of an array that is filled with one value, or from a segment. */
    public static final int FILLED = 2;

    private ObjectOperations() {}

    /** Sets all fields; where code behind sets those behind the first again, it finds the same operands. */
    static Progress newStruct(Execution execution, int operands, int type, boolean withFields) {
        HeapObjects objects = execution.store().arena().objects();
        Progress room = Room.forObject(execution, objects.shapes().structBytes(type), 0);
        if (room != Progress.DONE) {
            return room;
        }
        int made = objects.newStruct(type);
        execution.commit();
        long[] slots = execution.slots();
        if (withFields) {
            setFields(objects, made, type, slots, operands);
        }
        slots[operands] = made;
        return Progress.DONE;
    }

    /** Makes room for an exception with a tag. */
    public static Progress roomForException(Execution execution, GuestTag tag) {
        if (execution.restsBeforeOperation()) {
            return Progress.RESTS;
        }
        Shapes shapes = execution.store().arena().objects().shapes();
        return Room.forObject(execution, shapes.structBytes(tag.shape()), 0);
    }

    /** Makes the exception of the operands that room was made for; answers its reference. */
    public static int newException(Execution execution, GuestTag tag, int operands) {
        HeapObjects objects = execution.store().arena().objects();
        int made = objects.newException(tag.shape());
        execution.commit();
        setFields(objects, made, tag.shape(), execution.slots(), operands);
        return made;
    }

    /** Makes an exception of operands if there is room for it at once; null if it is not made. */
    public static int exceptionAtOnce(Execution execution, GuestTag tag, int operands) {
        Arena arena = execution.store().arena();
        HeapObjects objects = arena.objects();
        if (execution.mayRestBeforeOperation()
                || !arena.collector().hasRoom(objects.shapes().structBytes(tag.shape()))) {
            return Reference.NULL;
        }
        int made = objects.newException(tag.shape());
        setFields(objects, made, tag.shape(), execution.slots(), operands);
        return made;
    }

    private static void setFields(HeapObjects objects, int made, int type, long[] slots, int operands) {
        Shapes shapes = objects.shapes();
        byte[] bytes = objects.bytes();
        boolean young = shapes.structBytes(type) <= ObjectSpace.LARGE_BYTES;
        for (int i = shapes.fieldCount(type) - 1; i >= 0; i--) {
            int offset = shapes.fieldOffset(type, i);
            long value = slots[operands + i];
            switch (shapes.storage(type, i)) {
                case I8 -> bytes[made + offset] = (byte) value;
                case I16 -> LittleEndian.setShort(bytes, made + offset, (short) value);
                case I32 -> LittleEndian.setInt(bytes, made + offset, (int) value);
                case I64 -> LittleEndian.setLong(bytes, made + offset, value);
                case REFERENCE -> {
                    if (young) {
                        LittleEndian.setInt(bytes, made + offset, (int) value);
                    } else {
                        objects.setReference(made, offset, (int) value);
                    }
                }
                case V128 -> throw new IllegalStateException("there are no vectors yet");
            }
        }
    }

    /** The operands are the element that fills the array, if there is one, and the length. */
    static Progress newArray(Execution execution, int operands, int type, boolean filled) {
        HeapObjects objects = execution.store().arena().objects();
        long[] slots = execution.slots();
        int length = (int) slots[filled ? operands + 1 : operands];
        Progress room = room(execution, type, length, filled ? FILLED : PLAIN);
        if (room != Progress.DONE) {
            return room;
        }
        int made = objects.newArray(type, length);
        execution.commit();
        if (filled) {
            fill(objects, type, made, 0, slots[operands], length);
        }
        slots[operands] = made;
        return Progress.DONE;
    }

    private static Progress room(Execution execution, int type, int length, int prices) {
        long bytes = execution.store().arena().objects().shapes().arrayBytes(type, length);
        return Room.forObject(execution, bytes, priceOfArray(bytes, prices));
    }

    /**
     * What making an array costs beside what its block is charged.
     *
     * @param prices {@link #PLAIN} or {@link #FILLED}
     */
    public static long priceOfArray(long bytes, int prices) {
        return prices * (bytes / BYTES_PER_FUEL);
    }

    /**
     * Copies elements between arrays of the same kind, or within one.
     *
     * @param shift of the size of an element
     * @param areReferences whether the elements are
     */
    static void copy(
            HeapObjects objects,
            int shift,
            boolean areReferences,
            int to,
            int toIndex,
            int from,
            int fromIndex,
            int elements) {
        if (areReferences) {
            objects.copyReferences(to, toIndex, from, fromIndex, elements);
        } else {
            objects.copyNumbers(shift, to, toIndex, from, fromIndex, elements);
        }
    }

    /** Stores one value, as it stands in a slot, in many elements of an array of this type. */
    static void fill(HeapObjects objects, int type, int array, int index, long value, int elements) {
        int shift = objects.shapes().elementShift(type);
        fill(objects, shift, objects.shapes().elementsAreReferences(type), array, index, value, elements);
    }

    /**
     * Stores one value, as it stands in a slot, in many elements of an array.
     *
     * @param shift of the size of an element
     * @param areReferences whether the elements are
     */
    public static void fill(
            HeapObjects objects, int shift, boolean areReferences, int array, int index, long value, int elements) {
        if (areReferences) {
            objects.fillReferences(array, index, (int) value, elements);
        } else {
            objects.fillNumbers(shift, array, index, value, elements);
        }
    }

    static Progress newFixed(Execution execution, int operands, int type, int length) {
        HeapObjects objects = execution.store().arena().objects();
        Progress room = room(execution, type, length, PLAIN);
        if (room != Progress.DONE) {
            return room;
        }
        int made = objects.newArray(type, length);
        execution.commit();
        long[] slots = execution.slots();
        for (int i = 0; i < length; i++) {
            fill(objects, type, made, i, slots[operands + i], 1);
        }
        slots[operands] = made;
        return Progress.DONE;
    }

    /** The operands are the first byte of the segment and the number of elements. */
    static Progress newOfData(Execution execution, int operands, int type, byte[] segment) {
        HeapObjects objects = execution.store().arena().objects();
        long[] slots = execution.slots();
        int from = (int) slots[operands];
        int length = (int) slots[operands + 1];
        long bytes = Integer.toUnsignedLong(length) << objects.shapes().elementShift(type);
        if (Integer.toUnsignedLong(from) + bytes > segment.length) {
            return trap(execution, TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS);
        }
        Progress room = room(execution, type, length, FILLED);
        if (room != Progress.DONE) {
            return room;
        }
        int made = objects.newLiteral(type, length);
        execution.commit();
        objects.init(made, 0, segment, from, length);
        objects.countCopy();
        slots[operands] = made;
        return Progress.DONE;
    }

    /** The operands are the first item of the segment and the number of elements. */
    static Progress newOfElements(Execution execution, int operands, int type, int[] segment) {
        HeapObjects objects = execution.store().arena().objects();
        long[] slots = execution.slots();
        int from = (int) slots[operands];
        int length = (int) slots[operands + 1];
        if (Integer.toUnsignedLong(from) + Integer.toUnsignedLong(length) > segment.length) {
            return trap(execution, TrapKind.OUT_OF_BOUNDS_TABLE_ACCESS);
        }
        Progress room = room(execution, type, length, FILLED);
        if (room != Progress.DONE) {
            return room;
        }
        int made = objects.newLiteral(type, length);
        execution.commit();
        objects.initReferences(made, 0, segment, from, length);
        objects.countCopy();
        slots[operands] = made;
        return Progress.DONE;
    }

    private static Progress trap(Execution execution, TrapKind kind) {
        execution.commit();
        execution.trap(kind, null, -1);
        return Progress.TRAPPED;
    }
}
