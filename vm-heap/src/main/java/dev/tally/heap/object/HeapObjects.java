package dev.tally.heap.object;

import dev.tally.heap.account.Ledger;
import dev.tally.heap.memory.LittleEndian;
import java.util.Arrays;

/**
 * Structs, arrays and exceptions of the arena: how they are made, and how references are stored into them. Numbers are read and
 * written by whoever knows their type, at {@code reference + offset} of {@link #bytes()}; references are read there too, but
 * stored through {@link #setReference}, or as it does, or a collection will miss them.
 *
 * <p>What makes an object answers with its reference, or with {@link Reference#NULL} if the quota refuses it; nothing is changed
 * then. In a guest that is collected room must have been made before. Nothing here checks for the guest: references must be of
 * objects of the type, indexes within them, which the caller has made sure of.
 */
public final class HeapObjects {
    private static final int REFERENCE_SHIFT = Storage.REFERENCE.shift();

    private final ObjectSpace space;
    private final Shapes shapes;
    private final Ledger ledger;

    /** Made by the arena. */
    @SuppressWarnings("exports") // Only the arena makes one.
    public HeapObjects(ObjectSpace space, Ledger ledger) {
        this.space = space;
        this.shapes = space.shapes();
        this.ledger = ledger;
    }

    /** The array in which all objects lie: another one after a collection or a growth. */
    public byte[] bytes() {
        return space.bytes();
    }

    public Shapes shapes() {
        return shapes;
    }

    // --- Making.

    /** Makes a struct; its fields are 0 and null. */
    public int newStruct(int type) {
        int size = shapes.structBytes(type);
        int made = place(size, type, 0);
        if (made != Reference.NULL) {
            ledger.structsAllocated(1, size);
        }
        return made;
    }

    /**
     * Books structs that the mutator has made itself among what it has made one after the other from where the next young object would
     * lie, where there was {@linkplain dev.tally.heap.collect.Collector#roomAtOnce room for them at once}.
     *
     * @param bytes of all together
     */
    public void structsMade(long count, int bytes) {
        space.placedAtOnce(count, bytes);
        ledger.structsAllocated(count, bytes);
    }

    /** The same of arrays. */
    public void arraysMade(long count, int bytes) {
        space.placedAtOnce(count, bytes);
        ledger.arraysAllocated(count, bytes);
    }

    /** Makes an exception; what it carries is 0 and null. */
    public int newException(int type) {
        int size = shapes.structBytes(type);
        int made = place(size, type, 0);
        if (made != Reference.NULL) {
            ledger.exceptionAllocated(size);
        }
        return made;
    }

    /** Makes an array; its elements are 0 or null. */
    public int newArray(int type, int length) {
        long size = shapes.arrayBytes(type, length);
        int made = place(size, type, length);
        if (made != Reference.NULL) {
            ledger.arraysAllocated(1, size);
        }
        return made;
    }

    /** Makes an array that is to be filled from a segment: counted apart, so that literals that are made again and again show. */
    public int newLiteral(int type, int length) {
        long size = shapes.arrayBytes(type, length);
        int made = place(size, type, length);
        if (made != Reference.NULL) {
            ledger.literalAllocated(size);
        }
        return made;
    }

    private int place(long size, int type, int length) {
        if (!space.admits(size)) {
            return Reference.NULL;
        }
        space.reserve(size);
        return Reference.object(space.place(size, type, length));
    }

    // --- Reading and writing.

    /** The type id of an object. */
    public int type(int reference) {
        return ObjectLayout.type(space.bytes(), Reference.objectOffset(reference));
    }

    /** The elements of an array. */
    public int length(int reference) {
        return ObjectLayout.length(space.bytes(), Reference.objectOffset(reference));
    }

    /** Where an element lies, from the beginning of its array. */
    public int elementOffset(int type, int index) {
        return elementOffsetOf(shapes.elementShift(type), index);
    }

    private static int elementOffsetOf(int shift, int index) {
        return ObjectLayout.HEADER_BYTES + (index << shift);
    }

    /** The reference at an offset of an object. */
    public int getReference(int reference, int offset) {
        return LittleEndian.getInt(space.bytes(), reference + offset);
    }

