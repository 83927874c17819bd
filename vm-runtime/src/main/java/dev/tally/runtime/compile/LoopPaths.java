package dev.tally.runtime.compile;

import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ways from the head of a loop back to it, where there is neither another loop on them nor a call, but of what is written in its
 * place: what is charged on the way to each step, the most if several ways lead there.
 */
final class LoopPaths {
    private static final int NOT_REACHED = -1;

    private final Steps steps;
    private final int head;
    private int last = NOT_REACHED;

    /** By step behind the head. */
    private final int[] prices;

    private int highestPrice;
    private boolean fits = true;

    private LoopPaths(Steps steps, int head, int end) {
        this.steps = steps;
        this.head = head;
        this.prices = new int[end - head];
        Arrays.fill(prices, NOT_REACHED);
    }

    /**
     * The ways from a head, or null if they are not such.
     *
     * @param end the step behind the last that is looked at; who goes on from there has left the loop
     */
    static @Nullable LoopPaths of(Steps steps, int head, int end, Function<Step, @Nullable Inlinee> inlinees) {
        LoopPaths paths = new LoopPaths(steps, head, end);
        paths.walk(inlinees);
        return paths.fits ? paths : null;
    }

    /** The last step from which a branch leads back. */
    int last() {
        return last;
    }

    /** What is charged on the way to a step, the charge of the head being one of it. */
    int price(int step) {
        return prices[step - head];
    }

    boolean has(int step) {
        return step > head && step <= last && prices[step - head] != NOT_REACHED;
    }

    /** The most that one round charges. */
    int highestPrice() {
        return highestPrice;
    }

    private void walk(Function<Step, @Nullable Inlinee> inlinees) {
        findLast();
        fits = last != NOT_REACHED;
        if (!fits) {
            return;
        }
        arrive(head + 1, steps.get(head).c());
        for (int at = head + 1; at <= last && fits; at++) {
            if (has(at)) {
                walk(at, steps.get(at), inlinees);
            }
        }
    }

    private void findLast() {
        for (int i = 0; i < prices.length; i++) {
            Step step = steps.get(head + i);
            if (Steps.isBranch(step)) {
                int branch = head + i;
                steps.branchWords(step, word -> {
                    if (steps.leadsToLoopHead(word) && steps.chargeOfLoopHead(word) == head) {
                        last = branch;
                    }
                });
            }
        }
    }

    private void walk(int at, Step step, Function<Step, @Nullable Inlinee> inlinees) {
        int price = price(at);
        if (!step.isFed()) {
            switch (step.operation()) {
                case Operation.CALL -> {
                    Inlinee callee = inlinees.apply(step);
                    fits = callee != null && callee.isWhole();
                    if (fits) {
                        price += callee.paths().highestPrice() + steps.code().resumePrice(step.low());
                    }
                }
                case Operation.CALL_INDIRECT,
                        Operation.CALL_REF,
                        Operation.RETURN_CALL,
                        Operation.RETURN_CALL_INDIRECT,
                        Operation.RETURN_CALL_REF,
                        Operation.BRANCH_TABLE,
                        Operation.THROW,
                        Operation.THROW_REF,
                        Operation.RESUMABLE -> fits = false;
                case Operation.CHARGE -> {
                    fits = !step.checks();
                    price += step.c();
                }
                case Operation.STRUCT_NEW -> price += Steps.chargeBehind(step);
                default -> {}
            }
        }
        if (Steps.isBranch(step)) {
            int word = steps.branchWord(step);
            if (!steps.leadsToLoopHead(word)) {
                arrive(steps.at(steps.target(word)), price + steps.priceIfTaken(word));
            } else if (steps.chargeOfLoopHead(word) == head) {
                highestPrice = Math.max(highestPrice, price);
            }
            if (!Steps.leaves(step)) {
                arrive(at + 1, price + steps.priceIfNotTaken(word));
            }
        } else if (!Steps.leaves(step)) {
            arrive(at + 1, price);
        }
    }

    private void arrive(int step, int price) {
        if (step > head && step <= last) {
            prices[step - head] = Math.max(prices[step - head], price);
        }
    }
}
