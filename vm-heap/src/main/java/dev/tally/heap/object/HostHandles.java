package dev.tally.heap.object;

import dev.tally.heap.account.BackingArrays;
import dev.tally.heap.account.Ledger;
import dev.tally.heap.quota.Quota;
import java.util.Objects;
import org.eclipse.collections.api.block.HashingStrategy;
import org.eclipse.collections.impl.block.factory.HashingStrategies;
import org.jspecify.annotations.Nullable;

/**
 * The objects of the host that the guest holds, each behind a handle: the guest sees an index, never the object, and the same
 * object always has the same handle. The objects are the host's; the entries are the guest's, so they are charged.
 *
 * <p>An object is found again by its identity. How it is found depends on the JVM, which handle it has does not: handles are
 * numbered in the order of their creation. The index is a table of this class's own, not a collection, because a growth that
 * the JVM refuses must leave it as it was.
 */
public final class HostHandles {
    /**
     * What an entry is charged: at most 8 bytes for the object and 16 for its places in the index, so that handles keep to
     * the same multiple of the quota as all else.
     */
    public static final int ENTRY_BYTES = 24;

    /** A handle stands for this very object, not for one that equals it; its hash never leaves the index. */
    private static final HashingStrategy<@Nullable Object> IDENTITY = HashingStrategies.identityStrategy();

    /** As many as an index of twice to four times their number can be made for. */
    private static final int MAX_ENTRIES = 1 << 28;

    private static final int FIRST_ENTRIES = 8;
    private static final @Nullable Object[] NO_OBJECTS = {};
    private static final int[] NO_PLACES = {};

    private final Quota quota;
    private final Ledger ledger;
    private final BackingArrays arrays;
    private @Nullable Object[] objects = NO_OBJECTS;

    /** Open addressing: each place is 0 or the index of a handle plus 1; at most half of them are taken. */
    private int[] places = NO_PLACES;

    private int count;

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
        int index = count++;
        objects[index] = object;
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
        int index = Objects.checkIndex(Reference.hostHandleIndex(reference), count);
        return Objects.requireNonNull(objects[index]);
    }

    /** As the how-manieth host object of this guest the one behind a reference got its handle, from 0. */
    public int creationNumber(int reference) {
        return Objects.checkIndex(Reference.hostHandleIndex(reference), count);
    }

    /** Gives everything back and forgets the objects; there are no handles afterwards. For the arena. */
    public void discard() {
        quota.release((long) count * ENTRY_BYTES);
        ledger.dropped((long) objects.length * Long.BYTES + (long) places.length * Integer.BYTES);
        objects = NO_OBJECTS;
        places = NO_PLACES;
        count = 0;
    }

    /** Two steps, each complete in itself: a larger array of objects is as good with the old index as with the new one. */
    private void makeRoom() {
        if (count == objects.length) {
            objects = arrays.grown(objects, Math.max(FIRST_ENTRIES, 2 * count));
        }
        if (2 * count == places.length) {
            places = arrays.replaced(places, Math.max(2 * FIRST_ENTRIES, 4 * count));
            for (int index = 0; index < count; index++) {
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