    /** Stores a reference at an offset of an object, and remembers it if a young object is held by an old one now. */
    public void setReference(int reference, int offset, int value) {
        int at = reference + offset;
        LittleEndian.setInt(space.bytes(), at, value);
        int nurseryStart = space.nurseryStart();
        if (value >= nurseryStart && at < nurseryStart && space.hasNursery()) {
            space.cards().mark(at);
        }
    }

    // --- Bulk instructions: the whole range is checked before the first part is moved, by whoever cuts it into parts.

    /** Moves references, or a part of them, between arrays; both may be the same array. */
    public void copyReferences(int to, int toIndex, int from, int fromIndex, int elements) {
        move(REFERENCE_SHIFT, to, toIndex, from, fromIndex, elements);
        remember(to + elementOffsetOf(REFERENCE_SHIFT, toIndex), elements * Reference.BYTES);
    }

    /**
     * Moves elements that are not references, or a part of them, between arrays of the same kind of elements; both may be the same
     * array.
     *
     * @param shift of the size of an element
     */
    public void copyNumbers(int shift, int to, int toIndex, int from, int fromIndex, int elements) {
        move(shift, to, toIndex, from, fromIndex, elements);
    }

    private void move(int shift, int to, int toIndex, int from, int fromIndex, int elements) {
        assert shift == shapes.elementShift(type(to)) && shift == shapes.elementShift(type(from));
        byte[] bytes = space.bytes();
        int length = elements << shift;
        System.arraycopy(
                bytes, from + elementOffsetOf(shift, fromIndex), bytes, to + elementOffsetOf(shift, toIndex), length);
        ledger.moved(length);
    }

    /** Stores one reference into many elements. */
    public void fillReferences(int array, int index, int value, int elements) {
        byte[] bytes = space.bytes();
        int first = array + elementOffsetOf(REFERENCE_SHIFT, index);
        int end = first + elements * Reference.BYTES;
        for (int at = first; at < end; at += Reference.BYTES) {
            LittleEndian.setInt(bytes, at, value);
        }
        if (value >= space.nurseryStart()) {
            remember(first, end - first);
        }
    }

    /**
     * Stores one number, the low bits of it, into many elements that are not references; vectors are stored one by one.
     *
     * @param shift of the size of an element
     */
    public void fillNumbers(int shift, int array, int index, long value, int elements) {
        byte[] bytes = space.bytes();
        int first = array + elementOffsetOf(shift, index);
        int end = first + (elements << shift);
        switch (shift) {
            case 0 -> Arrays.fill(bytes, first, end, (byte) value);
            case 1 -> {
                for (int at = first; at < end; at += Short.BYTES) {
                    LittleEndian.setShort(bytes, at, (short) value);
                }
            }
            case 2 -> {
                for (int at = first; at < end; at += Integer.BYTES) {
                    LittleEndian.setInt(bytes, at, (int) value);
                }
            }
            case 3 -> {
                for (int at = first; at < end; at += Long.BYTES) {
                    LittleEndian.setLong(bytes, at, value);
                }
            }
            default ->
                throw new IllegalArgumentException("elements of " + (1 << shift) + " bytes are no numbers of 64 bits");
        }
    }

    /** Moves elements out of a segment of bytes, or a part of them. */
    public void init(int array, int index, byte[] segment, int from, int elements) {
        int type = type(array);
        int length = elements << shapes.elementShift(type);
        System.arraycopy(segment, from, space.bytes(), array + elementOffset(type, index), length);
        ledger.moved(length);
    }

    /** Moves elements out of a segment of references, or a part of them. */
    public void initReferences(int array, int index, int[] segment, int from, int elements) {
        byte[] bytes = space.bytes();
        int first = array + elementOffsetOf(REFERENCE_SHIFT, index);
        for (int element = 0; element < elements; element++) {
            LittleEndian.setInt(bytes, first + element * Reference.BYTES, segment[from + element]);
        }
        remember(first, elements * Reference.BYTES);
        ledger.moved((long) elements * Reference.BYTES);
    }

    /** Counts one copy or initialisation, once, in however many parts it is moved. */
    public void countCopy() {
        ledger.copied();
    }

    /**
     * Marks the cards of a range into which references were stored, if it is old: what they refer to is not looked at, so numbers
     * of 31 bits may be among them.
     */
    private void remember(int from, int length) {
        if (length > 0 && from < space.nurseryStart() && space.hasNursery()) {
            space.cards().markAll(from, from + length);
        }
    }
}
