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
        long map = shapes.referenceMap(type);
        if (map >= 0) {
            while (map != 0) {
                int place = Long.numberOfTrailingZeros(map);
                map &= map - 1;
                visitField(object + ObjectLayout.HEADER_BYTES + place * Reference.BYTES);
            }
        } else if (shapes.isArray(type)) {
            int first = object + ObjectLayout.HEADER_BYTES;
            visitElements(first, first + ObjectLayout.length(bytes, object) * Reference.BYTES);
        } else {
            visitFields(object, type, 0, Integer.MAX_VALUE);
        }
        return object + shapes.objectBytes(bytes, object);
    }

    /** Visits the references of a struct between two distances from its beginning. */
    private void visitFields(int object, int type, int from, int to) {
        int end = shapes.firstReference(type + 1);
        for (int place = shapes.firstReferenceFrom(type, from); place < end; place++) {
            int offset = shapes.referenceOffset(place);
            if (offset >= to) {
                return;
            }
            visitField(object + offset);
        }
    }

    /** Visits elements from one on that is the first, the third … of its array: two are read at once, and padding reads as null. */
    private void visitElements(int from, int to) {
        int young = nurseryStart;
        for (int at = from; at < to; at += Long.BYTES) {
            long two = LittleEndian.getLong(bytes, at);
            if (two != 0) {
                if ((int) two >= young) {
                    visitField(at);
                }
                if ((int) (two >>> Integer.SIZE) >= young) {
                    visitField(at + Reference.BYTES);
                }
            }
        }
    }

    /** Visits what lies in dirty cards, as many at once as follow one another. */
    private void scanCards(int oldEnd) {
        CardTable cards = space.cards();
        int end = oldEnd > space.start() ? CardTable.cardOf(oldEnd - 1) + 1 : 0;
        // The object that reached farthest so far: a large one has many cards, and it is not looked for at each of
        // them.
        int last = space.start();
        int behindLast = last;
        int card = cards.nextDirty(0, end);
        while (card < end) {
            int behind = cards.clean(card, end);
            int from = CardTable.cardStart(card);
            int to = Math.min(CardTable.cardStart(behind), oldEnd);
            int object = behindLast > from ? last : cards.objectBefore(card, space.start());
            while (object < to) {
                last = object;
                object = scanPart(object, from, to);
            }
            behindLast = object;
            scannedBytes += (long) (behind - card) * CardTable.CARD_BYTES;
            card = cards.nextDirty(behind, end);
        }
    }

    /** Visits the references of an object that lie between two places; answers where the next object begins. */
    private int scanPart(int object, int from, int to) {
        int type = ObjectLayout.type(bytes, object);
        int behind = object + shapes.objectBytes(bytes, object);
        if (from <= object && behind <= to) {
            return scan(object);
        }
        if (!shapes.isArray(type)) {
            visitFields(object, type, from - object, to - object);
        } else if (shapes.elementsAreReferences(type)) {
            visitElements(Math.max(from, object + ObjectLayout.HEADER_BYTES), Math.min(to, behind));
        }
        return behind;
    }
}
