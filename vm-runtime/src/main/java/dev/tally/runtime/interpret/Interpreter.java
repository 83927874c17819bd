package dev.tally.runtime.interpret;

import dev.tally.core.TrapKind;
import dev.tally.heap.memory.LinearMemory;
import dev.tally.heap.object.Reference;
import dev.tally.heap.word.GlobalCell;
import dev.tally.heap.word.ReferenceTable;
import dev.tally.runtime.code.FunctionCode;
import dev.tally.runtime.code.Operation;
import dev.tally.runtime.frame.Execution;
import dev.tally.runtime.link.GuestFunction;
import dev.tally.runtime.link.Instance;
import dev.tally.runtime.link.StringBuiltin;
import dev.tally.runtime.ops.Numeric;
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
 * <p>The loop is one method, and it stays below 8,000 bytes of bytecode because
 * HotSpot compiles nothing larger. It calls nothing either, because a call anywhere in it would keep its state in memory
 * everywhere: what would need one is left to {@link RareOperations}, and so is whatever traps. Of the cases, those that
 * fall out of the switch are branches taken; all others go on with the next word.
 */
// Labels of blocks are what keeps the loop in one method; products of 32 bits are meant to wrap; instances are
// identities.
@SuppressWarnings({"LabelledBreakTarget", "IntLongMath", "NarrowCalculation", "ReferenceEquality"})
public final class Interpreter {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NO_MEMORY = {};

    private Interpreter() {}

