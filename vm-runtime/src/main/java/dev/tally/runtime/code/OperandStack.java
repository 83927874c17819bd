package dev.tally.runtime.code;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The operand stack as lowering sees it. An operand is either in its own slot, or only known to equal a local or a
 * constant; then nothing was emitted for it yet, and its consumer reads the local or constant directly. Before a place
 * where frames must be canonical, and before a local is overwritten, such operands are written to their slots.
 *
 * <p>All operations together are linear in the body: operands that equal a local are linked per local, and those below
 * a mark are known to be in their slots.
 */
final class OperandStack {
    /** Writes operands to their slots. */
    interface Spill {
        void fromLocal(int operandSlot, int local);

        void fromConstant(int operandSlot, long value);
    }

    private static final byte IN_SLOT = 0;
    private static final byte LOCAL = 1;
    private static final byte CONSTANT = 2;
    private static final int NONE = -1;

    private final int firstSlot;
    private final int[] newestOfLocal;
    private byte[] kinds = new byte[16];
    private long[] values = new long[16];
    private int[] olderOfLocal = new int[16];
    private int height;
    private int settled;
    private int highest;
    private @Nullable ReferenceOperand topmostReference;

    OperandStack(int locals) {
        firstSlot = locals + FunctionCode.HEADER_SLOTS;
        newestOfLocal = new int[locals];
        Arrays.fill(newestOfLocal, NONE);
    }

    int height() {
        return height;
    }

    /** The greatest height so far. */
    int highest() {
        return highest;
    }

    /** The slot of the operand at a height. */
    int slotAt(int operandHeight) {
        return firstSlot + operandHeight;
    }

    /** The slot that the next push takes. */
    int nextSlot() {
        return firstSlot + height;
    }

    /** The slot behind the topmost operand, for a value that is used at once. */
    int spareSlot() {
        push(false);
        pop();
        return nextSlot();
    }

    @Nullable
    ReferenceOperand topmostReference() {
        return topmostReference;
    }

    void push(boolean reference) {
        push(IN_SLOT, 0, reference);
    }

    void pushLocal(int local, boolean reference) {
        push(LOCAL, local, reference);
        olderOfLocal[height - 1] = newestOfLocal[local];
        newestOfLocal[local] = height - 1;
    }

    void pushConstant(long value, boolean reference) {
        push(CONSTANT, value, reference);
    }

    private void push(byte kind, long value, boolean reference) {
        if (height == kinds.length) {
            kinds = Arrays.copyOf(kinds, height * 2);
            values = Arrays.copyOf(values, height * 2);
            olderOfLocal = Arrays.copyOf(olderOfLocal, height * 2);
        }
        kinds[height] = kind;
        values[height] = value;
        if (reference) {
            topmostReference = new ReferenceOperand(height, topmostReference);
        }
        height++;
        highest = Math.max(highest, height);
    }

    void pop() {
        height--;
        if (kinds[height] == LOCAL) {
            // Operands are popped in the opposite order of their pushes, so this one is the newest of its local.
            newestOfLocal[(int) values[height]] = olderOfLocal[height];
        }
        if (topmostReference != null && topmostReference.height() == height) {
            topmostReference = topmostReference.below();
        }
        settled = Math.min(settled, height);
    }

    void pop(int count) {
        for (int i = 0; i < count; i++) {
            pop();
        }
    }

    boolean topIsConstant() {
        return kinds[height - 1] == CONSTANT;
    }

    boolean isConstantBelowTop() {
        return kinds[height - 2] == CONSTANT;
    }

    long constantBelowTop() {
        return values[height - 2];
    }

    boolean topIsInSlot() {
        return kinds[height - 1] == IN_SLOT;
    }

    boolean topIsReference() {
        return topmostReference != null && topmostReference.height() == height - 1;
    }

    /** The local that the topmost operand equals, or −1. */
    int topLocal() {
        return kinds[height - 1] == LOCAL ? (int) values[height - 1] : -1;
    }

    long topConstant() {
        return values[height - 1];
    }

    /** The slot that holds the operand at a height, own or local; a constant is written to its own slot first. */
    int readableSlot(int operandHeight, Spill spill) {
        if (kinds[operandHeight] == LOCAL) {
            return (int) values[operandHeight];
        }
        settle(operandHeight, spill);
        return slotAt(operandHeight);
    }

    private void settle(int operandHeight, Spill spill) {
        if (kinds[operandHeight] == LOCAL) {
            spill.fromLocal(slotAt(operandHeight), (int) values[operandHeight]);
        } else if (kinds[operandHeight] == CONSTANT) {
            spill.fromConstant(slotAt(operandHeight), values[operandHeight]);
        }
        kinds[operandHeight] = IN_SLOT;
    }

    /** Writes all operands to their own slots. */
    void settleAll(Spill spill) {
        for (int i = settled; i < height; i++) {
            if (kinds[i] == LOCAL) {
                newestOfLocal[(int) values[i]] = NONE;
            }
            settle(i, spill);
        }
        settled = height;
    }

    /** Writes the operands that equal a local to their own slots, because the local is about to change. */
    void settleLocal(int local, Spill spill) {
        for (int i = newestOfLocal[local]; i != NONE; i = olderOfLocal[i]) {
            settle(i, spill);
        }
        newestOfLocal[local] = NONE;
    }

    /** Goes back to a height at which operands are that were popped only for others, and which lie in their slots still. */
    void raise(int wantedHeight) {
        while (height < wantedHeight) {
            push(false);
        }
    }

    /** The operand on top, an integer so far, is a reference from now on. */
    void topBecomesReference() {
        topmostReference = new ReferenceOperand(height - 1, topmostReference);
    }

    /** Whether operands equal this local. */
    boolean mentions(int local) {
        return newestOfLocal[local] != NONE;
    }

    /**
     * Where control arrives from elsewhere: keeps the operands below {@code base}, which whoever branched has settled, and
     * has the given number above them, each in its slot, without emitting anything; the references there are given. What
     * was above {@code base} belongs to code that does not lead here, and says nothing about where operands are.
     */
    void reset(int base, int count, @Nullable ReferenceOperand references) {
        pop(height - base);
        for (int i = 0; i < count; i++) {
            push(false);
        }
        topmostReference = references;
    }
}
