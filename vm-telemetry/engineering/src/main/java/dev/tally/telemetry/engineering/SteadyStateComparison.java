package dev.tally.telemetry.engineering;

import dev.tally.telemetry.engineering.SteadyState.Amount;
import java.math.BigInteger;
import java.util.List;

/**
 * Whether a guest does more per tick than it did before: for each judged column the average after warm-up, which is the
 * amount of every tick when the state is steady. Averages are compared exactly. What one of the two did not observe is
 * not compared, and what the earlier one observed and the later one did not is {@linkplain #lost() told}.
 */
public final class SteadyStateComparison {
    /**
     * A column that both runs observed.
     *
     * @param before what it added after warm-up in the earlier run, in so many {@code ticksBefore}
     * @param after likewise in the later run
     */
    public record Change(EvidenceColumn column, long before, long ticksBefore, long after, long ticksAfter) {
        /** More than 0 if the column shows more per tick than before, less than 0 if less. */
        public int direction() {
            return BigInteger.valueOf(after)
                    .multiply(BigInteger.valueOf(ticksBefore))
                    .compareTo(BigInteger.valueOf(before).multiply(BigInteger.valueOf(ticksAfter)));
        }

        public boolean grew() {
            return direction() > 0;
        }
    }

    private final List<Change> changes;
    private final List<EvidenceColumn> lost;

    private SteadyStateComparison(List<Change> changes, List<EvidenceColumn> lost) {
        this.changes = changes;
        this.lost = lost;
    }

    /**
     * Compares two runs.
     *
     * @throws IllegalArgumentException if the verdict about one of them is {@link SteadyState.Verdict#UNKNOWN}
     */
    public static SteadyStateComparison of(EvidenceRows before, EvidenceRows after) {
        SteadyState earlier = known(before);
        SteadyState later = known(after);
        List<EvidenceColumn> columns =
                earlier.amounts().stream().map(Amount::column).toList();
        return new SteadyStateComparison(
                columns.stream()
                        .filter(column -> observed(later, column))
                        .map(column -> new Change(
                                column,
                                added(before, earlier, column),
                                before.count() - earlier.warmUpRows(),
                                added(after, later, column),
                                after.count() - later.warmUpRows()))
                        .toList(),
                columns.stream().filter(column -> !observed(later, column)).toList());
    }

    private static boolean observed(SteadyState state, EvidenceColumn column) {
        return state.amounts().stream()
                .anyMatch(amount -> amount.column().name().equals(column.name()));
    }

    private static SteadyState known(EvidenceRows rows) {
        SteadyState state = SteadyState.of(rows);
        if (state.verdict() == SteadyState.Verdict.UNKNOWN) {
            throw new IllegalArgumentException(state.explanation());
        }
        return state;
    }

    private static long added(EvidenceRows rows, SteadyState state, EvidenceColumn column) {
        long added = 0;
        for (int row = state.warmUpRows(); row < rows.count(); row++) {
            added += rows.figure(row, column);
        }
        return added;
    }

    /** Each judged column that both runs observed, in the order of rows. */
    public List<Change> changes() {
        return changes;
    }

    /** Each judged column that the earlier run observed and the later one did not: what grew there nobody knows. */
    public List<EvidenceColumn> lost() {
        return lost;
    }

    /** Whether some column shows more per tick than before. */
    public boolean grew() {
        return changes.stream().anyMatch(Change::grew);
    }
}
