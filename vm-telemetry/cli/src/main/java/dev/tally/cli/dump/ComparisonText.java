package dev.tally.cli.dump;

import dev.tally.cli.console.Figures;
import dev.tally.telemetry.engineering.EvidenceColumn;
import dev.tally.telemetry.engineering.SteadyStateComparison;
import dev.tally.telemetry.engineering.SteadyStateComparison.Change;
import dev.tally.telemetry.engineering.dump.Dump;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A comparison for people. What makes two runs hard to compare is said before the figures, and what was not compared
 * behind them.
 */
final class ComparisonText {
    private static final int MOST_DECIMALS = 3;

    private ComparisonText() {}

    static String of(Dump before, Dump after, SteadyStateComparison comparison) {
        StringBuilder text = new StringBuilder();
        if (!before.header().limits().equals(after.header().limits())) {
            text.append("the limits differ, and ticks of other limits do other amounts of work: ")
                    .append(Figures.grouped(before.header().limits().fuelPerTick()))
                    .append(" and ")
                    .append(Figures.grouped(after.header().limits().fuelPerTick()))
                    .append(" fuel per tick\n\n");
        }
        List<Change> told = comparison.changes().stream()
                .filter(change -> change.before() != 0 || change.after() != 0)
                .toList();
        if (!told.isEmpty()) {
            Columns table = new Columns(List.of("per tick, once warm", "before", "after", ""));
            told.forEach(change -> table.add(List.of(
                    change.column().name(),
                    average(change.before(), change.ticksBefore()),
                    average(change.after(), change.ticksAfter()),
                    change.grew() ? "grew" : change.direction() < 0 ? "fell" : "same")));
            text.append(table.text()).append('\n');
        }
        notCompared(before, after, comparison, text);
        long grown = comparison.changes().stream().filter(Change::grew).count();
        if (grown > 0) {
            text.append(Figures.counted(grown, "column")).append(" grew\n");
        } else if (comparison.lost().isEmpty()) {
            text.append("no column grew\n");
        } else {
            text.append("the later run observed less, so nobody knows whether something grew\n");
        }
        return text.toString();
    }

    /** Amounts per tick, with the decimals that tell them apart from whole ones. */
    private static String average(long amount, long ticks) {
        BigDecimal average =
                BigDecimal.valueOf(amount).divide(BigDecimal.valueOf(ticks), MOST_DECIMALS, RoundingMode.HALF_UP);
        return average.stripTrailingZeros().toPlainString();
    }

    private static void notCompared(Dump before, Dump after, SteadyStateComparison comparison, StringBuilder text) {
        Set<String> compared = comparison.changes().stream()
                .map(change -> change.column().name())
                .collect(Collectors.toSet());
        String others = Stream.of(before, after)
                .flatMap(dump -> dump.header().columns().stream())
                .filter(EvidenceColumn::judged)
                .map(EvidenceColumn::name)
                .filter(name -> !compared.contains(name))
                .distinct()
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            text.append("not compared, since one run did not observe them: ")
                    .append(others)
                    .append('\n');
        }
    }
}
