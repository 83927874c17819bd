package dev.tally.runtime.compile;

import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The ways through a function without calls and loops that can be charged where they end, and left at any step that traps or finds no
 * room as if they had not been begun: whichever way leads to a step, the price is the same, and before such a step nothing has been done
 * that anybody could see.
 */
final class LeafPaths {
    private static final int NOT_REACHED = -1;

    private final Steps steps;

    /** By step: what is charged on the way there. */
    private final int[] prices;

    /** By step: the slots that are known to hold no null. */
    private final BitSet[] present;

    /** The steps before which something has been done that can be seen. */
    private final BitSet late = new BitSet();

    private boolean declines;
    private boolean returns;
    private boolean fits = true;

    private LeafPaths(Steps steps) {
        this.steps = steps;
        this.prices = new int[steps.count() + 1];
        this.present = new BitSet[steps.count() + 1];
        Arrays.fill(prices, NOT_REACHED);
    }

    /** The paths of a function, or null if it is not of this kind. */
    static @Nullable LeafPaths of(Steps steps) {
        LeafPaths paths = new LeafPaths(steps);
        paths.walk();
        return paths.fits && paths.returns ? paths : null;
    }

    /** What is charged on the way to a step. */
    int price(int step) {
        return prices[step];
    }

    /** The most that is charged. */
    int highestPrice() {
        return Arrays.stream(prices).max().orElseThrow();
    }

    /** Whether one of the steps may trap, or find no room. */
    boolean mayDecline() {
        return declines;
    }

    private void walk() {
        prices[0] = steps.code().entryPrice();
        present[0] = new BitSet();
        for (int at = 0; at < steps.count() && fits; at++) {
            if (prices[at] != NOT_REACHED) {
                walk(at, steps.get(at));
            }
        }
    }

    private void walk(int at, Step step) {
        BitSet known = (BitSet) present[at].clone();
        if (step.isFed()) {
            steps.removeWrites(at, known);
            goOn(at, step, prices[at], late.get(at), known);
            return;
        }
        if (mayDecline(step, known)) {
            declines = true;
            fits &= !late.get(at);
        }
        fits &= isOfLeaf(step);
        returns |= step.operation() == Operation.RETURN;
        noteObjects(at, step, known);
        goOn(at, step, prices[at] + charge(step), late.get(at) || canBeSeen(step.operation()), known);
    }

    /** After a step some slots hold objects that did not before, and others may hold a null. */
    private void noteObjects(int at, Step step, BitSet known) {
        int operation = step.operation();
        if (operation == Operation.FIELD_GET
                || operation == Operation.FIELD_SET
                || operation == Operation.ARRAY_LENGTH) {
            known.set(step.b());
        }
        steps.removeWrites(at, known);
        if (operation == Operation.STRUCT_NEW) {
            known.set(step.a());
        }
    }

    private void goOn(int at, Step step, int price, boolean seen, BitSet known) {
        if (Steps.isBranch(step)) {
            steps.branchWords(
                    step,
                    word -> arrive(at, steps.at(steps.target(word)), price + steps.priceIfTaken(word), seen, known));
            if (!Steps.leaves(step)) {
                arrive(at, at + 1, price + steps.priceIfNotTaken(steps.branchWord(step)), seen, known);
            }
        } else if (!Steps.leaves(step)) {
            arrive(at, at + 1, price, seen, known);
        }
    }

    private void arrive(int from, int to, int price, boolean seen, BitSet known) {
        boolean first = prices[to] == NOT_REACHED;
        if (to <= from || !first && prices[to] != price) {
            fits = false;
            return;
        }
        prices[to] = price;
        if (first) {
            present[to] = (BitSet) known.clone();
        } else {
            present[to].and(known);
        }
        if (seen) {
            late.set(to);
        }
    }

    /** What a step charges, whichever way it goes on. */
    private static int charge(Step step) {
        return switch (step.operation()) {
            case Operation.CHARGE -> step.c();
            case Operation.STRUCT_NEW -> Steps.chargeBehind(step);
            default -> 0;
        };
    }

    /** Whether a function that has no calls and no loops may have a step. */
    private static boolean isOfLeaf(Step step) {
        return switch (step.operation()) {
            case Operation.CALL,
                    Operation.CALL_INDIRECT,
                    Operation.CALL_REF,
                    Operation.RETURN_CALL,
                    Operation.RETURN_CALL_INDIRECT,
                    Operation.RETURN_CALL_REF,
                    Operation.RETURN_MANY,
                    Operation.BRANCH_TABLE,
                    Operation.THROW,
                    Operation.THROW_REF,
                    Operation.INDEXED,
                    Operation.RESUMABLE -> false;
            case Operation.CHARGE -> !step.checks();
            default -> true;
        };
    }

    /** Whether a step may trap or find no room, if some slots are known to hold no null. */
    private static boolean mayDecline(Step step, BitSet known) {
        return switch (step.operation()) {
            case Operation.CHARGE, Operation.BRANCH, Operation.RETURN, Operation.REF_FUNC, Operation.REF_TEST -> false;
            case Operation.FIELD_GET, Operation.FIELD_SET, Operation.ARRAY_LENGTH -> !known.get(step.b());
            default -> !Steps.isConditional(step.operation()) && BlockWriter.mayTrap(step);
        };
    }

    /** Whether somebody can see that an operation was executed. */
    private static boolean canBeSeen(int operation) {
        return switch (operation) {
            case Operation.GLOBAL_SET,
                    Operation.FIELD_SET,
                    Operation.ELEMENT_SET,
                    Operation.STRUCT_NEW,
                    Operation.STORE_8,
                    Operation.STORE_16,
                    Operation.STORE_32,
                    Operation.STORE_64,
                    Operation.STORE_WIDE -> true;
            default -> false;
        };
    }
}
