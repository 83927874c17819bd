package dev.tally.heap.collect;

import dev.tally.heap.account.BackingArrays;
import dev.tally.heap.memory.LittleEndian;
import dev.tally.heap.object.HostHandles;
import dev.tally.heap.object.ObjectLayout;
import dev.tally.heap.object.ObjectSpace;
import dev.tally.heap.object.Reference;
import dev.tally.heap.object.Shapes;

/**
 * Finds every old object that is reachable, depth first, and adds up its bytes. It writes marks beside the objects and nothing
 * into them, so a trace that the JVM's memory ends early has done nothing. The nursery must be empty.
 *
 * <p>Of an array a few elements are followed at a time, then what they refer to, then the next: so that what has just been fetched
 * from memory to be marked is still at hand when its references are followed.
 */
final class Trace implements RootVisitor {
    private static final int FIRST_PENDING = 256;
    private static final int ELEMENTS_AT_ONCE = 16;
    private static final int[] NONE_PENDING = {};
    private static final byte[] NO_BYTES = {};

    private final ObjectSpace space;
    private final Shapes shapes;
    private final HostHandles handles;
    private final MarkBits marks;
    private final BackingArrays arrays;

    /** The array of the space during a trace, and none in between: the space may let go of it. */
    private byte[] bytes = NO_BYTES;

    /**
     * Objects that are marked and whose references are still to be followed; of an array of which some have been followed, the array
     * and on top of it the complement of its next element.
     */
    private int[] pending = NONE_PENDING;

    private int pendingCount;
    private long reachedBytes;
    private boolean reachesHandles;

    Trace(ObjectSpace space, HostHandles handles, MarkBits marks, BackingArrays arrays) {
        this.space = space;
        this.shapes = space.shapes();
        this.handles = handles;
        this.marks = marks;
        this.arrays = arrays;
    }

    /**
     * Marks what is reachable.
     *
     * @param census whether handles are to be told that they are reachable, too
     * @return the bytes of the objects
     * @throws dev.tally.heap.HostResourceException if the JVM has no room for marks or for what is pending
     */
    long run(Roots roots, boolean census) {
        assert space.youngBytes() == 0;
        pendingCount = 0;
        reachedBytes = 0;
        marks.clear(space.oldEnd(), space.bytes().length);
        reachesHandles = census;
        if (census) {
            handles.beginCensus();
        }
        bytes = space.bytes();
        try {
            roots.visitAll(this);
        } finally {
            bytes = NO_BYTES;
        }
        return reachedBytes;
    }

    /** Follows a root at once, so that nothing is pending between two. */
    @Override
    public int visit(int reference) {
        if (Reference.isObject(reference)) {
            reach(reference);
            while (pendingCount > 0) {
                int next = pending[--pendingCount];
                if (next < 0) {
                    scanElements(pending[--pendingCount], ~next);
                } else {
                    scan(next);
                }
            }
        } else if (reachesHandles && Reference.isHostHandle(reference)) {
            handles.reach(reference);
        }
        return reference;
    }

    private void reach(int object) {
        if (marks.isMarked(object)) {
            return;
        }
        int size = shapes.objectBytes(bytes, object);
        marks.mark(object, size);
        reachedBytes += size;
        if (shapes.hasReferences(ObjectLayout.type(bytes, object))) {
            push(object);
        }
    }

    private void push(int word) {
        if (pendingCount == pending.length) {
            pending = arrays.grown(pending, Math.max(FIRST_PENDING, 2 * pendingCount));
        }
        pending[pendingCount++] = word;
    }

    private void scan(int object) {
        int type = ObjectLayout.type(bytes, object);
        if (shapes.isArray(type)) {
            scanElements(object, 0);
        } else {
            // From the last one, so that the first is followed first.
            int first = shapes.firstReference(type);
            for (int place = shapes.firstReference(type + 1) - 1; place >= first; place--) {
                follow(LittleEndian.getInt(bytes, object + shapes.referenceOffset(place)));
            }
        }
    }

    private void scanElements(int array, int from) {
        int length = ObjectLayout.length(bytes, array);
        int to = Math.min(from + ELEMENTS_AT_ONCE, length);
        if (to < length) {
            push(array);
            push(~to);
        }
        int first = array + ObjectLayout.HEADER_BYTES + from * Reference.BYTES;
        int at = array + ObjectLayout.HEADER_BYTES + to * Reference.BYTES;
        while (at > first) {
            at -= Reference.BYTES;
            follow(LittleEndian.getInt(bytes, at));
        }
    }

    private void follow(int reference) {
        if (Reference.isObject(reference)) {
            reach(reference);
        } else if (reachesHandles && Reference.isHostHandle(reference)) {
            handles.reach(reference);
        }
    }

    /** Lets go of room for pending objects that a space of so many bytes does not need. */
    void shrink(int spaceEnd) {
        if (pending.length > Math.max(FIRST_PENDING, spaceEnd / ObjectLayout.ALIGNMENT_BYTES)) {
            discard();
        }
    }

    void discard() {
        arrays.dropped((long) pending.length * Integer.BYTES);
        pending = NONE_PENDING;
        pendingCount = 0;
    }
}
