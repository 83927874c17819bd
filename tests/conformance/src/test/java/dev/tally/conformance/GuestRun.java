package dev.tally.conformance;

import dev.tally.runtime.Guest;
import dev.tally.runtime.TickOutcome;
import dev.tally.runtime.Trap;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.api.map.primitive.MutableObjectLongMap;
import org.eclipse.collections.impl.factory.primitive.ObjectLongMaps;
import org.jspecify.annotations.Nullable;

/**
 * What a guest did from its call to the end of it, in as many ticks as that takes: what ended the ticks, what it cost,
 * where the guest came to rest.
 *
 * @param outcomes of all ticks that did not end for want of fuel alone; the last tells how the call ended
 * @param rests how often the guest came to rest inside ticks, by the kind of safepoint
 */
record GuestRun(
        List<TickOutcome> outcomes,
        long fuel,
        MutableObjectLongMap<String> rests,
        @Nullable Trap trap) {
    /** More than any command needs; one that needs more never ends. */
    static final long MOST_FUEL = 10_000_000_000L;

    /** Runs what was called, and gives the guest whatever it waits for. */
    static GuestRun of(Guest guest, OwnHost host) {
        long fuelBefore = guest.fuelUsed();
        MutableObjectLongMap<String> rests = ObjectLongMaps.mutable.empty();
        guest.rests().forEachKeyValue((kind, count) -> rests.addToValue(kind, -count));
        List<TickOutcome> outcomes = new ArrayList<>();
        TickOutcome outcome;
        do {
            outcome = guest.tick();
            if (outcome != TickOutcome.OUT_OF_FUEL) {
                outcomes.add(outcome);
            } else if (guest.fuelUsed() - fuelBefore > MOST_FUEL) {
                guest.cancel();
                throw new Deviation("it has not ended after " + MOST_FUEL + " fuel");
            }
            if (outcome == TickOutcome.WAITING) {
                host.answer(guest);
            }
        } while (outcome.inProgress());
        guest.rests().forEachKeyValue(rests::addToValue);
        return new GuestRun(
                outcomes, guest.fuelUsed() - fuelBefore, rests.reject((kind, count) -> count == 0), guest.trap());
    }

    TickOutcome end() {
        return outcomes.getLast();
    }

    void requireReturn() {
        if (end() != TickOutcome.RETURNED) {
            throw new Deviation("it ended in " + end() + ", " + trap);
        }
    }

    /** The trap that it must have ended in. */
    Trap requireTrap(String message) {
        if (end() != TickOutcome.TRAPPED || trap == null) {
            throw new Deviation("it ended in " + end() + ", not in a trap: " + message);
        }
        if (!Wording.isOf(trap.kind(), message)) {
            throw new Deviation("it trapped with \"" + trap.message() + "\", not with \"" + message + "\"");
        }
        return trap;
    }
}
