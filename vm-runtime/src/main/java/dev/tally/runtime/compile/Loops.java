package dev.tally.runtime.compile;

import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/** The loops of a function that have branches back to their heads, in the order of those branches. */
final class Loops {
    private static final int NONE = -1;

    private final Steps steps;

    /** For each branch back: its word, and the safepoint of the head that it leads to. */
    private final MutableIntList branches = IntLists.mutable.empty();

    private final MutableIntList heads = IntLists.mutable.empty();

    private Loops(Steps steps) {
        this.steps = steps;
    }

    static Loops of(Steps steps) {
        Loops loops = new Loops(steps);
        for (int i = 0; i < steps.count(); i++) {
            Step step = steps.get(i);
            if (Steps.isBranch(step)) {
                steps.branchWords(step, word -> {
                    if (steps.leadsToLoopHead(word)) {
                        loops.branches.add(word);
                        loops.heads.add(steps.safepointOfLoopHead(word));
                    }
                });
            }
        }
        return loops;
    }

    /** By step, in how many loops it lies that have a branch back. */
    static int[] depths(Steps steps) {
        int[] ends = new int[steps.count() + 1];
        for (int i = 0; i < steps.count(); i++) {
            Step step = steps.get(i);
            if (Steps.isBranch(step)) {
                int branch = i;
                steps.branchWords(step, word -> {
                    if (steps.leadsToLoopHead(word)) {
                        int head = steps.chargeOfLoopHead(word);
                        ends[head] = Math.max(ends[head], branch + 1);
                    }
                });
            }
        }
        int[] depths = new int[steps.count() + 1];
        for (int head = 0; head < ends.length; head++) {
            // Before the head is a good place for a cut.
            for (int inside = head + 1; inside < ends[head]; inside++) {
                depths[inside]++;
            }
        }
        return depths;
    }

    /** The safepoint of the head of the innermost loop around a word, or −1. */
    int around(int word) {
        int innermost = NONE;
        int latest = NONE;
        for (int i = 0; i < branches.size(); i++) {
            int head = steps.target(branches.get(i));
            if (head <= word && word <= branches.get(i) && head > latest) {
                latest = head;
                innermost = heads.get(i);
            }
        }
        return innermost;
    }

    /** The branch words that lead back to a head. */
    int[] branchesTo(int safepoint) {
        MutableIntList found = IntLists.mutable.empty();
        for (int i = 0; i < branches.size(); i++) {
            if (heads.get(i) == safepoint) {
                found.add(branches.get(i));
            }
        }
        return found.toArray();
    }
}
