package dev.tally.runtime.compile;

import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;

/** Writes steps that go one way, in a place where more or less fuel is charged so far than the guest has to pay. */
final class BlockWriter {
    private static final int FUEL = Outlines.FUEL;

    private static final int NONE = -1;

    private final MethodWriter method;
    private final BranchWriter branches;
    private final CodeBuilder code;
    private final Steps steps;

    BlockWriter(MethodWriter method, BranchWriter branches, CodeBuilder code, Steps steps) {
        this.method = method;
        this.branches = branches;
        this.code = code;
        this.steps = steps;
    }

    /**
     * Writes steps that go on behind themselves or trap.
     *
     * @param to the step behind the last
     * @param excess how much too much is charged, which whoever traps gets back; too little if it is negative
     */
    void write(int from, int to, long excess) {
        int at = from;
        while (at < to && !mayTrap(steps.get(at))) {
            method.write(at++);
        }
        Label start = code.newBoundLabel();
        boolean traps = at < to;
        while (at < to) {
            method.write(at++);
        }
        if (traps && excess != 0) {
            Label trapped = code.newLabel();
            code.exceptionCatch(start, code.newBoundLabel(), trapped, MethodWriter.FAILURE);
            method.cold(trapped, () -> {
                give(excess);
                code.athrow();
            });
        }
    }

    /**
     * The step with which a block ends: it branches, leaves, or may come to rest.
     *
     * @param first the first step of the block
     * @param end the step behind those of which it may be one
     * @return −1 if it is none of these, or somebody branches to a step between
     */
    int last(int first, int end) {
        for (int at = first; at < end && (at == first || branches.label(at) == null); at++) {
            Step step = steps.get(at);
            if (Steps.isBranch(step) || Steps.leaves(step) || steps.safepoint(step) >= 0) {
                return at;
            }
        }
        return NONE;
    }

    /** Whether a step may trap, or does more than that. */
    static boolean mayTrap(Step step) {
        if (step.isFed()) {
            return false;
        }
        return switch (step.operation()) {
            case Operation.COPY,
                    Operation.CONSTANT,
                    Operation.CONSTANT_WIDE,
                    Operation.SELECT,
                    Operation.MOVE,
                    Operation.GLOBAL_GET,
                    Operation.GLOBAL_SET -> false;
            default -> !Arithmetic.knows(step.operation()) || Arithmetic.mayTrap(step.operation());
        };
    }

    void give(long fuel) {
        code.lload(FUEL).loadConstant(fuel).ladd().lstore(FUEL);
    }
}
