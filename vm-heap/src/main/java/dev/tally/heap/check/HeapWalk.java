package dev.tally.heap.check;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.object.ObjectLayout;
import dev.tally.heap.object.ObjectSpace;
import dev.tally.heap.object.Strings;

/**
 * Walks over all objects of an arena and verifies what must always hold: each header is of a known type, each length is
 * possible, padding is zero, the objects fill the space from its first byte to its end, nothing lies behind, and the ledger
 * knows the same bytes. It reads only.
 */
public final class HeapWalk {
    private HeapWalk() {}

    /**
     * Verifies the arena.
     *
     * @return the objects there are
     * @throws AssertionError that tells the first thing that is wrong, and where
     */
    public static int verify(Arena arena) {
        ObjectSpace space = arena.objectSpace();
        byte[] bytes = space.bytes();
        int objects = 0;
        int object = ObjectSpace.FIRST_OBJECT;
        while (object < space.end()) {
            int type = ObjectLayout.type(bytes, object);
            require(type == ObjectLayout.STRING_TYPE, "unknown type " + type, object);
            int length = ObjectLayout.length(bytes, object);
            require(length >= 0 && length <= Strings.MAX_UNITS, "impossible length " + length, object);
            int used = object + ObjectLayout.HEADER_BYTES + length * ObjectLayout.UNIT_BYTES;
            object += (int) ObjectLayout.stringBytes(length);
            require(object <= space.end(), "an object reaches beyond the end " + space.end(), object);
            requireZero(bytes, used, object);
            objects++;
        }
        requireZero(bytes, Math.min(space.end(), bytes.length), bytes.length);
        int walked = space.end() - ObjectSpace.FIRST_OBJECT;
        long counted = arena.counters().value(HeapColumn.OBJECT_BYTES);
        require(walked == counted, "objects of " + walked + " bytes, counted " + counted, space.end());
        return objects;
    }

    private static void requireZero(byte[] bytes, int from, int to) {
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
