package dev.tally.cli.demo;

import dev.tally.cli.console.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** A table of figures: a column for each tenant, right-aligned, behind a column of labels. */
final class Table {
    private static final String GAP = "  ";

    private final List<Tenant> tenants;
    private final List<List<String>> rows = new ArrayList<>();

    Table(List<Tenant> tenants) {
        this.tenants = tenants;
    }

    /** Adds a row of texts. */
    Table row(String label, Function<Tenant, String> cell) {
        List<String> row = new ArrayList<>();
        row.add(label);
        tenants.forEach(tenant -> row.add(cell.apply(tenant)));
        rows.add(row);
        return this;
    }

    /** Adds a row of figures. */
    Table figures(String label, ToLongFunction<Tenant> cell) {
        return row(label, tenant -> Figures.grouped(cell.applyAsLong(tenant)));
    }

    /** The lines, each column as wide as it needs to be. */
    List<String> lines() {
        int[] widths = new int[tenants.size() + 1];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder(row.getFirst());
        line.append(" ".repeat(widths[0] - row.getFirst().length()));
        for (int i = 1; i < widths.length; i++) {
            line.append(GAP).append(" ".repeat(widths[i] - row.get(i).length())).append(row.get(i));
        }
        return line.toString();
    }
}
