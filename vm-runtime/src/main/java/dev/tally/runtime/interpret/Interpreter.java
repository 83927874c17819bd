package dev.tally.runtime.interpret;

import dev.tally.core.TrapKind;
import dev.tally.heap.collect.AllocationBuffer;
import dev.tally.heap.memory.LinearMemory;
import dev.tally.heap.object.CardTable;
import dev.tally.heap.object.ObjectLayout;
import dev.tally.heap.object.Reference;
import dev.tally.heap.word.GlobalCell;
import dev.tally.heap.word.ReferenceTable;
import dev.tally.runtime.code.FunctionCode;
import dev.tally.runtime.code.Operation;
import dev.tally.runtime.frame.Execution;
import dev.tally.runtime.link.GuestFunction;
import dev.tally.runtime.link.Instance;
import dev.tally.runtime.link.StringBuiltin;
import dev.tally.runtime.ops.StringOperations;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The interpreter: one loop over the words of {@link Operation lowered code}; longer than 600 lines because the state of
 * the loop must stay in registers.
 *
 * <p>Position, frame base and fuel live in locals, and so do the arrays of code, slots and memory, which do not change while
 * the loop runs: where they would, it is left and entered again. All is stored back where the loop is left: at a rest, a
 * trap, a return to the host and around calls that leave the code. Frames are always written whole, so the guest is
 * canonical at every safepoint, and its depth is a matter of its own stack, never of Java's.
 *
 * <p>How the loop is written is a matter of what HotSpot makes of it:
 *
 * <ul>
 *   <li>It is one method below 8,000 bytes of bytecode, because nothing larger is compiled, with what is inlined into it, because
 *       nothing beyond is inlined. What HotSpot knows itself does not count, so floats are taken apart by the JDK's own methods.
 *   <li>It calls nothing but accessors and intrinsics, because a call anywhere in it keeps its state in memory everywhere.
 *       What needs a call is left to {@link RareOperations}, and so is whatever traps.
 *   <li>Each case takes its fields from the word less its own code. They are then other expressions in each case, and
 *       computed there; the same ones would be computed for all cases, and kept, before the code is looked at.
 *   <li>Each case holds few values at once and has no loop of its own: registers that one case runs short of are spilled before the
 *       code is looked at, for all cases. So a structure is made with its first field, and gets the others by stores that follow.
 *   <li>The array of slots has a power of two as its length: an index that is masked needs no check.
 *   <li>Calls and returns begin the outer loop anew, so that the frame's base is a constant of the inner one.
 * </ul>
 *
 * <p>Of the cases, those that fall out of the switch have a result, which is stored or fed to the next operation; all others
 * say where they go on.
 */
// Labels of blocks are what keeps the loop in one method; products of 32 bits are meant to wrap; instances are
// identities.
@SuppressWarnings({"LabelledBreakTarget", "IntLongMath", "NarrowCalculation", "ReferenceEquality"})
public final class Interpreter {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NO_MEMORY = {};
    private static final int LENGTH = ObjectLayout.LENGTH_OFFSET;
    private static final int NO_OBJECT = ObjectLayout.ALIGNMENT_BYTES - 1;
    private static final int ELEMENTS = ObjectLayout.HEADER_BYTES;

    private Interpreter() {}

    /** Runs the guest from where it rests until something ends that. */
    public static Exit run(Execution execution) {
        if (execution.entryPending()) {
            if (!execution.enter()) {
                execution.trap(TrapKind.CALL_STACK_EXHAUSTED, null, -1);
                return Exit.TRAPPED;
            }
            if (Metering.checked(execution.fuel()) < 0) {
                return Exit.OUT_OF_ALLOWANCE;
            }
            if (execution.currentFunction().isCompiled()) {
                return Exit.ENTERS_COMPILED;
            }
        }
        GuestFunction current = execution.currentFunction();
        while (current.kind() == GuestFunction.Kind.BUILTIN) {
            switch (StringOperations.execute((StringBuiltin) current.target(), execution, execution.base())) {
                case RESTS -> {
                    return Exit.OUT_OF_ALLOWANCE;
                }
                case TRAPPED -> {
                    return Exit.TRAPPED;
                }
                case DONE -> {
                    if (!execution.leave()) {
                        return Exit.RETURNED;
                    }
                    if (Metering.checked(execution.fuel()) < 0) {
                        return Exit.OUT_OF_ALLOWANCE;
                    }
                }
            }
            current = execution.currentFunction();
        }
        if (current.kind() == GuestFunction.Kind.LEAF) {
            return Calls.callLeafOnTop(execution, current);
        }
        if (!current.isWasm()) {
            return Exit.HOST_FUNCTION;
        }
        return goOn(execution, current.code().resumeWord(execution.safepoint()));
    }

    /** Runs the guest from the word on at which it was left. */
    public static Exit goOn(Execution execution) {
        return goOn(execution, execution.reentryWord());
    }

    private static Exit goOn(Execution execution, int from) {
        int word = from;
        while (true) {
            execution.openBuffer();
            boolean rests = loop(execution.slots(), execution.base(), word, execution);
            execution.buffer().close();
            execution.restore(rests);
            if (rests) {
                return Exit.OUT_OF_ALLOWANCE;
            }
            Exit exit = RareOperations.execute(execution);
            if (exit != null) {
                return exit;
            }
            word = execution.reentryWord();
        }
    }

