package dev.tally.telemetry.engineering;

import dev.tally.telemetry.engineering.SteadyState.Amount;
import java.math.BigInteger;
import java.util.List;

/**
 * Whether a guest does more per tick than it did before: for each judged column the average after warm-up, which is the
 * amount of every tick when the state is steady. Averages are compared exactly. What one of the two did not observe is
 * not compared.
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

    private SteadyStateComparison(List<Change> changes) {
        this.changes = changes;
    }

    /**
     * Compares two runs.
     *
     * @throws IllegalArgumentException if the verdict about one of them is {@link SteadyState.Verdict#UNKNOWN}
     */
    public static SteadyStateComparison of(EvidenceRows before, EvidenceRows after) {
        SteadyState earlier = known(before);
        SteadyState later = known(after);
        return new SteadyStateComparison(earlier.amounts().stream()
                .map(Amount::column)
                .filter(column -> later.amounts().stream()
                        .anyMatch(other -> other.column().name().equals(column.name())))
                .map(column -> new Change(
                        column,
                        added(before, earlier, column),
                        before.count() - earlier.warmUpRows(),
                        added(after, later, column),
                        after.count() - later.warmUpRows()))
                .toList());
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

    /** Whether some column shows more per tick than before. */
    public boolean grew() {
        return changes.stream().anyMatch(Change::grew);
    }
}
