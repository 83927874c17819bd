package dev.tally.heap.collect;

import dev.tally.heap.HostResourceException;
import dev.tally.heap.account.BackingArrays;
import dev.tally.heap.account.Ledger;
import dev.tally.heap.object.HostHandles;
import dev.tally.heap.object.ObjectLayout;
import dev.tally.heap.object.ObjectSpace;
import dev.tally.heap.object.Reference;
import dev.tally.heap.object.ScopedHandles;
import dev.tally.heap.quota.Quota;
import dev.tally.heap.word.ReferenceTable;
import java.util.List;

/**
 * Decides when to collect and how large the space is, and answers the mutator's requests for room. It must be called at rest
 * alone: every object may move, and the array with them.
 *
 * <p>Two things are kept apart. <em>Censuses</em> belong to the bytecode: one runs when a request does not fit into the quota, or
 * when many handles were made; the guest pays for it, and what is charged afterwards is what is reachable. All other collections
 * are the collector's own affair: they change no charge, cost no fuel, and nothing that a guest can see tells of them.
 *
 * <p>Collections are triggered by bytes, never by time, and amortised: a nursery is at least as large as the roots and cards that
 * the last collection of it had to look at, unless the quota leaves less than that until the next census, which is paid for; and the
 * old space is traced after it grew by half of what the last trace found, or by all of it if that trace was hardly of use. How large
 * a nursery is beyond that follows from the fuel for which the last ones were enough.
 */
public final class Collector {
    /** The bytes for which a census costs 1 fuel. */
    public static final int CENSUS_BYTES_PER_FUEL = 8;

    private static final int FIRST_NURSERY_BYTES = 4 << 10;
    private static final int USUAL_NURSERY_BYTES = 32 << 10;
    private static final int MOST_NURSERY_BYTES = 1 << 20;

    /** For how much fuel a nursery should last. */
    private static final long FUEL_OF_A_NURSERY = 2_000_000;

    /** Two of them fit behind as many objects as can be charged, wherever the first of those begins. */
    private static final int MOST_BYTES_OF_ANY_NURSERY =
            (ObjectSpace.MAX_BYTES - ObjectSpace.MAX_OBJECT_BYTES) / 2 - ObjectSpace.FIRST_OBJECT;

    private static final int LEAST_GROWTH_BYTES = 32 << 10;

    /** A collection of old objects that reclaims less than this part of them was hardly of use. */
    private static final int USEFUL_PART = 8;

    /** An array of more than so many times the wanted bytes is given back. */
    private static final int SHRINK_FACTOR = 4;

    private final ObjectSpace space;
    private final HostHandles handles;
    private final ScopedHandles scoped;
    private final List<ReferenceTable> tables;
    private final Quota quota;
    private final Ledger ledger;
    private final MarkBits marks;
    private final Trace trace;
    private final NurseryCollection nursery;
    private final Compaction compaction;
    private final CollectionSchedule schedule = new CollectionSchedule();

    /** Everything outside the space: what the heap knows, then what the mutator shows. */
    private final Roots roots = this::visitRoots;

    private Roots mutator = visitor -> {};

    /** The bytes that a nursery should have; at first none. */
    private int usualNursery;

    /** The fuel that had been used when the nursery was emptied last. */
    private long fuelOfLastNursery;

    /** The bytes of the nursery that is wanted now, which the array may not have room for yet. */
    private int wantedNursery;

    /** What the last trace found. */
    private long reachedBytes;

    /** Whether the last collection of old objects reclaimed so little that the next one may wait. */
    private boolean reclaimsLittle;

    /** The roots and cards that a collection of the nursery is expected to look at: as many as the last, or half the one before. */
    private long scannedBytes;

    /** Made by the arena. */
    @SuppressWarnings("exports") // Only the arena makes one.
    public Collector(
            ObjectSpace space,
            HostHandles handles,
            ScopedHandles scoped,
            List<ReferenceTable> tables,
            Quota quota,
            Ledger ledger,
            BackingArrays arrays) {
        this.space = space;
        this.handles = handles;
        this.scoped = scoped;
        this.tables = tables;
        this.quota = quota;
        this.ledger = ledger;
        this.marks = new MarkBits(arrays);
        this.trace = new Trace(space, handles, marks, arrays);
        this.nursery = new NurseryCollection(space);
        this.compaction = new Compaction(space, marks, handles);
    }

