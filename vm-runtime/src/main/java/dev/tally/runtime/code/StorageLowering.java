package dev.tally.runtime.code;

import dev.tally.core.binary.InstructionReader;
import dev.tally.core.isa.Opcode;

/**
 * Lowers operations on memories, tables, segments and references that are more than an access: what each does is the part
 * of {@link IndexedOperation} and {@link ResumableOperation}.
 */
final class StorageLowering {
    private final Lowering lowering;
    private final CodeBuffer buffer;
    private final OperandStack stack;
    private final Emitter emitter;
    private final FuelBlocks blocks;

    StorageLowering(Lowering lowering, CodeBuffer buffer, OperandStack stack, Emitter emitter, FuelBlocks blocks) {
        this.lowering = lowering;
        this.buffer = buffer;
        this.stack = stack;
        this.emitter = emitter;
        this.blocks = blocks;
    }

    /** Lowers the instruction that the reader has just read. */
    void lower(Opcode opcode, InstructionReader reader) {
        switch (opcode) {
            case REF_AS_NON_NULL -> {
                lowering.originate();
                emitter.require(Requirement.NOT_NULL);
            }
            case REF_FUNC -> emitter.functionReference(reader.index());
            case MEMORY_SIZE -> indexed(IndexedOperation.MEMORY_SIZE, 0, reader.index(), true, false);
            case TABLE_SIZE -> indexed(IndexedOperation.TABLE_SIZE, 0, reader.index(), true, false);
            case TABLE_GET -> indexed(IndexedOperation.TABLE_GET, 1, reader.index(), true, true);
            case TABLE_SET -> indexed(IndexedOperation.TABLE_SET, 2, reader.index(), false, false);
            case DATA_DROP -> indexed(IndexedOperation.DATA_DROP, 0, reader.index(), false, false);
            case ELEM_DROP -> indexed(IndexedOperation.ELEMENT_DROP, 0, reader.index(), false, false);
            case MEMORY_COPY -> resumable(ResumableOperation.MEMORY_COPY, 3, reader.index(), reader.secondIndex());
            case MEMORY_FILL -> resumable(ResumableOperation.MEMORY_FILL, 3, reader.index(), 0);
            case MEMORY_INIT -> resumable(ResumableOperation.MEMORY_INIT, 3, reader.secondIndex(), reader.index());
            case TABLE_COPY -> resumable(ResumableOperation.TABLE_COPY, 3, reader.index(), reader.secondIndex());
            case TABLE_FILL -> resumable(ResumableOperation.TABLE_FILL, 3, reader.index(), 0);
            case TABLE_INIT -> resumable(ResumableOperation.TABLE_INIT, 3, reader.secondIndex(), reader.index());
            case MEMORY_GROW -> {
                resumable(ResumableOperation.MEMORY_GROW, 1, reader.index(), 0);
                stack.push(false);
            }
            case TABLE_GROW -> {
                resumable(ResumableOperation.TABLE_GROW, 2, reader.index(), 0);
                stack.push(false);
            }
            default -> throw new IllegalArgumentException(opcode.mnemonic() + " is no operation on storage");
        }
    }

    private void indexed(IndexedOperation operation, int operands, int index, boolean pushes, boolean reference) {
        indexed(operation, operands, index, 0);
        if (pushes) {
            stack.push(reference);
        }
    }

    void indexed(IndexedOperation operation, int operands, int first, int second) {
        lowering.originate();
        emitter.indexed(operation, operands, first, second);
    }

    /** An operation that collects its price by size; its operands are popped, its result is the caller's to push. */
    void resumable(ResumableOperation operation, int operands, int first, int second) {
        resumable(Operation.RESUMABLE, operation, operands, first, second, 0, 0);
    }

    /** The same with two more fields in the first word, whose code may be one of its own. */
    void resumable(int code, ResumableOperation operation, int operands, int first, int second, int b, int c) {
        emitter.settleAll();
        int safepoint = lowering.addSafepointHere(operation.safepointKind());
        lowering.originate();
        stack.pop(operands);
        buffer.add(Operation.word(code, operation.ordinal(), stack.nextSlot(), b, c));
        buffer.add(Operation.pair(first, second));
        int charge = buffer.add(Operation.pair(safepoint, 0));
        blocks.open(blocks.path());
        blocks.chargedByBranch(charge);
        emitter.forgetLastResult();
    }
}
