package dev.tally.runtime.compile;

import dev.tally.runtime.code.Liveness;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which slots of a frame are live before each step: read later on some path, by code or by whoever looks at a guest that rests.
 * What is live is kept in variables of the JVM and written to the frame when the code must be left.
 */
final class SlotLiveness {
    private final Steps steps;
    private final Liveness locals;
    private final int firstOperand;
    private final BitSet[] before;
    private final @Nullable BitSet[] atSafepoints;

    private SlotLiveness(Steps steps, Liveness locals, int firstOperand) {
        this.steps = steps;
        this.locals = locals;
        this.firstOperand = firstOperand;
        this.before = new BitSet[steps.count() + 1];
        this.atSafepoints = new BitSet[steps.code().safepoints().count()];
        for (int i = 0; i < before.length; i++) {
            before[i] = new BitSet();
        }
    }

    static SlotLiveness of(Steps steps, Liveness locals) {
        SlotLiveness liveness = new SlotLiveness(
                steps, locals, steps.code().frameSlots() - steps.code().operandSlots());
        liveness.analyse();
        return liveness;
    }

    private void analyse() {
        boolean changes = true;
        while (changes) {
            changes = false;
            for (int i = steps.count() - 1; i >= 0; i--) {
                BitSet live = liveBefore(i);
                if (!live.equals(before[i])) {
                    before[i] = live;
                    changes = true;
                }
            }
        }
    }

    private BitSet liveBefore(int index) {
        Step step = steps.get(index);
        BitSet live = new BitSet();
        steps.successors(step, word -> live.or(before[steps.at(word)]));
        int safepoint = steps.safepoint(step);
        if (safepoint >= 0) {
            live.or(atSafepoint(safepoint));
        }
        steps.removeWrites(index, live);
        if (Steps.isBranch(step)) {
            steps.branchWords(step, word -> {
                if (steps.leadsToLoopHead(word)) {
                    live.or(atSafepoint(steps.safepointOfLoopHead(word)));
                }
            });
        }
        steps.addReads(index, live);
        return live;
    }

    /** What is live before a step; for reading only. */
    BitSet before(int step) {
        return before[step];
    }

    /** What a guest that rests at a safepoint has in its frame; of a call, its results too. For reading only. */
    BitSet atSafepoint(int safepoint) {
        BitSet known = atSafepoints[safepoint];
        if (known == null) {
            known = new BitSet();
            for (int local = 0; local < steps.code().locals(); local++) {
                known.set(local, locals.isLive(safepoint, local));
            }
            known.set(firstOperand, firstOperand + steps.code().safepoints().height(safepoint));
            atSafepoints[safepoint] = known;
        }
        return known;
    }
}
