package dev.tally.telemetry.certification.run;

import dev.tally.telemetry.certification.profile.Limit;
import dev.tally.telemetry.certification.profile.Profile;

/** How far a run goes that does not end by itself. */
@FunctionalInterface
interface Extent {
    /**
     * Whether there is to be another tick.
     *
     * @param ticks so far; likewise the others
     */
    boolean goesOn(long ticks, long fuel, long hostCalls, int guestEvents);

    /** As far as a profile asks; a run that has exceeded a total has shown what is to be known. */
    static Extent of(Profile profile) {
        Limit most = profile.tick().most();
        Profile.Limits limits = profile.limits();
        return (ticks, fuel, hostCalls, guestEvents) -> (!most.bounded() || ticks < most.most())
                && (!limits.ticks().bounded() || ticks < limits.ticks().most())
                && limits.fuelInTotal().admits(fuel)
                && limits.hostCallsInTotal().admits(hostCalls);
    }

    /** As far as a run that was cut otherwise has come: to its fuel, and to all of its events that lie within that. */
    static Extent asFarAs(PublicFacts reference) {
        long events = reference.guestEvents().size();
        long mostFuel = reference.fuel().most();
        return (ticks, fuel, hostCalls, guestEvents) ->
                fuel < mostFuel || fuel == mostFuel && (guestEvents < events || reference.endedByItself());
    }
}