    /** From now on collects, with these roots. Without roots nothing is ever collected, and every request fits or does not. */
    public void attach(Roots mutatorRoots) {
        space.beCollected();
        mutator = mutatorRoots;
    }

    /** When to collect though there is no need, for tests. */
    public CollectionSchedule schedule() {
        return schedule;
    }

    // --- Requests: what each needs first, a census or room. The requests themselves are made of whom they are for.

    /**
     * Whether an object of so many bytes can be made at once. If not, the guest comes to rest, takes a census if
     * {@link #priceOfRoom} says so, and asks for {@link #makeRoom}.
     */
    public boolean hasRoom(long bytes) {
        return space.hasRoom(bytes) && space.couldCharge(bytes) && schedule.isQuiet(space.placedObjects());
    }

    /**
     * How many bytes of young objects a mutator may put one after the other from {@link ObjectSpace#nurseryTop()} on, none of them
     * {@linkplain ObjectSpace#LARGE_BYTES large}, before it asks for anything else or comes to rest; it books them then.
     */
    public int roomAtOnce() {
        return schedule.isUsual() ? space.roomAtOnce() : 0;
    }

    /**
     * What the census costs that must come before the request of an object of so many bytes, because it does not fit into the
     * quota without one; fuel, 0 if no census is needed.
     */
    public long priceOfRoom(long bytes) {
        return space.couldCharge(bytes) || !canReclaim() ? 0 : priceOfCensus();
    }

    /** The same for a request of so many bytes that are no object's. */
    public long priceOfAdmission(long bytes) {
        return fits(bytes) || !canReclaim() ? 0 : priceOfCensus();
    }

    /** The same for a handle of an object of the host, before which a census is due also if many were made. */
    public long priceOfHandle(Object object) {
        boolean due = !fits(HostHandles.ENTRY_BYTES) || handles.censusDue();
        return due && !handles.has(object) && canReclaim() ? priceOfCensus() : 0;
    }

    /**
     * Makes room for an object of so many bytes if the quota admits it; the object can be made at once then. It takes no census, so
     * that what fails here for want of memory has changed nothing that a guest could tell, not even what it has to pay. Objects
     * may move.
     *
     * @return whether the quota admits it; a refusal is counted if not
     * @throws dev.tally.heap.HostResourceException if the JVM has no room; the request may be tried again
     */
    public boolean makeRoom(long bytes) {
        if (schedule.failsNow(space.placedObjects())) {
            ledger.refused();
            return false;
        }
        if (!space.admits(bytes)) {
            return false;
        }
        if (!space.isCollected()) {
            space.reserve(bytes);
        } else if (!space.hasRoom(bytes) || schedule.isDue(space.placedObjects())) {
            collect(bytes);
        }
        return true;
    }

    private boolean fits(long bytes) {
        return bytes <= quota.available();
    }

    /** Whether a census could find anything that is charged and not reachable. */
    private boolean canReclaim() {
        return space.isCollected() && (space.chargedBytes() > 0 || handles.count() > 0);
    }

    private long priceOfCensus() {
        return (quota.charged() + CENSUS_BYTES_PER_FUEL - 1) / CENSUS_BYTES_PER_FUEL;
    }

    // --- Collections.

    /**
     * Traces everything, and charges what is reachable and no more. Handles that are not reachable die. It is paid for by whoever
     * asks for it, once: from then on a request that made it necessary fits, or is refused. Objects may move.
     *
     * @throws dev.tally.heap.HostResourceException if the JVM has no room; nothing has been charged otherwise then
     */
    public void census() {
        collectNursery();
        traceOld(true);
        ledger.censusTaken();
        space.chargeReachable(reachedBytes);
        handles.endCensus();
        if (handles.isSparse()) {
            compact(true);
        } else if (space.oldBytes() > reachedBytes + allowedGrowth(reachedBytes / 2) || schedule.movesAll()) {
            compact(schedule.movesAll());
        }
        shrink(0);
    }

