package dev.tally.cli.run;

import dev.tally.cli.console.ExitCode;
import dev.tally.core.TrapKind;
import dev.tally.runtime.Guest;
import dev.tally.runtime.TickOutcome;
import dev.tally.runtime.Trap;

/** How a run ended; the {@code outcome} of its summary. The names are part of the published schema. */
enum Ending {
    /** The call returned. */
    RETURNED("returned"),
    /** The guest ended itself, with an exit code. */
    EXITED("exited"),
    /** The call trapped. */
    TRAPPED("trapped"),
    /** The call is not done, and the guest has had all its ticks. */
    TICK_LIMIT("stopped at the tick limit"),
    /** The call is not done, and the process was asked to end. */
    INTERRUPTED("was interrupted");

    private final String words;

    Ending(String words) {
        this.words = words;
    }

    /** What the guest did, as a verb. */
    String words() {
        return words;
    }

    /** The ending of a guest that will not be run further. */
    static Ending of(Guest guest, boolean interrupted) {
        Trap trap = guest.trap();
        if (trap != null) {
            return trap.kind() == TrapKind.EXIT ? EXITED : TRAPPED;
        }
        if (guest.outcome() == TickOutcome.RETURNED) {
            return RETURNED;
        }
        return interrupted ? INTERRUPTED : TICK_LIMIT;
    }

    /** What the shell is told. */
    int exitCode(int codeOfGuest) {
        return switch (this) {
            case RETURNED -> ExitCode.OK.code();
            case EXITED -> ExitCode.ofGuest(codeOfGuest);
            case TRAPPED -> ExitCode.TRAP.code();
            case TICK_LIMIT -> ExitCode.TICK_LIMIT.code();
            case INTERRUPTED -> ExitCode.INTERRUPTED.code();
        };
    }
}
