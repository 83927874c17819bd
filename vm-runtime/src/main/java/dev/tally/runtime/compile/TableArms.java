package dev.tally.runtime.compile;

import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.Objects;
import org.eclipse.collections.api.map.primitive.MutableIntIntMap;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntIntMaps;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;

/**
 * Writes the arms of tables that lead straight back to the head of a loop, as most of a guest do that is an interpreter itself. Their
 * prices are charged on the way back, all in one place.
 *
 * <p>Were they charged where the arms begin, HotSpot would compute before the table what two arms compute, the fuel less the same
 * price, and keep that in registers, of which such loops have none to spare.
 */
final class TableArms {
    private static final int FUEL = Outlines.FUEL;
    private static final int NONE = -1;

    private final MethodWriter method;
    private final SlotValues values;
    private final BranchWriter branches;
    private final FuelWriter fuel;
    private final CodeBuilder code;
    private final Steps steps;
    private final int first;
    private final int end;

    /** By step that branches lead to: the price of the arm that begins there, or −1 if none of these does. */
    private final MutableIntIntMap prices = IntIntMaps.mutable.empty();

    /** By head of a loop: where arms that lead back charge the price that is on top of the operands. */
    private final MutableIntObjectMap<Label> charges = IntObjectMaps.mutable.empty();

    TableArms(
            MethodWriter method,
            SlotValues values,
            BranchWriter branches,
            FuelWriter fuel,
            CodeBuilder code,
            Steps steps,
            int first,
            int end) {
        this.method = method;
        this.values = values;
        this.branches = branches;
        this.fuel = fuel;
        this.code = code;
        this.steps = steps;
        this.first = first;
        this.end = end;
        for (int i = first; i < end; i++) {
            Step step = steps.get(i);
            if (Steps.isBranch(step)) {
                steps.branchWords(step, word -> add(step, word));
            }
        }
    }

    private void add(Step branch, int word) {
        int arm = steps.at(steps.target(word));
        int price = steps.priceIfTaken(word);
        if (branch.operation() == Operation.BRANCH_TABLE && prices.getIfAbsent(arm, NONE) == price) {
            // Most words of a large table may lead to the same arm.
            return;
        }
        boolean isArm = branch.operation() == Operation.BRANCH_TABLE
                && price > 0
                && !prices.containsKey(arm)
                && isEnteredByTablesOnly(arm)
                && lastOfArm(arm) != NONE;
        prices.put(arm, isArm ? price : NONE);
    }

    /** Whether nobody gets to a step of the method from the one before or from the frame. */
    private boolean isEnteredByTablesOnly(int step) {
        return step > first && step < end && Steps.leaves(steps.get(step - 1)) && !values.isReached(step);
    }

    /** The branch at the end of an arm, back to a loop of the method, or −1 if it goes another way. */
    private int lastOfArm(int arm) {
        int last = arm;
        while (last < end && !endsBlock(last)) {
            last++;
            if (last < end && branches.label(last) != null) {
                return NONE;
            }
        }
        if (last == end || steps.get(last).operation() != Operation.BRANCH) {
            return NONE;
        }
        int word = steps.branchWord(steps.get(last));
        return steps.leadsToLoopHead(word) && branches.label(steps.chargeOfLoopHead(word)) != null ? last : NONE;
    }

    /** Whether a step branches, leaves, or may come to rest. */
    private boolean endsBlock(int at) {
        Step step = steps.get(at);
        return Steps.isBranch(step) || Steps.leaves(step) || steps.safepoint(step) >= 0;
    }

    /** Whether one of these arms begins at a step. */
    boolean contains(int step) {
        return prices.getIfAbsent(step, NONE) != NONE;
    }

    /** Writes the arm that begins at a step, if one does; the method has arrived there. Answers whether one was written. */
    boolean write(int arm) {
        if (!contains(arm)) {
            return false;
        }
        int last = lastOfArm(arm);
        fuel.prepay(step -> 0, -prices.get(arm));
        method.write(arm, last);
        int head = steps.chargeOfLoopHead(steps.branchWord(steps.get(last)));
        values.conform(head);
        int price = (int) -fuel.excess();
        fuel.endPrepayment();
        code.loadConstant(price).goto_(charges.getIfAbsentPutWithKey(head, this::chargeBefore));
        method.endAt(last);
        return true;
    }

    private Label chargeBefore(int head) {
        Label label = code.newLabel();
        method.cold(label, () -> {
            code.i2l().lneg().lload(FUEL).ladd().lstore(FUEL);
            code.goto_(Objects.requireNonNull(branches.label(head)));
        });
        return label;
    }
}
