package dev.tally.runtime.code;

import dev.tally.core.binary.InstructionReader;
import dev.tally.core.isa.Opcode;

/** Lowers numeric instructions, loads and stores: what takes values and gives values, without control flow. */
final class ValueLowering {
    private static final long LEAST_IMPOSSIBLE_OFFSET = 1L << Integer.SIZE;

    private final CodeBuffer buffer;
    private final OperandStack stack;
    private final Emitter emitter;

    ValueLowering(CodeBuffer buffer, OperandStack stack, Emitter emitter) {
        this.buffer = buffer;
        this.stack = stack;
        this.emitter = emitter;
    }

    /** Lowers the instruction that the reader has just read. */
    void lower(Opcode opcode, InstructionReader reader) {
        if (opcode.immediates().isMemoryAccess()) {
            lowerAccess(opcode, reader);
        } else if (Selection.isMove(opcode)) {
            return;
        } else if (opcode.parameters().size() == 2) {
            lowerBinary(opcode, reader);
        } else {
            int operation = Selection.ofOneSlot(opcode);
            if (operation != Selection.NONE) {
                emitter.unary(operation, 0);
            } else {
                buffer.originate((int) reader.moduleOffset());
                emitter.unary(numeric(opcode), opcode.ordinal());
            }
        }
    }

    private int numeric(Opcode opcode) {
        return Selection.mayTrap(opcode) ? Operation.NUMERIC_TRAPPING : Operation.NUMERIC;
    }

    private void lowerBinary(Opcode opcode, InstructionReader reader) {
        int immediate = Selection.ofSlotAndNumber(opcode);
        if (immediate != Selection.NONE && stack.topIsConstant()) {
            long number = Selection.immediateNumber(opcode, stack.topConstant());
            if (number == (short) number) {
                emitter.binaryImmediate(immediate, number);
                return;
            }
        }
        if (immediate != Selection.NONE && Selection.commutes(opcode) && stack.isConstantBelowTop()) {
            long number = stack.constantBelowTop();
            if (number == (short) number) {
                emitter.binaryImmediateLeft(immediate, number);
                return;
            }
        }
        int straight = Selection.ofTwoSlots(opcode);
        int swapped = Selection.ofTwoSlotsSwapped(opcode);
        if (straight != Selection.NONE) {
            if (Selection.mayTrap(opcode)) {
                buffer.originate((int) reader.moduleOffset());
            }
            emitter.binary(straight, 0);
        } else if (swapped != Selection.NONE) {
            emitter.binarySwapped(swapped);
        } else {
            buffer.originate((int) reader.moduleOffset());
            emitter.binary(numeric(opcode), opcode.ordinal());
        }
    }

    private void lowerAccess(Opcode opcode, InstructionReader reader) {
        if (reader.memory() != 0) {
            lowerOtherAccess(opcode, reader);
            return;
        }
        int access = Selection.access(opcode);
        int moduleOffset = (int) reader.moduleOffset();
        // Beyond this all offsets are out of bounds alike, and the sum with an address would not fit a long.
        long offset = Long.compareUnsigned(reader.offset(), LEAST_IMPOSSIBLE_OFFSET) < 0
                ? reader.offset()
                : LEAST_IMPOSSIBLE_OFFSET;
        if (access >= Operation.STORE_8) {
            emitter.store(access, offset, moduleOffset);
        } else {
            emitter.load(access, offset, moduleOffset);
        }
    }

    /** An access to a memory that the interpreter's loop does not keep at hand. */
    private void lowerOtherAccess(Opcode opcode, InstructionReader reader) {
        buffer.originate((int) reader.moduleOffset());
        emitter.indexed(
                IndexedOperation.access(opcode),
                opcode.parameters().size(),
                reader.memory(),
                IndexedOperation.offsetIndex(reader.offset()));
        if (!opcode.results().isEmpty()) {
            stack.push(false);
        }
    }
}
