package dev.tally.heap.object;

import dev.tally.heap.account.BackingArrays;
import dev.tally.heap.memory.LittleEndian;
import java.util.Arrays;

/**
 * Remembers where objects of the old space got references to young ones, and finds the object at such a place. It divides
 * the space into cards of {@value #CARD_BYTES} bytes, each with one byte in two tables; a third table has one byte for
 * {@value #CARDS_OF_A_GROUP} cards, so that a collection of the nursery looks at few bytes however large the old space is.
 *
 * <pre>
 *  dirty[card]   1 if a reference to a young object was stored in the card
 *  groups[g]     1 if one of the cards 64 g … 64 g + 63 is dirty
 *  starts[card]  0 … 15    the first object that begins in the card begins at this granule of it
 *                16 + k    none does: look 2^k cards before
 * </pre>
 *
 * <p>Steps back double, so that the beginning of an object is found in as many steps as its size in cards has bits.
 */
public final class CardTable {
    /** The bytes of a card: small, because all of a dirty card is looked at. */
    public static final int CARD_BYTES = 128;

    public static final int CARDS_OF_A_GROUP = 64;

    private static final int CARD_SHIFT = 7;
    private static final int GROUP_SHIFT = 6;
    private static final int GRANULES_OF_A_CARD = CARD_BYTES / ObjectLayout.ALIGNMENT_BYTES;
    private static final long EIGHT_DIRTY = 0x0101_0101_0101_0101L;
    private static final byte[] NO_BYTES = {};
    private static final int NONE = -1;

    private final BackingArrays arrays;
    private byte[] dirty = NO_BYTES;
    private byte[] groups = NO_BYTES;
    private byte[] starts = NO_BYTES;

    /** The card in which the last recorded object begins. */
    private int lastCard = NONE;

    CardTable(BackingArrays arrays) {
        this.arrays = arrays;
    }

    /** The card of a place. */
    public static int cardOf(int offset) {
        return offset >>> CARD_SHIFT;
    }

    /** Where a card begins. */
    public static int cardStart(int card) {
        return card << CARD_SHIFT;
    }

    /** Marks the card of a place. */
    public void mark(int offset) {
        dirty[offset >>> CARD_SHIFT] = 1;
        groups[offset >>> CARD_SHIFT + GROUP_SHIFT] = 1;
    }

    /** Marks the cards of all places from one up to, not including, another. */
    void markAll(int from, int to) {
        for (int card = cardOf(from); card <= cardOf(to - 1); card++) {
            dirty[card] = 1;
            groups[card >>> GROUP_SHIFT] = 1;
        }
    }

    /** Whether the card of a place is marked so that {@link #nextDirty} finds it. */
    public boolean isMarked(int offset) {
        return dirty[offset >>> CARD_SHIFT] != 0 && groups[offset >>> CARD_SHIFT + GROUP_SHIFT] != 0;
    }

    /**
     * The next dirty card; it and those that follow it are to be {@linkplain #clean cleaned} before the next is asked for.
     *
     * @param from the card to begin at: 0, then the one to which cards were cleaned
     * @param to the card before which to end
     * @return the card, or {@code to} if there is none; then none is dirty
     */
    public int nextDirty(int from, int to) {
        int card = from;
        while (card < to) {
            int group = card >>> GROUP_SHIFT;
            if (groups[group] == 0) {
                card = groupFrom(group + 1) << GROUP_SHIFT;
                continue;
            }
            int end = Math.min(to, group + 1 << GROUP_SHIFT);
            while (card <= end - Long.BYTES && LittleEndian.getLong(dirty, card) == 0) {
                card += Long.BYTES;
            }
            for (; card < end; card++) {
                if (dirty[card] != 0) {
                    return card;
                }
            }
            groups[group] = 0;
        }
        return to;
    }

    /**
     * Cleans a dirty card and all dirty ones that follow it.
     *
     * @param to the card before which to end
     * @return the card behind the last of them
     */
    public int clean(int from, int to) {
        int card = from;
        while (card < to && dirty[card] != 0) {
            if (card <= to - Long.BYTES && LittleEndian.getLong(dirty, card) == EIGHT_DIRTY) {
                LittleEndian.setLong(dirty, card, 0);
                card += Long.BYTES;
            } else {
                dirty[card++] = 0;
            }
        }
        // Whoever goes on behind them comes to the rest of the last group; those before it have no dirty card any more.
        Arrays.fill(groups, from >>> GROUP_SHIFT, card >>> GROUP_SHIFT, (byte) 0);
        return card;
    }

