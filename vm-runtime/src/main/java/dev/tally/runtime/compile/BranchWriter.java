package dev.tally.runtime.compile;

import dev.tally.runtime.code.FunctionCode;
import dev.tally.runtime.code.Handler;
import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import dev.tally.runtime.compile.LeavingPlace.Action;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.SwitchCase;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.eclipse.collections.api.map.primitive.MutableLongIntMap;
import org.eclipse.collections.impl.factory.primitive.LongIntMaps;
import org.jspecify.annotations.Nullable;

/**
 * Writes where steps lead: branches, and exceptions to the clauses that catch them. Of the steps of a function a method has some
 * that follow one another; whatever leads to others leaves it.
 */
final class BranchWriter {
    private final MethodWriter method;
    private final SlotValues values;
    private final FuelWriter fuel;
    private final CodeBuilder code;
    private final Steps steps;
    private final FunctionCode lowered;
    private final SlotLiveness liveness;

    /** The steps that the method has: from the first up to, not including, the end. */
    private final int first;

    private final int end;

    /** What the method is a part of, if it is one. */
    private final @Nullable Parts parts;

    /** By step: where branches arrive. */
    private final @Nullable Label[] labels;

    private @Nullable TableArms payingLater;

    /** By innermost handler: where the number of a clause leads to the clause. */
    private final Map<Handler, Label> choices = new HashMap<>();

    BranchWriter(
            MethodWriter method,
            SlotValues values,
            FuelWriter fuel,
            CodeBuilder code,
            Steps steps,
            SlotLiveness liveness,
            int first,
            int end,
            @Nullable Parts parts) {
        this.method = method;
        this.values = values;
        this.fuel = fuel;
        this.code = code;
        this.steps = steps;
        this.lowered = steps.code();
        this.liveness = liveness;
        this.first = first;
        this.end = end;
        this.parts = parts;
        this.labels = new Label[steps.count()];
        markTargets();
    }

    /** Sees to it that each of its own steps to which one of them leads has a label. */
    private void markTargets() {
        for (int i = first; i < end; i++) {
            Step step = steps.get(i);
            if (Steps.isBranch(step)) {
                steps.branchWords(step, word -> markTarget(arrival(word)));
            }
            eachClause(handlerAt(step), clause -> markTarget(targetOf(clause)));
        }
    }

    /**
     * The step that a branch arrives at: of a loop, the charge of its head, which is the same that the branch would have to make.
     * There HotSpot finds the loop's own condition at the end of the loop, where it looks for it.
     */
    private int arrival(int word) {
        return steps.leadsToLoopHead(word) ? steps.chargeOfLoopHead(word) : steps.at(steps.target(word));
    }

    /** What a branch has to charge before it arrives. */
    private int priceOfArrival(int word) {
        return steps.leadsToLoopHead(word) ? 0 : steps.priceIfTaken(word);
    }

    /** From now on tables do not charge for arms that do so at their ends. */
    void letPayLater(TableArms arms) {
        payingLater = arms;
    }

    private void markTarget(int target) {
        if (isHere(target) && labels[target] == null) {
            labels[target] = code.newLabel();
        }
    }

    /** Whether a step is one of the method. */
    private boolean isHere(int step) {
        return step >= first && step < end;
    }

    /** Where branches to a step of the method arrive, or null if none do. */
    @Nullable
    Label label(int step) {
        return labels[step];
    }

    /** From now on branches to a step arrive at another place. */
    void setLabel(int step, Label label) {
        labels[step] = label;
    }

    /** From now on branches to some steps arrive at other places. */
    void renewLabels(int from, int to) {
        for (int i = from; i < to; i++) {
            if (labels[i] != null) {
                labels[i] = code.newLabel();
            }
        }
    }

    /** Where the method goes on that takes what is live at a step from the frame. */
    Label enteredFromFrame(int step) {
        markTarget(step);
        values.expectFromFrame(step);
        return Objects.requireNonNull(labels[step]);
    }

    /** Goes where a branch word leads, all of it charged; what follows is not reached. */
    void branch(int word) {
        int target = arrival(word);
        long excess = fuel.excess();
        if (isHere(target)) {
            fuel.settle(priceOfArrival(word), target);
            @Nullable Kind[] before = values.kinds();
            values.conform(target);
            code.goto_(Objects.requireNonNull(labels[target]));
            values.setKinds(before);
        } else {
            fuel.settle(steps.priceIfTaken(word));
            leaveFor(word);
        }
        fuel.become(excess);
    }

