package dev.tally.heap.object;

import dev.tally.heap.account.BackingArrays;
import dev.tally.heap.account.Ledger;
import dev.tally.heap.memory.LittleEndian;
import dev.tally.heap.quota.Quota;
import java.util.Arrays;

/**
 * Where the guest's objects lie: one array, so that a reference is an offset and an access asks for nothing else.
 *
 * <pre>
 *  0     start        oldEnd        nurseryStart    nurseryTop       bytes.length
 *  +-----+------------+-------------+---------------+----------------+
 *  |  0  | old space  | room to     | young objects | room for young |
 *  |     |            | promote to  |               | objects        |
 *  +-----+------------+-------------+---------------+----------------+
 * </pre>
 *
 * <p>Objects follow one another without gaps, in the old space from {@code start} on and in the nursery from its beginning on;
 * every byte that belongs to no object is zero. The room between old space and nursery is never smaller than the nursery, so
 * that all of it can be promoted without asking for more. A space whose guest has nobody to collect for it has no nursery, and
 * all objects are old.
 *
 * <p>Allocation is asked for in three steps, so that it never leaves anything half done: {@linkplain #admits admitted} by the
 * quota, {@linkplain #hasRoom given room}, and {@linkplain #place placed}, which cannot fail. Who decides where to make room is
 * the collector; here nothing is decided.
 */
public final class ObjectSpace {
    /** Where the first object usually lies; offset 0 is the null reference. */
    public static final int FIRST_OBJECT = ObjectLayout.ALIGNMENT_BYTES;

    /** Where the space ends at the latest. */
    public static final int MAX_BYTES = Integer.MAX_VALUE - 65535;

    /** The most bytes of objects that can be charged: what remains of the largest space lets a collector work. */
    public static final int MAX_OBJECT_BYTES = MAX_BYTES - (64 << 20);

    /** Objects above this are old from the beginning, since copying them does not pay. */
    public static final int LARGE_BYTES = 16 << 10;

    /** What the first commitment of a space without a nursery makes room for. */
    private static final int FIRST_BYTES = 1024;

    /** Beyond every object. */
    private static final int NO_NURSERY = Integer.MAX_VALUE;

    private static final byte[] NO_BYTES = {};

    private final Quota quota;
    private final Ledger ledger;
    private final BackingArrays arrays;
    private final Shapes shapes = new Shapes();
    private final CardTable cards;
    private byte[] bytes = NO_BYTES;
    private int start = FIRST_OBJECT;
    private int oldEnd = FIRST_OBJECT;
    private int nurseryStart = NO_NURSERY;
    private int nurseryTop = NO_NURSERY;
    private int nurseryEnd = NO_NURSERY;
    private boolean collected;
    private long charged;
    private long placed;

    /** Made by the arena. */
    @SuppressWarnings("exports") // Only the arena makes one.
    public ObjectSpace(Quota quota, Ledger ledger, BackingArrays arrays) {
        this.quota = quota;
        this.ledger = ledger;
        this.arrays = arrays;
        this.cards = new CardTable(arrays);
    }

    /** The array; longer than what is in use, and another one after a collection or a growth. */
    public byte[] bytes() {
        return bytes;
    }

    /** The shapes of the objects. */
    public Shapes shapes() {
        return shapes;
    }

    public CardTable cards() {
        return cards;
    }

    /** Where the first object of the old space lies, if there is one. */
    public int start() {
        return start;
    }

    /** Where the old space ends. */
    public int oldEnd() {
        return oldEnd;
    }

    /** Where the nursery begins: every object from here on is young. Beyond every object if there is no nursery. */
    public int nurseryStart() {
        return nurseryStart;
    }

    /** Where the next young object will lie. */
    public int nurseryTop() {
        return nurseryTop;
    }

    /** The bytes of the nursery. */
    public int nurserySize() {
        return nurseryEnd - nurseryStart;
    }

    /** The bytes that young objects take. */
    public int youngBytes() {
        return nurseryTop - nurseryStart;
    }

