package dev.tally.cli.run;

import dev.tally.cli.console.Console;
import dev.tally.cli.console.Figures;
import dev.tally.runtime.Guest;

/**
 * The line on a terminal that tells how far a run has come: ticks and fuel per second, some times a second. On anything
 * but a terminal there is none.
 */
final class Progress {
    private static final long NANOS_BETWEEN = 200_000_000;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final Console console;
    private final long begin = System.nanoTime();
    private long next = begin + NANOS_BETWEEN;
    private boolean shown;

    Progress(Console console) {
        this.console = console;
    }

    /** Shows the line anew if it is time. */
    void show(Guest guest) {
        if (!console.terminal()) {
            return;
        }
        long now = System.nanoTime();
        if (now >= next) {
            next = now + NANOS_BETWEEN;
            console.err()
                    .print(CLEAR_LINE + "tick " + Figures.grouped(guest.ticks()) + ", "
                            + Figures.millionsPerSecond(guest.fuelUsed(), now - begin) + " fuel/s");
            console.err().flush();
            shown = true;
        }
    }

    /** Takes the line away, to make room for something else. */
    void hide() {
        if (shown) {
            console.err().print(CLEAR_LINE);
            console.err().flush();
            shown = false;
        }
    }
}