    /**
     * Empties the nursery now, which cannot fail; for those who measure and for tests.
     *
     * @throws IllegalStateException if no roots are attached
     */
    public void collectNursery() {
        if (!space.isCollected()) {
            throw new IllegalStateException("without roots nothing can be collected: attach them first");
        }
        int young = space.youngBytes();
        if (young > 0) {
            int old = space.oldEnd();
            nursery.run(roots);
            scannedBytes = Math.max(nursery.scannedBytes() + tableBytes(), scannedBytes / 2);
            int promoted = space.oldEnd() - old;
            ledger.nurseryCollected(promoted, young - promoted);
            fitNursery(young);
        }
        space.placeNursery(Math.min(wantedNursery, space.largestNursery()));
    }

    /**
     * Chooses the size of nurseries by how fast they are filled, in steps of two: what a guest makes while it uses
     * {@link #FUEL_OF_A_NURSERY} should fit into one. So a guest that makes much is rarely interrupted, and most of what it made has
     * died by then; one that makes little, or does not tell its fuel, takes little.
     *
     * @param young the bytes made since the last collection
     */
    private void fitNursery(int young) {
        long fuel = mutator.fuelUsed();
        long lasted = fuel - fuelOfLastNursery;
        fuelOfLastNursery = fuel;
        long wanted =
                lasted == 0 ? USUAL_NURSERY_BYTES : Math.max(young * FUEL_OF_A_NURSERY / lasted, USUAL_NURSERY_BYTES);
        if (usualNursery < wanted) {
            usualNursery = Math.min(2 * usualNursery, mostNursery());
        } else if (usualNursery > SHRINK_FACTOR * wanted) {
            usualNursery /= 2;
        }
    }

    /** Empties the nursery and, if it is time for that, traces and compacts the old space; then sees to room. */
    private void collect(long bytes) {
        collectNursery();
        wantedNursery = nurseryFor(bytes);
        long growth = allowedGrowth(reclaimsLittle ? reachedBytes : reachedBytes / 2);
        if (schedule.collectsOld() || space.oldBytes() > reachedBytes + growth) {
            traceOld(false);
            compact(false);
            shrink(bytes);
        }
        if (roomyFor(bytes) > space.bytes().length) {
            grow(bytes);
        }
        space.placeNursery(wantedNursery);
        schedule.collected(space.placedObjects());
    }

    /**
     * Collects everything now, and lets go of arrays that are much too large; for hosts that have time, and for tests.
     *
     * @throws dev.tally.heap.HostResourceException if the JVM has no room; nothing is wrong then
     */
    public void collectAll() {
        collectNursery();
        usualNursery = Math.min(usualNursery, USUAL_NURSERY_BYTES);
        traceOld(false);
        compact(false);
        shrink(0);
    }

    /** The bytes of an object that is not for the nursery; 0 if it is, or if it can never be made. */
    private static long largeOf(long bytes) {
        return bytes > ObjectSpace.LARGE_BYTES && bytes <= ObjectSpace.MAX_OBJECT_BYTES ? bytes : 0;
    }

    /** How much may lie in the old space beside what was reached before it is compacted: in proportion to what that looks at. */
    private long allowedGrowth(long share) {
        return Math.max(Math.max(share, LEAST_GROWTH_BYTES), scannedUntilCensus());
    }

    /** What a collection looks at beside objects; no more than can be made until the next census, which is paid for. */
    private long scannedUntilCensus() {
        return Math.min(scannedBytes, quota.available());
    }

    private void traceOld(boolean census) {
        reachedBytes = trace.run(roots, census);
        ledger.traced(reachedBytes / Long.BYTES);
    }