    /** The bytes that old objects take. */
    public int oldBytes() {
        return oldEnd - start;
    }

    /** The bytes of objects that are charged: those reachable at the last census and those made since. */
    public long chargedBytes() {
        return charged;
    }

    /** How many objects have been placed, ever. */
    public long placedObjects() {
        return placed;
    }

    /** Whether somebody collects here. */
    public boolean isCollected() {
        return collected;
    }

    /** From now on somebody collects: objects are young at first, once there is a nursery. */
    public void beCollected() {
        if (oldEnd > start) {
            recordOld();
        }
        collected = true;
    }

    private void recordOld() {
        cards.reserve(bytes.length);
        int end;
        for (int object = start; object < oldEnd; object = end) {
            end = object + shapes.objectBytes(bytes, object);
            cards.record(object, end);
        }
    }

    /** Whether quota and space admit objects of so many bytes; nothing is counted. */
    public boolean couldCharge(long size) {
        return size <= chargeableBytes();
    }

    private long chargeableBytes() {
        return Math.min(quota.available(), MAX_OBJECT_BYTES - charged);
    }

    /** Whether quota and space admit an object of so many bytes; a refusal is counted if not. */
    public boolean admits(long size) {
        if (couldCharge(size)) {
            return true;
        }
        ledger.refused();
        return false;
    }

    /** Whether an object of so many bytes can be placed at once. */
    public boolean hasRoom(long size) {
        return size <= LARGE_BYTES && collected ? size <= nurseryEnd - nurseryTop : size <= roomForOld();
    }

    /** Whether there is a nursery, so that objects before it are told from young ones. */
    boolean hasNursery() {
        return nurseryStart != NO_NURSERY;
    }

    private int roomForOld() {
        if (!collected) {
            return bytes.length - oldEnd;
        }
        return hasNursery() ? nurseryStart - oldEnd - nurserySize() : 0;
    }

    /**
     * Makes room in a space that nobody collects, as far as quota and space can ever use it. In one that is collected the
     * collector has made room before.
     *
     * @throws dev.tally.heap.HostResourceException if the JVM has no room; nothing is changed then
     */
    public void reserve(long size) {
        long room = Math.min(MAX_BYTES - oldEnd, quota.available());
        if (collected || size <= bytes.length - oldEnd || size > room) {
            return;
        }
        long most = oldEnd + room;
        long needed = Math.max(oldEnd + size, Math.min(FIRST_BYTES, most));
        resize(arrays.capacity(bytes.length, needed, most));
    }

    /** Charges an object that was admitted and has room, and writes its header; its other bytes are zero. */
    int place(long size, int type, int length) {
        if (!hasRoom(size)) {
            throw new IllegalStateException("no room was made for " + size + " bytes");
        }
        int object;
        if (size <= LARGE_BYTES && collected) {
            object = nurseryTop;
            nurseryTop += (int) size;
        } else {
            object = oldEnd;
            oldEnd += (int) size;
            if (collected) {
                cards.record(object, oldEnd);
            }
        }
        charge(1, size);
        ObjectLayout.writeHeader(bytes, object, type, length);
        return object;
    }

    /**
     * How many bytes of young objects can be made one after the other from {@link #nurseryTop()} on without asking for anything, none of
     * them larger than {@link #LARGE_BYTES}.
     */
    public int roomAtOnce() {
        return collected ? (int) Math.min(nurseryEnd - nurseryTop, chargeableBytes()) : 0;
    }

    /** Charges objects whose headers have been written from {@link #nurseryTop()} on, where there was room for them at once. */
    void placedAtOnce(long objects, int size) {
        nurseryTop += size;
        charge(objects, size);
    }

    private void charge(long objects, long size) {
        charged += size;
        placed += objects;
        quota.charge(size);
    }

    // --- For the collector.

