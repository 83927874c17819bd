package dev.tally.runtime.code;

import dev.tally.core.binary.InstructionReader;
import dev.tally.core.type.ReferenceType;

/**
 * Lowers branches: each ends a block of fuel, and moves its operands down to where its label expects them. A conditional branch
 * that must move leads around a branch that does.
 */
final class BranchLowering {
    private final Lowering lowering;
    private final CodeBuffer buffer;
    private final OperandStack stack;
    private final Emitter emitter;
    private final FuelBlocks blocks;
    private final Flow flow;

    BranchLowering(
            Lowering lowering, CodeBuffer buffer, OperandStack stack, Emitter emitter, FuelBlocks blocks, Flow flow) {
        this.lowering = lowering;
        this.buffer = buffer;
        this.stack = stack;
        this.emitter = emitter;
        this.blocks = blocks;
        this.flow = flow;
    }

    /** Adds the branch word that leads to a label; whoever gets here has its operands where the label expects them. */
    private void branchTo(Label label) {
        int word = buffer.add(0);
        flow.branch(label.node);
        if (label.kind == Label.Kind.LOOP) {
            // The loop's first block may still be open; it is closed here, because every branch ends a block.
            int path = blocks.path();
            blocks.open(path);
            int charge = (int) (buffer.word(label.checkWord) >>> 48);
            buffer.set(word, charge | Operation.LOOP_HEAD);
            buffer.setTarget(word, label.checkWord + 1);
        } else {
            label.forwardBranches.add(word);
            label.path = Math.max(label.path, blocks.path());
        }
    }

    private boolean needsMove(Label label) {
        return label.arity() > 0 && stack.height() - label.arity() != label.height;
    }

    private void move(Label label) {
        if (needsMove(label)) {
            emitter.move(label.height, stack.height() - label.arity(), label.arity());
        }
    }

    /** Branches in any case. */
    void always(Label label) {
        if (label.kind == Label.Kind.FUNCTION) {
            lowering.lowerReturn();
            return;
        }
        emitter.settleAll();
        to(label);
        lowering.leave();
    }

    /** Moves what is settled and branches; what follows can be reached from elsewhere alone. */
    void to(Label label) {
        move(label);
        buffer.add(Operation.word(Operation.BRANCH, 0, 0, 0, 0));
        branchTo(label);
    }

    /** Branches if the condition on top holds. */
    void ifHolds(Label label) {
        boolean moves = label.arity() > 0 && stack.height() - 1 - label.arity() != label.height;
        emitter.conditionalBranch(!moves);
        branchAround(label, moves);
    }

    /** Branches without the reference on top, or goes on with it. */
    void onNull(Label label) {
        boolean moves = label.arity() > 0 && stack.height() - 1 - label.arity() != label.height;
        emitter.branchOnNull(!moves);
        stack.pop();
        branchAround(label, moves);
        stack.push(true);
    }

    /** Branches with the reference on top, or goes on without it. */
    void onNonNull(Label label) {
        boolean moves = needsMove(label);
        emitter.branchOnNull(moves);
        branchAround(label, moves);
        stack.pop();
    }

    /** Branches with the reference on top if it is of a type, or if it is not. */
    void onCast(Label label, ObjectLowering objects, ReferenceType type, boolean ifOfType) {
        boolean moves = needsMove(label);
        objects.branchOnCast(type, ifOfType != moves);
        branchAround(label, moves);
    }

    /**
     * Completes a conditional branch.
     *
     * @param moves whether the word emitted last leads around moving the operands and branching, or to the label itself
     */
    private void branchAround(Label label, boolean moves) {
        if (moves) {
            int around = buffer.add(0);
            to(label);
            blocks.open(blocks.path());
            blocks.chargedByBranch(around);
            buffer.setTarget(around, buffer.size());
        } else {
            int branch = buffer.size();
            branchTo(label);
            blocks.open(blocks.path());
            blocks.chargedByNoBranch(branch);
        }
        flow.enter(flow.newNode());
        emitter.forgetLastResult();
    }

    /** Branches by the selector on top. */
    void table(InstructionReader reader) {
        int count = reader.labelCount();
        emitter.branchTable();
        buffer.add(count);
        int firstTarget = buffer.size();
        for (int i = 0; i < count; i++) {
            Label label = lowering.label(reader.label(i));
            if (needsMove(label)) {
                buffer.add(0);
            } else {
                branchTo(label);
            }
        }
        for (int i = 0; i < count; i++) {
            Label label = lowering.label(reader.label(i));
            if (needsMove(label)) {
                buffer.setTarget(firstTarget + i, buffer.size());
                to(label);
            }
        }
        lowering.leave();
    }
}
