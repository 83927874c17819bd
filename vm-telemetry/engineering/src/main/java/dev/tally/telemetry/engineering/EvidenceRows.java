package dev.tally.telemetry.engineering;

import java.util.List;
import java.util.Objects;

/**
 * Rows of evidence in their order, one behind the other without a gap: what a recorder had at some moment, or what a dump
 * holds. They never change. Figures that are {@link EvidenceRecorder#NOT_OBSERVED} take no part in sums.
 */
public final class EvidenceRows {
    private final List<EvidenceColumn> columns;
    private final long[] figures;
    private final long overwritten;

    /**
     * @param figures row by row, as many for each as there are columns
     * @param overwritten rows that came before the first one and are lost
     */
    public EvidenceRows(List<EvidenceColumn> columns, long[] figures, long overwritten) {
        if (columns.isEmpty() || figures.length % columns.size() != 0 || overwritten < 0) {
            throw new IllegalArgumentException(
                    figures.length + " figures are no rows of " + columns.size() + " columns");
        }
        this.columns = List.copyOf(columns);
        this.figures = figures.clone();
        this.overwritten = overwritten;
    }

    public List<EvidenceColumn> columns() {
        return columns;
    }

    public int count() {
        return figures.length / columns.size();
    }

    /** Rows that came before the first one and are lost. */
    public long overwritten() {
        return overwritten;
    }

    /** Whether these rows have a column of that name: two are on request, and dumps of other versions may have others. */
    public boolean has(EvidenceColumn column) {
        return find(column) >= 0;
    }

    void requireColumn(EvidenceColumn column) {
        place(column);
    }

    /**
     * A figure, or {@link EvidenceRecorder#NOT_OBSERVED}.
     *
     * @param row counted from 0, the first one that is there
     * @throws IllegalArgumentException if there is no such column
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public long figure(int row, EvidenceColumn column) {
        return figure(row, place(column));
    }

    /** The same, with the place of the column among {@link #columns}. */
    public long figure(int row, int place) {
        Objects.checkIndex(row, count());
        Objects.checkIndex(place, columns.size());
        return figures[row * columns.size() + place];
    }

    /** The figures of a column, row by row. */
    public long[] figures(EvidenceColumn column) {
        int place = place(column);
        long[] figuresOfColumn = new long[count()];
        for (int row = 0; row < figuresOfColumn.length; row++) {
            figuresOfColumn[row] = figure(row, place);
        }
        return figuresOfColumn;
    }

    /** The sum of a counter's figures, as far as they were observed. */
    public long total(EvidenceColumn column) {
        long total = 0;
        for (long figure : figures(column)) {
            if (figure != EvidenceRecorder.NOT_OBSERVED) {
                total += figure;
            }
        }
        return total;
    }

    private int place(EvidenceColumn column) {
        int place = find(column);
        if (place < 0) {
            throw new IllegalArgumentException("these rows have no column " + column.name());
        }
        return place;
    }

    /** By its name: in a dump of another version its meaning may be in other words. */
    private int find(EvidenceColumn column) {
        for (int place = 0; place < columns.size(); place++) {
            if (columns.get(place).name().equals(column.name())) {
                return place;
            }
        }
        return -1;
    }
}