    /** Goes to a step that another method has. */
    private void leaveFor(int word) {
        if (parts == null) {
            leaveForLoop(steps.safepointOfLoopHead(word));
            return;
        }
        if (steps.leadsToLoopHead(word)) {
            method.restIfOwed(steps.safepointOfLoopHead(word));
        }
        leaveForPart(steps.at(steps.target(word)));
    }

    /** The head of a loop around the one that the method began with. */
    private void leaveForLoop(int safepoint) {
        Label goesOn = code.newLabel();
        method.restIfOwed(safepoint);
        code.goto_(goesOn);
        List<SlotValues.Held> held = values.hold(liveness.atSafepoint(safepoint));
        method.cold(goesOn, () -> method.leave(Action.LOOP, safepoint, 0, held));
    }

    /** Goes on with a step of another part. */
    void leaveForPart(int target) {
        method.writeToFrame(liveness.before(target));
        method.returns().leaveFuel();
        code.loadConstant(Objects.requireNonNull(parts).entryAt(target)).ireturn();
    }

    /** A branch that may go on behind itself. */
    void conditional(Step step) {
        int word = steps.branchWord(step);
        if (method.isNeverTaken(step)) {
            values.drop(step.b());
            method.charge(steps.priceIfNotTaken(word));
            return;
        }
        int target = arrival(word);
        boolean backByGoto = steps.leadsToLoopHead(word) && isMadeForJump(step);
        Opcode jump = condition(step);
        boolean isEven = isHere(target) && fuel.isEven(priceOfArrival(word), target);
        if (isEven && values.conforms(target) && !backByGoto) {
            values.conform(target);
            code.branch(jump, Objects.requireNonNull(labels[target]));
        } else {
            Label stays = code.newLabel();
            code.branch(Comparisons.unless(jump), stays);
            branch(word);
            code.labelBinding(stays);
        }
        method.charge(steps.priceIfNotTaken(word));
    }

    /**
     * Whether a branch takes a number that nobody else needs, the result of a comparison. HotSpot may come to a safepoint before each
     * jump back, and makes such a number in every round to have it there; before a {@code goto} it makes none.
     */
    private boolean isMadeForJump(Step step) {
        return switch (step.operation()) {
            case Operation.BRANCH_ON_CAST -> true;
            case Operation.BRANCH_EQ_IMMEDIATE, Operation.BRANCH_NE_IMMEDIATE ->
                Comparisons.isThreeWay(method, step) || step.number() == 0 && isComparison(step);
            default -> Comparisons.isThreeWay(method, step);
        };
    }

    /** Whether the slot that a branch asks for holds the result of a comparison, as far as the steps right before it tell. */
    private boolean isComparison(Step branch) {
        BitSet slot = new BitSet();
        slot.set(branch.b());
        for (int at = steps.at(branch.at()) - 1; at >= first && labels[at + 1] == null; at--) {
            steps.removeWrites(at, slot);
            if (slot.isEmpty()) {
                return Comparisons.isComparison(steps.get(at));
            }
        }
        return false;
    }

    /** Writes the condition of a branch and answers the jump if it holds. */
    Opcode condition(Step step) {
        if (step.operation() == Operation.BRANCH_ON_CAST) {
            method.testType(step);
            return (step.kind() & Operation.UNLESS) == 0 ? Opcode.IFNE : Opcode.IFEQ;
        }
        return Comparisons.compare(method, code, step);
    }

