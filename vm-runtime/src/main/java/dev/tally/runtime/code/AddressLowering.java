package dev.tally.runtime.code;

import dev.tally.core.binary.InstructionReader;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.IndexSpaces;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ValueType;
import java.util.List;

/**
 * Lowers what 64-bit memories and tables need beside what all of them need: operands that are addresses of 64 bits are
 * {@linkplain IndexedOperation#SATURATE narrowed} before the instruction that takes them, which then is the same as for 32
 * bits. Modules without such memories and tables pay nothing.
 */
final class AddressLowering {
    private final IndexSpaces spaces;
    private final OperandStack stack;
    private final Emitter emitter;
    private final boolean anyWide;

    AddressLowering(IndexSpaces spaces, OperandStack stack, Emitter emitter) {
        this.spaces = spaces;
        this.stack = stack;
        this.emitter = emitter;
        this.anyWide = spaces.memories().stream().anyMatch(memory -> memory.address() == NumberType.I64)
                || spaces.tables().stream().anyMatch(table -> table.address() == NumberType.I64);
    }

    /** Narrows the addresses among the operands of the instruction that the reader has just read. */
    void narrow(Opcode opcode, InstructionReader reader) {
        if (!anyWide) {
            return;
        }
        switch (opcode) {
            case TABLE_GET, TABLE_GROW -> narrow(0, isWideTable(reader.index()));
            case TABLE_SET -> narrow(1, isWideTable(reader.index()));
            case TABLE_FILL -> {
                narrow(0, isWideTable(reader.index()));
                narrow(2, isWideTable(reader.index()));
            }
            case TABLE_INIT -> narrow(2, isWideTable(reader.secondIndex()));
            case TABLE_COPY -> narrowCopy(isWideTable(reader.index()), isWideTable(reader.secondIndex()));
            case CALL_INDIRECT, RETURN_CALL_INDIRECT -> narrow(0, isWideTable(reader.secondIndex()));
            case MEMORY_INIT -> narrow(2, isWideMemory(reader.secondIndex()));
            case MEMORY_COPY -> narrowCopy(isWideMemory(reader.index()), isWideMemory(reader.secondIndex()));
            default -> {
                if (opcode.hasAddress() && !opcode.parameters().isEmpty() && isWideMemory(reader.index())) {
                    narrowFixed(opcode);
                }
            }
        }
    }

    private void narrowFixed(Opcode opcode) {
        List<ValueType> narrow = opcode.parameters();
        List<ValueType> wide = opcode.parameters(NumberType.I64);
        for (int i = 0; i < narrow.size(); i++) {
            narrow(narrow.size() - 1 - i, !narrow.get(i).equals(wide.get(i)));
        }
    }

    private void narrowCopy(boolean toWide, boolean fromWide) {
        narrow(0, toWide && fromWide);
        narrow(1, fromWide);
        narrow(2, toWide);
    }

    /** Narrows the topmost operand, which is where an active segment of this memory begins. */
    void narrowMemoryOffset(int memory) {
        narrow(0, isWideMemory(memory));
    }

    /** Narrows the topmost operand, which is where an active segment of this table begins. */
    void narrowTableOffset(int table) {
        narrow(0, isWideTable(table));
    }

    private boolean isWideMemory(int memory) {
        return spaces.memories().get(memory).address() == NumberType.I64;
    }

    private boolean isWideTable(int table) {
        return spaces.tables().get(table).address() == NumberType.I64;
    }

    /** Narrows the operand so many below the top, in its own slot. */
    private void narrow(int depth, boolean wide) {
        if (wide) {
            emitter.indexedInPlace(IndexedOperation.SATURATE, stack.height() - 1 - depth);
        }
    }
}