    /**
     * Moves everything into an array of another length; young objects there must be none. The nursery is to be placed
     * anew.
     *
     * @param capacity a multiple of 8
     * @throws dev.tally.heap.HostResourceException if the JVM has no room; nothing is changed then
     */
    public void resize(int capacity) {
        assert youngBytes() == 0 && capacity >= oldEnd : capacity;
        if (collected) {
            cards.reserve(capacity);
        }
        boolean grows = capacity > bytes.length;
        bytes = arrays.resized(bytes, capacity);
        if (grows) {
            ledger.objectSpaceGrown();
        }
        if (collected) {
            placeNursery(0);
            cards.shrink(capacity);
        }
    }

    /**
     * Puts an empty nursery at the end of the array.
     *
     * @param size a multiple of 8, with as much room before it; 0 for a nursery that has room for nothing
     */
    public void placeNursery(int size) {
        assert youngBytes() == 0 && size >= 0 && (size == 0 || bytes.length - oldEnd >= 2L * size) : size;
        nurseryEnd = bytes.length & -ObjectLayout.ALIGNMENT_BYTES;
        nurseryStart = nurseryEnd - size;
        nurseryTop = nurseryStart;
    }

    /** The largest nursery that the array has room for as it is. */
    public int largestNursery() {
        return Math.max(0, bytes.length - oldEnd >> 1) & -ObjectLayout.ALIGNMENT_BYTES;
    }

    /** Puts a copy of a young object behind the old ones. */
    public int promote(int object, int size) {
        int to = oldEnd;
        oldEnd = to + size;
        copy(object, to, size);
        cards.record(to, oldEnd);
        return to;
    }

    /** Copies few bytes word by word, and the first four words, beyond which few objects reach, without a loop. */
    private void copy(int from, int to, int size) {
        if (size > 64) {
            System.arraycopy(bytes, from, bytes, to, size);
            return;
        }
        copyWord(from, to);
        if (size > Long.BYTES) {
            copyWord(from + Long.BYTES, to + Long.BYTES);
        }
        if (size > 2 * Long.BYTES) {
            copyWord(from + 2 * Long.BYTES, to + 2 * Long.BYTES);
        }
        if (size > 3 * Long.BYTES) {
            copyWord(from + 3 * Long.BYTES, to + 3 * Long.BYTES);
        }
        for (int at = 4 * Long.BYTES; at < size; at += Long.BYTES) {
            copyWord(from + at, to + at);
        }
    }

    private void copyWord(int from, int to) {
        LittleEndian.setLong(bytes, to, LittleEndian.getLong(bytes, from));
    }

    /** Young objects are no more: those that live on have been promoted. */
    public void emptyNursery() {
        Arrays.fill(bytes, nurseryStart, nurseryTop, (byte) 0);
        nurseryTop = nurseryStart;
    }

    /**
     * Old objects have been moved together; what they left is zeroed.
     *
     * @param into the array in which they are now, as long as this one
     */
    public void oldMoved(byte[] into, int newStart, int newEnd) {
        if (newEnd < oldEnd) {
            Arrays.fill(into, newEnd, oldEnd, (byte) 0);
        }
        bytes = into;
        start = newStart;
        oldEnd = newEnd;
    }

    /** A census has found so many bytes; the charge for all others is taken back. */
    public void chargeReachable(long reachable) {
        quota.release(charged - reachable);
        charged = reachable;
    }

    /** Gives everything back; there are no objects afterwards. For the arena. */
    public void discard() {
        quota.release(charged);
        charged = 0;
        ledger.objectsDiscarded(oldBytes() + (long) youngBytes());
        arrays.dropped(bytes.length);
        cards.discard();
        bytes = NO_BYTES;
        start = FIRST_OBJECT;
        oldEnd = FIRST_OBJECT;
        nurseryStart = NO_NURSERY;
        nurseryTop = NO_NURSERY;
        nurseryEnd = NO_NURSERY;
    }

    /** The bytes of the array and of what is kept beside it. */
    public long committedBytes() {
        return bytes.length + cards.tableBytes();
    }
}
