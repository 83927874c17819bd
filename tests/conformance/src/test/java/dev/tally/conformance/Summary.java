package dev.tally.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of what came of all scripts in one mode. */
final class Summary {
    private final RunMode mode;
    private final List<ScriptReport> reports = new ArrayList<>();

    Summary(RunMode mode) {
        this.mode = mode;
    }

    void add(ScriptReport report) {
        reports.add(report);
    }

    /** The table, a script a line, the total, and the refusals that the suite words otherwise. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder("Scripts, " + mode + "\n");
        StringBuilder reworded = new StringBuilder();
        table.append(line("script", "passed", "failed", "skipped because it needs"));
        long passed = 0;
        long failed = 0;
        long skipped = 0;
        for (ScriptReport report : reports) {
            passed += report.passed();
            failed += report.failures().size();
            skipped += report.ran() ? 0 : 1;
            table.append(row(report));
            report.reworded()
                    .forEach(line -> reworded.append(report.script())
                            .append(", ")
                            .append(line)
                            .append('\n'));
        }
        table.append(line("total of " + reports.size(), passed, failed, skipped + " scripts"));
        if (!reworded.isEmpty()) {
            table.append("Refused as the suite says, in other words:\n").append(reworded);
        }
        return table.toString();
    }

    private static String row(ScriptReport report) {
        return report.ran()
                ? line(report.script(), report.passed(), report.failures().size(), "")
                : line(report.script(), "", "", report.skipped());
    }

    private static String line(Object script, Object passed, Object failed, Object skipped) {
        return String.format(Locale.ROOT, "%-36s %8s %8s  %s", script, passed, failed, skipped)
                        .stripTrailing()
                + "\n";
    }
}
