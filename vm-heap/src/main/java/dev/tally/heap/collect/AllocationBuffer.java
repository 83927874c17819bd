package dev.tally.heap.collect;

import dev.tally.heap.memory.LittleEndian;
import dev.tally.heap.object.HeapObjects;
import dev.tally.heap.object.ObjectLayout;
import dev.tally.heap.object.ObjectSpace;
import dev.tally.heap.object.Reference;

/**
 * Room for young structs that a mutator makes itself, one behind the other, without asking for each: between {@link #open} and
 * {@link #close} it compares one number where quota, space and schedule would have to be asked, and counts one. What was made is
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
    /** Where the next struct goes. */
    public static final int NEXT = 0;

    /** Where the room ends. */
    public static final int END = 1;

    /** How many structs were made. */
    public static final int STRUCTS = 2;

    private final ObjectSpace space;
    private final Collector collector;
    private final HeapObjects objects;
    private final long[] state = new long[STRUCTS + 1];

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

    /** Charges and counts what was made. */
    public void close() {
        long structs = state[STRUCTS];
        if (structs > 0) {
            objects.structsMade(structs, (int) state[NEXT] - space.nurseryTop());
            state[STRUCTS] = 0;
        }
        state[END] = 0;
    }
}