    /** From a group on, skips groups without a dirty card, eight at a time. */
    private int groupFrom(int group) {
        int from = group;
        while (from <= groups.length - Long.BYTES && LittleEndian.getLong(groups, from) == 0) {
            from += Long.BYTES;
        }
        return from;
    }

    /**
     * Takes note of an object that was put behind all others.
     *
     * @param object where it begins
     * @param end where it ends
     */
    public void record(int object, int end) {
        int card = cardOf(object);
        if (card != lastCard) {
            starts[card] = (byte) (object - cardStart(card) >>> ObjectLayout.ALIGNMENT_SHIFT);
            lastCard = card;
        }
        int last = cardOf(end - 1);
        for (int covered = card + 1; covered <= last; covered++) {
            int back = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(covered - card);
            starts[covered] = (byte) (GRANULES_OF_A_CARD + back);
        }
    }

    /** Forgets where objects begin: they are to be recorded anew. */
    public void restart() {
        lastCard = NONE;
    }

    /** Forgets the objects behind an end, which is that of an object: others are to be recorded from there on. */
    public void endAt(int end) {
        int card = cardOf(end);
        boolean begun = card < starts.length
                && starts[card] < GRANULES_OF_A_CARD
                && cardStart(card) + (starts[card] << ObjectLayout.ALIGNMENT_SHIFT) < end;
        lastCard = begun ? card : NONE;
    }

    /**
     * An object that begins at or before a card and not after its first byte's object: the walk over objects from there
     * meets every object that reaches into the card.
     *
     * @param card one that an object reaches into
     * @param first where the first object of the space begins
     */
    public int objectBefore(int card, int first) {
        if (starts[card] == 0 || cardStart(card) <= first) {
            return Math.max(cardStart(card), first);
        }
        int at = card - 1;
        while (starts[at] >= GRANULES_OF_A_CARD) {
            at -= 1 << starts[at] - GRANULES_OF_A_CARD;
        }
        return Math.max(first, cardStart(at) + (starts[at] << ObjectLayout.ALIGNMENT_SHIFT));
    }

    /**
     * Makes the tables long enough for a space of so many bytes. Longer tables are as good for a smaller space, so a failure
     * in between leaves nothing wrong.
     *
     * @throws dev.tally.heap.HostResourceException if the JVM has no room
     */
    void reserve(int spaceBytes) {
        int cards = cardsFor(spaceBytes);
        if (cards > dirty.length) {
            dirty = arrays.resized(dirty, cards);
        }
        if (cards > starts.length) {
            starts = arrays.resized(starts, cards);
        }
        if (groupsFor(cards) > groups.length) {
            groups = arrays.resized(groups, groupsFor(cards));
        }
    }

    /** Makes the tables as short as a space of so many bytes allows; what lies behind it must be clean. */
    void shrink(int spaceBytes) {
        int cards = cardsFor(spaceBytes);
        if (cards < dirty.length) {
            dirty = arrays.resized(dirty, cards);
        }
        if (cards < starts.length) {
            starts = arrays.resized(starts, cards);
        }
        if (groupsFor(cards) < groups.length) {
            groups = arrays.resized(groups, groupsFor(cards));
        }
    }

    void discard() {
        arrays.dropped((long) dirty.length + groups.length + starts.length);
        dirty = NO_BYTES;
        groups = NO_BYTES;
        starts = NO_BYTES;
        lastCard = NONE;
    }

    /** The bytes of all three tables. */
    long tableBytes() {
        return (long) dirty.length + groups.length + starts.length;
    }

    private static int cardsFor(int spaceBytes) {
        return (spaceBytes + CARD_BYTES - 1) / CARD_BYTES;
    }

    private static int groupsFor(int cards) {
        return (cards + CARDS_OF_A_GROUP - 1) / CARDS_OF_A_GROUP;
    }
}
