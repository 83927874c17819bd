package dev.tally.runtime.compile;

import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import java.util.BitSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How many operations values take that some steps compute, if each operand is computed anew for each use. Steps are taken in their
 * order, whatever way leads through them, and what is written in the place of a call counts as its caller's.
 */
final class ExpressionSizes {
    private final Function<Step, @Nullable Inlinee> inlinees;
    private long largest;

    private ExpressionSizes(Function<Step, @Nullable Inlinee> inlinees) {
        this.inlinees = inlinees;
    }

    /**
     * The operations of the largest that some steps compute that are gone through several times.
     *
     * @param to the step behind the last
     */
    static long largest(Steps steps, int from, int to, int rounds, Function<Step, @Nullable Inlinee> inlinees) {
        ExpressionSizes sizes = new ExpressionSizes(inlinees);
        long[] operations = new long[steps.code().frameSlots()];
        for (int round = 0; round < rounds; round++) {
            sizes.walk(steps, from, to, operations);
        }
        return sizes.largest;
    }

    /** Goes through some steps, and answers the operations of the largest value with which one of them returns. */
    private long walk(Steps steps, int from, int to, long[] operations) {
        long fed = 0;
        long returned = 0;
        for (int at = from; at < to; at++) {
            Step step = steps.get(at);
            long size = size(steps, at, fed, operations);
            if (step.operation() == Operation.RETURN && !step.isFed()) {
                returned = Math.max(returned, size);
            }
            fed = size;
            for (int i = 0; i < steps.resultCount(step); i++) {
                operations[step.a() + i] = size;
            }
            largest = Math.max(largest, size);
        }
        return returned;
    }

    private long size(Steps steps, int at, long fed, long[] operations) {
        Step step = steps.get(at);
        if (!step.isFed()) {
            Inlinee callee = inlinees.apply(step);
            return callee == null ? 1 + sumOfReads(steps, at, operations) : ofCall(steps, step, callee, operations);
        }
        if (step.operation() == Operation.FED_COPY) {
            operations[steps.get(at - 1).a()] = fed;
            return operations[step.b()];
        }
        return 1 + fed + sumOfReads(steps, at, operations);
    }

    private static long sumOfReads(Steps steps, int at, long[] operations) {
        BitSet reads = new BitSet();
        steps.addReads(at, reads);
        return reads.stream().mapToLong(slot -> operations[slot]).sum();
    }

    private long ofCall(Steps steps, Step call, Inlinee callee, long[] operations) {
        long[] ofCallee = new long[callee.frameSlots()];
        System.arraycopy(operations, call.a(), ofCallee, 0, steps.operandCount(call));
        return walk(callee.steps(), 0, callee.steps().count(), ofCallee);
    }
}