    /** Runs the guest from where it rests until something ends that. */
    public static Exit run(Execution execution) {
        if (execution.entryPending()) {
            if (!execution.enter()) {
                execution.trap(TrapKind.CALL_STACK_EXHAUSTED, null, -1);
                return Exit.TRAPPED;
            }
            if (Metering.exhausted(execution.fuel())) {
                return Exit.OUT_OF_ALLOWANCE;
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
                    if (Metering.exhausted(execution.fuel())) {
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
        int word = current.code().resumeWord(execution.safepoint());
        while (true) {
            if (loop(execution, word)) {
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
    private static boolean loop(Execution execution, int firstWord) {
        GuestFunction function = execution.currentFunction();
        final Instance instance = function.instance();
        final long[] words = instance.program().words();
        final GuestFunction[] ownFunctions = instance.functions();
        final GuestFunction[] allFunctions = execution.store().functions();
        final GlobalCell[] cells = instance.cells();
        final ReferenceTable[] tables = instance.tables();
        final int[] typeNumbers = instance.typeNumbers();
        final long[] slots = execution.slots();
        final LinearMemory memory = instance.defaultMemory();
        final byte[] bytes = memory == null ? NO_MEMORY : memory.bytes();
        final long byteSize = memory == null ? 0 : memory.byteSize();
        FunctionCode code = function.code();
        long fuel = execution.fuel();
        int fp = execution.base();
        int pc = firstWord;

        while (true) {
            int at = pc;
            long word = words[at];
            pc = at + 1;
            int a = fp + ((int) word >>> 16);
            int b = fp + ((int) (word >>> 32) & 0xFFFF);
            int number = (int) (word >> 48);
            int c = fp + (number & 0xFFFF);
            rare:
            {
                GuestFunction callee;
                long target;
                call:
                {
                    stays:
                    {
                        switch ((int) word & 0xFF) {
                            case Operation.COPY -> {
                                slots[a] = slots[b];
                                continue;
                            }
                            case Operation.CONSTANT -> {
                                slots[a] = word >> 32;
                                continue;
                            }
                            case Operation.CONSTANT_WIDE -> {
                                slots[a] = words[pc++];
                                continue;
                            }
                            case Operation.SELECT -> {
                                slots[a] = slots[fp + (int) words[pc++]] != 0 ? slots[b] : slots[c];
                                continue;
                            }
                            case Operation.MOVE -> {
                                System.arraycopy(slots, b, slots, a, number & 0xFFFF);
                                continue;
                            }

                            case Operation.I32_ADD -> {
                                slots[a] = (int) slots[b] + (int) slots[c];
                                continue;
                            }
                            case Operation.I32_SUB -> {
                                slots[a] = (int) slots[b] - (int) slots[c];
                                continue;
                            }
                            case Operation.I32_MUL -> {
                                slots[a] = (int) slots[b] * (int) slots[c];
                                continue;
                            }
                            case Operation.I32_SHL -> {
                                slots[a] = (int) slots[b] << (int) slots[c];
                                continue;
                            }
                            case Operation.I32_SHR_S -> {
                                slots[a] = (int) slots[b] >> (int) slots[c];
                                continue;
                            }
                            case Operation.I32_SHR_U -> {
                                slots[a] = (int) slots[b] >>> (int) slots[c];
                                continue;
                            }
                            case Operation.I32_ROTL -> {
                                slots[a] = Integer.rotateLeft((int) slots[b], (int) slots[c]);
                                continue;
                            }
                            case Operation.I32_ROTR -> {
                                slots[a] = Integer.rotateRight((int) slots[b], (int) slots[c]);
                                continue;
                            }
                            case Operation.I32_ADD_IMMEDIATE -> {
                                slots[a] = (int) slots[b] + number;
                                continue;
                            }
                            case Operation.I32_MUL_IMMEDIATE -> {
                                slots[a] = (int) slots[b] * number;
                                continue;
                            }
                            case Operation.I32_SHL_IMMEDIATE -> {
                                slots[a] = (int) slots[b] << number;
                                continue;
                            }
                            case Operation.I32_SHR_S_IMMEDIATE -> {
                                slots[a] = (int) slots[b] >> number;
                                continue;
                            }
                            case Operation.I32_SHR_U_IMMEDIATE -> {
                                slots[a] = (int) slots[b] >>> number;
                                continue;
                            }
                            case Operation.I32_ROTL_IMMEDIATE -> {
                                slots[a] = Integer.rotateLeft((int) slots[b], number);
                                continue;
                            }

                            case Operation.I64_ADD -> {
                                slots[a] = slots[b] + slots[c];
                                continue;
                            }
                            case Operation.I64_SUB -> {
                                slots[a] = slots[b] - slots[c];
                                continue;
                            }
                            case Operation.I64_MUL -> {
                                slots[a] = slots[b] * slots[c];
                                continue;
                            }
                            case Operation.I64_SHL -> {
                                slots[a] = slots[b] << slots[c];
                                continue;
                            }
                            case Operation.I64_SHR_S -> {
                                slots[a] = slots[b] >> slots[c];
                                continue;
                            }
                            case Operation.I64_SHR_U -> {
                                slots[a] = slots[b] >>> slots[c];
                                continue;
                            }
                            case Operation.I64_ROTL -> {
                                slots[a] = Long.rotateLeft(slots[b], (int) slots[c]);
                                continue;
                            }
                            case Operation.I64_ROTR -> {
                                slots[a] = Long.rotateRight(slots[b], (int) slots[c]);
                                continue;
                            }
                            case Operation.I64_ADD_IMMEDIATE -> {
                                slots[a] = slots[b] + number;
                                continue;
                            }
                            case Operation.I64_MUL_IMMEDIATE -> {
                                slots[a] = slots[b] * number;
                                continue;
                            }
                            case Operation.I64_SHL_IMMEDIATE -> {
                                slots[a] = slots[b] << number;
                                continue;
                            }
                            case Operation.I64_SHR_S_IMMEDIATE -> {
                                slots[a] = slots[b] >> number;
                                continue;
                            }
                            case Operation.I64_SHR_U_IMMEDIATE -> {
                                slots[a] = slots[b] >>> number;
                                continue;
                            }
                            case Operation.I64_ROTL_IMMEDIATE -> {
                                slots[a] = Long.rotateLeft(slots[b], number);
                                continue;
                            }

                            case Operation.AND -> {
                                slots[a] = slots[b] & slots[c];
                                continue;
                            }
                            case Operation.OR -> {
                                slots[a] = slots[b] | slots[c];
                                continue;
                            }
                            case Operation.XOR -> {
                                slots[a] = slots[b] ^ slots[c];
                                continue;
                            }
                            case Operation.AND_IMMEDIATE -> {
                                slots[a] = slots[b] & number;
                                continue;
                            }
                            case Operation.OR_IMMEDIATE -> {
                                slots[a] = slots[b] | number;
                                continue;
                            }
                            case Operation.XOR_IMMEDIATE -> {
                                slots[a] = slots[b] ^ number;
                                continue;
                            }

                            case Operation.EQ -> {
                                slots[a] = slots[b] == slots[c] ? 1 : 0;
                                continue;
                            }
                            case Operation.NE -> {
                                slots[a] = slots[b] != slots[c] ? 1 : 0;
                                continue;
                            }
                            case Operation.LT_S -> {
                                slots[a] = slots[b] < slots[c] ? 1 : 0;
                                continue;
                            }
                            case Operation.LE_S -> {
                                slots[a] = slots[b] <= slots[c] ? 1 : 0;
                                continue;
                            }
                            case Operation.LT_U -> {
                                slots[a] = Long.compareUnsigned(slots[b], slots[c]) < 0 ? 1 : 0;
                                continue;
                            }
                            case Operation.LE_U -> {
                                slots[a] = Long.compareUnsigned(slots[b], slots[c]) <= 0 ? 1 : 0;
                                continue;
                            }
                            case Operation.EQ_IMMEDIATE -> {
                                slots[a] = slots[b] == number ? 1 : 0;
                                continue;
                            }
                            case Operation.NE_IMMEDIATE -> {
                                slots[a] = slots[b] != number ? 1 : 0;
                                continue;
                            }
                            case Operation.LT_S_IMMEDIATE -> {
                                slots[a] = slots[b] < number ? 1 : 0;
                                continue;
                            }
                            case Operation.GE_S_IMMEDIATE -> {
                                slots[a] = slots[b] >= number ? 1 : 0;
                                continue;
                            }
                            case Operation.LT_U_IMMEDIATE -> {
                                slots[a] = Long.compareUnsigned(slots[b], number) < 0 ? 1 : 0;
                                continue;
                            }
                            case Operation.GE_U_IMMEDIATE -> {
                                slots[a] = Long.compareUnsigned(slots[b], number) >= 0 ? 1 : 0;
                                continue;
                            }

                            case Operation.BRANCH_EQ -> {
                                if (slots[b] != slots[c]) {
                                    break stays;
                                }
                            }
                            case Operation.BRANCH_NE -> {
                                if (slots[b] == slots[c]) {
                                    break stays;
                                }
                            }
                            case Operation.BRANCH_LT_S -> {
                                if (slots[b] >= slots[c]) {
                                    break stays;
                                }
                            }
                            case Operation.BRANCH_LE_S -> {
                                if (slots[b] > slots[c]) {
                                    break stays;
                                }
                            }
                            case Operation.BRANCH_LT_U -> {
                                if (Long.compareUnsigned(slots[b], slots[c]) >= 0) {
                                    break stays;
                                }
                            }
                            case Operation.BRANCH_LE_U -> {
                                if (Long.compareUnsigned(slots[b], slots[c]) > 0) {
                                    break stays;
                                }
                            }
                            case Operation.BRANCH_EQ_IMMEDIATE -> {
                                if (slots[b] != number) {
                                    break stays;
                                }
                            }
                            case Operation.BRANCH_NE_IMMEDIATE -> {
                                if (slots[b] == number) {
                                    break stays;
                                }
                            }
                            case Operation.BRANCH_LT_S_IMMEDIATE -> {
                                if (slots[b] >= number) {
                                    break stays;
                                }
                            }
                            case Operation.BRANCH_GE_S_IMMEDIATE -> {
                                if (slots[b] < number) {
                                    break stays;
                                }
                            }
                            case Operation.BRANCH_LT_U_IMMEDIATE -> {
                                if (Long.compareUnsigned(slots[b], number) >= 0) {
                                    break stays;
                                }
                            }
                            case Operation.BRANCH_GE_U_IMMEDIATE -> {
                                if (Long.compareUnsigned(slots[b], number) < 0) {
                                    break stays;
                                }
                            }
                            case Operation.BRANCH -> {}
                            case Operation.BRANCH_TABLE -> {
                                long last = words[pc] - 1;
                                pc += 1 + (int) Math.min(slots[a] & 0xFFFFFFFFL, last);
                            }

                            case Operation.F32_ADD -> {
                                slots[a] = Numeric.bits(Numeric.f32(slots[b]) + Numeric.f32(slots[c]));
                                continue;
                            }
                            case Operation.F32_SUB -> {
                                slots[a] = Numeric.bits(Numeric.f32(slots[b]) - Numeric.f32(slots[c]));
                                continue;
                            }
                            case Operation.F32_MUL -> {
                                slots[a] = Numeric.bits(Numeric.f32(slots[b]) * Numeric.f32(slots[c]));
                                continue;
                            }
                            case Operation.F32_DIV -> {
                                slots[a] = Numeric.bits(Numeric.f32(slots[b]) / Numeric.f32(slots[c]));
                                continue;
                            }
                            case Operation.F64_ADD -> {
                                slots[a] = Numeric.bits(Numeric.f64(slots[b]) + Numeric.f64(slots[c]));
                                continue;
                            }
                            case Operation.F64_SUB -> {
                                slots[a] = Numeric.bits(Numeric.f64(slots[b]) - Numeric.f64(slots[c]));
                                continue;
                            }
                            case Operation.F64_MUL -> {
                                slots[a] = Numeric.bits(Numeric.f64(slots[b]) * Numeric.f64(slots[c]));
                                continue;
                            }
                            case Operation.F64_DIV -> {
                                slots[a] = Numeric.bits(Numeric.f64(slots[b]) / Numeric.f64(slots[c]));
                                continue;
                            }
                            case Operation.F32_EQ -> {
                                slots[a] = Numeric.f32(slots[b]) == Numeric.f32(slots[c]) ? 1 : 0;
                                continue;
                            }
                            case Operation.F32_NE -> {
                                slots[a] = Numeric.f32(slots[b]) != Numeric.f32(slots[c]) ? 1 : 0;
                                continue;
                            }
                            case Operation.F32_LT -> {
                                slots[a] = Numeric.f32(slots[b]) < Numeric.f32(slots[c]) ? 1 : 0;
                                continue;
                            }
                            case Operation.F32_LE -> {
                                slots[a] = Numeric.f32(slots[b]) <= Numeric.f32(slots[c]) ? 1 : 0;
                                continue;
                            }
                            case Operation.F64_EQ -> {
                                slots[a] = Numeric.f64(slots[b]) == Numeric.f64(slots[c]) ? 1 : 0;
                                continue;
                            }
                            case Operation.F64_NE -> {
                                slots[a] = Numeric.f64(slots[b]) != Numeric.f64(slots[c]) ? 1 : 0;
                                continue;
                            }
                            case Operation.F64_LT -> {
                                slots[a] = Numeric.f64(slots[b]) < Numeric.f64(slots[c]) ? 1 : 0;
                                continue;
                            }
                            case Operation.F64_LE -> {
                                slots[a] = Numeric.f64(slots[b]) <= Numeric.f64(slots[c]) ? 1 : 0;
                                continue;
                            }

                            case Operation.I32_WRAP_I64 -> {
                                slots[a] = (int) slots[b];
                                continue;
                            }
                            case Operation.I64_EXTEND_I32_U -> {
                                slots[a] = slots[b] & 0xFFFFFFFFL;
                                continue;
                            }
                            case Operation.I32_DIV_S -> {
                                int divisor = (int) slots[c];
                                if (divisor > 0) {
                                    slots[a] = (int) slots[b] / divisor;
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.I32_DIV_U -> {
                                int divisor = (int) slots[c];
                                if (divisor != 0) {
                                    slots[a] = Integer.divideUnsigned((int) slots[b], divisor);
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.I32_REM_S -> {
                                int divisor = (int) slots[c];
                                if (divisor > 0) {
                                    slots[a] = (int) slots[b] % divisor;
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.I32_REM_U -> {
                                int divisor = (int) slots[c];
                                if (divisor != 0) {
                                    slots[a] = Integer.remainderUnsigned((int) slots[b], divisor);
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.EXTEND_8_S -> {
                                slots[a] = (byte) slots[b];
                                continue;
                            }
                            case Operation.EXTEND_16_S -> {
                                slots[a] = (short) slots[b];
                                continue;
                            }
                            case Operation.F64_SQRT -> {
                                slots[a] = Numeric.bits(Math.sqrt(Numeric.f64(slots[b])));
                                continue;
                            }
                            case Operation.F64_CONVERT_I32_S -> {
                                slots[a] = Double.doubleToRawLongBits((double) (int) slots[b]);
                                continue;
                            }

                            case Operation.LOAD_8_S -> {
                                long address = (slots[b] & 0xFFFFFFFFL) + number;
                                if (address < byteSize) {
                                    slots[a] = bytes[(int) address];
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.LOAD_8_U -> {
                                long address = (slots[b] & 0xFFFFFFFFL) + number;
                                if (address < byteSize) {
                                    slots[a] = bytes[(int) address] & 0xFF;
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.LOAD_16_S -> {
                                long address = (slots[b] & 0xFFFFFFFFL) + number;
                                if (address <= byteSize - Short.BYTES) {
                                    slots[a] = (short) SHORT.get(bytes, (int) address);
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.LOAD_16_U -> {
                                long address = (slots[b] & 0xFFFFFFFFL) + number;
                                if (address <= byteSize - Short.BYTES) {
                                    slots[a] = (short) SHORT.get(bytes, (int) address) & 0xFFFF;
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.LOAD_32_S -> {
                                long address = (slots[b] & 0xFFFFFFFFL) + number;
                                if (address <= byteSize - Integer.BYTES) {
                                    slots[a] = (int) INT.get(bytes, (int) address);
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.LOAD_32_U -> {
                                long address = (slots[b] & 0xFFFFFFFFL) + number;
                                if (address <= byteSize - Integer.BYTES) {
                                    slots[a] = (int) INT.get(bytes, (int) address) & 0xFFFFFFFFL;
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.LOAD_64 -> {
                                long address = (slots[b] & 0xFFFFFFFFL) + number;
                                if (address <= byteSize - Long.BYTES) {
                                    slots[a] = (long) LONG.get(bytes, (int) address);
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.STORE_8 -> {
                                long address = (slots[a] & 0xFFFFFFFFL) + number;
                                if (address < byteSize) {
                                    bytes[(int) address] = (byte) slots[b];
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.STORE_16 -> {
                                long address = (slots[a] & 0xFFFFFFFFL) + number;
                                if (address <= byteSize - Short.BYTES) {
                                    SHORT.set(bytes, (int) address, (short) slots[b]);
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.STORE_32 -> {
                                long address = (slots[a] & 0xFFFFFFFFL) + number;
                                if (address <= byteSize - Integer.BYTES) {
                                    INT.set(bytes, (int) address, (int) slots[b]);
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.STORE_64 -> {
                                long address = (slots[a] & 0xFFFFFFFFL) + number;
                                if (address <= byteSize - Long.BYTES) {
                                    LONG.set(bytes, (int) address, slots[b]);
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.LOAD_8_S_DISPLACED -> {
                                long address = slots[b] + number & 0xFFFFFFFFL;
                                if (address < byteSize) {
                                    slots[a] = bytes[(int) address];
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.LOAD_8_U_DISPLACED -> {
                                long address = slots[b] + number & 0xFFFFFFFFL;
                                if (address < byteSize) {
                                    slots[a] = bytes[(int) address] & 0xFF;
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.LOAD_16_S_DISPLACED -> {
                                long address = slots[b] + number & 0xFFFFFFFFL;
                                if (address <= byteSize - Short.BYTES) {
                                    slots[a] = (short) SHORT.get(bytes, (int) address);
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.LOAD_16_U_DISPLACED -> {
                                long address = slots[b] + number & 0xFFFFFFFFL;
                                if (address <= byteSize - Short.BYTES) {
                                    slots[a] = (short) SHORT.get(bytes, (int) address) & 0xFFFF;
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.LOAD_32_S_DISPLACED -> {
                                long address = slots[b] + number & 0xFFFFFFFFL;
                                if (address <= byteSize - Integer.BYTES) {
                                    slots[a] = (int) INT.get(bytes, (int) address);
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.LOAD_32_U_DISPLACED -> {
                                long address = slots[b] + number & 0xFFFFFFFFL;
                                if (address <= byteSize - Integer.BYTES) {
                                    slots[a] = (int) INT.get(bytes, (int) address) & 0xFFFFFFFFL;
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.LOAD_64_DISPLACED -> {
                                long address = slots[b] + number & 0xFFFFFFFFL;
                                if (address <= byteSize - Long.BYTES) {
                                    slots[a] = (long) LONG.get(bytes, (int) address);
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.LOAD_8_S_WIDE -> {
                                long address = (slots[b] & 0xFFFFFFFFL) + words[pc++];
                                if (address < byteSize) {
                                    slots[a] = bytes[(int) address];
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.LOAD_8_U_WIDE -> {
                                long address = (slots[b] & 0xFFFFFFFFL) + words[pc++];
                                if (address < byteSize) {
                                    slots[a] = bytes[(int) address] & 0xFF;
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.LOAD_16_S_WIDE -> {
                                long address = (slots[b] & 0xFFFFFFFFL) + words[pc++];
                                if (address <= byteSize - Short.BYTES) {
                                    slots[a] = (short) SHORT.get(bytes, (int) address);
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.LOAD_16_U_WIDE -> {
                                long address = (slots[b] & 0xFFFFFFFFL) + words[pc++];
                                if (address <= byteSize - Short.BYTES) {
                                    slots[a] = (short) SHORT.get(bytes, (int) address) & 0xFFFF;
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.LOAD_32_S_WIDE -> {
                                long address = (slots[b] & 0xFFFFFFFFL) + words[pc++];
                                if (address <= byteSize - Integer.BYTES) {
                                    slots[a] = (int) INT.get(bytes, (int) address);
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.LOAD_32_U_WIDE -> {
                                long address = (slots[b] & 0xFFFFFFFFL) + words[pc++];
                                if (address <= byteSize - Integer.BYTES) {
                                    slots[a] = (int) INT.get(bytes, (int) address) & 0xFFFFFFFFL;
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.LOAD_64_WIDE -> {
                                long address = (slots[b] & 0xFFFFFFFFL) + words[pc++];
                                if (address <= byteSize - Long.BYTES) {
                                    slots[a] = (long) LONG.get(bytes, (int) address);
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.STORE_8_WIDE -> {
                                long address = (slots[a] & 0xFFFFFFFFL) + words[pc++];
                                if (address < byteSize) {
                                    bytes[(int) address] = (byte) slots[b];
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.STORE_16_WIDE -> {
                                long address = (slots[a] & 0xFFFFFFFFL) + words[pc++];
                                if (address <= byteSize - Short.BYTES) {
                                    SHORT.set(bytes, (int) address, (short) slots[b]);
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.STORE_32_WIDE -> {
                                long address = (slots[a] & 0xFFFFFFFFL) + words[pc++];
                                if (address <= byteSize - Integer.BYTES) {
                                    INT.set(bytes, (int) address, (int) slots[b]);
                                    continue;
                                }
                                break rare;
                            }
                            case Operation.STORE_64_WIDE -> {
                                long address = (slots[a] & 0xFFFFFFFFL) + words[pc++];
                                if (address <= byteSize - Long.BYTES) {
                                    LONG.set(bytes, (int) address, slots[b]);
                                    continue;
                                }
                                break rare;
                            }

                            case Operation.GLOBAL_GET -> {
                                slots[a] = cells[(int) words[pc++]].value;
                                continue;
                            }
                            case Operation.GLOBAL_SET -> {
                                cells[(int) words[pc++]].value = slots[b];
                                continue;
                            }
                            case Operation.CHARGE -> {
                                fuel = Metering.charge(fuel, number);
                                continue;
                            }
                            case Operation.CHECK -> {
                                fuel = Metering.charge(fuel, number);
                                if (Metering.exhausted(fuel)) {
                                    execution.setFuel(fuel);
                                    execution.restAt(function.number(), (int) (word >>> 16), fp);
                                    return true;
                                }
                                continue;
                            }

                            case Operation.CALL -> {
                                target = words[pc];
                                callee = ownFunctions[(int) (target >>> 32)];
                                break call;
                            }
                            case Operation.CALL_INDIRECT -> {
                                target = words[pc];
                                ReferenceTable table = tables[(int) words[pc + 1]];
                                int index = (int) slots[b];
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
                            case Operation.RETURN_ONE -> {
                                int header = fp + code.locals();
                                long link = slots[header];
                                if (link == Execution.ROOT) {
                                    break rare;
                                }
                                GuestFunction caller = allFunctions[(int) (link >>> 32)];
                                FunctionCode callerCode = caller.codeIfLowered();
                                if (callerCode == null || caller.instanceIfAny() != instance) {
                                    break rare;
                                }
                                int callerBase = (int) slots[header + 1];
                                slots[fp] = slots[b];
                                function = caller;
                                code = callerCode;
                                fp = callerBase;
                                long behind = callerCode.returns()[(int) link];
                                pc = (int) (behind >>> 32);
                                fuel = Metering.charge(fuel, behind & 0xFFFF_FFFFL);
                                if (Metering.exhausted(fuel)) {
                                    execution.setFuel(fuel);
                                    execution.restAt(function.number(), (int) link, fp);
                                    return true;
                                }
                                continue;
                            }
                            case Operation.RETURN_NONE -> {
                                int header = fp + code.locals();
                                long link = slots[header];
                                if (link == Execution.ROOT) {
                                    break rare;
                                }
                                GuestFunction caller = allFunctions[(int) (link >>> 32)];
                                FunctionCode callerCode = caller.codeIfLowered();
                                if (callerCode == null || caller.instanceIfAny() != instance) {
                                    break rare;
                                }
                                function = caller;
                                code = callerCode;
                                fp = (int) slots[header + 1];
                                long behind = callerCode.returns()[(int) link];
                                pc = (int) (behind >>> 32);
                                fuel = Metering.charge(fuel, behind & 0xFFFF_FFFFL);
                                if (Metering.exhausted(fuel)) {
                                    execution.setFuel(fuel);
                                    execution.restAt(function.number(), (int) link, fp);
                                    return true;
                                }
                                continue;
                            }
                            default -> {
                                break rare;
                            }
                        }

                        // A branch is taken.
                        long branch = words[pc];
                        fuel = Metering.charge(fuel, branch & 0xFFFF);
                        pc += (int) (branch >> 32);
                        if (Metering.exhausted(fuel) && (int) branch < 0) {
                            execution.setFuel(fuel);
                            execution.restAt(function.number(), (int) (words[pc - 1] >>> 16), fp);
                            return true;
                        }
                        continue;
                    }

                    // A branch is not taken.
                    fuel = Metering.charge(fuel, words[pc++] >>> 16 & 0x7FFF);
                    continue;
                }

                // A function is called.
                FunctionCode calleeCode = callee.codeIfLowered();
                int base = fp + ((int) word >>> 16);
                if (calleeCode == null
                        || callee.instanceIfAny() != instance
                        || base + calleeCode.frameSlots() > slots.length) {
                    break rare;
                }
                int locals = base + calleeCode.locals();
                for (int i = base + calleeCode.parameters(); i < locals; i++) {
                    slots[i] = 0;
                }
                slots[locals] = (long) function.number() << 32 | (int) target;
                slots[locals + 1] = fp;
                function = callee;
                code = calleeCode;
                fp = base;
                pc = calleeCode.firstWord();
                fuel = Metering.charge(fuel, calleeCode.entryPrice());
                if (Metering.exhausted(fuel)) {
                    execution.setFuel(fuel);
                    execution.restAt(function.number(), FunctionCode.ENTRY_SAFEPOINT, fp);
                    return true;
                }
                continue;
            }

            execution.setFuel(fuel);
            execution.reenterAt(function.number(), at, fp);
            return false;
        }
    }
}
