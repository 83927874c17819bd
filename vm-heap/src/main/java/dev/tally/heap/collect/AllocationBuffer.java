package dev.tally.heap.collect;

import dev.tally.heap.memory.LittleEndian;
import dev.tally.heap.object.HeapObjects;
import dev.tally.heap.object.ObjectLayout;
import dev.tally.heap.object.ObjectSpace;
import dev.tally.heap.object.Reference;

/**
 * Room for young structs and arrays that a mutator makes itself, one behind the other, without asking for each: between {@link #open}
 * and {@link #close} it compares a number or two where quota, space and schedule would have to be asked, and counts. What was made is
 * charged and counted when the buffer is closed; until then the mutator asks the arena for nothing else, and nobody looks at it.
 *
 * <p>What a mutator keeps in registers is an array here, so that a loop that must not call anything can make structs, too:
 *
 * <pre>
 *     long behind = state[NEXT] + bytes;
 *     if (behind &lt;= state[END]) { … write the header at state[NEXT] …; state[NEXT] = behind; state[STRUCTS]++; }
 * </pre>
 */
public final class AllocationBuffer {
    /** Where the next object goes. */
    public static final int NEXT = 0;

    /** Where the room ends. */
    public static final int END = 1;

    /** How many structs were made. */
    public static final int STRUCTS = 2;

    /** How many arrays were made. */
    private static final int ARRAYS = 3;

    /** The bytes of those arrays. */
    private static final int ARRAY_BYTES = 4;

    private final ObjectSpace space;
    private final Collector collector;
    private final HeapObjects objects;
    private final long[] state = new long[ARRAY_BYTES + 1];

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
        state[NEXT] = next;
        state[END] = (long) next + collector.roomAtOnce();
    }

    /**
     * Makes a struct if there is room; null if there is not. Its fields are 0 and null.
     *
     * @param bytes of the type, at most {@link ObjectSpace#LARGE_BYTES}
     * @param space the array in which all objects lie
     */
    public int struct(int type, int bytes, byte[] space) {
        long made = state[NEXT];
        if (made + bytes > state[END]) {
            return Reference.NULL;
        }
        state[NEXT] = made + bytes;
        state[STRUCTS]++;
        LittleEndian.setLong(space, (int) made, ObjectLayout.structHeader(type));
        return (int) made;
    }

    /**
     * Makes an array if there is room; null if there is not. Its elements are 0 or null.
     *
     * @param bytes of an array of this length, as {@link dev.tally.heap.object.Shapes#arrayBytes} tells
     * @param space the array in which all objects lie
     */
    public int array(int type, int length, long bytes, byte[] space) {
        long made = state[NEXT];
        if (bytes > ObjectSpace.LARGE_BYTES || made + bytes > state[END]) {
            return Reference.NULL;
        }
        state[NEXT] = made + bytes;
        state[ARRAYS]++;
        state[ARRAY_BYTES] += bytes;
        LittleEndian.setLong(space, (int) made, ObjectLayout.arrayHeader(type, length));
        return (int) made;
    }

    /** Charges and counts what was made. */
    public void close() {
        if (state[STRUCTS] > 0) {
            long bytes = state[NEXT] - space.nurseryTop() - state[ARRAY_BYTES];
            objects.structsMade(state[STRUCTS], (int) bytes);
            state[STRUCTS] = 0;
        }
        if (state[ARRAYS] > 0) {
            objects.arraysMade(state[ARRAYS], (int) state[ARRAY_BYTES]);
            state[ARRAYS] = 0;
            state[ARRAY_BYTES] = 0;
        }
        state[END] = 0;
    }
}
