package dev.tally.telemetry.engineering;

import dev.tally.telemetry.engineering.EvidenceColumn.Nature;
import java.util.Arrays;
import java.util.List;

/**
 * A column over all rows, in a few figures. The observed rows alone take part; of labels there is no summary.
 *
 * @param warmUp what the ticks of warm-up added together, first materialisations above all; of a gauge 0
 * @param afterWarmUp what the ticks after warm-up added together; of a gauge 0
 * @param p50 the amount that half of the ticks do not exceed
 * @param p99 the amount that 99 of 100 ticks do not exceed
 * @param max the largest amount
 */
public record ColumnSummary(EvidenceColumn column, long warmUp, long afterWarmUp, long p50, long p99, long max) {
    private static final int HALF = 50;
    private static final int NEARLY_ALL = 99;
    private static final int ALL = 100;

    /** A summary of each column that was observed at all, in the order of rows. */
    public static List<ColumnSummary> of(EvidenceRows rows, SteadyState state) {
        return rows.columns().stream()
                .filter(column -> column.nature() != Nature.LABEL && observed(rows, column))
                .map(column -> of(rows, column, state.warmUpRows()))
                .toList();
    }

    private static boolean observed(EvidenceRows rows, EvidenceColumn column) {
        return Arrays.stream(rows.figures(column)).anyMatch(figure -> figure != EvidenceRecorder.NOT_OBSERVED);
    }

    private static ColumnSummary of(EvidenceRows rows, EvidenceColumn column, int warmUpRows) {
        long[] figures = rows.figures(column);
        boolean adds = column.nature() == Nature.COUNTER;
        long[] sorted = Arrays.stream(figures)
                .filter(figure -> figure != EvidenceRecorder.NOT_OBSERVED)
                .sorted()
                .toArray();
        return new ColumnSummary(
                column,
                adds ? sum(figures, 0, warmUpRows) : 0,
                adds ? sum(figures, warmUpRows, figures.length) : 0,
                percentile(sorted, HALF),
                percentile(sorted, NEARLY_ALL),
                percentile(sorted, ALL));
    }

    private static long sum(long[] figures, int from, int to) {
        long sum = 0;
        for (int row = from; row < to; row++) {
            if (figures[row] != EvidenceRecorder.NOT_OBSERVED) {
                sum += figures[row];
            }
        }
        return sum;
    }

    /** The nearest rank: the smallest amount that at least so many of a hundred do not exceed. */
    private static long percentile(long[] sorted, int percent) {
        int rank = Math.toIntExact(((long) sorted.length * percent + ALL - 1) / ALL);
        return sorted[rank - 1];
    }

    /** What all ticks added together; of a gauge 0. */
    public long total() {
        return warmUp + afterWarmUp;
    }
}
