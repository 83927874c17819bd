package dev.tally.heap.collect;

import dev.tally.heap.memory.LittleEndian;
import dev.tally.heap.object.CardTable;
import dev.tally.heap.object.HostHandles;
import dev.tally.heap.object.ObjectLayout;
import dev.tally.heap.object.ObjectSpace;
import dev.tally.heap.object.Reference;
import dev.tally.heap.object.Shapes;

/**
 * Moves the old objects that a trace has marked together, in the order in which they lie, and rewrites every reference to them.
 * One pass over the marked objects does both: where an object moves to is read off the marks, never off the object, so those that
 * have moved already do not matter. What lies before the first gap stays, and if nothing lies behind it nothing is looked at. It
 * cannot fail.
 *
 * <p>After a census, handles can be given other numbers on the way, so that places of dead ones do not stay for good.
 */
final class Compaction implements RootVisitor {
    /** In the word of a root that has been rewritten: no object and no handle has this bit, so a root may be shown twice. */
    private static final int REWRITTEN = Integer.MIN_VALUE;

    private final ObjectSpace space;
    private final Shapes shapes;
    private final MarkBits marks;
    private final HostHandles handles;
    private final RootVisitor settling = Compaction::settled;
    private boolean renumbersHandles;
    private boolean rewroteRoots;

    /** Objects before this stay where they are. */
    private int firstMoved;

    Compaction(ObjectSpace space, MarkBits marks, HostHandles handles) {
        this.space = space;
        this.shapes = space.shapes();
        this.marks = marks;
        this.handles = handles;
    }

    /** Whether the next run gives handles the numbers that {@link HostHandles#beginRenumbering} finds for them. */
    void renumberHandles(boolean renumbers) {
        renumbersHandles = renumbers;
        if (renumbers) {
            handles.beginRenumbering();
        }
    }

    /** Moves everything that is marked to the beginning of the space. */
    void run(Roots roots) {
        run(roots, space.bytes(), ObjectSpace.FIRST_OBJECT, false);
    }

    /** Moves everything that is marked into another array of zeros, as long as the space's own; the first object to a place. */
    void runInto(Roots roots, byte[] into, int start) {
        run(roots, into, start, true);
    }

    private void run(Roots roots, byte[] into, int start, boolean elsewhere) {
        int oldEnd = space.oldEnd();
        int end = marks.assignDestinations(start, oldEnd);
        boolean staysInPlace = !elsewhere && start == space.start();
        firstMoved = staysInPlace ? marks.nextUnmarked(start, oldEnd) : 0;
        rewroteRoots = false;
        roots.visitAll(this);
        if (rewroteRoots) {
            roots.visitAll(settling);
        }
        if (firstMoved < end || renumbersHandles) {
            move(into, start, elsewhere);
        } else {
            space.cards().endAt(end);
        }
        space.oldMoved(into, start, end);
    }

    @Override
    public int visit(int reference) {
        if (Reference.isObject(reference)) {
            return reference < firstMoved ? reference : rewritten(marks.destination(reference));
        }
        if (renumbersHandles && Reference.isHostHandle(reference) && reference > 0) {
            return rewritten(handles.renumbered(reference));
        }
        return reference;
    }

    private int rewritten(int reference) {
        rewroteRoots = true;
        return reference | REWRITTEN;
    }

    private static int settled(int reference) {
        return Reference.isObject(reference) || Reference.isHostHandle(reference) ? reference & ~REWRITTEN : reference;
    }

    private void move(byte[] into, int start, boolean elsewhere) {
        byte[] bytes = space.bytes();
        int oldEnd = space.oldEnd();
        CardTable cards = space.cards();
        int object = space.start();
        int destination = start;
        if (object < firstMoved) {
            while (object < firstMoved) {
                rewrite(bytes, object);
                object += shapes.objectBytes(bytes, object);
            }
            destination = firstMoved;
            cards.endAt(firstMoved);
        } else {
            cards.restart();
        }
        object = marks.nextMarked(object, oldEnd);
        while (object < oldEnd) {
            int from = object;
            int to = destination;
            do {
                int size = shapes.objectBytes(bytes, object);
                rewrite(bytes, object);
                cards.record(destination, destination + size);
                object += size;
                destination += size;
            } while (object < oldEnd && marks.isMarked(object));
            if (to != from || elsewhere) {
                System.arraycopy(bytes, from, into, to, object - from);
            }
            object = marks.nextMarked(object, oldEnd);
        }
    }

    private void rewrite(byte[] bytes, int object) {
        int type = ObjectLayout.type(bytes, object);
        long map = shapes.referenceMap(type);
        if (map >= 0) {
            while (map != 0) {
                int place = Long.numberOfTrailingZeros(map);
                map &= map - 1;
                rewriteField(bytes, object + ObjectLayout.HEADER_BYTES + place * Reference.BYTES);
            }
        } else if (shapes.isArray(type)) {
            rewriteElements(bytes, object);
        } else {
            int end = shapes.firstReference(type + 1);
            for (int place = shapes.firstReference(type); place < end; place++) {
                rewriteField(bytes, object + shapes.referenceOffset(place));
            }
        }
    }

    /** Two elements are looked at together; behind an odd number of them the padding reads as null. */
    private void rewriteElements(byte[] bytes, int array) {
        int first = array + ObjectLayout.HEADER_BYTES;
        int end = first + ObjectLayout.length(bytes, array) * Reference.BYTES;
        for (int at = first; at < end; at += Long.BYTES) {
            if (LittleEndian.getLong(bytes, at) != 0) {
                rewriteField(bytes, at);
                rewriteField(bytes, at + Reference.BYTES);
            }
        }
    }

    private void rewriteField(byte[] bytes, int at) {
        int reference = LittleEndian.getInt(bytes, at);
        if (Reference.isObject(reference)) {
            if (reference >= firstMoved) {
                LittleEndian.setInt(bytes, at, marks.destination(reference));
            }
        } else if (renumbersHandles && Reference.isHostHandle(reference)) {
            LittleEndian.setInt(bytes, at, handles.renumbered(reference));
        }
    }
}
