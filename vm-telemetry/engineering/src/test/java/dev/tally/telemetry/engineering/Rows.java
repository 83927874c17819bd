package dev.tally.telemetry.engineering;

import static dev.tally.telemetry.engineering.EvidenceColumn.INSTANTIATION;
import static dev.tally.telemetry.engineering.EvidenceColumn.TICK;

import dev.tally.heap.HeapColumn;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;

/** Rows made up for tests: ticks from 1 on, no instantiation, and figures that follow from the row. */
public final class Rows {
    /** Strings made; judged. */
    public static final EvidenceColumn STRINGS = EvidenceColumn.of(HeapColumn.STRING_ALLOCATIONS);

    /** Copies made; judged. */
    public static final EvidenceColumn COPIES = EvidenceColumn.of(HeapColumn.COPIES);

    private static final List<EvidenceColumn> COLUMNS =
            List.of(TICK, EvidenceColumn.OUTCOME, INSTANTIATION, EvidenceColumn.FUEL_OWED, STRINGS, COPIES);

    private final long[] figures;
    private long overwritten;

    private Rows(int count) {
        figures = new long[count * COLUMNS.size()];
    }

    /** So many rows without any figure but the tick. */
    public static Rows of(int count) {
        return new Rows(count).fill(TICK, row -> row + 1L);
    }

    /** Fills a column. */
    public Rows fill(EvidenceColumn column, IntToLongFunction figure) {
        for (int row = 0; row < figures.length / COLUMNS.size(); row++) {
            set(row, column, figure.applyAsLong(row));
        }
        return this;
    }

    /** Sets one figure. */
    public Rows set(int row, EvidenceColumn column, long figure) {
        figures[row * COLUMNS.size() + COLUMNS.indexOf(column)] = figure;
        return this;
    }

    /** Says that there were rows before. */
    public Rows behind(long lost) {
        overwritten = lost;
        return fill(TICK, row -> lost + row + 1);
    }

    /** The rows as they are now. */
    public EvidenceRows rows() {
        return new EvidenceRows(COLUMNS, Arrays.copyOf(figures, figures.length), overwritten);
    }
}
