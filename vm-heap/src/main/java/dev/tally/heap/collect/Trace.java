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
    private static final int BYTES_AT_ONCE = ELEMENTS_AT_ONCE * Reference.BYTES;
    private static final int NONE = Reference.NULL;
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

    /** What is known of the type of the object that was marked last, since most objects have the type of the one before. */
    private int lastType;

    private int lastBytes;
    private long lastMap;
    private boolean lastIsArray;
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
        lastType = 0;
        lastMap = 0;
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
        int object = follow(bytes, reference);
        while (object != NONE || pendingCount > 0) {
            object = object == NONE ? nextPending() : scan(bytes, object);
        }
        return reference;
    }

    /** Answers the object that a reference has reached if its references are to be followed, too. */
    private int follow(byte[] bytes, int reference) {
        if (Reference.isObject(reference)) {
            return reach(bytes, reference);
        }
        if (reachesHandles && Reference.isHostHandle(reference)) {
            handles.reach(reference);
        }
        return NONE;
    }

    private int reach(byte[] bytes, int object) {
        if (marks.isMarked(object)) {
            return NONE;
        }
        int type = ObjectLayout.type(bytes, object);
        if (type != lastType) {
            become(type);
        }
        int size = lastIsArray ? shapes.objectBytes(bytes, object) : lastBytes;
        marks.mark(object, size);
        reachedBytes += size;
        return lastMap == 0 ? NONE : object;
    }

    private void become(int type) {
        lastType = type;
        lastIsArray = shapes.isArray(type);
        lastBytes = lastIsArray ? 0 : shapes.structBytes(type);
        lastMap = shapes.referenceMap(type);
    }

    /**
     * Follows the references of an object, or a part of them. Answers one of the objects whose references are to be followed next;
     * all others are pending.
     */
    private int scan(byte[] bytes, int object) {
        int type = ObjectLayout.type(bytes, object);
        long map = type == lastType ? lastMap : shapes.referenceMap(type);
        if (map < 0) {
            return shapes.isArray(type) ? scanElements(bytes, object, 0) : scanWide(bytes, object, type);
        }
        // From the last one, so that the first is followed first.
        int next = NONE;
        while (map != 0) {
            int place = Long.SIZE - 1 - Long.numberOfLeadingZeros(map);
            map ^= 1L << place;
            int at = object + ObjectLayout.HEADER_BYTES + place * Reference.BYTES;
            next = before(next, follow(bytes, LittleEndian.getInt(bytes, at)));
        }
        return next;
    }

    private int scanWide(byte[] bytes, int object, int type) {
        int next = NONE;
        int first = shapes.firstReference(type);
        for (int place = shapes.firstReference(type + 1) - 1; place >= first; place--) {
            int at = object + shapes.referenceOffset(place);
            next = before(next, follow(bytes, LittleEndian.getInt(bytes, at)));
        }
        return next;
    }

    /**
     * Follows elements from one on that is the first, the third … of its array: two are read at once, and padding reads as null.
     * Nulls are passed over.
     */
    private int scanElements(byte[] bytes, int array, int from) {
        int first = array + ObjectLayout.HEADER_BYTES;
        int end = first + ObjectLayout.length(bytes, array) * Reference.BYTES;
        int begin = first + from * Reference.BYTES;
        int next = NONE;
        while (next == NONE) {
            while (begin < end && LittleEndian.getLong(bytes, begin) == 0) {
                begin += Long.BYTES;
            }
            if (begin >= end) {
                return NONE;
            }
            int behind = Math.min(begin + BYTES_AT_ONCE, end);
            if (behind < end) {
                push(array);
                push(~((behind - first) / Reference.BYTES));
            }
            for (int at = behind - 1 & -Long.BYTES; at >= begin; at -= Long.BYTES) {
                long two = LittleEndian.getLong(bytes, at);
                if (two != 0) {
                    next = before(next, follow(bytes, (int) (two >>> Integer.SIZE)));
                    next = before(next, follow(bytes, (int) two));
                }
            }
            if (behind < end && next == NONE) {
                pendingCount -= 2;
            }
            begin = behind;
        }
        return next;
    }

    /** Which of two objects to follow next, each of which may be none: the one that was found last. The other is pending then. */
    private int before(int earlier, int found) {
        if (found == NONE) {
            return earlier;
        }
        if (earlier != NONE) {
            push(earlier);
        }
        return found;
    }

    private void push(int word) {
        if (pendingCount == pending.length) {
            pending = arrays.resized(pending, Math.max(FIRST_PENDING, 2 * pendingCount));
        }
        pending[pendingCount++] = word;
    }

    /** Answers an object whose references are to be followed, after those of some elements of an array if these come first. */
    private int nextPending() {
        int next = pending[--pendingCount];
        return next < 0 ? scanElements(bytes, pending[--pendingCount], ~next) : next;
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
