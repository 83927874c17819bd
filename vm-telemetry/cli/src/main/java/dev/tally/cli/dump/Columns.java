package dev.tally.cli.dump;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Lines of cells, each column as wide as it needs to be: the first one flush left, figures flush right. A heading in camel
 * case stands word above word, so that a column of small figures is narrow.
 */
final class Columns {
    private static final String GAP = "  ";

    private static final Pattern NEXT_WORD = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private final int width;
    private final List<List<String>> lines = new ArrayList<>();

    Columns(List<String> headings) {
        width = headings.size();
        List<List<String>> words = headings.stream()
                .map(heading -> List.of(NEXT_WORD.split(heading, -1)))
                .toList();
        int height = words.stream().mapToInt(List::size).max().orElse(0);
        for (int fromBelow = height; fromBelow > 0; fromBelow--) {
            int above = fromBelow;
            lines.add(words.stream()
                    .map(stack -> above > stack.size() ? "" : stack.get(stack.size() - above))
                    .toList());
        }
    }

    /** Adds a line of as many cells as there are headings. */
    Columns add(List<String> cells) {
        if (cells.size() != width) {
            throw new IllegalArgumentException(cells.size() + " cells under " + width + " headings");
        }
        lines.add(List.copyOf(cells));
        return this;
    }

    /** All lines, each with its end. */
    String text() {
        int[] widths = new int[width];
        for (List<String> line : lines) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder(line.getFirst());
            row.append(" ".repeat(widths[0] - line.getFirst().length()));
            for (int column = 1; column < widths.length; column++) {
                row.append(GAP)
                        .append(" ".repeat(widths[column] - line.get(column).length()))
                        .append(line.get(column));
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
