package dev.tally.telemetry.certification.run;

import dev.tally.telemetry.certification.run.PublicFacts.CallFacts;
import dev.tally.telemetry.certification.run.PublicFacts.ChainLink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run with another slice size has shown.
 *
 * @param fuelPerTick the slice size
 * @param difference what differs first, or null if it reproduced everything that does not depend on slices
 */
public record Repetition(long fuelPerTick, @Nullable Difference difference) {
    /**
     * The first difference between two runs.
     *
     * @param event the place among the guest events of the reference, from 1 on; 0 for what is found at the end
     * @param tick the tick of the reference
     * @param expected what the reference has
     * @param found what the repetition has
     */
    public record Difference(long event, long tick, String expected, String found) {}

    private static final String NOTHING = "nothing";

    /** Compares a repetition with its reference. */
    public static Repetition of(long fuelPerTick, PublicFacts reference, PublicFacts repeated) {
        return new Repetition(fuelPerTick, difference(reference, repeated));
    }

    private static @Nullable Difference difference(PublicFacts reference, PublicFacts repeated) {
        List<ChainLink> expected = reference.guestEvents();
        List<ChainLink> found = repeated.guestEvents();
        for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
            ChainLink wanted = i < expected.size() ? expected.get(i) : null;
            ChainLink seen = i < found.size() ? found.get(i) : null;
            if (wanted == null && seen != null && liesBehind(reference, seen)) {
                break;
            }
            if (wanted == null || seen == null || !wanted.sameEventAs(seen)) {
                long tick = wanted == null ? reference.ticks() : wanted.tick();
                return new Difference(i + 1L, tick, told(wanted), told(seen));
            }
        }
        return reference.endedByItself() ? differenceAtEnd(reference, repeated) : null;
    }

    /** Whether an event lies where the reference was stopped; its last tick may have charged for the way there. */
    private static boolean liesBehind(PublicFacts reference, ChainLink seen) {
        return !reference.endedByItself() && seen.fuel() >= reference.fuel().most();
    }

    private static @Nullable Difference differenceAtEnd(PublicFacts reference, PublicFacts repeated) {
        List<CallFacts> expected = reference.calls();
        List<CallFacts> found = repeated.calls();
        for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
            CallFacts wanted = i < expected.size() ? expected.get(i) : null;
            CallFacts seen = i < found.size() ? found.get(i) : null;
            if (wanted == null || seen == null || !wanted.sameAs(seen)) {
                long tick = wanted == null ? reference.ticks() : wanted.tick();
                return new Difference(0, tick, told(wanted), told(seen));
            }
        }
        String expectedEnd = end(reference);
        String foundEnd = end(repeated);
        return expectedEnd.equals(foundEnd) ? null : new Difference(0, reference.ticks(), expectedEnd, foundEnd);
    }

    private static String end(PublicFacts facts) {
        return facts.stop() + " with " + facts.fuel().most() + " fuel, "
                + facts.hostCalls().most() + " host calls, stdout " + facts.stdout() + ", stderr " + facts.stderr();
    }

    private static String told(@Nullable ChainLink link) {
        return link == null
                ? NOTHING
                : link.event() + (link.function() == null ? "" : " of " + link.function()) + " at " + link.fuel()
                        + " fuel, state " + link.digest();
    }

    private static String told(@Nullable CallFacts call) {
        return call == null
                ? NOTHING
                : call.entry() + " " + call.ending() + " at " + call.fuel() + " fuel with "
                        + call.results().size() + " results";
    }
}
