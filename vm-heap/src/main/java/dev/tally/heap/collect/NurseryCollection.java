package dev.tally.heap.collect;

import dev.tally.heap.memory.LittleEndian;
import dev.tally.heap.object.CardTable;
import dev.tally.heap.object.ObjectLayout;
import dev.tally.heap.object.ObjectSpace;
import dev.tally.heap.object.Reference;
import dev.tally.heap.object.Shapes;

/**
 * Empties the nursery: copies each young object that a root or an old object reaches behind the old ones, breadth first, as
 * Cheney did (CACM 13/11, 1970), and forgets the others. It takes time in proportion to roots, dirty cards and survivors, never
 * to the old space, and cannot fail.
 */
final class NurseryCollection implements RootVisitor {
    private static final byte[] NO_BYTES = {};

    private final ObjectSpace space;
    private final Shapes shapes;

    /** The array of the space while it is collected, and none in between: the space may let go of it. */
    private byte[] bytes = NO_BYTES;

    private int nurseryStart;
    private long scannedBytes;

    NurseryCollection(ObjectSpace space) {
        this.space = space;
        this.shapes = space.shapes();
    }

    /** Empties the nursery; {@code roots} shows everything outside the space. */
    void run(Roots roots) {
        bytes = space.bytes();
        nurseryStart = space.nurseryStart();
        scannedBytes = 0;
        int unscanned = space.oldEnd();
        scanCards(unscanned);
        roots.visitAll(this);
        while (unscanned < space.oldEnd()) {
            unscanned = scan(unscanned);
        }
        space.emptyNursery();
        bytes = NO_BYTES;
    }

    /** The bytes of roots and cards that the last run had to look at. */
    long scannedBytes() {
        return scannedBytes;
    }

    @Override
    public int visit(int reference) {
        scannedBytes += Reference.BYTES;
        return promoted(reference);
    }

    private int promoted(int reference) {
        if (reference < nurseryStart || !Reference.isObject(reference)) {
            return reference;
        }
        int type = ObjectLayout.type(bytes, reference);
        if (type < 0) {
            return -type;
        }
        int to = space.promote(reference, shapes.objectBytes(bytes, reference));
        ObjectLayout.writeMoved(bytes, reference, to);
        return to;
    }

    private void visitField(int at) {
        int reference = LittleEndian.getInt(bytes, at);
        if (reference >= nurseryStart && Reference.isObject(reference)) {
            LittleEndian.setInt(bytes, at, promoted(reference));
        }
    }

    /** Visits all references of an object; answers where the next one begins. */
    private int scan(int object) {
        int type = ObjectLayout.type(bytes, object);
        if (shapes.isArray(type)) {
            if (shapes.elementsAreReferences(type)) {
                int from = object + ObjectLayout.HEADER_BYTES;
                visitElements(from, from + ObjectLayout.length(bytes, object) * Reference.BYTES);
            }
        } else {
            int end = shapes.firstReference(type + 1);
            for (int place = shapes.firstReference(type); place < end; place++) {
                visitField(object + shapes.referenceOffset(place));
            }
        }
        return object + shapes.objectBytes(bytes, object);
    }

    private void visitElements(int from, int to) {
        for (int at = from; at < to; at += Reference.BYTES) {
            visitField(at);
        }
    }

    private void scanCards(int oldEnd) {
        CardTable cards = space.cards();
        int end = oldEnd > space.start() ? CardTable.cardOf(oldEnd - 1) + 1 : 0;
        // The object that reached farthest so far: a large one has many cards, and it is not looked for at each of
        // them.
        int last = space.start();
        int behindLast = last;
        for (int card = cards.takeDirty(0, end); card < end; card = cards.takeDirty(card + 1, end)) {
            int from = CardTable.cardStart(card);
            int to = Math.min(from + CardTable.CARD_BYTES, oldEnd);
            int object = behindLast > from ? last : cards.objectBefore(card, space.start());
            while (object < to) {
                last = object;
                object = scanPart(object, from, to);
            }
            behindLast = object;
            scannedBytes += CardTable.CARD_BYTES;
        }
    }

    /** Visits the references of an object that lie between two places; answers where the next object begins. */
    private int scanPart(int object, int from, int to) {
        int type = ObjectLayout.type(bytes, object);
        if (shapes.isArray(type)) {
            if (shapes.elementsAreReferences(type)) {
                int first = object + ObjectLayout.HEADER_BYTES;
                int last = first + ObjectLayout.length(bytes, object) * Reference.BYTES;
                visitElements(Math.max(from, first), Math.min(to, last));
            }
        } else {
            int end = shapes.firstReference(type + 1);
            int place = shapes.firstReferenceFrom(type, from - object);
            for (; place < end && object + shapes.referenceOffset(place) < to; place++) {
                visitField(object + shapes.referenceOffset(place));
            }
        }
        return object + shapes.objectBytes(bytes, object);
    }
}
