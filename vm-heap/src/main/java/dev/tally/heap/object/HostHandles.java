package dev.tally.heap.object;

import dev.tally.heap.account.BackingArrays;
import dev.tally.heap.account.Ledger;
import dev.tally.heap.quota.Quota;
import java.util.Arrays;
import java.util.Objects;
import org.eclipse.collections.api.block.HashingStrategy;
import org.eclipse.collections.impl.block.factory.HashingStrategies;
import org.jspecify.annotations.Nullable;

/**
 * The objects of the host that the guest holds, each behind a handle: the guest sees a reference, never the object, and the same
 * object always has the same handle for as long as the guest holds it. The objects are the host's; the entries are the guest's,
 * so they are charged.
 *
 * <p>An entry dies at the first census that does not reach it, and at nothing else: an object that comes back has its old handle
 * if the entry still lives and a new one if not, which the guest can tell by its charge, so a collection that the guest cannot
 * foresee must not decide it. So that dead entries do not hold objects of the host for long, {@linkplain #censusDue a census is
 * due} when many were made.
 *
 * <p>An object is found again by its identity. How it is found depends on the JVM, which handle it has does not: numbers follow
 * the order of creation, and the place of a dead entry is given to the next new one, the lowest first. Where most places are of
 * dead entries, a census moves the others together: what it costs to look at all of them, and the bytes that they take, are then
 * never out of proportion to what is charged for those that live. The index is a table of this class's own, not a collection, because
 * a growth that the JVM refuses must leave it as it was.
 */
public final class HostHandles {
    /**
     * What an entry is charged: at most 8 bytes for the object, 8 for its number and 16 for its places in the index, so that
     * handles keep to the same multiple of the quota as all else.
     */
    public static final int ENTRY_BYTES = 32;

    /** This many new entries are never a reason for a census. */
    public static final int FREE_OF_CENSUS = 1024;

    /** A census costs an eighth of what is charged in fuel, so it is due when that is at most 16 for each new entry. */
    private static final int CHARGED_BYTES_PER_ENTRY = 128;

    /** A handle stands for this very object, not for one that equals it; its hash never leaves the index. */
    private static final HashingStrategy<@Nullable Object> IDENTITY = HashingStrategies.identityStrategy();

    /** As many as an index of twice to four times their number can be made for. */
    private static final int MAX_ENTRIES = 1 << 28;

    private static final int FIRST_ENTRIES = 8;

    /** So many places of dead entries do not matter. */
    private static final int FREE_PLACES = 64;

    private static final @Nullable Object[] NO_OBJECTS = {};
    private static final long[] NO_NUMBERS = {};
    private static final int[] NO_PLACES = {};

    /** Beside the number of an entry that a census has reached. */
    private static final long REACHED = 1L << 62;

    private final Quota quota;
    private final Ledger ledger;
    private final BackingArrays arrays;
    private @Nullable Object[] objects = NO_OBJECTS;

    /** Of an entry its creation number; of a place without one the complement of the next such place, or of {@link #end}. */
    private long[] numbers = NO_NUMBERS;

    /** Open addressing: each place is 0 or the index of a handle plus 1; at most half of them are taken. */
    private int[] places = NO_PLACES;

    /** Behind the last entry. */
    private int end;

    /** The lowest place without an entry, or {@link #end}. */
    private int firstFree;

    private int count;
    private int madeSinceCensus;
    private long made;

    /** Made by the arena. */
    @SuppressWarnings("exports") // Only the arena makes one.
    public HostHandles(Quota quota, Ledger ledger, BackingArrays arrays) {
        this.quota = quota;
        this.ledger = ledger;
        this.arrays = arrays;
    }

    /** The handles there are. */
    public int count() {
        return count;
    }

    /** The handles that there is room for without another array. */
    public int capacity() {
        return objects.length;
    }

    /** Whether an object has a handle, so that adding it needs nothing. */
    public boolean has(Object object) {
        return places.length > 0 && places[placeOf(object)] != 0;
    }

    /** Whether so many handles were made since the last census that the next one should have another. */
    public boolean censusDue() {
        return madeSinceCensus >= Math.max(FREE_OF_CENSUS, quota.charged() / CHARGED_BYTES_PER_ENTRY);
    }

    /**
     * The reference by which the guest holds an object: the one that it has, or a new one.
     *
     * @return the reference, or {@link Reference#NULL} if the quota refuses a new one
     * @throws dev.tally.heap.HostResourceException if the JVM has no room; no handle is made then
     */
    public int add(Object object) {
        Objects.requireNonNull(object, "null is the null reference, it needs no handle");
        if (places.length > 0) {
            int taken = places[placeOf(object)];
            if (taken != 0) {
                return Reference.hostHandle(taken - 1);
            }
        }
        if (count == MAX_ENTRIES || !quota.admits(ENTRY_BYTES)) {
            return Reference.NULL;
        }
        makeRoom();
        int index = firstFree;
        if (index == end) {
            end++;
            firstFree = end;
        } else {
            firstFree = (int) ~numbers[index];
        }
        count++;
        madeSinceCensus++;
        objects[index] = object;
        numbers[index] = made++;
        places[placeOf(object)] = index + 1;
        quota.charge(ENTRY_BYTES);
        ledger.handleAllocated();
        return Reference.hostHandle(index);
    }

    /**
     * The object behind a reference that is a host handle.
     *
     * @throws IndexOutOfBoundsException if the guest has no such handle
     */
    public Object get(int reference) {
        return Objects.requireNonNull(objects[checked(reference)]);
    }

