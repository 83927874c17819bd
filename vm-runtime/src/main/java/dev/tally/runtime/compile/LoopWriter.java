package dev.tally.runtime.compile;

import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import dev.tally.runtime.compile.SlotValues.Held;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.List;
import java.util.Objects;

/**
 * Writes loops so that several of their rounds are paid for at a time: the body is written as often, one after the other, and who leaves
 * the loop, by a trap too, gets back what was paid for rounds that were not begun. Where several ways lead back to the head, the dearest
 * is paid for, and who takes another gets back the difference. If there is not so much fuel, the interpreter goes on at the head, and so
 * guests come to rest where they do in every tier. Functions in parts, which have no room to spare, have none of these.
 *
 * <p>HotSpot does not unroll loops with a check of fuel in every round, and keeps in registers what each of these checks needs; in
 * a small loop the check may cost as much as all the rest.
 */
final class LoopWriter {
    private static final int FUEL = Outlines.FUEL;

    /** How often a small body of one block is written. */
    private static final int MOST_COPIES = 4;

    /** How many steps a small body has for each loop that it lies in: the more these are, the more it is run. */
    private static final int SMALL_STEPS_PER_LOOP = 4;

    /** How often other bodies are written. */
    private static final int LEAST_COPIES = 2;

    /** With more steps in a body HotSpot has not enough registers for two rounds. */
    private static final int MOST_STEPS = 40;

    /** With more steps in a body of several blocks it has not enough for what differs between the ways. */
    private static final int MOST_STEPS_OF_BLOCKS = 20;

    /**
     * How large an expression may become in all copies. Where HotSpot moves what a loop computes to where the loop is left, it does so
     * for each use of each operand anew, and gives the method up if that is too much.
     */
    private static final int MOST_OPERATIONS = 1_000;

    private final MethodWriter method;
    private final SlotValues values;
    private final BranchWriter branches;
    private final FuelWriter fuel;
    private final CodeBuilder code;
    private final Steps steps;
    private final SlotLiveness liveness;

    /** By step: in how many loops it lies. */
    private final int[] depths;

    LoopWriter(
            MethodWriter method,
            SlotValues values,
            BranchWriter branches,
            FuelWriter fuel,
            CodeBuilder code,
            Steps steps,
            SlotLiveness liveness) {
        this.method = method;
        this.values = values;
        this.branches = branches;
        this.fuel = fuel;
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
        Step charge = steps.get(head);
        if (method.isPart() || !charge.checks() || charge.c() == 0 || branches.label(head) == null) {
            return false;
        }
        LoopPaths paths = LoopPaths.of(steps, head, Math.min(end, head + MOST_STEPS + 1), method::inlineeAt);
        if (paths == null) {
            return false;
        }
        int last = paths.last();
        boolean isBlock = isBlock(head + 1, last);
        int copies = isBlock && last - head <= SMALL_STEPS_PER_LOOP * depths[head + 1] ? MOST_COPIES : LEAST_COPIES;
        if (!isBlock && last - head > MOST_STEPS_OF_BLOCKS
                || ExpressionSizes.largest(steps, head + 1, last, copies, method::inlineeAt) > MOST_OPERATIONS) {
            return false;
        }
        if (isBlock) {
            askAndPay(head, copies * (long) paths.highestPrice());
        } else {
            payAndAsk(head, copies * (long) paths.highestPrice());
        }
        writeCopies(paths, head, copies);
        return true;
    }

    /** Whether nobody goes another way before the last of some steps, which branches. */
    private boolean isBlock(int first, int last) {
        for (int i = first; i < last; i++) {
            Step step = steps.get(i);
            boolean ends = Steps.isBranch(step) || Steps.leaves(step) || steps.safepoint(step) >= 0;
            if (ends || i > first && branches.label(i) != null) {
                return false;
            }
        }
        return Steps.isConditional(steps.get(last).operation());
    }

    private void writeCopies(LoopPaths paths, int head, int copies) {
        int first = head + 1;
        int end = paths.last() + 1;
        long price = paths.highestPrice();
        Label top = Objects.requireNonNull(branches.label(head));
        Label behind = code.newLabel();
        for (int copy = copies - 1; copy >= 0; copy--) {
            long ahead = copy * price;
            Label next = copy == 0 ? top : code.newLabel();
            branches.setLabel(head, next);
            if (copy < copies - 1) {
                branches.renewLabels(first, end);
            }
            fuel.prepay(
                    step -> step == head ? ahead : excessInCopy(paths, step, ahead),
                    ahead + price - steps.get(head).c());
            boolean goesOn = method.write(first, end);
            if (goesOn) {
                fuel.settle(0);
            }
            if (copy > 0) {
                if (goesOn) {
                    code.goto_(behind);
                }
                code.labelBinding(next);
                values.arrive(head);
            }
        }
        code.labelBinding(behind);
        fuel.endPrepayment();
    }

    /** What is charged too much at a step of a copy behind which others are paid for; nothing outside the loop. */
    private static long excessInCopy(LoopPaths paths, int step, long ahead) {
        return paths.has(step) ? ahead + paths.highestPrice() - paths.price(step) : 0;
    }

    /** Pays if there is enough. */
    private void askAndPay(int head, long price) {
        Label lacksFuel = code.newLabel();
        List<Held> held = values.hold(liveness.before(head));
        code.lload(FUEL).loadConstant(price).lcmp().iflt(lacksFuel);
        method.cold(
                lacksFuel, () -> method.leaveToInterpreter(held, steps.get(head).at()));
        fuel.give(-price);
    }

    /** Pays, and gives it back if it was not enough: so only what is left has to be kept, but whether it is enough is known later. */
    private void payAndAsk(int head, long price) {
        Label lacksFuel = code.newLabel();
        List<Held> held = values.hold(liveness.before(head));
        fuel.give(-price);
        fuel.ifOwed(lacksFuel);
        method.cold(lacksFuel, () -> {
            fuel.give(price);
            method.leaveToInterpreter(held, steps.get(head).at());
        });
    }
}
