package dev.tally.heap.collect;

import dev.tally.heap.memory.LittleEndian;
import dev.tally.heap.object.HeapObjects;
import dev.tally.heap.object.ObjectLayout;
import dev.tally.heap.object.ObjectSpace;
import dev.tally.heap.object.Reference;
import java.util.Arrays;

/**
 * Room for young structs and arrays that a mutator makes itself, one behind the other, without asking for each: between {@link #open}
 * and {@link #close} it compares a number or two where quota, space and schedule would have to be asked, and counts. What was made is
 * charged and counted when the buffer is closed; until then the mutator asks the arena for nothing else, and nobody looks at it.
 *
 * <p>What a mutator keeps in registers is an array here, the {@link #state}, so that it needs nothing else to make a struct, not
 * even a call:
 *
 * <pre>
 *     long made = state[MADE];
 *     if (bytes &lt;= state[END] - (int) made) { state[MADE] = made + ONE_STRUCT + bytes; … write the header at (int) made … }
 * </pre>
 */
public final class AllocationBuffer {
    /** Where the next object goes, in the lower half, and how many structs were made. */
    public static final int MADE = 0;

    /** Where the room ends. */
    public static final int END = 1;

    /** The bytes of the arrays that were made, in the lower half, and how many. */
    private static final int ARRAYS = 2;

    /** What one struct adds to the first number, beside its bytes. */
    public static final long ONE_STRUCT = 1L << Integer.SIZE;

    private static final long ONE_ARRAY = 1L << Integer.SIZE;

    private final ObjectSpace space;
    private final Collector collector;
    private final HeapObjects objects;
    private final long[] state = new long[ARRAYS + 1];

    /** Made by {@link dev.tally.heap.arena.Arena#newAllocationBuffer}. */
    public AllocationBuffer(ObjectSpace space, Collector collector, HeapObjects objects) {
        this.space = space;
        this.collector = collector;
        this.objects = objects;
    }

    /** What the mutator reads and writes while the buffer is open. */
    public long[] state() {
        return state;
    }

    /** Takes all the room that there is at once. */
    public void open() {
        int next = space.nurseryTop();
        state[MADE] = next;
        state[END] = (long) next + collector.roomAtOnce();
    }

    /**
     * Whether there is room for a struct.
     *
     * @param bytes of its type, at most {@link ObjectSpace#LARGE_BYTES}
     */
    public static boolean hasRoom(long[] state, int bytes) {
        return bytes <= (int) state[END] - (int) state[MADE];
    }

    /**
     * Makes a struct, for which there must be room. Its fields are 0 and null, as is the other half of its header: of ints alone,
     * HotSpot checks all that a mutator writes to a new struct in two comparisons.
     *
     * @param bytes of the type
     * @param space the array in which all objects lie
     */
    public static int struct(long[] state, int type, int bytes, byte[] space) {
        long made = state[MADE];
        state[MADE] = made + ONE_STRUCT + bytes;
        LittleEndian.INT.set(space, (int) made, type);
        return (int) made;
    }

    /**
     * Makes a struct, for which there must be room, and writes nothing. Before anybody may see it, {@link #writeHeader} must be called;
     * if nobody ever does, that need not be.
     */
    public static int reserve(long[] state, int bytes) {
        long made = state[MADE];
        state[MADE] = made + ONE_STRUCT + bytes;
        return (int) made;
    }

    /** Writes the header of a struct, for the first time. */
    public static void writeHeader(int struct, int type, byte[] space) {
        LittleEndian.INT.set(space, struct, type);
    }

    /**
     * Makes an array if there is room; null if there is not. Its elements are 0 or null.
     *
     * @param bytes of an array of this length, as {@link dev.tally.heap.object.Shapes#arrayBytes} tells
     * @param space the array in which all objects lie
     */
    public int array(int type, int length, long bytes, byte[] space) {
        long made = state[MADE];
        if (bytes > ObjectSpace.LARGE_BYTES || bytes > state[END] - (int) made) {
            return Reference.NULL;
        }
        state[MADE] = made + bytes;
        state[ARRAYS] += ONE_ARRAY + bytes;
        LittleEndian.LONG.set(space, (int) made, ObjectLayout.arrayHeader(type, length));
        return (int) made;
    }

    /** Charges and counts what was made. */
    public void close() {
        long structs = state[MADE] >>> Integer.SIZE;
        long arrays = state[ARRAYS] >>> Integer.SIZE;
        int arrayBytes = (int) state[ARRAYS];
        if (structs > 0) {
            objects.structsMade(structs, (int) state[MADE] - space.nurseryTop() - arrayBytes);
        }
        if (arrays > 0) {
            objects.arraysMade(arrays, arrayBytes);
        }
        Arrays.fill(state, 0);
    }
}
