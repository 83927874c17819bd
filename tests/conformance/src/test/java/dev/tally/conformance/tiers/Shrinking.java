package dev.tally.conformance.tiers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a module smaller as long as it keeps a property: functions lose all they do, then instructions and blocks are left
 * out, or drops and zeros take their place. Whoever gives the property says no to what is not valid.
 */
final class Shrinking {
    private static final Line TRAP = new Line("unreachable", List.of(), List.of());

    private final Predicate<DrawnModule> property;
    private DrawnModule smallest;
    private int trials;

    private Shrinking(DrawnModule module, Predicate<DrawnModule> property, int trials) {
        this.smallest = module;
        this.property = property;
        this.trials = trials;
    }

    /**
     * The smallest module that was found.
     *
     * @param trials how many modules may be tried
     */
    static DrawnModule shrink(DrawnModule module, Predicate<DrawnModule> property, int trials) {
        Shrinking shrinking = new Shrinking(module, property, trials);
        for (int function = 0; function < module.functions().size(); function++) {
            shrinking.trying(function, List.of(TRAP));
        }
        boolean changes = true;
        while (changes && shrinking.trials > 0) {
            changes = false;
            for (int function = 0; function < module.functions().size(); function++) {
                changes |= shrinking.function(function);
            }
        }
        return shrinking.smallest;
    }

    private List<Line> lines(int function) {
        return smallest.functions().get(function).lines();
    }

    /** Takes the lines for those of the function if that keeps the property. */
    private boolean trying(int function, List<Line> lines) {
        if (trials <= 0 || lines.equals(lines(function))) {
            return false;
        }
        trials--;
        DrawnModule candidate = smallest.withLines(function, lines);
        if (!property.test(candidate)) {
            return false;
        }
        smallest = candidate;
        return true;
    }

    private boolean function(int function) {
        boolean changes = false;
        for (int length = Math.max(1, lines(function).size() / 2); length > 0; length = length * 2 / 3) {
            for (int from = lines(function).size() - length; from >= 0; from--) {
                changes |= replace(function, from, from + length, List.of());
            }
        }
        for (int at = lines(function).size() - 1; at >= 0; at--) {
            if (at < lines(function).size()) {
                changes |= line(function, at);
            }
        }
        for (int drop = lines(function).size() - 1; drop > 0; drop--) {
            changes |= drop < lines(function).size() && withoutDropped(function, drop);
        }
        return changes;
    }

    /** Leaves out a drop together with the operand that it drops, wherever that comes from. */
    private boolean withoutDropped(int function, int drop) {
        boolean changes = false;
        for (int at = drop - 1;
                at >= 0 && !changes && lines(function).get(drop).text().equals("drop");
                at--) {
            Line line = lines(function).get(at);
            if (line.popped().isEmpty() && line.pushed().size() == 1 && !line.endsBlock()) {
                List<Line> lines = new ArrayList<>(lines(function));
                lines.remove(drop);
                lines.remove(at);
                changes = trying(function, lines);
            }
        }
        return changes;
    }

    private boolean line(int function, int at) {
        Line line = lines(function).get(at);
        if (line.beginsBlock()) {
            int end = endOf(lines(function), at);
            return replace(
                            function,
                            at,
                            end + 1,
                            Line.instead(line.popped(), lines(function).get(end).pushed()))
                    || replace(function, at + 1, end, List.of(TRAP))
                    || withoutFrame(function, at, end);
        }
        if (line.endsBlock() || line.text().equals("else")) {
            return false;
        }
        List<Line> instead = Line.instead(line.popped(), line.pushed());
        return !instead.contains(line) && replace(function, at, at + 1, instead);
    }

    /** Leaves out the beginning and the end of a block. */
    private boolean withoutFrame(int function, int begin, int end) {
        List<Line> lines = new ArrayList<>(lines(function));
        lines.remove(end);
        if (lines.get(begin).text().startsWith("if")) {
            lines.set(begin, new Line("drop", List.of(Sort.I32), List.of()));
        } else {
            lines.remove(begin);
        }
        return trying(function, lines);
    }

    private static int endOf(List<Line> lines, int begin) {
        int depth = 0;
        for (int at = begin; at < lines.size(); at++) {
            depth += lines.get(at).beginsBlock() ? 1 : lines.get(at).endsBlock() ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        throw new IllegalArgumentException("a block has no end");
    }

    private boolean replace(int function, int from, int to, List<Line> instead) {
        List<Line> lines = new ArrayList<>(lines(function));
        if (to > lines.size() || !isBalanced(lines.subList(from, to))) {
            return false;
        }
        lines.subList(from, to).clear();
        lines.addAll(from, instead);
        return trying(function, lines);
    }

    /** Whether blocks begin and end in pairs; anything else is not worth a trial. */
    private static boolean isBalanced(List<Line> lines) {
        int depth = 0;
        for (Line line : lines) {
            depth += line.beginsBlock() ? 1 : line.endsBlock() ? -1 : 0;
            if (depth < 0) {
                return false;
            }
        }
        return depth == 0;
    }
}
