package dev.tally.runtime.compile;

import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import dev.tally.runtime.compile.SlotValues.Held;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * Writes loops of one block, from whose end a branch leads back to the head, so that several of their rounds are paid for at a time:
 * the body is written as often, one after the other, and who leaves the loop, by a trap too, gets back what was paid for rounds that
 * were not begun. If there is not so much fuel, the interpreter goes on at the head, and so guests come to rest where they do in
 * every tier.
 *
 * <p>HotSpot does not unroll loops with a check of fuel in every round, and keeps in registers what each of these checks needs; in
 * a small loop the check may cost as much as all the rest.
 */
final class LoopWriter {
    private static final int FUEL = Outlines.FUEL;
    private static final int NONE = -1;

    /** How often a small body is written. */
    private static final int MOST_COPIES = 4;

    /** How many steps a small body has for each loop that it lies in: the more these are, the more it is run. */
    private static final int SMALL_STEPS_PER_LOOP = 4;

    /** How often other bodies are written. */
    private static final int LEAST_COPIES = 2;

    /** With more steps in a body HotSpot has not enough registers for two rounds. */
    private static final int MOST_STEPS = 40;

    /**
     * How large an expression may become in all copies. Where HotSpot moves what a loop computes to where the loop is left, it does so
     * for each use of each operand anew, and gives the method up if that is too much.
     */
    private static final int MOST_OPERATIONS = 1_000;

    private final MethodWriter method;
    private final SlotValues values;
    private final BranchWriter branches;
    private final BlockWriter blocks;
    private final CodeBuilder code;
    private final Steps steps;
    private final SlotLiveness liveness;

    /** By step: in how many loops it lies. */
    private final int[] depths;

    LoopWriter(
            MethodWriter method,
            SlotValues values,
            BranchWriter branches,
            BlockWriter blocks,
            CodeBuilder code,
            Steps steps,
            SlotLiveness liveness) {
        this.method = method;
        this.values = values;
        this.branches = branches;
        this.blocks = blocks;
        this.code = code;
        this.steps = steps;
        this.liveness = liveness;
        this.depths = Loops.depths(steps);
    }

    /**
     * Writes the loop that begins at a step, if one does that is of this kind; the method has arrived there.
     *
     * @param head the step; of such a loop, it makes the charge of its head
     * @param end the step behind the last of the method
     * @return whether a loop was written, to its last step
     */
    boolean write(int head, int end) {
        int last = lastOfLoop(head, end);
        if (last == NONE) {
            return false;
        }
        int copies = last - head <= SMALL_STEPS_PER_LOOP * depths[head + 1] ? MOST_COPIES : LEAST_COPIES;
        if (operationsOfLargest(head, last, copies) > MOST_OPERATIONS) {
            return false;
        }
        enterFromFrame(head);
        writeCopies(head, last, copies);
        return true;
    }

    private int lastOfLoop(int head, int end) {
        Step charge = steps.get(head);
        if (!charge.checks() || charge.c() == 0 || branches.label(head) == null) {
            return NONE;
        }
        int last = blocks.last(head + 1, Math.min(end, head + MOST_STEPS + 1));
        if (last == NONE || !Steps.isConditional(steps.get(last).operation())) {
            return NONE;
        }
        int word = steps.branchWord(steps.get(last));
        return steps.leadsToLoopHead(word) && steps.chargeOfLoopHead(word) == head ? last : NONE;
    }

    /** How many operations the largest expression has that some rounds compute, if each operand is computed anew for each use. */
    private long operationsOfLargest(int head, int last, int rounds) {
        long[] operations = new long[steps.code().frameSlots()];
        long largest = 0;
        long fed = 0;
        for (int round = 0; round < rounds; round++) {
            for (int at = head + 1; at < last; at++) {
                Step step = steps.get(at);
                BitSet reads = new BitSet();
                steps.addReads(at, reads);
                long sum =
                        1 + reads.stream().mapToLong(slot -> operations[slot]).sum();
                if (step.isFed() && step.operation() == Operation.FED_COPY) {
                    operations[steps.get(at - 1).a()] = fed;
                } else if (step.isFed()) {
                    sum += fed;
                }
                fed = sum;
                for (int i = 0; i < steps.resultCount(step); i++) {
                    operations[step.a() + i] = sum;
                }
                largest = Math.max(largest, sum);
            }
        }
        return largest;
    }

    /** Who comes from the frame has paid the charge of the head and would get behind it; that is given back, and who comes goes to it. */
    private void enterFromFrame(int head) {
        Label entered = branches.label(head + 1);
        if (entered != null) {
            method.cold(entered, () -> {
                values.arrive(head + 1);
                values.conform(head);
                blocks.give(steps.get(head).c());
                code.goto_(Objects.requireNonNull(branches.label(head)));
            });
        }
    }

    private void writeCopies(int head, int last, int copies) {
        long price = steps.get(head).c();
        Label lacksFuel = code.newLabel();
        code.lload(FUEL).loadConstant(copies * price).lcmp().iflt(lacksFuel);
        leaveToInterpreter(head, lacksFuel);
        blocks.give(-copies * price);
        Label behind = code.newLabel();
        for (int copy = 1; copy < copies; copy++) {
            long ahead = (copies - copy) * price;
            blocks.write(head + 1, last, ahead);
            Label next = code.newLabel();
            Step branch = steps.get(last);
            code.branch(branches.condition(branch), next);
            blocks.give(ahead - steps.priceIfNotTaken(steps.branchWord(branch)));
            code.goto_(behind).labelBinding(next);
            values.conform(head);
            values.arrive(head);
        }
        blocks.write(head + 1, last, 0);
        method.write(last);
        code.labelBinding(behind);
    }

    private void leaveToInterpreter(int head, Label lacksFuel) {
        List<Held> held = values.hold(liveness.before(head));
        method.cold(
                lacksFuel, () -> method.leaveToInterpreter(held, steps.get(head).at()));
    }
}
