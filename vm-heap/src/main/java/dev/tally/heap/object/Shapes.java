package dev.tally.heap.object;

import java.util.Arrays;
import java.util.List;

/**
 * The shapes of one guest by type id, laid out flat for those who ask at every object. Ids are given in the order of
 * {@linkplain #add adding}; {@link ObjectLayout#STRING_TYPE} is there from the beginning.
 */
public final class Shapes {
    /** The largest number of types that a guest can have. */
    public static final int MAX_TYPES = 1 << 24;

    /** In place of a map of references: they are elements, or lie too far behind the header. */
    public static final long NO_MAP = Long.MIN_VALUE;

    /** An array's marker in place of the bytes of a struct: the complement of its element's shift. */
    private int[] bytes = new int[4];

    /** Where the offsets of a type's references begin; those of the next type end them. */
    private int[] firstReference = new int[5];

    private int[] referenceOffsets = new int[8];
    private long[] referenceMap = new long[4];
    private boolean[] elementsAreReferences = new boolean[4];
    private int[][] fieldOffsets = new int[4][];
    private Storage[][] fieldStorages = new Storage[4][];
    private Shape[] shapes = new Shape[4];
    private int count = 1; // No type has id 0.

    Shapes() {
        shapes[0] = new Shape.Struct(List.of());
        fieldOffsets[0] = new int[0];
        fieldStorages[0] = new Storage[0];
        add(new Shape.Text());
    }

    /** The id behind the last one. */
    public int count() {
        return count;
    }

    /** The shape with this id. */
    public Shape shape(int type) {
        return shapes[checked(type)];
    }

    /** The fields of a struct or an exception in order of declaration; none of an array. */
    public List<Storage> fields(int type) {
        return switch (shape(type)) {
            case Shape.Struct(var fields) -> fields;
            case Shape.Thrown(var fields) -> fields;
            case Shape.Array array -> List.of();
            case Shape.Text text -> List.of();
        };
    }

    /** How a field of a struct or an exception is kept. */
    public Storage storage(int type, int field) {
        return fieldStorages[type][field];
    }

    /** How many fields a struct or an exception has; an array has none. */
    public int fieldCount(int type) {
        return fieldStorages[type].length;
    }

    /**
     * Adds a shape, whether one like it is there or not.
     *
     * @return its id
     */
    public int add(Shape shape) {
        if (count == MAX_TYPES) {
            throw new IllegalStateException("a guest has at most " + MAX_TYPES + " types");
        }
        if (count == shapes.length) {
            enlarge(2 * count);
        }
        int type = count;
        firstReference[type + 1] = firstReference[type];
        fieldOffsets[type] = new int[0];
        fieldStorages[type] = new Storage[0];
        switch (shape) {
            case Shape.Struct(var fields) -> layOut(type, fields);
            case Shape.Thrown(var fields) -> layOut(type, fields);
            case Shape.Array(var element) -> {
                referenceMap[type] = element.isReference() ? NO_MAP : 0;
                bytes[type] = ~element.shift();
                elementsAreReferences[type] = element.isReference();
            }
            case Shape.Text() -> bytes[type] = ~Storage.I16.shift();
        }
        shapes[type] = shape;
        count++;
        return type;
    }

    private void layOut(int type, List<Storage> fields) {
        int[] offsets = ObjectLayout.fieldOffsets(fields);
        for (int index = 0; index < fields.size(); index++) {
            if (fields.get(index).isReference()) {
                addReference(type, offsets[index]);
            }
        }
        fieldOffsets[type] = offsets;
        fieldStorages[type] = fields.toArray(new Storage[0]);
        bytes[type] = ObjectLayout.structBytes(fields);
    }

    private void addReference(int type, int offset) {
        int at = firstReference[type + 1]++;
        if (at == referenceOffsets.length) {
            referenceOffsets = Arrays.copyOf(referenceOffsets, 2 * at);
        }
        referenceOffsets[at] = offset;
        int word = (offset - ObjectLayout.HEADER_BYTES) / Reference.BYTES;
        referenceMap[type] = word < Long.SIZE - 1 ? referenceMap[type] | 1L << word : NO_MAP;
    }

    private void enlarge(int capacity) {
        bytes = Arrays.copyOf(bytes, capacity);
        firstReference = Arrays.copyOf(firstReference, capacity + 1);
        referenceMap = Arrays.copyOf(referenceMap, capacity);
        elementsAreReferences = Arrays.copyOf(elementsAreReferences, capacity);
        fieldOffsets = Arrays.copyOf(fieldOffsets, capacity);
        fieldStorages = Arrays.copyOf(fieldStorages, capacity);
        shapes = Arrays.copyOf(shapes, capacity);
    }

    /** Where a field lies, from the beginning of its object. */
    public int fieldOffset(int type, int field) {
        return fieldOffsets[type][field];
    }

    /** Whether objects of this type have elements, as arrays and strings do; their lengths are in their headers then. */
    public boolean isArray(int type) {
        return bytes[type] < 0;
    }

    /** The binary logarithm of the bytes of an array's element. */
    public int elementShift(int type) {
        return ~bytes[type];
    }

    /** Whether the elements of an array are references. */
    public boolean elementsAreReferences(int type) {
        return elementsAreReferences[type];
    }

    /** The bytes of a struct or an exception of this type, header and padding included. */
    public int structBytes(int type) {
        assert !isArray(type) : type;
        return bytes[type];
    }

    /** The bytes of an array of this type, header and padding included; up to 2<sup>36</sup>, so possibly of no real one. */
    public long arrayBytes(int type, int length) {
        assert isArray(type) : type;
        return ObjectLayout.arrayBytes(length, elementShift(type));
    }

    /** Whether there can be references in objects of this type. */
    public boolean hasReferences(int type) {
        return referenceMap[type] != 0;
    }

    /** The place in {@link #referenceOffset} of the first reference of a struct; that of the next type is behind its last. */
    public int firstReference(int type) {
        return firstReference[type];
    }

    /** The place of the first reference of a struct that lies at or behind an offset from its beginning. */
    public int firstReferenceFrom(int type, int offset) {
        int low = firstReference[type];
        int high = firstReference[type + 1];
        while (low < high) {
            int middle = low + high >>> 1;
            if (referenceOffsets[middle] < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Where the reference at a place lies, from the beginning of its object. */
    public int referenceOffset(int place) {
        return referenceOffsets[place];
    }

    /**
     * Where the references in objects of this type lie, in one word for those who ask at every object: bit <i>n</i> stands for the
     * reference that begins <i>n</i> times its bytes behind the header; 0 if there are none. {@link #NO_MAP}, which alone is
     * negative, if they are the elements of an array, or if some lie behind the first 63 places.
     */
    public long referenceMap(int type) {
        return referenceMap[type];
    }

    /** The bytes of an object that is there, header and padding included. */
    public int objectBytes(byte[] space, int object) {
        int size = bytes[ObjectLayout.type(space, object)];
        return size >= 0
                ? size
                : (int) ObjectLayout.aligned(
                        ObjectLayout.HEADER_BYTES + ((long) ObjectLayout.length(space, object) << ~size));
    }

    private int checked(int type) {
        if (type <= 0 || type >= count) {
            throw new IndexOutOfBoundsException("type " + type + " of " + count);
        }
        return type;
    }
}
