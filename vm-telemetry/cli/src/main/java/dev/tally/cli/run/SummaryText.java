package dev.tally.cli.run;

import dev.tally.cli.console.Figures;
import dev.tally.cli.console.Printable;
import dev.tally.heap.HeapColumn;
import dev.tally.runtime.Trap;
import java.util.Locale;

/** The summary for people, on standard error. */
final class SummaryText {
    private final Summary summary;
    private final StringBuilder text = new StringBuilder();

    private SummaryText(Summary summary) {
        this.summary = summary;
    }

    /** The whole, each line with its end. */
    static String of(Summary summary) {
        return new SummaryText(summary).whole();
    }

    /** How the run ended, in one line without its end. */
    static String headline(Summary summary) {
        String file = Printable.line(summary.module().file());
        String ticks = " after " + Figures.counted(summary.ticks(), "tick");
        return switch (summary.ending()) {
            case EXITED -> file + " exited with code " + Integer.toUnsignedString(summary.exitCode()) + ticks;
            case TRAPPED -> file + " trapped" + ticks + ": " + trapMessage(summary);
            default -> file + " " + summary.ending().words() + ticks;
        };
    }

    private static String trapMessage(Summary summary) {
        Trap trap = summary.trap();
        return trap == null ? "" : Printable.line(trap.message());
    }

    private String whole() {
        text.append(headline(summary)).append('\n');
        trapStack();
        for (TypedValue result : summary.results()) {
            row("result", result.type() + " " + (result.text() == null ? "null" : Printable.line(result.text())));
        }
        row(
                "fuel",
                Figures.grouped(summary.fuel().used()) + " used, "
                        + Figures.grouped(summary.fuel().owed()) + " of it owed; "
                        + Figures.grouped(summary.limits().fuelPerTick()) + " per tick");
        row(
                "bytes",
                figure(HeapColumn.CHARGED_BYTES) + " charged of "
                        + Figures.grouped(summary.limits().bytes()) + "; " + figure(HeapColumn.COMMITTED_BYTES)
                        + " committed");
        row(
                "growths",
                figure(HeapColumn.MEMORY_GROWTHS) + " of memories, " + figure(HeapColumn.TABLE_GROWTHS) + " of tables; "
                        + figure(HeapColumn.QUOTA_REFUSALS) + " refused");
        row("copied", bytesIn(HeapColumn.COPIED_BYTES, HeapColumn.COPIES, "operation"));
        row("allocated", observed(HeapColumn.STRING_ALLOCATED_BYTES, HeapColumn.STRING_ALLOCATIONS, "string"));
        row("materialised", observed(HeapColumn.MATERIALISED_BYTES, HeapColumn.MATERIALISATIONS, "constant"));
        row("host calls", Figures.grouped(summary.hostCalls()));
        row("state digest", summary.stateDigest());
        return text.toString();
    }

    private void trapStack() {
        Trap trap = summary.trap();
        if (trap == null || summary.ending() != Ending.TRAPPED) {
            return;
        }
        for (Trap.Frame frame : trap.stack()) {
            text.append("    at ").append(Printable.line(frame.toString())).append('\n');
        }
        int more = trap.depth() - trap.stack().size();
        if (more > 0) {
            text.append("    and ").append(Figures.grouped(more)).append(" more\n");
        }
    }

    private String observed(HeapColumn bytes, HeapColumn count, String noun) {
        return summary.heapObserved()
                ? bytesIn(bytes, count, noun)
                : "not observed: the guest keeps its heap in its linear memory";
    }

    private String bytesIn(HeapColumn bytes, HeapColumn count, String noun) {
        return Figures.counted(summary.heap(bytes), "byte") + " in " + Figures.counted(summary.heap(count), noun);
    }

    private String figure(HeapColumn column) {
        return Figures.grouped(summary.heap(column));
    }

    private void row(String name, String value) {
        text.append(String.format(Locale.ROOT, "  %-13s %s\n", name, value));
    }
}
