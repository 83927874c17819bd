package dev.tally.heap.object;

import dev.tally.heap.memory.LittleEndian;

/**
 * How an object lies in the object space. Objects begin at multiples of 8 and follow one another without gaps, so the space
 * can be walked from its first object to its end.
 *
 * <pre>
 *  byte  0       4           8              8 + 2 × length
 *       +-------+-----------+--------------+---------+
 *       | type  | length    | units        | padding |   string
 *       +-------+-----------+--------------+---------+
 *         u32     u32         u16 each       zeros to the next multiple of 8
 * </pre>
 *
 * <p>All numbers are little-endian. Type ids are local to the guest; 0 is none, so that a walk that lands on bytes which no
 * object has claimed notices it.
 */
public final class ObjectLayout {
    /** Every object begins and ends at a multiple of this. */
    public static final int ALIGNMENT_BYTES = 8;

    /** Type and length. */
    public static final int HEADER_BYTES = 8;

    /** One UTF-16 code unit. */
    public static final int UNIT_BYTES = Character.BYTES;

    /** The type id of strings. */
    public static final int STRING_TYPE = 1;

    private static final int TYPE_OFFSET = 0;
    private static final int LENGTH_OFFSET = 4;

    private ObjectLayout() {}

    /** The bytes of a string of so many units, padding included. */
    public static long stringBytes(long units) {
        return aligned(HEADER_BYTES + units * UNIT_BYTES);
    }

    /** Where a unit of a string lies. */
    static int unitOffset(int object, int index) {
        return object + HEADER_BYTES + index * UNIT_BYTES;
    }

    /** The type id of an object. */
    public static int type(byte[] space, int object) {
        return LittleEndian.getInt(space, object + TYPE_OFFSET);
    }

    /** The length of an object: the units of a string. */
    public static int length(byte[] space, int object) {
        return LittleEndian.getInt(space, object + LENGTH_OFFSET);
    }

    static void writeHeader(byte[] space, int object, int type, int length) {
        LittleEndian.setInt(space, object + TYPE_OFFSET, type);
        LittleEndian.setInt(space, object + LENGTH_OFFSET, length);
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT_BYTES - 1) & -ALIGNMENT_BYTES;
    }
}
