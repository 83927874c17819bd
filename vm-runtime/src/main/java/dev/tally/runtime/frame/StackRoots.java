package dev.tally.runtime.frame;

import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import dev.tally.heap.collect.RootVisitor;
import dev.tally.runtime.code.FunctionCode;
import dev.tally.runtime.code.Liveness;
import dev.tally.runtime.code.ReferenceOperand;
import dev.tally.runtime.link.GuestFunction;
import java.util.List;

/**
 * Shows the collector the references on a guest's stack: those in live locals and in operands, of every frame. A dead local is
 * left out and may hold what is gone; what is shown here decides what the guest is charged, so it follows from the safepoints of
 * the frames alone.
 *
 * <p>Nothing is allocated here, and the cost is linear in the stack.
 */
public final class StackRoots {
    private static final int AS_SAFEPOINT_SAYS = -1;

    private final Execution execution;

    public StackRoots(Execution execution) {
        this.execution = execution;
    }

    /** Visits values that lie side by side from a slot on. */
    public void visitValues(List<ValueType> types, int firstSlot, RootVisitor visitor) {
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i) instanceof ReferenceType) {
                visit(firstSlot + i, visitor);
            }
        }
    }

    /**
     * Visits all frames, and the arguments of a function that is to be entered.
     *
     * @param answered whether the topmost frame is of a function of the host and holds its results
     */
    public void visitFrames(boolean answered, RootVisitor visitor) {
        boolean pending = execution.entryPending();
        if (pending) {
            GuestFunction callee = execution.store().function(execution.pendingFunction());
            visitValues(callee.type().parameters(), execution.pendingBase(), visitor);
        }
        if (execution.entryPendingFromHost()) {
            return;
        }
        GuestFunction function = execution.currentFunction();
        int safepoint = execution.safepoint();
        int base = execution.base();
        int end = pending ? execution.pendingBase() : AS_SAFEPOINT_SAYS;
        boolean holdsResults = answered;
        while (true) {
            if (function.isWasm()) {
                visitCode(function, safepoint, base, end, visitor);
            } else {
                visitValues(
                        holdsResults
                                ? function.type().results()
                                : function.type().parameters(),
                        base,
                        visitor);
            }
            long link = execution.link(base, function.locals());
            if (link == Execution.ROOT) {
                return;
            }
            end = base;
            base = execution.callerBase(base, function.locals());
            function = execution.store().function(Execution.linkedFunction(link));
            safepoint = Execution.linkedSafepoint(link);
            holdsResults = false;
        }
    }

    /** Visits a frame; {@code end} is the base of the frame above it, whose arguments are no operands of this one any more. */
    private void visitCode(GuestFunction function, int safepoint, int base, int end, RootVisitor visitor) {
        FunctionCode code = function.code();
        if (function.index() >= 0) {
            Liveness liveness = function.instance().program().liveness(function.index());
            for (int local = liveness.nextLiveReference(safepoint, 0);
                    local >= 0;
                    local = liveness.nextLiveReference(safepoint, local + 1)) {
                visit(base + local, visitor);
            }
        }
        int firstOperand = base + code.locals() + FunctionCode.HEADER_SLOTS;
        for (ReferenceOperand operand = code.safepoints().references(safepoint);
                operand != null;
                operand = operand.below()) {
            int slot = firstOperand + operand.height();
            if (end == AS_SAFEPOINT_SAYS || slot < end) {
                visit(slot, visitor);
            }
        }
    }

    private void visit(int slot, RootVisitor visitor) {
        long[] slots = execution.slots();
        slots[slot] = visitor.visit((int) slots[slot]);
    }
}
