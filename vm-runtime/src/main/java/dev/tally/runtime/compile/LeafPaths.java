package dev.tally.runtime.compile;

import dev.tally.runtime.code.FunctionCode.Safepoints;
import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The ways through a function that lead to its end, or to where it calls or comes to a loop, and can be given up at any step that traps
 * or finds no room as if they had not been begun: whichever way leads to a step, the price is the same, and before such a step nothing
 * has been done that anybody could see.
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
    private boolean all = true;
    private int highestPrice = NOT_REACHED;
    private boolean fits = true;

    private LeafPaths(Steps steps) {
        this.steps = steps;
        this.prices = new int[steps.count() + 1];
        this.present = new BitSet[steps.count() + 1];
        Arrays.fill(prices, NOT_REACHED);
    }

    /** The ways through a function, or null if they are not such, or none leads to its end. */
    static @Nullable LeafPaths of(Steps steps) {
        LeafPaths paths = new LeafPaths(steps);
        paths.walk();
        return paths.fits && paths.highestPrice != NOT_REACHED ? paths : null;
    }

    /** What is charged on the way to a step. */
    int price(int step) {
        return prices[step];
    }

    /** The most that is charged when the function returns. */
    int highestPrice() {
        return highestPrice;
    }

    /** Whether one of the ways leads to a step. */
    boolean has(int step) {
        return prices[step] != NOT_REACHED;
    }

    /** How many steps they lead to. */
    int count() {
        return (int) IntStream.range(0, steps.count()).filter(this::has).count();
    }

    /** Whether all of them lead to the end of the function. */
    boolean areAll() {
        return all;
    }

    /** Whether one of them does what somebody could see. */
    boolean canBeSeen() {
        return !late.isEmpty();
    }

    /** Whether one of the steps may trap, or find no room. */
    boolean mayDecline() {
        return declines;
    }

    private void walk() {
        Safepoints safepoints = steps.code().safepoints();
        fits = IntStream.range(0, safepoints.count()).allMatch(safepoint -> safepoints.handler(safepoint) == null);
        prices[0] = steps.code().entryPrice();
        present[0] = new BitSet();
        for (int at = 0; at < steps.count() && fits; at++) {
            if (has(at)) {
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
        if (isEnd(step)) {
            all = false;
            fits &= !late.get(at);
            return;
        }
        if (mayDecline(step, known)) {
            declines = true;
            fits &= !late.get(at);
        }
        if (step.operation() == Operation.RETURN) {
            highestPrice = Math.max(highestPrice, prices[at]);
        }
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

    /** Whether the ways end before a step, which calls or begins a loop. */
    static boolean isEnd(Step step) {
        if (step.isFed()) {
            return false;
        }
        return switch (step.operation()) {
            case Operation.CALL,
                    Operation.CALL_INDIRECT,
                    Operation.CALL_REF,
                    Operation.RETURN_CALL,
                    Operation.RETURN_CALL_INDIRECT,
                    Operation.RETURN_CALL_REF,
                    Operation.RETURN_MANY,
                    Operation.THROW,
                    Operation.THROW_REF,
                    Operation.INDEXED,
                    Operation.RESUMABLE -> true;
            case Operation.CHARGE -> step.checks();
            default -> false;
        };
    }

    /** Whether a step may trap or find no room, if some slots are known to hold no null. */
    private static boolean mayDecline(Step step, BitSet known) {
        return switch (step.operation()) {
            case Operation.FIELD_GET, Operation.FIELD_SET, Operation.ARRAY_LENGTH -> !known.get(step.b());
            default -> FuelWriter.mayTrap(step);
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
