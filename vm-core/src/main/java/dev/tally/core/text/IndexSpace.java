package dev.tally.core.text;

import java.util.HashMap;
import java.util.Map;

/**
 * The indices of one kind of things, and the identifiers that stand for some of them (specification, section "Text
 * Format: Contexts"). It does not know which indices exist: that is the validator's part.
 */
final class IndexSpace {
    private final String what;
    private final String keyword;

    // This map keeps its speed when all identifiers have one hash code, as a hostile text's may.
    private final Map<String, Place> places = new HashMap<>();
    private int size;

    private record Place(int index) {}

    /**
     * @param what the word for the things, as messages say it
     */
    IndexSpace(String what) {
        this(what, what);
    }

    /**
     * @param keyword the word that declares one
     */
    IndexSpace(String what, String keyword) {
        this.what = what;
        this.keyword = keyword;
    }

    int size() {
        return size;
    }

    /** Adds a thing, and takes its identifier if one comes next; answers its index. */
    int declare(TokenCursor cursor) {
        if (cursor.is(TokenKind.ID)) {
            int token = cursor.position();
            String name = cursor.id();
            if (places.putIfAbsent(name, new Place(size)) != null) {
                cursor.moveTo(token);
                throw cursor.malformed("duplicate " + keyword + " $" + name);
            }
        }
        return size++;
    }

    /** Adds a thing without an identifier; answers its index. */
    int declare() {
        return size++;
    }

    /** Adds so many things without identifiers. */
    void declare(int count) {
        size += count;
    }

    /** Forgets everything. */
    void clear() {
        places.clear();
        size = 0;
    }

    /** Takes an index: a number, or the identifier of something. */
    int index(TokenCursor cursor) {
        if (!cursor.is(TokenKind.ID)) {
            int index = cursor.u32();
            // No index space reaches beyond int, so neither do the indices.
            return index < 0 ? Integer.MAX_VALUE : index;
        }
        int token = cursor.position();
        String name = cursor.id();
        Place place = places.get(name);
        if (place == null) {
            cursor.moveTo(token);
            throw cursor.malformed("unknown " + what + " $" + name);
        }
        return place.index();
    }

    /** Takes an index if one comes next, otherwise answers 0. */
    int optionalIndex(TokenCursor cursor) {
        return cursor.isIndex() ? index(cursor) : 0;
    }
}
