package dev.tally.heap.object;

import dev.tally.heap.memory.LittleEndian;
import java.util.List;

/**
 * How an object lies in the object space. Objects begin at multiples of 8 and follow one another without gaps, so each part of
 * the space can be walked from its first object to its end.
 *
 * <pre>
 *  byte  0       4           8
 *       +-------+-----------+--------------------------------+---------+
 *       | type  | 0         | fields                         | padding |   struct, exception
 *       +-------+-----------+--------------------------------+---------+
 *       | type  | length    | elements, length × their bytes | padding |   array
 *       +-------+-----------+--------------------------------+---------+
 *       | 1     | length    | units, length × 2              | padding |   string
 *       +-------+-----------+--------------------------------+---------+
 *         u32     u32         each at a multiple of its       zeros to the next
 *                             size, at most of 8              multiple of 8
 *
 *       +-------+-----------+--------------------------------+---------+
 *       | −to   | length    | as above                       |             moved: only while a nursery is emptied
 *       +-------+-----------+--------------------------------+---------+
 * </pre>
 *
 * <p>All numbers are little-endian. Type ids are positive and local to the guest; 0 is none, so that a walk that lands on bytes
 * which no object has claimed notices it. What lies between two fields is zero.
 */
public final class ObjectLayout {
    /** Every object begins and ends at a multiple of this. */
    public static final int ALIGNMENT_BYTES = 8;

    /** The binary logarithm of the alignment. */
    public static final int ALIGNMENT_SHIFT = 3;

    /** Type and length; fields, elements and units begin behind it. */
    public static final int HEADER_BYTES = 8;

    /** One UTF-16 code unit. */
    public static final int UNIT_BYTES = Character.BYTES;

    /** The type id of strings. */
    public static final int STRING_TYPE = 1;

    private static final int TYPE_OFFSET = 0;

    /** Where in an object its length lies. */
    public static final int LENGTH_OFFSET = 4;

    private ObjectLayout() {}

    /** The bytes of a string of so many units, padding included. */
    public static long stringBytes(long units) {
        return aligned(HEADER_BYTES + units * UNIT_BYTES);
    }

    /**
     * Where the fields of a struct or an exception lie, from the beginning of the object. What follows the last is its end, without
     * padding.
     */
    public static int[] fieldOffsets(List<Storage> fields) {
        int[] offsets = new int[fields.size() + 1];
        int end = HEADER_BYTES;
        for (int index = 0; index < fields.size(); index++) {
            Storage field = fields.get(index);
            int alignment = Math.min(field.bytes(), ALIGNMENT_BYTES);
            offsets[index] = (end + alignment - 1) & -alignment;
            end = offsets[index] + field.bytes();
        }
        offsets[fields.size()] = end;
        return offsets;
    }

    /** The bytes of a struct or an exception, header and padding included. */
    public static int structBytes(List<Storage> fields) {
        return (int) aligned(fieldOffsets(fields)[fields.size()]);
    }

    /** Where a unit of a string lies. */
    static int unitOffset(int object, int index) {
        return object + HEADER_BYTES + index * UNIT_BYTES;
    }

    /** The type id of an object; while a nursery is emptied, minus the place to which the object has moved. */
    public static int type(byte[] space, int object) {
        return LittleEndian.getInt(space, object + TYPE_OFFSET);
    }

    /** The length of an object: elements of an array, units of a string, 0 of anything else. */
    public static int length(byte[] space, int object) {
        return LittleEndian.getInt(space, object + LENGTH_OFFSET);
    }

    /** Leaves in an object's old place where it has moved to. */
    public static void writeMoved(byte[] space, int object, int to) {
        LittleEndian.setInt(space, object + TYPE_OFFSET, -to);
    }

    /** The header of a struct, for who writes it as one word. */
    public static long structHeader(int type) {
        return type;
    }

    /** The header of an array, for who writes it as one word. */
    public static long arrayHeader(int type, int length) {
        return (long) length << Integer.SIZE | type;
    }

    /** The bytes of an array, header and padding included; up to 2<sup>36</sup>, so possibly of no real one. */
    public static long arrayBytes(int length, int shift) {
        return aligned(HEADER_BYTES + (Integer.toUnsignedLong(length) << shift));
    }

    static void writeHeader(byte[] space, int object, int type, int length) {
        LittleEndian.setInt(space, object + TYPE_OFFSET, type);
        LittleEndian.setInt(space, object + LENGTH_OFFSET, length);
    }

    static long aligned(long bytes) {
        return (bytes + ALIGNMENT_BYTES - 1) & -ALIGNMENT_BYTES;
    }
}