    /**
     * The loop itself, from a word of the instance's code on.
     *
     * @return whether the guest came to rest because it owes fuel; otherwise the operation at the execution's word is one
     *     that the loop leaves to others
     */
    private static boolean loop(long[] slots, int fp, int pc, Execution execution) {
        final Instance instance = execution.currentFunction().instance();
        final long[] words = instance.program().words();
        final long[] state = execution.state();
        final GuestFunction[] ownFunctions = instance.functions();
        final GuestFunction[] allFunctions = execution.store().functions();
        final GlobalCell[] cells = instance.cells();
        final ReferenceTable[] tables = instance.tables();
        final int[] typeNumbers = instance.typeNumbers();
        final int mask = slots.length - 1;
        final int slotLimit = execution.slotLimit();
        final LinearMemory memory = instance.defaultMemory();
        final byte[] bytes = memory == null ? NO_MEMORY : memory.bytes();
        final long byteSize = memory == null ? 0 : memory.byteSize();
        final byte[] objects = execution.objects();
        final int young = execution.youngObjects();
        final CardTable cards = execution.cards();
        final int[] shapes = instance.shapes();
        final long[] buffer = execution.buffer().state();
        long fuel = execution.fuel();
        int function = execution.function();

        int where;
        boolean atSafepoint = true;
        leaves:
        {
            frames:
            while (true) {
                while (true) {
                    long word = words[pc++];
                    long fields;
                    long result;
                    rare:
                    {
                        GuestFunction callee;
                        long target;
                        call:
                        {
                            stays:
                            {
                                taken:
                                {
                                    switch ((int) word & 0xFF) {
                                        case Operation.COPY -> {
                                            fields = word ^ Operation.COPY;
                                            result = slots[fp + (char) (fields >>> 32) & mask];
                                        }
                                        case Operation.CONSTANT -> {
                                            result = word >> 32;
                                        }
                                        case Operation.CONSTANT_WIDE -> {
                                            result = words[pc++];
                                        }
                                        case Operation.SELECT -> {
                                            fields = word ^ Operation.SELECT;
                                            result = slots[fp + (int) words[pc++] & mask] != 0
                                                    ? slots[fp + (char) (fields >>> 32) & mask]
                                                    : slots[fp + (int) (fields >>> 48) & mask];
                                        }
                                        case Operation.I32_ADD -> {
                                            fields = word ^ Operation.I32_ADD;
                                            result = (int) slots[fp + (char) (fields >>> 32) & mask]
                                                    + (int) slots[fp + (int) (fields >>> 48) & mask];
                                        }
                                        case Operation.I32_SUB -> {
                                            fields = word ^ Operation.I32_SUB;
                                            result = (int) slots[fp + (char) (fields >>> 32) & mask]
                                                    - (int) slots[fp + (int) (fields >>> 48) & mask];
                                        }
                                        case Operation.I32_MUL -> {
                                            fields = word ^ Operation.I32_MUL;
                                            result = (int) slots[fp + (char) (fields >>> 32) & mask]
                                                    * (int) slots[fp + (int) (fields >>> 48) & mask];
                                        }
                                        case Operation.I32_SHL -> {
                                            fields = word ^ Operation.I32_SHL;
                                            result = (int) slots[fp + (char) (fields >>> 32) & mask]
                                                    << (int) slots[fp + (int) (fields >>> 48) & mask];
                                        }
                                        case Operation.I32_SHR_S -> {
                                            fields = word ^ Operation.I32_SHR_S;
                                            result = (int) slots[fp + (char) (fields >>> 32) & mask]
                                                    >> (int) slots[fp + (int) (fields >>> 48) & mask];
                                        }
                                        case Operation.I32_SHR_U -> {
                                            fields = word ^ Operation.I32_SHR_U;
                                            result = (int) slots[fp + (char) (fields >>> 32) & mask]
                                                    >>> (int) slots[fp + (int) (fields >>> 48) & mask];
                                        }
                                        case Operation.I32_ROTL -> {
                                            fields = word ^ Operation.I32_ROTL;
                                            int rotated = (int) slots[fp + (char) (fields >>> 32) & mask];
                                            int by = (int) slots[fp + (int) (fields >>> 48) & mask];
                                            result = rotated << by | rotated >>> -by;
                                        }
                                        case Operation.I32_ROTR -> {
                                            fields = word ^ Operation.I32_ROTR;
                                            int rotated = (int) slots[fp + (char) (fields >>> 32) & mask];
                                            int by = (int) slots[fp + (int) (fields >>> 48) & mask];
                                            result = rotated >>> by | rotated << -by;
                                        }
                                        case Operation.I32_ADD_IMMEDIATE -> {
                                            fields = word ^ Operation.I32_ADD_IMMEDIATE;
                                            result = (int) slots[fp + (char) (fields >>> 32) & mask]
                                                    + (int) (fields >> 48);
                                        }
                                        case Operation.I32_MUL_IMMEDIATE -> {
                                            fields = word ^ Operation.I32_MUL_IMMEDIATE;
                                            result = (int) slots[fp + (char) (fields >>> 32) & mask]
                                                    * (int) (fields >> 48);
                                        }
                                        case Operation.I32_SHL_IMMEDIATE -> {
                                            fields = word ^ Operation.I32_SHL_IMMEDIATE;
                                            result = (int) slots[fp + (char) (fields >>> 32) & mask]
                                                    << (int) (fields >> 48);
                                        }
                                        case Operation.I32_SHR_S_IMMEDIATE -> {
                                            fields = word ^ Operation.I32_SHR_S_IMMEDIATE;
                                            result = (int) slots[fp + (char) (fields >>> 32) & mask]
                                                    >> (int) (fields >> 48);
                                        }
                                        case Operation.I32_SHR_U_IMMEDIATE -> {
                                            fields = word ^ Operation.I32_SHR_U_IMMEDIATE;
                                            result = (int) slots[fp + (char) (fields >>> 32) & mask]
                                                    >>> (int) (fields >> 48);
                                        }
                                        case Operation.I32_ROTL_IMMEDIATE -> {
                                            fields = word ^ Operation.I32_ROTL_IMMEDIATE;
                                            int rotated = (int) slots[fp + (char) (fields >>> 32) & mask];
                                            int by = (int) (fields >> 48);
                                            result = rotated << by | rotated >>> -by;
                                        }

                                        case Operation.I64_ADD -> {
                                            fields = word ^ Operation.I64_ADD;
                                            result = slots[fp + (char) (fields >>> 32) & mask]
                                                    + slots[fp + (int) (fields >>> 48) & mask];
                                        }
                                        case Operation.I64_SUB -> {
                                            fields = word ^ Operation.I64_SUB;
                                            result = slots[fp + (char) (fields >>> 32) & mask]
                                                    - slots[fp + (int) (fields >>> 48) & mask];
                                        }
                                        case Operation.I64_MUL -> {
                                            fields = word ^ Operation.I64_MUL;
                                            result = slots[fp + (char) (fields >>> 32) & mask]
                                                    * slots[fp + (int) (fields >>> 48) & mask];
                                        }
                                        case Operation.I64_SHL -> {
                                            fields = word ^ Operation.I64_SHL;
                                            result = slots[fp + (char) (fields >>> 32) & mask]
                                                    << slots[fp + (int) (fields >>> 48) & mask];
                                        }
                                        case Operation.I64_SHR_S -> {
                                            fields = word ^ Operation.I64_SHR_S;
                                            result = slots[fp + (char) (fields >>> 32) & mask]
                                                    >> slots[fp + (int) (fields >>> 48) & mask];
                                        }
                                        case Operation.I64_SHR_U -> {
                                            fields = word ^ Operation.I64_SHR_U;
                                            result = slots[fp + (char) (fields >>> 32) & mask]
                                                    >>> slots[fp + (int) (fields >>> 48) & mask];
                                        }
                                        case Operation.I64_ROTL -> {
                                            fields = word ^ Operation.I64_ROTL;
                                            long rotated = slots[fp + (char) (fields >>> 32) & mask];
                                            int by = (int) slots[fp + (int) (fields >>> 48) & mask];
                                            result = rotated << by | rotated >>> -by;
                                        }
                                        case Operation.I64_ROTR -> {
                                            fields = word ^ Operation.I64_ROTR;
                                            long rotated = slots[fp + (char) (fields >>> 32) & mask];
                                            int by = (int) slots[fp + (int) (fields >>> 48) & mask];
                                            result = rotated >>> by | rotated << -by;
                                        }
                                        case Operation.I64_ADD_IMMEDIATE -> {
                                            fields = word ^ Operation.I64_ADD_IMMEDIATE;
                                            result = slots[fp + (char) (fields >>> 32) & mask] + (int) (fields >> 48);
                                        }
                                        case Operation.I64_MUL_IMMEDIATE -> {
                                            fields = word ^ Operation.I64_MUL_IMMEDIATE;
                                            result = slots[fp + (char) (fields >>> 32) & mask] * (int) (fields >> 48);
                                        }
                                        case Operation.I64_SHL_IMMEDIATE -> {
                                            fields = word ^ Operation.I64_SHL_IMMEDIATE;
                                            result = slots[fp + (char) (fields >>> 32) & mask] << (int) (fields >> 48);
                                        }
                                        case Operation.I64_SHR_S_IMMEDIATE -> {
                                            fields = word ^ Operation.I64_SHR_S_IMMEDIATE;
                                            result = slots[fp + (char) (fields >>> 32) & mask] >> (int) (fields >> 48);
                                        }
                                        case Operation.I64_SHR_U_IMMEDIATE -> {
                                            fields = word ^ Operation.I64_SHR_U_IMMEDIATE;
                                            result = slots[fp + (char) (fields >>> 32) & mask] >>> (int) (fields >> 48);
                                        }
                                        case Operation.I64_ROTL_IMMEDIATE -> {
                                            fields = word ^ Operation.I64_ROTL_IMMEDIATE;
                                            long rotated = slots[fp + (char) (fields >>> 32) & mask];
                                            int by = (int) (fields >> 48);
                                            result = rotated << by | rotated >>> -by;
                                        }

                                        case Operation.AND -> {
                                            fields = word ^ Operation.AND;
                                            result = slots[fp + (char) (fields >>> 32) & mask]
                                                    & slots[fp + (int) (fields >>> 48) & mask];
                                        }
                                        case Operation.OR -> {
                                            fields = word ^ Operation.OR;
                                            result = slots[fp + (char) (fields >>> 32) & mask]
                                                    | slots[fp + (int) (fields >>> 48) & mask];
                                        }
                                        case Operation.XOR -> {
                                            fields = word ^ Operation.XOR;
                                            result = slots[fp + (char) (fields >>> 32) & mask]
                                                    ^ slots[fp + (int) (fields >>> 48) & mask];
                                        }
                                        case Operation.AND_IMMEDIATE -> {
                                            fields = word ^ Operation.AND_IMMEDIATE;
                                            result = slots[fp + (char) (fields >>> 32) & mask] & (int) (fields >> 48);
                                        }
                                        case Operation.OR_IMMEDIATE -> {
                                            fields = word ^ Operation.OR_IMMEDIATE;
                                            result = slots[fp + (char) (fields >>> 32) & mask] | (int) (fields >> 48);
                                        }
                                        case Operation.XOR_IMMEDIATE -> {
                                            fields = word ^ Operation.XOR_IMMEDIATE;
                                            result = slots[fp + (char) (fields >>> 32) & mask] ^ (int) (fields >> 48);
                                        }

                                        case Operation.EQ -> {
                                            fields = word ^ Operation.EQ;
                                            result = slots[fp + (char) (fields >>> 32) & mask]
                                                            == slots[fp + (int) (fields >>> 48) & mask]
                                                    ? 1
                                                    : 0;
                                        }
                                        case Operation.NE -> {
                                            fields = word ^ Operation.NE;
                                            result = slots[fp + (char) (fields >>> 32) & mask]
                                                            != slots[fp + (int) (fields >>> 48) & mask]
                                                    ? 1
                                                    : 0;
                                        }
                                        case Operation.LT_S -> {
                                            fields = word ^ Operation.LT_S;
                                            result = slots[fp + (char) (fields >>> 32) & mask]
                                                            < slots[fp + (int) (fields >>> 48) & mask]
                                                    ? 1
                                                    : 0;
                                        }
                                        case Operation.LE_S -> {
                                            fields = word ^ Operation.LE_S;
                                            result = slots[fp + (char) (fields >>> 32) & mask]
                                                            <= slots[fp + (int) (fields >>> 48) & mask]
                                                    ? 1
                                                    : 0;
                                        }
                                        case Operation.LT_U -> {
                                            fields = word ^ Operation.LT_U;
                                            result = Long.compareUnsigned(
                                                                    slots[fp + (char) (fields >>> 32) & mask],
                                                                    slots[fp + (int) (fields >>> 48) & mask])
                                                            < 0
                                                    ? 1
                                                    : 0;
                                        }
                                        case Operation.LE_U -> {
                                            fields = word ^ Operation.LE_U;
                                            result = Long.compareUnsigned(
                                                                    slots[fp + (char) (fields >>> 32) & mask],
                                                                    slots[fp + (int) (fields >>> 48) & mask])
                                                            <= 0
                                                    ? 1
                                                    : 0;
                                        }
                                        case Operation.EQ_IMMEDIATE -> {
                                            fields = word ^ Operation.EQ_IMMEDIATE;
                                            result = slots[fp + (char) (fields >>> 32) & mask] == (int) (fields >> 48)
                                                    ? 1
                                                    : 0;
                                        }
                                        case Operation.NE_IMMEDIATE -> {
                                            fields = word ^ Operation.NE_IMMEDIATE;
                                            result = slots[fp + (char) (fields >>> 32) & mask] != (int) (fields >> 48)
                                                    ? 1
                                                    : 0;
                                        }
                                        case Operation.LT_S_IMMEDIATE -> {
                                            fields = word ^ Operation.LT_S_IMMEDIATE;
                                            result = slots[fp + (char) (fields >>> 32) & mask] < (int) (fields >> 48)
                                                    ? 1
                                                    : 0;
                                        }
                                        case Operation.GE_S_IMMEDIATE -> {
                                            fields = word ^ Operation.GE_S_IMMEDIATE;
                                            result = slots[fp + (char) (fields >>> 32) & mask] >= (int) (fields >> 48)
                                                    ? 1
                                                    : 0;
                                        }
                                        case Operation.LT_U_IMMEDIATE -> {
                                            fields = word ^ Operation.LT_U_IMMEDIATE;
                                            result = Long.compareUnsigned(
                                                                    slots[fp + (char) (fields >>> 32) & mask],
                                                                    fields >> 48)
                                                            < 0
                                                    ? 1
                                                    : 0;
                                        }
                                        case Operation.GE_U_IMMEDIATE -> {
                                            fields = word ^ Operation.GE_U_IMMEDIATE;
                                            result = Long.compareUnsigned(
                                                                    slots[fp + (char) (fields >>> 32) & mask],
                                                                    fields >> 48)
                                                            >= 0
                                                    ? 1
                                                    : 0;
                                        }

                                        case Operation.BRANCH_EQ -> {
                                            fields = word ^ Operation.BRANCH_EQ;
                                            if (slots[fp + (char) (fields >>> 32) & mask]
                                                    != slots[fp + (int) (fields >>> 48) & mask]) {
                                                break stays;
                                            }
                                            break taken;
                                        }
                                        case Operation.BRANCH_NE -> {
                                            fields = word ^ Operation.BRANCH_NE;
                                            if (slots[fp + (char) (fields >>> 32) & mask]
                                                    == slots[fp + (int) (fields >>> 48) & mask]) {
                                                break stays;
                                            }
                                            break taken;
                                        }
                                        case Operation.BRANCH_LT_S -> {
                                            fields = word ^ Operation.BRANCH_LT_S;
                                            if (slots[fp + (char) (fields >>> 32) & mask]
                                                    >= slots[fp + (int) (fields >>> 48) & mask]) {
                                                break stays;
                                            }
                                            break taken;
                                        }
                                        case Operation.BRANCH_LE_S -> {
                                            fields = word ^ Operation.BRANCH_LE_S;
                                            if (slots[fp + (char) (fields >>> 32) & mask]
                                                    > slots[fp + (int) (fields >>> 48) & mask]) {
                                                break stays;
                                            }
                                            break taken;
                                        }
                                        case Operation.BRANCH_LT_U -> {
                                            fields = word ^ Operation.BRANCH_LT_U;
                                            if (Long.compareUnsigned(
                                                            slots[fp + (char) (fields >>> 32) & mask],
                                                            slots[fp + (int) (fields >>> 48) & mask])
                                                    >= 0) {
                                                break stays;
                                            }
                                            break taken;
                                        }
                                        case Operation.BRANCH_LE_U -> {
                                            fields = word ^ Operation.BRANCH_LE_U;
                                            if (Long.compareUnsigned(
                                                            slots[fp + (char) (fields >>> 32) & mask],
                                                            slots[fp + (int) (fields >>> 48) & mask])
                                                    > 0) {
                                                break stays;
                                            }
                                            break taken;
                                        }
                                        case Operation.BRANCH_EQ_IMMEDIATE -> {
                                            fields = word ^ Operation.BRANCH_EQ_IMMEDIATE;
                                            if (slots[fp + (char) (fields >>> 32) & mask] != (int) (fields >> 48)) {
                                                break stays;
                                            }
                                            break taken;
                                        }
                                        case Operation.BRANCH_NE_IMMEDIATE -> {
                                            fields = word ^ Operation.BRANCH_NE_IMMEDIATE;
                                            if (slots[fp + (char) (fields >>> 32) & mask] == (int) (fields >> 48)) {
                                                break stays;
                                            }
                                            break taken;
                                        }
                                        case Operation.BRANCH_LT_S_IMMEDIATE -> {
                                            fields = word ^ Operation.BRANCH_LT_S_IMMEDIATE;
                                            if (slots[fp + (char) (fields >>> 32) & mask] >= (int) (fields >> 48)) {
                                                break stays;
                                            }
                                            break taken;
                                        }
                                        case Operation.BRANCH_GE_S_IMMEDIATE -> {
                                            fields = word ^ Operation.BRANCH_GE_S_IMMEDIATE;
                                            if (slots[fp + (char) (fields >>> 32) & mask] < (int) (fields >> 48)) {
                                                break stays;
                                            }
                                            break taken;
                                        }
                                        case Operation.BRANCH_LT_U_IMMEDIATE -> {
                                            fields = word ^ Operation.BRANCH_LT_U_IMMEDIATE;
                                            if (Long.compareUnsigned(
                                                            slots[fp + (char) (fields >>> 32) & mask], fields >> 48)
                                                    >= 0) {
                                                break stays;
                                            }
                                            break taken;
                                        }
                                        case Operation.BRANCH_GE_U_IMMEDIATE -> {
                                            fields = word ^ Operation.BRANCH_GE_U_IMMEDIATE;
                                            if (Long.compareUnsigned(
                                                            slots[fp + (char) (fields >>> 32) & mask], fields >> 48)
                                                    < 0) {
                                                break stays;
                                            }
                                            break taken;
                                        }
                                        case Operation.BRANCH_F64_LT -> {
                                            fields = word ^ Operation.BRANCH_F64_LT;
                                            if (Double.longBitsToDouble(slots[fp + (char) (fields >>> 32) & mask])
                                                    < Double.longBitsToDouble(
                                                            slots[fp + (int) (fields >>> 48) & mask])) {
                                                break taken;
                                            }
                                            break stays;
                                        }
                                        case Operation.BRANCH_F64_LE -> {
                                            fields = word ^ Operation.BRANCH_F64_LE;
                                            if (Double.longBitsToDouble(slots[fp + (char) (fields >>> 32) & mask])
                                                    <= Double.longBitsToDouble(
                                                            slots[fp + (int) (fields >>> 48) & mask])) {
                                                break taken;
                                            }
                                            break stays;
                                        }
                                        case Operation.BRANCH_F64_NOT_LT -> {
                                            fields = word ^ Operation.BRANCH_F64_NOT_LT;
                                            if (Double.longBitsToDouble(slots[fp + (char) (fields >>> 32) & mask])
                                                    < Double.longBitsToDouble(
                                                            slots[fp + (int) (fields >>> 48) & mask])) {
                                                break stays;
                                            }
                                            break taken;
                                        }
                                        case Operation.BRANCH_F64_NOT_LE -> {
                                            fields = word ^ Operation.BRANCH_F64_NOT_LE;
                                            if (Double.longBitsToDouble(slots[fp + (char) (fields >>> 32) & mask])
                                                    <= Double.longBitsToDouble(
                                                            slots[fp + (int) (fields >>> 48) & mask])) {
                                                break stays;
                                            }
                                            break taken;
                                        }
                                        case Operation.BRANCH -> {
                                            break taken;
                                        }
                                        case Operation.BRANCH_TABLE -> {
                                            fields = word ^ Operation.BRANCH_TABLE;
                                            long selector = slots[fp + (char) (fields >>> 32) & mask] & 0xFFFFFFFFL;
                                            long last = words[pc] - 1;
                                            pc += 1 + (int) (selector < last ? selector : last);
                                            break taken;
                                        }

                                        case Operation.F32_BINARY -> {
                                            fields = word ^ Operation.F32_BINARY;
                                            float x = Float.intBitsToFloat(
                                                    (int) slots[fp + (char) (fields >>> 32) & mask]);
                                            float y = Float.intBitsToFloat(
                                                    (int) slots[fp + (int) (fields >>> 48) & mask]);
                                            result = switch ((int) fields >>> 8 & Operation.KIND_MASK) {
                                                case Operation.ADD -> Float.floatToIntBits(x + y);
                                                case Operation.SUBTRACT -> Float.floatToIntBits(x - y);
                                                case Operation.MULTIPLY -> Float.floatToIntBits(x * y);
                                                case Operation.DIVIDE -> Float.floatToIntBits(x / y);
                                                case Operation.EQUAL -> x == y ? 1 : 0;
                                                case Operation.UNEQUAL -> x != y ? 1 : 0;
                                                case Operation.LESS -> x < y ? 1 : 0;
                                                default -> x <= y ? 1 : 0;
                                            };
                                        }
                                        case Operation.F64_ADD -> {
                                            fields = word ^ Operation.F64_ADD;
                                            result = Double.doubleToLongBits(
                                                    Double.longBitsToDouble(slots[fp + (char) (fields >>> 32) & mask])
                                                            + Double.longBitsToDouble(
                                                                    slots[fp + (int) (fields >>> 48) & mask]));
                                        }
                                        case Operation.F64_SUB -> {
                                            fields = word ^ Operation.F64_SUB;
                                            result = Double.doubleToLongBits(
                                                    Double.longBitsToDouble(slots[fp + (char) (fields >>> 32) & mask])
                                                            - Double.longBitsToDouble(
                                                                    slots[fp + (int) (fields >>> 48) & mask]));
                                        }
                                        case Operation.F64_MUL -> {
                                            fields = word ^ Operation.F64_MUL;
                                            result = Double.doubleToLongBits(
                                                    Double.longBitsToDouble(slots[fp + (char) (fields >>> 32) & mask])
                                                            * Double.longBitsToDouble(
                                                                    slots[fp + (int) (fields >>> 48) & mask]));
                                        }
                                        case Operation.F64_DIV -> {
                                            fields = word ^ Operation.F64_DIV;
                                            result = Double.doubleToLongBits(
                                                    Double.longBitsToDouble(slots[fp + (char) (fields >>> 32) & mask])
                                                            / Double.longBitsToDouble(
                                                                    slots[fp + (int) (fields >>> 48) & mask]));
                                        }
                                        case Operation.F64_EQ -> {
                                            fields = word ^ Operation.F64_EQ;
                                            result = Double.longBitsToDouble(slots[fp + (char) (fields >>> 32) & mask])
                                                            == Double.longBitsToDouble(
                                                                    slots[fp + (int) (fields >>> 48) & mask])
                                                    ? 1
                                                    : 0;
                                        }
                                        case Operation.F64_NE -> {
                                            fields = word ^ Operation.F64_NE;
                                            result = Double.longBitsToDouble(slots[fp + (char) (fields >>> 32) & mask])
                                                            != Double.longBitsToDouble(
                                                                    slots[fp + (int) (fields >>> 48) & mask])
                                                    ? 1
                                                    : 0;
                                        }
                                        case Operation.F64_LT -> {
                                            fields = word ^ Operation.F64_LT;
                                            result = Double.longBitsToDouble(slots[fp + (char) (fields >>> 32) & mask])
                                                            < Double.longBitsToDouble(
                                                                    slots[fp + (int) (fields >>> 48) & mask])
                                                    ? 1
                                                    : 0;
                                        }
                                        case Operation.F64_LE -> {
                                            fields = word ^ Operation.F64_LE;
                                            result = Double.longBitsToDouble(slots[fp + (char) (fields >>> 32) & mask])
                                                            <= Double.longBitsToDouble(
                                                                    slots[fp + (int) (fields >>> 48) & mask])
                                                    ? 1
                                                    : 0;
                                        }

                                        case Operation.I32_WRAP_I64 -> {
                                            fields = word ^ Operation.I32_WRAP_I64;
                                            result = (int) slots[fp + (char) (fields >>> 32) & mask];
                                        }
                                        case Operation.I64_EXTEND_I32_U -> {
                                            fields = word ^ Operation.I64_EXTEND_I32_U;
                                            result = slots[fp + (char) (fields >>> 32) & mask] & 0xFFFFFFFFL;
                                        }
                                        case Operation.I32_DIV_S -> {
                                            fields = word ^ Operation.I32_DIV_S;
                                            int divisor = (int) slots[fp + (int) (fields >>> 48) & mask];
                                            if (divisor <= 0) {
                                                break rare;
                                            }
                                            result = (int) slots[fp + (char) (fields >>> 32) & mask] / divisor;
                                        }
                                        case Operation.I32_DIV_U -> {
                                            fields = word ^ Operation.I32_DIV_U;
                                            int divisor = (int) slots[fp + (int) (fields >>> 48) & mask];
                                            if (divisor == 0) {
                                                break rare;
                                            }
                                            result = Integer.divideUnsigned(
                                                    (int) slots[fp + (char) (fields >>> 32) & mask], divisor);
                                        }
                                        case Operation.I32_REM_S -> {
                                            fields = word ^ Operation.I32_REM_S;
                                            int divisor = (int) slots[fp + (int) (fields >>> 48) & mask];
                                            if (divisor <= 0) {
                                                break rare;
                                            }
                                            result = (int) slots[fp + (char) (fields >>> 32) & mask] % divisor;
                                        }
                                        case Operation.I32_REM_U -> {
                                            fields = word ^ Operation.I32_REM_U;
                                            int divisor = (int) slots[fp + (int) (fields >>> 48) & mask];
                                            if (divisor == 0) {
                                                break rare;
                                            }
                                            result = Integer.remainderUnsigned(
                                                    (int) slots[fp + (char) (fields >>> 32) & mask], divisor);
                                        }
                                        case Operation.EXTEND_8_S -> {
                                            fields = word ^ Operation.EXTEND_8_S;
                                            result = (byte) slots[fp + (char) (fields >>> 32) & mask];
                                        }
                                        case Operation.EXTEND_16_S -> {
                                            fields = word ^ Operation.EXTEND_16_S;
                                            result = (short) slots[fp + (char) (fields >>> 32) & mask];
                                        }
                                        case Operation.F64_SQRT -> {
                                            fields = word ^ Operation.F64_SQRT;
                                            result = Double.doubleToLongBits(Math.sqrt(Double.longBitsToDouble(
                                                    slots[fp + (char) (fields >>> 32) & mask])));
                                        }
                                        case Operation.F64_CONVERT_I32_S -> {
                                            fields = word ^ Operation.F64_CONVERT_I32_S;
                                            result = Double.doubleToRawLongBits(
                                                    (double) (int) slots[fp + (char) (fields >>> 32) & mask]);
                                        }

                                        case Operation.LOAD_8_S -> {
                                            fields = word ^ Operation.LOAD_8_S;
                                            long address = (slots[fp + (char) (fields >>> 32) & mask] & 0xFFFFFFFFL)
                                                    + (int) (fields >> 48);
                                            if (address >= byteSize) {
                                                break rare;
                                            }
                                            result = bytes[(int) address];
                                        }
                                        case Operation.LOAD_8_U -> {
                                            fields = word ^ Operation.LOAD_8_U;
                                            long address = (slots[fp + (char) (fields >>> 32) & mask] & 0xFFFFFFFFL)
                                                    + (int) (fields >> 48);
                                            if (address >= byteSize) {
                                                break rare;
                                            }
                                            result = bytes[(int) address] & 0xFF;
                                        }
                                        case Operation.LOAD_16_S -> {
                                            fields = word ^ Operation.LOAD_16_S;
                                            long address = (slots[fp + (char) (fields >>> 32) & mask] & 0xFFFFFFFFL)
                                                    + (int) (fields >> 48);
                                            if (address > byteSize - Short.BYTES) {
                                                break rare;
                                            }
                                            result = (short) SHORT.get(bytes, (int) address);
                                        }
                                        case Operation.LOAD_16_U -> {
                                            fields = word ^ Operation.LOAD_16_U;
                                            long address = (slots[fp + (char) (fields >>> 32) & mask] & 0xFFFFFFFFL)
                                                    + (int) (fields >> 48);
                                            if (address > byteSize - Short.BYTES) {
                                                break rare;
                                            }
                                            result = (short) SHORT.get(bytes, (int) address) & 0xFFFF;
                                        }
                                        case Operation.LOAD_32_S -> {
                                            fields = word ^ Operation.LOAD_32_S;
                                            long address = (slots[fp + (char) (fields >>> 32) & mask] & 0xFFFFFFFFL)
                                                    + (int) (fields >> 48);
                                            if (address > byteSize - Integer.BYTES) {
                                                break rare;
                                            }
                                            result = (int) INT.get(bytes, (int) address);
                                        }
                                        case Operation.LOAD_64 -> {
                                            fields = word ^ Operation.LOAD_64;
                                            long address = (slots[fp + (char) (fields >>> 32) & mask] & 0xFFFFFFFFL)
                                                    + (int) (fields >> 48);
                                            if (address > byteSize - Long.BYTES) {
                                                break rare;
                                            }
                                            result = (long) LONG.get(bytes, (int) address);
                                        }
                                        case Operation.STORE_8 -> {
                                            fields = word ^ Operation.STORE_8;
                                            long address = (slots[fp + (char) (fields >>> 32) & mask] & 0xFFFFFFFFL)
                                                    + ((int) fields >>> 16);
                                            if (address < byteSize) {
                                                bytes[(int) address] = (byte) slots[fp + (int) (fields >>> 48) & mask];
                                                continue;
                                            }
                                            break rare;
                                        }
                                        case Operation.STORE_16 -> {
                                            fields = word ^ Operation.STORE_16;
                                            long address = (slots[fp + (char) (fields >>> 32) & mask] & 0xFFFFFFFFL)
                                                    + ((int) fields >>> 16);
                                            if (address <= byteSize - Short.BYTES) {
                                                SHORT.set(bytes, (int) address, (short)
                                                        slots[fp + (int) (fields >>> 48) & mask]);
                                                continue;
                                            }
                                            break rare;
                                        }
                                        case Operation.STORE_32 -> {
                                            fields = word ^ Operation.STORE_32;
                                            long address = (slots[fp + (char) (fields >>> 32) & mask] & 0xFFFFFFFFL)
                                                    + ((int) fields >>> 16);
                                            if (address <= byteSize - Integer.BYTES) {
                                                INT.set(bytes, (int) address, (int)
                                                        slots[fp + (int) (fields >>> 48) & mask]);
                                                continue;
                                            }
                                            break rare;
                                        }
                                        case Operation.STORE_64 -> {
                                            fields = word ^ Operation.STORE_64;
                                            long address = (slots[fp + (char) (fields >>> 32) & mask] & 0xFFFFFFFFL)
                                                    + ((int) fields >>> 16);
                                            if (address <= byteSize - Long.BYTES) {
                                                LONG.set(
                                                        bytes, (int) address, slots[fp + (int) (fields >>> 48) & mask]);
                                                continue;
                                            }
                                            break rare;
                                        }
                                        case Operation.LOAD_8_U_DISPLACED -> {
                                            fields = word ^ Operation.LOAD_8_U_DISPLACED;
                                            long address =
                                                    slots[fp + (char) (fields >>> 32) & mask] + (int) (fields >> 48)
                                                            & 0xFFFFFFFFL;
                                            if (address >= byteSize) {
                                                break rare;
                                            }
                                            result = bytes[(int) address] & 0xFF;
                                        }
                                        case Operation.LOAD_32_S_DISPLACED -> {
                                            fields = word ^ Operation.LOAD_32_S_DISPLACED;
                                            long address =
                                                    slots[fp + (char) (fields >>> 32) & mask] + (int) (fields >> 48)
                                                            & 0xFFFFFFFFL;
                                            if (address > byteSize - Integer.BYTES) {
                                                break rare;
                                            }
                                            result = (int) INT.get(bytes, (int) address);
                                        }
                                        case Operation.LOAD_64_DISPLACED -> {
                                            fields = word ^ Operation.LOAD_64_DISPLACED;
                                            long address =
                                                    slots[fp + (char) (fields >>> 32) & mask] + (int) (fields >> 48)
                                                            & 0xFFFFFFFFL;
                                            if (address > byteSize - Long.BYTES) {
                                                break rare;
                                            }
                                            result = (long) LONG.get(bytes, (int) address);
                                        }
                                        case Operation.GLOBAL_GET -> {
                                            result = cells[(int) words[pc++]].value;
                                        }
                                        case Operation.GLOBAL_SET -> {
                                            fields = word ^ Operation.GLOBAL_SET;
                                            cells[(int) words[pc++]].value = slots[fp + (char) (fields >>> 32) & mask];
                                            continue;
                                        }
                                        case Operation.LOAD_WIDE, Operation.FIELD_GET, Operation.ELEMENT_GET -> {
                                            fields = word ^ Operation.LOAD_WIDE;
                                            int kind = (int) fields >>> 8 & Operation.KIND_MASK;
                                            int at = (int) slots[fp + (char) (fields >>> 32) & mask];
                                            int place = (int) (fields >>> 48);
                                            byte[] from = objects;
                                            if (((int) word & 0xFF) == Operation.LOAD_WIDE) {
                                                long address = (at & 0xFFFFFFFFL) + words[pc];
                                                if (address > byteSize - (1 << (kind >> 1))) {
                                                    break rare;
                                                }
                                                pc++;
                                                at = (int) address;
                                                from = bytes;
                                            } else {
                                                if (at == Reference.NULL) {
                                                    break rare;
                                                }
                                                if (((int) word & 0xFF) == Operation.ELEMENT_GET) {
                                                    place = (int) slots[fp + place & mask];
                                                    if (Integer.compareUnsigned(place, (int) INT.get(from, at + LENGTH))
                                                            >= 0) {
                                                        break rare;
                                                    }
                                                    at += ELEMENTS;
                                                }
                                                at += place << (kind >> 1);
                                            }
                                            result = switch (kind) {
                                                case 0 -> from[at];
                                                case 1 -> from[at] & 0xFF;
                                                case 2 -> (short) SHORT.get(from, at);
                                                case 3 -> (short) SHORT.get(from, at) & 0xFFFF;
                                                case 4 -> (int) INT.get(from, at);
                                                case 5 -> (int) INT.get(from, at) & 0xFFFFFFFFL;
                                                default -> (long) LONG.get(from, at);
                                            };
                                        }
                                        case Operation.STORE_WIDE, Operation.FIELD_SET, Operation.ELEMENT_SET -> {
                                            fields = word ^ Operation.STORE_WIDE;
                                            int kind = (int) fields >>> 8 & Operation.KIND_MASK;
                                            int at = (int) slots[fp + (char) (fields >>> 32) & mask];
                                            int place = (int) (fields >>> 48);
                                            byte[] to = objects;
                                            long value;
                                            if (((int) word & 0xFF) == Operation.STORE_WIDE) {
                                                long address = (at & 0xFFFFFFFFL) + words[pc];
                                                if (address > byteSize - (1 << kind)) {
                                                    break rare;
                                                }
                                                pc++;
                                                at = (int) address;
                                                to = bytes;
                                                value = slots[fp + place & mask];
                                            } else {
                                                if (at == Reference.NULL) {
                                                    break rare;
                                                }
                                                int object = at;
                                                if (((int) word & 0xFF) == Operation.ELEMENT_SET) {
                                                    place = (int) slots[fp + place & mask];
                                                    if (Integer.compareUnsigned(place, (int) INT.get(to, at + LENGTH))
                                                            >= 0) {
                                                        break rare;
                                                    }
                                                    at += ELEMENTS;
                                                }
                                                at += place << (kind & 3);
                                                value = slots[fp + ((int) fields >>> 16) & mask];
                                                if (kind == Operation.STORES_REFERENCE
                                                        && (int) value >= young
                                                        && object < young) {
                                                    cards.mark(at);
                                                }
                                            }
                                            switch (kind) {
                                                case Operation.STORES_8 -> to[at] = (byte) value;
                                                case Operation.STORES_16 -> SHORT.set(to, at, (short) value);
                                                case Operation.STORES_64 -> LONG.set(to, at, value);
                                                default -> INT.set(to, at, (int) value);
                                            }
                                            continue;
                                        }
                                        case Operation.STRUCT_NEW -> {
                                            fields = word ^ Operation.STRUCT_NEW;
                                            long before = buffer[AllocationBuffer.MADE];
                                            int made = (int) before;
                                            long size = fields >>> 48;
                                            if (size > buffer[AllocationBuffer.END] - made) {
                                                break rare;
                                            }
                                            buffer[AllocationBuffer.MADE] = before + AllocationBuffer.ONE_STRUCT + size;
                                            int type = shapes[(int) (words[pc] >>> 32)];
                                            LONG.set(objects, made, ObjectLayout.structHeader(type));
                                            int unused = (int) (fields >>> 32);
                                            long first = slots[fp + ((int) fields >>> 16) & mask];
                                            first &= -(fields >>> Operation.TAKES_FIRST & 1);
                                            LONG.set(objects, made + ELEMENTS, first << unused >>> unused);
                                            fuel = Metering.charge(fuel, words[pc + 1] & 0xFFFF);
                                            pc += 2;
                                            result = made;
                                        }
                                        case Operation.ARRAY_LENGTH -> {
                                            fields = word ^ Operation.ARRAY_LENGTH;
                                            int array = (int) slots[fp + (char) (fields >>> 32) & mask];
                                            if (array == Reference.NULL) {
                                                break rare;
                                            }
                                            result = (int) INT.get(objects, array + LENGTH);
                                        }
                                        case Operation.REQUIRE -> {
                                            fields = word ^ Operation.REQUIRE;
                                            int reference = (int) slots[fp + (char) (fields >>> 32) & mask];
                                            if ((reference & (int) (fields >> 48)) == 0) {
                                                break rare;
                                            }
                                            continue;
                                        }
                                        case Operation.REF_CAST, Operation.BRANCH_ON_CAST, Operation.REF_TEST -> {
                                            fields = word ^ Operation.REF_CAST;
                                            int object = (int) slots[fp + (char) (fields >>> 32) & mask];
                                            long asked = words[pc];
                                            int type = (int) asked;
                                            if ((object & NO_OBJECT) != 0 || object == Reference.NULL || type < 0) {
                                                break rare;
                                            }
                                            boolean differs = (int) INT.get(objects, object) != shapes[type];
                                            // A type is told from another by equality alone only if it has no subtypes.
                                            if (differs && (asked >= 0 || ((int) word & 0xFF) == Operation.REF_CAST)) {
                                                break rare;
                                            }
                                            pc++;
                                            if (((int) word & 0xFF) == Operation.REF_CAST) {
                                                continue;
                                            }
                                            if (((int) word & 0xFF) == Operation.BRANCH_ON_CAST) {
                                                if ((((int) fields >>> 8 & Operation.UNLESS) == 0) != differs) {
                                                    break taken;
                                                }
                                                break stays;
                                            }
                                            result = differs ? 0 : 1;
                                        }
                                        case Operation.REF_FUNC -> {
                                            result = ownFunctions[(int) (words[pc++] >>> 32)].reference();
                                        }
                                        case Operation.CHARGE -> {
                                            fields = word ^ Operation.CHARGE;
                                            fuel = Metering.charge(fuel, fields >> 48);
                                            if (Metering.checked(fuel) < 0 && ((int) fields & Operation.CHECKS) != 0) {
                                                where = (int) (fields >>> 16);
                                                break leaves;
                                            }
                                            continue;
                                        }

                                        case Operation.CALL -> {
                                            target = words[pc];
                                            callee = ownFunctions[(int) (target >>> 32)];
                                            break call;
                                        }
                                        case Operation.CALL_REF -> {
                                            fields = word ^ Operation.CALL_REF;
                                            target = words[pc];
                                            int reference = (int) slots[fp + (char) (fields >>> 32) & mask];
                                            if (reference == Reference.NULL) {
                                                break rare;
                                            }
                                            callee = allFunctions[Reference.functionIndex(reference)];
                                            break call;
                                        }
                                        case Operation.CALL_INDIRECT -> {
                                            fields = word ^ Operation.CALL_INDIRECT;
                                            target = words[pc];
                                            ReferenceTable table = tables[(int) words[pc + 1]];
                                            int index = (int) slots[fp + (char) (fields >>> 32) & mask];
                                            if (Integer.compareUnsigned(index, table.size()) >= 0) {
                                                break rare;
                                            }
                                            int reference = table.references()[index];
                                            if (reference == Reference.NULL) {
                                                break rare;
                                            }
                                            callee = allFunctions[Reference.functionIndex(reference)];
                                            if (callee.typeNumber() != typeNumbers[(int) (target >>> 32)]) {
                                                break rare;
                                            }
                                            break call;
                                        }
                                        case Operation.RETURN -> {
                                            fields = word ^ Operation.RETURN;
                                            int header = fp + ((int) fields >>> 16);
                                            long link = slots[header];
                                            if (link == Execution.ROOT) {
                                                break rare;
                                            }
                                            GuestFunction caller = allFunctions[(int) (link >>> 32)];
                                            FunctionCode callerCode = caller.interpretedCode();
                                            if (callerCode == null || caller.instanceIfAny() != instance) {
                                                break rare;
                                            }
                                            long behind = callerCode.returns()[(int) link];
                                            int callerBase = (int) slots[header + 1];
                                            slots[fp] = slots[fp + (char) (fields >>> 32) & mask];
                                            fp = callerBase;
                                            function = (int) (link >>> 32);
                                            pc = (int) (behind >>> 32);
                                            fuel = Metering.charge(fuel, behind & 0xFFFF_FFFFL);
                                            if (Metering.checked(fuel) < 0) {
                                                where = (int) link;
                                                break leaves;
                                            }
                                            continue frames;
                                        }
                                        default -> {
                                            break rare;
                                        }
                                    }

                                    // A result is fed to the operations behind, or stored.
                                    while (((int) word & Operation.FEEDS) != 0) {
                                        long head = word;
                                        word = words[pc++];
                                        long other = slots[fp + (char) (word >>> 32) & mask];
                                        result = switch ((int) word & 0xFF) {
                                            case Operation.FED_COPY -> {
                                                slots[fp + ((int) head >>> 16) & mask] = result;
                                                yield slots[fp + (char) (word >>> 32) & mask];
                                            }
                                            case Operation.FED_I32_ADD -> (int) result + (int) other;
                                            case Operation.FED_XOR -> result ^ other;
                                            case Operation.FED_AND -> result & other;
                                            case Operation.FED_F64_ADD ->
                                                Double.doubleToLongBits(Double.longBitsToDouble(result)
                                                        + Double.longBitsToDouble(other));
                                            case Operation.FED_F64_SUB_FROM ->
                                                Double.doubleToLongBits(Double.longBitsToDouble(other)
                                                        - Double.longBitsToDouble(result));
                                            default ->
                                                Double.doubleToLongBits(Double.longBitsToDouble(result)
                                                        * Double.longBitsToDouble(other));
                                        };
                                    }
                                    slots[fp + ((int) word >>> 16) & mask] = result;
                                    continue;
                                }

                                // A branch is taken.
                                long branch = words[pc];
                                fuel = Metering.charge(fuel, branch & 0xFFFF);
                                pc += (int) (branch >> 32);
                                if (Metering.checked(fuel) < 0 && (int) branch < 0) {
                                    where = (int) (words[pc - 1] >>> 16);
                                    break leaves;
                                }
                                continue;
                            }

                            // A branch is not taken.
                            fuel = Metering.charge(fuel, words[pc++] >>> 16 & 0x7FFF);
                            continue;
                        }

                        // A function is called.
                        FunctionCode calleeCode = callee.interpretedCode();
                        int frame = fp + ((int) (word ^ Operation.CALL) >>> 16);
                        if (calleeCode == null
                                || callee.instanceIfAny() != instance
                                || frame + calleeCode.frameSlots() > slotLimit) {
                            break rare;
                        }
                        int locals = frame + calleeCode.locals();
                        int local = frame + calleeCode.parameters();
                        pc = calleeCode.firstWord();
                        fuel = Metering.charge(fuel, calleeCode.entryPrice());
                        long link = (long) function << 32 | (int) target;
                        while (local < locals) {
                            slots[local++] = 0;
                        }
                        slots[locals] = link;
                        slots[locals + 1] = fp;
                        function = callee.number();
                        fp = frame;
                        if (Metering.checked(fuel) < 0) {
                            where = FunctionCode.ENTRY_SAFEPOINT;
                            break leaves;
                        }
                        continue frames;
                    }

                    where = pc - 1;
                    atSafepoint = false;
                    break leaves;
                }
            }
        }
        state[Execution.FUEL] = fuel;
        state[Execution.FUNCTION] = function;
        state[Execution.BASE] = fp;
        state[Execution.WHERE] = where;
        return atSafepoint;
    }
}
