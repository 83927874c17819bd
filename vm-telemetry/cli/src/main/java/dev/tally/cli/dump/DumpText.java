package dev.tally.cli.dump;

import dev.tally.cli.console.Figures;
import dev.tally.runtime.Limits;
import dev.tally.runtime.TickOutcome;
import dev.tally.telemetry.engineering.ColumnSummary;
import dev.tally.telemetry.engineering.EvidenceColumn;
import dev.tally.telemetry.engineering.EvidenceColumn.Nature;
import dev.tally.telemetry.engineering.EvidenceColumn.Unit;
import dev.tally.telemetry.engineering.EvidenceRecorder;
import dev.tally.telemetry.engineering.EvidenceRows;
import dev.tally.telemetry.engineering.SteadyState;
import dev.tally.telemetry.engineering.SteadyState.Verdict;
import dev.tally.telemetry.engineering.dump.Dump;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A dump for people: what it is about, a line for each tick, a summary of each column, and the verdict. Columns that are
 * the same nothing in every tick are named once, below the ticks.
 */
final class DumpText {
    private static final int SHOWN_AT_EACH_END = 10;
    private static final String NOTHING_TO_SAY = "-";
    private static final TickOutcome[] OUTCOMES = TickOutcome.values();

    private final EvidenceRows rows;
    private final SteadyState state;
    private final StringBuilder text = new StringBuilder();

    private DumpText(EvidenceRows rows) {
        this.rows = rows;
        state = SteadyState.of(rows);
    }

    static String of(Dump dump, boolean everyTick) {
        DumpText written = new DumpText(dump.rows());
        written.header(dump);
        if (dump.rows().count() > 0) {
            written.ticks(everyTick);
            written.summary();
        }
        written.text.append('\n').append(written.state.explanation()).append('\n');
        return written.text.toString();
    }

    private void header(Dump dump) {
        Limits limits = dump.header().limits();
        text.append("module ").append(dump.header().module()).append('\n');
        text.append("limits ")
                .append(Figures.grouped(limits.fuelPerTick()))
                .append(" fuel per tick, ")
                .append(Figures.grouped(limits.bytes()))
                .append(" bytes, ")
                .append(Figures.counted(limits.stackSlots(), "slot"))
                .append(" of stack\n");
        text.append("ticks  ").append(Figures.grouped(rows.count()));
        if (rows.overwritten() > 0) {
            text.append(", and ").append(Figures.grouped(rows.overwritten())).append(" before these are lost");
        }
        text.append('\n');
    }

    // Ticks.

    private void ticks(boolean everyTick) {
        List<EvidenceColumn> told = new ArrayList<>();
        List<EvidenceColumn> zero = new ArrayList<>();
        List<EvidenceColumn> unobserved = new ArrayList<>();
        for (EvidenceColumn column : rows.columns()) {
            long[] figures = rows.figures(column);
            if (column.nature() != Nature.LABEL && Arrays.stream(figures).allMatch(figure -> figure == 0)) {
                zero.add(column);
            } else if (Arrays.stream(figures).allMatch(figure -> figure == EvidenceRecorder.NOT_OBSERVED)) {
                unobserved.add(column);
            } else {
                told.add(column);
            }
        }
        int left = everyTick ? 0 : Math.max(0, rows.count() - 2 * SHOWN_AT_EACH_END);
        Columns table = new Columns(told.stream().map(EvidenceColumn::name).toList());
        for (int row = 0; row < rows.count(); row++) {
            if (left > 0 && row == SHOWN_AT_EACH_END) {
                row += left;
                table.add(told.stream().map(column -> "…").toList());
            }
            table.add(cells(row, told));
        }
        text.append('\n').append(table.text());
        if (left > 0) {
            text.append("… ").append(Figures.counted(left, "tick")).append(" more; --all shows them\n");
        }
        list("0 in every tick: ", zero);
        list("not observed: ", unobserved);
    }

    private List<String> cells(int row, List<EvidenceColumn> told) {
        return told.stream()
                .map(column -> cell(column, rows.figure(row, column)))
                .toList();
    }

    private static String cell(EvidenceColumn column, long figure) {
        if (figure == EvidenceRecorder.NOT_OBSERVED) {
            return NOTHING_TO_SAY;
        }
        if (column.unit() == Unit.OUTCOME) {
            return OUTCOMES[(int) figure].name();
        }
        if (column.unit() == Unit.FLAG) {
            return figure == 0 ? "no" : "yes";
        }
        return Figures.grouped(figure);
    }

    private void list(String heading, List<EvidenceColumn> columns) {
        if (!columns.isEmpty()) {
            text.append(heading)
                    .append(columns.stream().map(EvidenceColumn::name).collect(Collectors.joining(", ")))
                    .append('\n');
        }
    }

    // The summary.

    private void summary() {
        Columns table =
                new Columns(List.of("column", "unit", "warm-up", "afterwards", "total", "p50", "p99", "max per tick"));
        for (ColumnSummary summary : ColumnSummary.of(rows, state)) {
            if (summary.max() > 0) {
                table.add(List.of(
                        summary.column().name(),
                        summary.column().unit().key(),
                        part(summary, summary.warmUp()),
                        part(summary, summary.afterWarmUp()),
                        summary.column().nature() == Nature.COUNTER ? Figures.grouped(summary.total()) : NOTHING_TO_SAY,
                        Figures.grouped(summary.p50()),
                        Figures.grouped(summary.p99()),
                        Figures.grouped(summary.max())));
            }
        }
        text.append('\n').append(table.text());
    }

    /** A part of a total; of a gauge there is none, and without a verdict nobody knows where warm-up ended. */
    private String part(ColumnSummary summary, long amount) {
        return summary.column().nature() != Nature.COUNTER || state.verdict() == Verdict.UNKNOWN
                ? NOTHING_TO_SAY
                : Figures.grouped(amount);
    }
}
