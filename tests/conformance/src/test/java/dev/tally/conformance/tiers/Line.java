package dev.tally.conformance.tiers;

import java.util.ArrayList;
import java.util.List;

/**
 * An instruction of drawn code, and what it does to the operands. The beginning of a block pops its parameters and its end
 * pushes its results.
 */
record Line(String text, List<Sort> popped, List<Sort> pushed) {
    Line {
        popped = List.copyOf(popped);
        pushed = List.copyOf(pushed);
    }

    boolean beginsBlock() {
        return text.startsWith("block")
                || text.startsWith("loop")
                || text.startsWith("if")
                || text.startsWith("try_table");
    }

    boolean endsBlock() {
        return text.equals("end");
    }

    /** Instructions of as little meaning as can be that pop and push the same. */
    static List<Line> instead(List<Sort> popped, List<Sort> pushed) {
        List<Line> lines = new ArrayList<>();
        for (int i = popped.size() - 1; i >= 0; i--) {
            lines.add(new Line("drop", List.of(popped.get(i)), List.of()));
        }
        for (Sort sort : pushed) {
            lines.add(new Line(sort.zero(), List.of(), List.of(sort)));
        }
        return lines;
    }
}