    void table(Step step) {
        values.push(step.b(), Kind.INT);
        int count = steps.targetCount(step);
        // Arms that lead to the same place at the same price are one.
        MutableLongIntMap firstArms = LongIntMaps.mutable.empty();
        Label[] arms = new Label[count];
        List<SwitchCase> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int word = step.at() + 2 + i;
            int same = firstArms.getIfAbsentPut((long) steps.target(word) << 32 | steps.priceIfTaken(word), i);
            arms[i] = same < i ? arms[same] : code.newLabel();
            if (i < count - 1) {
                cases.add(SwitchCase.of(i, arms[i]));
            }
        }
        if (cases.isEmpty()) {
            code.pop().goto_(arms[0]);
        } else {
            code.tableswitch(0, count - 2, arms[count - 1], cases);
        }
        Label leaves = code.newLabel();
        BitSet live = new BitSet();
        boolean leave = false;
        for (int arm : firstArms.values().toSortedList().toArray()) {
            code.labelBinding(arms[arm]);
            int word = step.at() + 2 + arm;
            int target = steps.at(steps.target(word));
            if (payingLater != null && payingLater.contains(target)) {
                values.conform(target);
                code.goto_(Objects.requireNonNull(labels[target]));
            } else if (parts == null || isHere(target)) {
                branch(word);
            } else {
                leaveBranchTable(word, leaves);
                live.or(liveness.before(target));
                leave = true;
            }
        }
        if (leave) {
            code.labelBinding(leaves);
            method.writeToFrame(live);
            method.returns().leaveFuel();
            code.ireturn();
        }
    }

    /** Leaves for another part with all others of a table, since there may be hundreds of them. */
    private void leaveBranchTable(int word, Label leaves) {
        method.charge(steps.priceIfTaken(word));
        if (steps.leadsToLoopHead(word)) {
            method.restIfOwed(steps.safepointOfLoopHead(word));
        }
        code.loadConstant(Objects.requireNonNull(parts).entryAt(steps.at(steps.target(word))));
        code.goto_(leaves);
    }

    // Exceptions.

    /**
     * The innermost handler around a step that is written to throw, or null. Its clauses, which stand behind what they are for, are written
     * then, too: whoever gets there takes what is live from the frame.
     */
    @Nullable
    Handler handlerOf(Step step) {
        Handler innermost = handlerAt(step);
        eachClause(innermost, clause -> {
            int target = targetOf(clause);
            if (isHere(target) && !values.isReached(target)) {
                values.expectFromFrame(target);
            }
        });
        return innermost;
    }

    private @Nullable Handler handlerAt(Step step) {
        int safepoint = steps.safepoint(step);
        return safepoint < 0 ? null : lowered.safepoints().handler(safepoint);
    }

    private static void eachClause(@Nullable Handler innermost, Consumer<Handler.Clause> action) {
        for (Handler handler = innermost; handler != null; handler = handler.outer()) {
            for (int i = 0; i < handler.clauseCount(); i++) {
                action.accept(handler.clause(i));
            }
        }
    }

    /** The step at which a clause goes on. */
    private int targetOf(Handler.Clause clause) {
        return steps.at(lowered.safepoints().resumeWord(clause.safepoint()));
    }

    /** Goes on at the clause whose number is on top of the operands, or leaves the method if it is negative. */
    void goOnAtClause(Handler handler) {
        Label caught = code.newLabel();
        code.dup().ifge(caught).pop();
        method.returns().returnStopped();
        code.labelBinding(caught).goto_(choiceOf(handler));
    }

    /** Goes on at a clause if what is between two labels throws: the way of methods that nothing governs, by means of the JVM. */
    void catchThrown(Handler handler, Label start, Label end) {
        Label thrown = code.newLabel();
        code.exceptionCatch(start, end, thrown, MethodWriter.FAILURE);
        // They are measured and not run, so no machine has a method that would tell the number of the clause.
        method.cold(thrown, () -> code.pop().iconst_0().goto_(choiceOf(handler)));
    }

    private Label choiceOf(Handler handler) {
        return choices.computeIfAbsent(handler, this::choiceOfClause);
    }

    private Label choiceOfClause(Handler innermost) {
        Label choice = code.newLabel();
        method.cold(choice, () -> {
            List<Handler.Clause> clauses = new ArrayList<>();
            eachClause(innermost, clauses::add);
            List<SwitchCase> cases = new ArrayList<>();
            clauses.forEach(clause -> cases.add(SwitchCase.of(cases.size(), code.newLabel())));
            if (cases.size() > 1) {
                code.tableswitch(1, cases.size() - 1, cases.getFirst().target(), cases.subList(1, cases.size()));
            } else {
                code.pop();
            }
            for (int i = 0; i < cases.size(); i++) {
                code.labelBinding(cases.get(i).target());
                enterClause(clauses.get(i));
            }
        });
        return choice;
    }

    /** Takes what is live in a clause from the frame, where all of it is, and goes there. */
    private void enterClause(Handler.Clause clause) {
        int target = targetOf(clause);
        method.fuel().takeBack();
        if (isHere(target)) {
            values.takeFromFrame(liveness.before(target));
            values.conform(target);
            code.goto_(Objects.requireNonNull(labels[target]));
        } else if (parts != null) {
            code.loadConstant(parts.entryAt(target)).ireturn();
        } else {
            method.leave(Action.LOOP, clause.safepoint(), 0, List.of());
        }
    }
}
