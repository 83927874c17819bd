package dev.tally.heap.collect;

import dev.tally.heap.HostResourceException;
import dev.tally.heap.account.BackingArrays;
import dev.tally.heap.account.Ledger;
import dev.tally.heap.object.HostHandles;
import dev.tally.heap.object.ObjectLayout;
import dev.tally.heap.object.ObjectSpace;
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
 * the last collection of it had to look at, unless the quota leaves less than that between two censuses; and the old space is traced
 * after it grew by half of what the last trace found.
 */
public final class Collector {
    /** The bytes for which a census costs 1 fuel. */
    public static final int CENSUS_BYTES_PER_FUEL = 8;

    private static final int FIRST_NURSERY_BYTES = 4 << 10;
    private static final int USUAL_NURSERY_BYTES = 32 << 10;
    private static final int MOST_NURSERY_BYTES = 1 << 20;
    private static final int MOST_BYTES_OF_ANY_NURSERY = (ObjectSpace.MAX_BYTES - ObjectSpace.MAX_OBJECT_BYTES) / 2;
    private static final int LEAST_GROWTH_BYTES = 32 << 10;

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
    /** The bytes that a nursery should have for what survives; at first none. */
    private int usualNursery;

    /** The bytes of the nursery that is wanted now, which the array may not have room for yet. */
    private int wantedNursery;

