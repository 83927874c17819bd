package dev.tally.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A table in Markdown: names on the left, figures to the right of them. */
final class MarkdownTable {
    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> heads;

    MarkdownTable(String... heads) {
        this.heads = List.of(heads);
    }

    void add(String... cells) {
        if (cells.length != heads.size()) {
            throw new IllegalArgumentException("a row of " + cells.length + " cells under " + heads);
        }
        rows.add(List.of(cells));
    }

    static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** A whole number in groups of three digits. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(line(heads));
        text.append("|---|").append("---:|".repeat(heads.size() - 1)).append('\n');
        rows.forEach(row -> text.append(line(row)));
        return text.toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
