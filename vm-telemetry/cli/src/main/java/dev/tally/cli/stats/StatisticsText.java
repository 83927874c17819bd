package dev.tally.cli.stats;

import dev.tally.cli.console.Figures;
import dev.tally.cli.console.Printable;
import dev.tally.runtime.Module.CodeBytes;
import dev.tally.runtime.Module.FunctionCost;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Statistics for people: the module in a few lines, then a table of its functions. */
final class StatisticsText {
    private static final String MEASURED = "measured";
    private static final String DERIVED = "derived";
    private static final String UNKNOWN = "-";

    private final Statistics statistics;
    private final StringBuilder text = new StringBuilder();

    private StatisticsText(Statistics statistics) {
        this.statistics = statistics;
    }

    /** The whole, each line with its end. */
    static String of(Statistics statistics) {
        return new StatisticsText(statistics).whole();
    }

    private String whole() {
        text.append(Printable.line(statistics.file()))
                .append(": ")
                .append(Figures.counted(statistics.functions().size(), "function"))
                .append(", SHA-256 ")
                .append(statistics.sha256())
                .append('\n');
        row(
                "bytecode",
                MEASURED,
                Figures.counted(statistics.ungoverned().all(), "byte") + " without fuel and rest points, "
                        + Figures.grouped(statistics.governed().all()) + " with them, in "
                        + Figures.counted(statistics.compiledCount(), "compiled function"));
        row(
                "",
                MEASURED,
                Figures.grouped(statistics.ungoverned().method()) + " and "
                        + Figures.grouped(statistics.governed().method())
                        + " of them in the functions' own methods, the others beside them");
        row(
                "growth",
                DERIVED,
                percent(statistics.growth()) + "; of the functions' own methods "
                        + percent(statistics.growthOfMethods()));
        model();
        row(
                "rests",
                DERIVED,
                "guests can come to rest in " + Figures.counted(statistics.resting(), "function") + "; "
                        + Figures.grouped(statistics.calm()) + " of "
                        + Figures.grouped(statistics.functions().size()) + " need no rest points");
        row(
                "interpreted",
                MEASURED,
                Figures.counted(statistics.refused().size(), "function") + " too large to compile");
        functions();
        return text.toString();
    }

    private void model() {
        GrowthModel model = statistics.model();
        if (model.functions() == 0) {
            row("model", DERIVED, "none, since no function is compiled");
            return;
        }
        List<String> terms = new ArrayList<>();
        List<String> open = new ArrayList<>();
        term(terms, open, model.constant(), "", "the constant");
        term(terms, open, model.perCall(), " × calls", "calls");
        term(terms, open, model.perLocal(), " × locals", "locals");
        term(terms, open, model.perLoop(), " × loops", "loops");
        row("model", DERIVED, "a function grows by " + String.join(" + ", terms).replace("+ -", "- ") + " bytes");
        if (!open.isEmpty()) {
            row("", DERIVED, "in these functions " + String.join(" and ", open) + " cannot be told from the others");
        }
        residual(model.residual());
    }

    private static void term(
            List<String> terms, List<String> open, @Nullable BigDecimal coefficient, String times, String name) {
        if (coefficient == null) {
            open.add(name);
        } else {
            terms.add(coefficient + times);
        }
    }

    private void residual(GrowthModel.@Nullable Residual residual) {
        if (residual == null) {
            row("residual", DERIVED, "none: so few functions can be told exactly by any such model");
            return;
        }
        row(
                "residual",
                DERIVED,
                residual.rootMeanSquare() + " bytes (root mean square) that the model does not explain: what is live"
                        + " at rest points");
        row(
                "",
                DERIVED,
                "most of all " + residual.largest() + ", in "
                        + Printable.line(residual.function().name()));
    }

    private void row(String name, String mark, String value) {
        text.append(String.format(Locale.ROOT, "  %-12s %-9s %s\n", name, mark, value));
    }

    private static String percent(@Nullable BigDecimal percent) {
        return percent == null ? UNKNOWN : (percent.signum() < 0 ? "" : "+") + percent + " %";
    }

    // The table.

    private void functions() {
        if (statistics.functions().isEmpty()) {
            return;
        }
        text.append('\n');
        line("without", "with", "growth", "calls", "locals", "loops", "rests by", "function");
        line(MEASURED, MEASURED, DERIVED, MEASURED, MEASURED, MEASURED, DERIVED, "");
        for (FunctionCost function : statistics.functions()) {
            String refusal = function.refusal();
            line(
                    bytes(function.ungoverned()),
                    bytes(function.governed()),
                    percent(Statistics.growth(function)),
                    Figures.grouped(function.calls()),
                    Figures.grouped(function.locals()),
                    Figures.grouped(function.loops()),
                    function.restCause() == null ? UNKNOWN : function.restCause(),
                    Printable.line(function.name()) + (refusal == null ? "" : ": interpreted, being " + refusal));
        }
    }

    private static String bytes(@Nullable CodeBytes bytes) {
        return bytes == null ? UNKNOWN : Figures.grouped(bytes.all());
    }

    private void line(
            String without,
            String with,
            String growth,
            String calls,
            String locals,
            String loops,
            String rests,
            String function) {
        text.append(String.format(
                        Locale.ROOT,
                        "%10s %9s %9s %8s %8s %8s  %-14s  %s",
                        without,
                        with,
                        growth,
                        calls,
                        locals,
                        loops,
                        rests,
                        function)
                .stripTrailing());
        text.append('\n');
    }
}
