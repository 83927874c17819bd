package dev.tally.telemetry.engineering;

import static dev.tally.telemetry.engineering.EvidenceColumn.INSTANTIATION;
import static dev.tally.telemetry.engineering.EvidenceColumn.TICK;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a run's warm-up ended, and whether every tick after it was like every other.
 *
 * <p>A tick is like the others when each judged column shows the amount that it is expected to show: one that was given, or
 * else the one that is most frequent in the later half of the rows. Warm-up ends behind the last tick that is unlike,
 * or that ran instantiation, but lasts no longer than it may: as many ticks as were given, or else the earlier half of
 * the rows. So a leak that shows now and then is not taken for a long warm-up.
 *
 * <p>It never guesses: with fewer than {@value #ROWS_NEEDED} rows to judge, when rows that matter are overwritten, or when
 * no column was observed, the verdict is {@link Verdict#UNKNOWN}. Columns that were not observed are not judged, and are
 * told.
 */
public final class SteadyState {
    /** Rows after warm-up without which nothing is said. */
    public static final int ROWS_NEEDED = 100;

    private static final int MOST_LISTED = 10;

    /** What can be said of a run. */
    public enum Verdict {
        STEADY,
        NOT_STEADY,
        UNKNOWN
    }

    /** What every tick after warm-up shows in a column, or should show. */
    public record Amount(EvidenceColumn column, long perTick) {
        @Override
        public String toString() {
            return column.name() + " " + perTick;
        }
    }

    /**
     * A figure that should have been another, after warm-up.
     *
     * @param tick the tick, as the guest counts
     * @param amount what the column shows for it
     */
    public record Deviation(long tick, EvidenceColumn column, long amount, long expected) {
        @Override
        public String toString() {
            return "tick " + tick + ": " + column.name() + " " + amount + " instead of " + expected;
        }
    }

    private final EvidenceRows rows;
    private final List<Amount> expected;
    private final List<EvidenceColumn> notObserved;
    private final int allowed;
    private final int warmUp;
    private final List<Deviation> deviations;
    private final String reason;
    private final Verdict verdict;

    private SteadyState(EvidenceRows rows, List<EvidenceColumn> judged, Given given) {
        this.rows = rows;
        notObserved = judged.stream().filter(column -> !observed(column)).toList();
        allowed = allowed(given);
        expected = given.amounts.isEmpty()
                ? judged.stream()
                        .filter(column -> !notObserved.contains(column))
                        .map(column -> new Amount(column, usual(column)))
                        .toList()
                : given.amounts.stream()
                        .filter(amount -> !notObserved.contains(amount.column))
                        .toList();
        warmUp = lastUnlike();
        deviations = findDeviations();
        reason = reasonNotToSay(given);
        verdict = !reason.isEmpty() ? Verdict.UNKNOWN : deviations.isEmpty() ? Verdict.STEADY : Verdict.NOT_STEADY;
    }

    /** What the caller knows: how long warm-up may take, if it is limited, and amounts, if any. */
    private record Given(boolean limited, int mostWarmUp, List<Amount> amounts) {}

    /** Judges every column that a steady state shows in; warm-up may take the earlier half. */
    public static SteadyState of(EvidenceRows rows) {
        return new SteadyState(rows, judged(rows), new Given(false, 0, List.of()));
    }

    /** Likewise, when warm-up may take so many ticks from the first recorded one on. */
    public static SteadyState of(EvidenceRows rows, int mostWarmUp) {
        return new SteadyState(rows, judged(rows), new Given(true, atLeastZero(mostWarmUp), List.of()));
    }

    /** Judges the columns of these amounts alone, each by what every tick after warm-up has to show. */
    public static SteadyState of(EvidenceRows rows, int mostWarmUp, List<Amount> amounts) {
        if (amounts.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to judge; name at least one amount");
        }
        List<EvidenceColumn> judged = amounts.stream().map(Amount::column).toList();
        judged.forEach(rows::requireColumn);
        return new SteadyState(rows, judged, new Given(true, atLeastZero(mostWarmUp), List.copyOf(amounts)));
    }

    private static int atLeastZero(int mostWarmUp) {
        if (mostWarmUp < 0) {
            throw new IllegalArgumentException("warm-up cannot take " + mostWarmUp + " ticks");
        }
        return mostWarmUp;
    }

    private static List<EvidenceColumn> judged(EvidenceRows rows) {
        return rows.columns().stream().filter(EvidenceColumn::judged).toList();
    }

    // Deciding.

    private boolean observed(EvidenceColumn column) {
        return Arrays.stream(rows.figures(column)).noneMatch(figure -> figure == EvidenceRecorder.NOT_OBSERVED);
    }

    /** How many of the rows that are there may belong to warm-up. */
    private int allowed(Given given) {
        long most = given.limited ? Math.max(0, given.mostWarmUp - rows.overwritten()) : rows.count() / 2;
        return (int) Math.min(most, rows.count());
    }

    /** The most frequent amount behind warm-up or in the later half, whichever is more; the smallest of several. */
    private long usual(EvidenceColumn column) {
        long[] amounts = Arrays.stream(rows.figures(column))
                .skip(Math.min(allowed, rows.count() / 2))
                .sorted()
                .toArray();
        long usual = 0;
        int most = 0;
        int alike = 0;
        for (int i = 0; i < amounts.length; i++) {
            alike = i > 0 && amounts[i] == amounts[i - 1] ? alike + 1 : 1;
            if (alike > most) {
                most = alike;
                usual = amounts[i];
            }
        }
        return usual;
    }

    /** Rows up to and with the last one that is unlike, of those that may belong to warm-up. */
    private int lastUnlike() {
        int row = allowed;
        while (row > 0 && asExpected(row - 1)) {
            row--;
        }
        return row;
    }

    private boolean asExpected(int row) {
        return rows.figure(row, INSTANTIATION) == 0
                && expected.stream().allMatch(amount -> rows.figure(row, amount.column) == amount.perTick);
    }

    private List<Deviation> findDeviations() {
        List<Deviation> found = new ArrayList<>();
        for (int row = allowed; row < rows.count(); row++) {
            long tick = rows.figure(row, TICK);
            long instantiation = rows.figure(row, INSTANTIATION);
            if (instantiation != 0) {
                found.add(new Deviation(tick, INSTANTIATION, instantiation, 0));
            }
            for (Amount amount : expected) {
                long figure = rows.figure(row, amount.column);
                if (figure != amount.perTick) {
                    found.add(new Deviation(tick, amount.column, figure, amount.perTick));
                }
            }
        }
        return List.copyOf(found);
    }

    private String reasonNotToSay(Given given) {
        if (rows.overwritten() > given.mostWarmUp) {
            return rows.overwritten() + " rows were overwritten; record into a larger ring";
        }
        if (rowsJudged() < ROWS_NEEDED) {
            return rowsJudged() + " rows after warm-up, and " + ROWS_NEEDED + " are needed";
        }
        if (expected.isEmpty()) {
            return "none of the columns was observed" + notObservedNote();
        }
        return "";
    }

    /** With a deviation warm-up had all the ticks that it may have, and still was not over. */
    private int rowsJudged() {
        return rows.count() - (deviations.isEmpty() ? warmUp : allowed);
    }

    // What was decided.

    public Verdict verdict() {
        return verdict;
    }

    /** Rows of warm-up among those that are there; all others are judged. */
    public int warmUpRows() {
        return deviations.isEmpty() ? warmUp : allowed;
    }

    /** What every tick after warm-up shows in each judged column, or should show. */
    public List<Amount> amounts() {
        return expected;
    }

    /** Columns of which nothing is said, since what they count was not observed. */
    public List<EvidenceColumn> notObserved() {
        return notObserved;
    }

    /** Every figure after warm-up that is not as expected, in the order of ticks. */
    public List<Deviation> deviations() {
        return deviations;
    }

    /** The verdict and why, in lines without an end. */
    public String explanation() {
        return switch (verdict) {
            case UNKNOWN -> "UNKNOWN: " + reason;
            case STEADY ->
                "STEADY after " + (rows.overwritten() + warmUp) + " ticks of warm-up: " + rowsJudged()
                        + " ticks alike, each with " + described() + notObservedNote();
            case NOT_STEADY ->
                "NOT_STEADY after " + (rows.overwritten() + allowed) + " ticks, which is all that warm-up may take:\n"
                        + listed() + notObservedNote();
        };
    }

    private String described() {
        String amounts = expected.stream()
                .filter(amount -> amount.perTick != 0)
                .map(Amount::toString)
                .collect(Collectors.joining(", "));
        return amounts.isEmpty() ? "nothing" : amounts;
    }

    private String listed() {
        String lines = deviations.stream()
                .limit(MOST_LISTED)
                .map(deviation -> "  " + deviation)
                .collect(Collectors.joining("\n"));
        int more = deviations.size() - MOST_LISTED;
        return more > 0 ? lines + "\n  and " + more + " more" : lines;
    }

    private String notObservedNote() {
        return notObserved.isEmpty()
                ? ""
                : "\nnot observed: "
                        + notObserved.stream().map(EvidenceColumn::name).collect(Collectors.joining(", "));
    }
}
