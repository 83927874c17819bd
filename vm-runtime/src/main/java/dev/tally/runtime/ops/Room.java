package dev.tally.runtime.ops;

import dev.tally.core.TrapKind;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.collect.Collector;
import dev.tally.runtime.frame.Execution;

/**
 * How an operation comes to bytes of the arena: first a census, if the quota has room only after one; then its own price; then
 * room. Each is collected over as many ticks as it takes. Where a census is taken follows from the quota alone, so that it
 * belongs to the bytecode; where else the heap collects is nobody's affair.
 */
public final class Room {
    private Room() {}

    /**
     * Makes room for one object, which must be made next, before anything else is asked for. Objects may have moved: whatever
     * refers to one must be read again from its slot. The price that was collected is committed by {@link Execution#commit}
     * once the object is made.
     *
     * @param bytes what the object takes
     * @param price what making it costs beside what its block is charged
     */
    public static Progress forObject(Execution execution, long bytes, long price) {
        Arena arena = execution.store().arena();
        Collector collector = arena.collector();
        if (collector.hasRoom(bytes)) {
            return execution.prepay(price) ? Progress.DONE : Progress.RESTS;
        }
        if (execution.holdsStill()) {
            return Progress.RESTS;
        }
        if (!census(execution, collector.priceOfRoom(bytes))) {
            return Progress.RESTS;
        }
        if (arena.objectSpace().couldCharge(bytes) && !execution.prepay(price)) {
            return Progress.RESTS;
        }
        if (!collector.makeRoom(bytes)) {
            execution.commit();
            execution.trap(TrapKind.OUT_OF_BYTES, null, -1);
            execution.setTrapDetail(refusal(arena, bytes));
            return Progress.TRAPPED;
        }
        return Progress.DONE;
    }

    /**
     * Sees to it that the quota has room for a growth, if a census can help and the price can be paid.
     *
     * @return whether the growth may be tried now; otherwise the guest must come to rest
     */
    public static boolean forGrowth(Execution execution, long bytes, long price) {
        Arena arena = execution.store().arena();
        if (!census(execution, arena.collector().priceOfAdmission(bytes))) {
            return false;
        }
        return arena.quota().available() < bytes || execution.prepay(price);
    }

    /** Takes a census that costs something, in one step with its payment; says whether there is none to be taken any more. */
    private static boolean census(Execution execution, long price) {
        if (price > 0) {
            if (!execution.prepay(price)) {
                return false;
            }
            execution.store().arena().collector().census();
            execution.commit();
        }
        return true;
    }

    private static String refusal(Arena arena, long bytes) {
        return bytes + " requested, " + arena.quota().charged() + " of "
                + arena.quota().limit() + " charged";
    }
}