    /** What the last trace found. */
    private long reachedBytes;

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
        this.marks = new MarkBits(ledger, arrays);
        this.trace = new Trace(space, handles, marks, ledger, arrays);
        this.nursery = new NurseryCollection(space);
        this.compaction = new Compaction(space, marks);
    }

    /** From now on collects, with these roots. Without roots nothing is ever collected, and every request fits or does not. */
    public void attach(Roots mutatorRoots) {
        mutator = mutatorRoots;
        space.beCollected();
    }

    /** When to collect though there is no need, for tests. */
    public CollectionSchedule schedule() {
        return schedule;
    }

    // --- Requests.

    /**
     * Whether an object of so many bytes can be made at once. If not, the guest comes to rest, pays {@link #priceOfRoom} and asks
     * for {@link #makeRoom}.
     */
    public boolean hasRoom(long bytes) {
        return space.hasRoom(bytes) && space.couldCharge(bytes) && schedule.isQuiet(space.placedObjects());
    }

    /** What {@link #makeRoom} costs: a census, if so many bytes do not fit without one; fuel, often 0. */
    public long priceOfRoom(long bytes) {
        return space.couldCharge(bytes) || !canReclaim() ? 0 : priceOfCensus();
    }

    /** What {@link #admit} costs: a census, if so many bytes do not fit without one; fuel, often 0. */
    public long priceOfAdmission(long bytes) {
        return fits(bytes) || !canReclaim() ? 0 : priceOfCensus();
    }

    /** What {@link #admitHandle} costs: a census, if one is due; fuel, often 0. */
    public long priceOfHandle(Object object) {
        return needsCensusFor(object) ? priceOfCensus() : 0;
    }

    /**
     * Has the quota admit a request of so many bytes that are not an object's, after a census if it does not fit without one.
     * Objects may move.
     *
     * @return whether it fits now; a refusal is counted if not
     * @throws dev.tally.heap.HostResourceException if the JVM has no room; the request may be tried again
     */
    public boolean admit(long bytes) {
        if (!fits(bytes) && canReclaim()) {
            census();
        }
        return quota.admits(bytes);
    }

    /**
     * Makes room for an object of so many bytes, after a census if it does not fit into the quota without one; the object can
     * be made at once if that succeeds. Objects may move.
     *
     * @return whether the quota admits it; a refusal is counted if not
     * @throws dev.tally.heap.HostResourceException if the JVM has no room; the request may be tried again
     */
    public boolean makeRoom(long bytes) {
        if (!space.couldCharge(bytes) && canReclaim()) {
            census(largeOf(bytes));
        }
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

    /**
     * Has the quota admit the handle of an object of the host, after a census if one is due. Objects may move.
     *
     * @return whether {@link HostHandles#add} will have room in the quota
     * @throws dev.tally.heap.HostResourceException if the JVM has no room; the request may be tried again
     */
    public boolean admitHandle(Object object) {
        if (needsCensusFor(object)) {
            census();
        }
        return handles.has(object) || quota.admits(HostHandles.ENTRY_BYTES);
    }

    private boolean needsCensusFor(Object object) {
        return !handles.has(object) && canReclaim() && (!fits(HostHandles.ENTRY_BYTES) || handles.censusDue());
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
     * Traces everything, and charges what is reachable and no more. Handles that are not reachable die.
     *
     * @throws dev.tally.heap.HostResourceException if the JVM has no room; nothing has been charged otherwise then
     */
    public void census() {
        census(0);
    }

    /** Takes a census after which room for a large object is wanted. */
    private void census(long large) {
        collectNursery();
        traceOld(true);
        ledger.censusTaken();
        space.chargeReachable(reachedBytes);
        handles.endCensus();
        if (space.oldBytes() > reachedBytes + allowedGrowth() || schedule.movesAll()) {
            compact();
            shrink(large);
        }
    }

    /** Empties the nursery now, which cannot fail; for those who measure and for tests. */
    public void collectNursery() {
        int young = space.youngBytes();
        if (young > 0) {
            int old = space.oldEnd();
            nursery.run(roots);
            int promoted = space.oldEnd() - old;
            ledger.nurseryCollected(promoted, young - promoted);
            if (promoted > young / 4 || usualNursery < USUAL_NURSERY_BYTES) {
                usualNursery = Math.min(2 * usualNursery, mostNursery());
            }
        }
        space.placeNursery(Math.min(wantedNursery, space.largestNursery()));
    }

    /** Empties the nursery and, if it is time for that, traces and compacts the old space; then sees to room. */
    private void collect(long bytes) {
        collectNursery();
        wantedNursery = nurseryFor(bytes);
        long large = largeOf(bytes);
        if (schedule.collectsOld() || space.oldBytes() > reachedBytes + allowedGrowth()) {
            traceOld(false);
            compact();
            shrink(large);
        }
        if (neededWith(large) + wantedNursery / 2 > space.bytes().length) {
            grow(large);
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
        traceOld(false);
        compact();
        shrink(0);
    }

    /** The bytes of an object that is not for the nursery; 0 if it is, or if it can never be made. */
    private static long largeOf(long bytes) {
        return bytes > ObjectSpace.LARGE_BYTES && bytes <= ObjectSpace.MAX_OBJECT_BYTES ? bytes : 0;
    }

    /** How far the old space may grow before it is traced: in proportion to what the trace will look at. */
    private long allowedGrowth() {
        return Math.max(Math.max(reachedBytes / 2, LEAST_GROWTH_BYTES), scannedBetweenCensuses());
    }

    /** What a collection looks at beside objects; no more than can be made between two censuses, which pay for it. */
    private long scannedBetweenCensuses() {
        return Math.min(nursery.scannedBytes(), quota.available() + space.chargedBytes());
    }

    private void traceOld(boolean census) {
        reachedBytes = trace.run(roots, census);
        ledger.traced(reachedBytes / Long.BYTES);
    }

    private void compact() {
        long before = space.oldBytes();
        if (schedule.movesAll()) {
            boolean fromFirst = space.start() == ObjectSpace.FIRST_OBJECT && space.oldEnd() < space.bytes().length;
            int start = ObjectSpace.FIRST_OBJECT + (fromFirst ? ObjectLayout.ALIGNMENT_BYTES : 0);
            compaction.runInto(roots, new byte[space.bytes().length], start);
        } else {
            compaction.run(roots);
        }
        space.placeNursery(Math.min(wantedNursery, space.largestNursery()));
        ledger.oldCollected(before - space.oldBytes());
    }

    /** The nursery that is wanted for the next while, in which an object is to be made. */
    private int nurseryFor(long bytes) {
        usualNursery = Math.max(usualNursery, FIRST_NURSERY_BYTES);
        long wanted = Math.max(usualNursery, scannedBetweenCensuses());
        if (bytes <= ObjectSpace.LARGE_BYTES) {
            wanted = Math.max(wanted, 2 * bytes);
        }
        return (int) Math.min(wanted, MOST_BYTES_OF_ANY_NURSERY) & -ObjectLayout.ALIGNMENT_BYTES;
    }

    private int mostNursery() {
        return Math.clamp(quota.limit() / 16, FIRST_NURSERY_BYTES, MOST_NURSERY_BYTES) & -ObjectLayout.ALIGNMENT_BYTES;
    }

    /**
     * Gets a larger array, with room to spare so that the next collection is not due before much has been made; what the largest
     * one would not hold is compacted first, and then always fits.
     */
    private void grow(long large) {
        if (neededWith(large) > ObjectSpace.MAX_BYTES) {
            traceOld(false);
            compact();
        }
        long needed = neededWith(large);
        long generous = Math.min(needed + needed / 4, ObjectSpace.MAX_BYTES);
        if (generous > space.bytes().length) {
            space.resize((int) (generous & -ObjectLayout.ALIGNMENT_BYTES));
        }
    }

    /** The bytes that the array needs, with a large object to come. */
    private long neededWith(long large) {
        return space.oldEnd() + 2L * wantedNursery + large;
    }

    /** After a collection that freed most of the array, lets go of most of it. */
    private void shrink(long large) {
        long live = space.oldBytes();
        if (usualNursery > SHRINK_FACTOR * Math.max(live, USUAL_NURSERY_BYTES)) {
            usualNursery = USUAL_NURSERY_BYTES;
            wantedNursery = USUAL_NURSERY_BYTES;
        }
        long wanted = neededWith(large) + live / 2;
        try {
            handles.shrink();
            if (space.bytes().length > SHRINK_FACTOR * wanted) {
                space.resize((int) wanted & -ObjectLayout.ALIGNMENT_BYTES);
                marks.shrink(space.oldEnd());
                trace.shrink(space.oldEnd());
            }
        } catch (HostResourceException noRoomForLess) {
            // The JVM has no room beside the large array for the small one. Nothing is wrong, and the next collection
            // tries again.
        }
        space.placeNursery(Math.min(wantedNursery, space.largestNursery()));
    }

    /** Shows every reference from outside the objects: those that the heap knows, then those that the mutator holds. */
    public void visitRoots(RootVisitor visitor) {
        for (int index = 0; index < tables.size(); index++) {
            ReferenceTable table = tables.get(index);
            int[] references = table.references();
            for (int element = 0; element < table.size(); element++) {
                references[element] = visitor.visit(references[element]);
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
