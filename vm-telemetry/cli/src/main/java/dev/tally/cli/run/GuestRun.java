package dev.tally.cli.run;

import dev.tally.cli.console.CommandFailure;
import dev.tally.cli.console.Console;
import dev.tally.cli.console.ExitCode;
import dev.tally.cli.console.Interruption;
import dev.tally.runtime.Guest;
import dev.tally.runtime.TickOutcome;
import org.jspecify.annotations.Nullable;

/** The loop of a host with one guest: tick, write what was printed, keep the evidence, show progress. */
final class GuestRun {
    private final Guest guest;
    private final GuestOutput out;
    private final GuestOutput err;
    private final Progress progress;

    /** A run of a guest that prints to these outputs. */
    GuestRun(Console console, Guest guest, GuestOutput out, GuestOutput err) {
        this.guest = guest;
        this.out = out;
        this.err = err;
        this.progress = new Progress(console);
    }

    /**
     * Ticks until the prepared call is over, or as often as is allowed.
     *
     * @param mostTicks the tick limit, or 0 for any number of ticks
     * @param interruption ends the run after the tick in progress
     * @param evidence where each tick is written down, or null
     */
    Ending toTheEnd(long mostTicks, Interruption interruption, @Nullable EvidenceLines evidence) {
        TickOutcome outcome;
        do {
            outcome = evidence == null ? guest.tick() : evidence.tick();
            deliver();
            if (evidence != null) {
                evidence.write();
            }
            if (outcome == TickOutcome.WAITING) {
                throw new CommandFailure(ExitCode.INTERNAL, "the guest waits for a function that nobody completes");
            }
            if (out.atLineStart() && err.atLineStart()) {
                progress.show(guest);
            }
        } while (outcome.inProgress() && guest.ticks() != mostTicks && !interruption.requested());
        if (evidence != null) {
            evidence.finish();
        }
        progress.hide();
        return Ending.of(guest, interruption.requested());
    }

    private void deliver() {
        if (out.pending() || err.pending()) {
            progress.hide();
        }
        out.deliver();
        err.deliver();
    }
}