    /**
     * Moves together what the last trace marked.
     *
     * @param handlesToo whether handles move together, too, for which that trace must have been a census's
     */
    private void compact(boolean handlesToo) {
        long before = space.oldBytes();
        compaction.renumberHandles(handlesToo);
        if (schedule.movesAll()) {
            boolean fromFirst = space.start() == ObjectSpace.FIRST_OBJECT && space.oldEnd() < space.bytes().length;
            int start = ObjectSpace.FIRST_OBJECT + (fromFirst ? ObjectLayout.ALIGNMENT_BYTES : 0);
            compaction.runInto(roots, new byte[space.bytes().length], start);
        } else {
            compaction.run(roots);
        }
        if (handlesToo) {
            handles.endRenumbering();
        }
        space.placeNursery(Math.min(wantedNursery, space.largestNursery()));
        long reclaimed = before - space.oldBytes();
        ledger.oldCollected(reclaimed);
        reclaimsLittle = reclaimed < before / USEFUL_PART;
    }

    /** The nursery that is wanted for the next while, in which an object is to be made. */
    private int nurseryFor(long bytes) {
        usualNursery = Math.max(usualNursery, FIRST_NURSERY_BYTES);
        long wanted = Math.max(usualNursery, scannedUntilCensus());
        if (bytes <= ObjectSpace.LARGE_BYTES) {
            wanted = Math.max(wanted, 2 * bytes);
        }
        return (int) Math.min(wanted, MOST_BYTES_OF_ANY_NURSERY) & -ObjectLayout.ALIGNMENT_BYTES;
    }

    private int mostNursery() {
        return Math.clamp(quota.limit() / 16, FIRST_NURSERY_BYTES, MOST_NURSERY_BYTES) & -ObjectLayout.ALIGNMENT_BYTES;
    }

    /**
     * Gets a larger array, by a quarter at least so that each byte is copied a constant number of times; what the largest one would
     * not hold is compacted first, and then always fits.
     */
    private void grow(long bytes) {
        if (neededFor(bytes) > ObjectSpace.MAX_BYTES) {
            traceOld(false);
            compact(false);
        }
        long roomy = roomyFor(bytes);
        long generous = Math.min(roomy + roomy / 4, ObjectSpace.MAX_BYTES);
        if (generous > space.bytes().length) {
            space.resize((int) (generous & -ObjectLayout.ALIGNMENT_BYTES));
        }
    }

    /** The bytes that the array needs, with an object to come. */
    private long neededFor(long bytes) {
        return space.oldEnd() + 2L * wantedNursery + largeOf(bytes);
    }

    /** The bytes with which large objects do not make another collection due before it has paid for itself, either. */
    private long roomyFor(long bytes) {
        return neededFor(bytes) + scannedUntilCensus();
    }

    /** After a collection that freed most of the array, lets go of most of it. */
    private void shrink(long bytes) {
        long live = space.oldBytes();
        wantedNursery = nurseryFor(bytes);
        long wanted = roomyFor(bytes) + live / 2;
        try {
            handles.shrink();
            scoped.shrink();
            if (space.bytes().length > SHRINK_FACTOR * wanted) {
                space.resize((int) wanted & -ObjectLayout.ALIGNMENT_BYTES);
                marks.shrink(space.bytes().length);
                trace.shrink(space.oldEnd());
            }
        } catch (HostResourceException noRoomForLess) {
            // The JVM has no room beside the large array for the small one. Nothing is wrong, and the next collection
            // tries again.
        }
        space.placeNursery(Math.min(wantedNursery, space.largestNursery()));
    }

    private long tableBytes() {
        long elements = 0;
        for (int index = 0; index < tables.size(); index++) {
            elements += tables.get(index).size();
        }
        return elements * ReferenceTable.ELEMENT_BYTES;
    }

    /** Shows every reference to an object or a handle from outside the objects: those that the heap knows, then those that the mutator holds. */
    public void visitRoots(RootVisitor visitor) {
        for (int index = 0; index < tables.size(); index++) {
            ReferenceTable table = tables.get(index);
            int[] references = table.references();
            for (int element = 0; element < table.size(); element++) {
                int reference = references[element];
                if (Reference.isObject(reference) || Reference.isHostHandle(reference)) {
                    references[element] = visitor.visit(reference);
                }
            }
        }
        for (int place = 0; place < scoped.size(); place++) {
            scoped.set(place, visitor.visit(scoped.get(place)));
        }
        mutator.visitAll(visitor);
    }

    /** Lets go of everything; for the arena. */
    public void discard() {
        marks.discard();
        trace.discard();
    }
}
