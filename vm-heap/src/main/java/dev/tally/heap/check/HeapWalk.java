package dev.tally.heap.check;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.memory.LittleEndian;
import dev.tally.heap.object.CardTable;
import dev.tally.heap.object.ObjectLayout;
import dev.tally.heap.object.ObjectSpace;
import dev.tally.heap.object.Reference;
import dev.tally.heap.object.Shapes;
import dev.tally.heap.object.Strings;
import java.util.BitSet;

/**
 * Walks over all objects of an arena and verifies what must always hold: each header is of a known type, each length is
 * possible, the objects fill old space and nursery from beginning to end, every other byte is zero, every reference is null, a
 * number, a function, a handle or the beginning of an object, the cards know each old object that holds a young one and
 * find each object, there is room to promote the nursery to, and the ledger knows the same bytes. It reads only.
 *
 * <p>In the nursery there may be structs that were never written, since nobody came to see them: their bytes are zero, and nothing
 * refers to them.
 */
public final class HeapWalk {
    private final Arena arena;
    private final ObjectSpace space;
    private final Shapes shapes;
    private final byte[] bytes;

    /** Where objects begin, in units of their alignment. */
    private final BitSet beginnings = new BitSet();

    private HeapWalk(Arena arena) {
        this.arena = arena;
        this.space = arena.objectSpace();
        this.shapes = space.shapes();
        this.bytes = space.bytes();
    }

    /**
     * Verifies the arena.
     *
     * @return the objects there are
     * @throws AssertionError that tells the first thing that is wrong, and where
     */
    public static int verify(Arena arena) {
        return new HeapWalk(arena).walk();
    }

    private int walk() {
        requireZero(0, Math.min(space.start(), bytes.length));
        walk(space.start(), space.oldEnd());
        int young = space.youngBytes() > 0 ? space.nurseryStart() : bytes.length;
        requireZero(Math.min(space.oldEnd(), bytes.length), Math.min(young, bytes.length));
        if (space.youngBytes() > 0) {
            walk(young, space.nurseryTop());
            requireZero(space.nurseryTop(), bytes.length);
            int room = young - space.oldEnd();
            require(room >= space.nurserySize(), "no room to promote all of the nursery to", young);
        }
        int object = -1;
        while ((object = beginnings.nextSetBit(object + 1)) >= 0) {
            verifyReferences(object << ObjectLayout.ALIGNMENT_SHIFT);
        }
        arena.collector().visitRoots(reference -> {
            verifyHeld(reference, 0);
            return reference;
        });
        if (space.isCollected()) {
            verifyStarts();
        }
        long walked = space.oldBytes() + (long) space.youngBytes();
        long counted = arena.counters().value(HeapColumn.OBJECT_BYTES);
        require(walked == counted, "objects of " + walked + " bytes, counted " + counted, space.oldEnd());
        return beginnings.cardinality();
    }

    /** A reference that is a root: other than one in an object that nobody reaches, it may be of no dead handle. */
    private void verifyHeld(int reference, int at) {
        verifyReference(reference, at);
        require(
                !Reference.isHostHandle(reference) || arena.hostHandles().isLive(reference),
                "a handle that is dead",
                at);
    }

    private void walk(int from, int to) {
        int object = from;
        while (object < to) {
            int type = ObjectLayout.type(bytes, object);
            if (type == 0 && object >= space.nurseryStart()) {
                object = behindUnwritten(object);
                continue;
            }
            require(type > 0 && type < shapes.count(), "unknown type " + type, object);
            int length = ObjectLayout.length(bytes, object);
            long used;
            if (shapes.isArray(type)) {
                require(length >= 0, "impossible length " + length, object);
                require(
                        type != ObjectLayout.STRING_TYPE || length <= Strings.MAX_UNITS,
                        "impossible length " + length,
                        object);
                used = ObjectLayout.HEADER_BYTES + ((long) length << shapes.elementShift(type));
                long end = object + shapes.arrayBytes(type, length);
                require(end <= to, "an object reaches beyond the end " + to, object);
                requireZero((int) (object + used), (int) end);
            } else {
                require(length == 0, "a struct with length " + length, object);
                require(object + shapes.structBytes(type) <= to, "an object reaches beyond the end " + to, object);
                verifyGaps(object, type);
            }
            beginnings.set(object >> ObjectLayout.ALIGNMENT_SHIFT);
            object += shapes.objectBytes(bytes, object);
        }
    }

    private int behindUnwritten(int struct) {
        int end = struct + ObjectLayout.ALIGNMENT_BYTES;
        requireZero(struct, end);
        return end;
    }

    private void verifyGaps(int object, int type) {
        int end = object + ObjectLayout.HEADER_BYTES;
        for (int field = 0; field < shapes.fields(type).size(); field++) {
            int begin = object + shapes.fieldOffset(type, field);
            requireZero(end, begin);
            end = begin + shapes.fields(type).get(field).bytes();
        }
        requireZero(end, object + shapes.structBytes(type));
    }

    private void verifyReferences(int object) {
        int type = ObjectLayout.type(bytes, object);
        if (shapes.elementsAreReferences(type)) {
            int first = object + ObjectLayout.HEADER_BYTES;
            for (int element = 0; element < ObjectLayout.length(bytes, object); element++) {
                verifyStored(first + element * Reference.BYTES);
            }
        }
        for (int place = shapes.firstReference(type); place < shapes.firstReference(type + 1); place++) {
            verifyStored(object + shapes.referenceOffset(place));
        }
    }

    private void verifyStored(int at) {
        int reference = LittleEndian.getInt(bytes, at);
        verifyReference(reference, at);
        if (Reference.isObject(reference) && reference >= space.nurseryStart() && at < space.oldEnd()) {
            require(space.cards().isMarked(at), "an old object holds a young one, but its card is clean", at);
        }
    }

    private void verifyReference(int reference, int at) {
        if (Reference.isObject(reference)) {
            require(
                    reference > 0 && beginnings.get(reference >> ObjectLayout.ALIGNMENT_SHIFT),
                    "a reference to " + reference + ", where no object begins",
                    at);
        } else {
            require(
                    Reference.isNull(reference)
                            || Reference.isI31(reference)
                            || Reference.isFunction(reference)
                            || Reference.isHostHandle(reference),
                    "no reference: " + Integer.toHexString(reference),
                    at);
        }
    }

    /** That the walk from where a card says leads into the card without passing it. */
    private void verifyStarts() {
        int last = space.oldEnd() > space.start() ? CardTable.cardOf(space.oldEnd() - 1) : -1;
        for (int card = CardTable.cardOf(space.start()); card <= last; card++) {
            int object = space.cards().objectBefore(card, space.start());
            int begin = Math.max(CardTable.cardStart(card), space.start());
            require(
                    beginnings.get(object >> ObjectLayout.ALIGNMENT_SHIFT) && object <= begin,
                    "card " + card + " finds no object at " + object,
                    begin);
        }
    }

    private void requireZero(int from, int to) {
        for (int at = from; at < to; at++) {
            require(bytes[at] == 0, "a byte that belongs to no object is not zero", at);
        }
    }

    private static void require(boolean holds, String otherwise, int at) {
        if (!holds) {
            throw new AssertionError(otherwise + ", at " + at);
        }
    }
}