    /** As the how-manieth host object of this guest the one behind a reference got its handle, from 0. */
    public long creationNumber(int reference) {
        return numbers[checked(reference)] & ~REACHED;
    }

    /** Whether there is an entry behind a reference that is a host handle. */
    public boolean isLive(int reference) {
        int index = Reference.hostHandleIndex(reference);
        return index < end && numbers[index] >= 0;
    }

    private int checked(int reference) {
        int index = Objects.checkIndex(Reference.hostHandleIndex(reference), end);
        if (numbers[index] < 0) {
            throw new IndexOutOfBoundsException("the guest has dropped its host object " + index);
        }
        return index;
    }

    // --- For the census.

    /** A census begins: nothing is reached yet. */
    public void beginCensus() {
        for (int index = 0; index < end; index++) {
            if (numbers[index] >= 0) {
                numbers[index] &= ~REACHED;
            }
        }
    }

    /** A census has met a handle. */
    public void reach(int reference) {
        assert isLive(reference) : Reference.describe(reference);
        numbers[Reference.hostHandleIndex(reference)] |= REACHED;
    }

    /** A census has met all handles that the guest holds: the other entries die, and their charge is taken back. */
    public void endCensus() {
        madeSinceCensus = 0;
        int before = count;
        int behindLast = 0;
        for (int index = 0; index < end; index++) {
            if (numbers[index] >= 0) {
                if ((numbers[index] & REACHED) != 0) {
                    numbers[index] &= ~REACHED;
                    behindLast = index + 1;
                } else {
                    numbers[index] = -1;
                    objects[index] = null;
                    count--;
                }
            }
        }
        if (count == before) {
            return;
        }
        quota.release((long) (before - count) * ENTRY_BYTES);
        end = behindLast;
        firstFree = end;
        for (int index = end - 1; index >= 0; index--) {
            if (numbers[index] < 0) {
                numbers[index] = ~firstFree;
                firstFree = index;
            }
        }
        Arrays.fill(places, 0);
        indexAll();
    }

    /** Whether so few of the places are taken that the entries should move together. */
    public boolean isSparse() {
        return end - count > count + FREE_PLACES;
    }

    /**
     * Finds a new number for each entry, in the order of the old ones and without gaps. Until {@link #endRenumbering}, every
     * reference to a handle must be replaced by its {@linkplain #renumbered successor}, and handles be asked for nothing else.
     */
    public void beginRenumbering() {
        // The index is made anew afterwards; until then its array has room for a number of each entry, and more.
        int next = 0;
        for (int index = 0; index < end; index++) {
            if (numbers[index] >= 0) {
                places[index] = next++;
            }
        }
    }

    /** The reference that takes the place of one to a handle. */
    public int renumbered(int reference) {
        assert isLive(reference) : Reference.describe(reference);
        return Reference.hostHandle(places[Reference.hostHandleIndex(reference)]);
    }

    /** Every reference has been replaced: moves the entries to where these say. */
    public void endRenumbering() {
        int next = 0;
        for (int index = 0; index < end; index++) {
            if (numbers[index] >= 0) {
                numbers[next] = numbers[index];
                objects[next] = objects[index];
                next++;
            }
        }
        Arrays.fill(objects, next, end, null);
        end = next;
        firstFree = next;
        Arrays.fill(places, 0);
        indexAll();
    }

    /**
     * Makes the tables shorter if few entries are left in them.
     *
     * @throws dev.tally.heap.HostResourceException if the JVM has no room for the shorter ones; nothing is wrong then
     */
    public void shrink() {
        int capacity = Math.max(FIRST_ENTRIES, Integer.highestOneBit(Math.max(1, 2 * end - 1)));
        if (objects.length <= 4 * capacity) {
            return;
        }
        int[] shorter = arrays.replaced(places, 2 * capacity);
        places = shorter;
        indexAll();
        objects = arrays.resized(objects, capacity);
        numbers = arrays.resized(numbers, capacity);
    }

    /** Gives everything back and forgets the objects; there are no handles afterwards. For the arena. */
    public void discard() {
        quota.release((long) count * ENTRY_BYTES);
        arrays.dropped((long) objects.length * Long.BYTES
                + (long) numbers.length * Long.BYTES
                + (long) places.length * Integer.BYTES);
        objects = NO_OBJECTS;
        numbers = NO_NUMBERS;
        places = NO_PLACES;
        end = 0;
        firstFree = 0;
        count = 0;
    }

    /** Steps that are each complete in themselves: a larger table is as good as the one that it replaces. */
    private void makeRoom() {
        if (firstFree == objects.length) {
            objects = arrays.resized(objects, Math.max(FIRST_ENTRIES, 2 * end));
        }
        if (firstFree == numbers.length) {
            numbers = arrays.resized(numbers, Math.max(FIRST_ENTRIES, 2 * end));
        }
        if (2 * count >= places.length) {
            places = arrays.replaced(places, Math.max(2 * FIRST_ENTRIES, 4 * count));
            indexAll();
        }
    }

    private void indexAll() {
        for (int index = 0; index < end; index++) {
            if (numbers[index] >= 0) {
                places[placeOf(Objects.requireNonNull(objects[index]))] = index + 1;
            }
        }
    }

    /** Where the object is found, or would be put. */
    private int placeOf(Object object) {
        int mask = places.length - 1;
        int place = IDENTITY.computeHashCode(object) & mask;
        while (places[place] != 0 && !IDENTITY.equals(objects[places[place] - 1], object)) {
            place = (place + 1) & mask;
        }
        return place;
    }
}
