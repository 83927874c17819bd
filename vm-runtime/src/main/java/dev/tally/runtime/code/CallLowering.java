package dev.tally.runtime.code;

import dev.tally.core.binary.InstructionReader;
import dev.tally.core.module.IndexSpaces;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.type.FunctionType;

/**
 * Lowers calls. A tail call is a call behind which a return stands: callees that are code take the place of the caller's
 * frame and never come back, all others return to where the return is.
 */
final class CallLowering {
    private final Lowering lowering;
    private final CodeBuffer buffer;
    private final OperandStack stack;
    private final Emitter emitter;
    private final ModuleDefinition module;
    private final IndexSpaces spaces;

    CallLowering(
            Lowering lowering,
            CodeBuffer buffer,
            OperandStack stack,
            Emitter emitter,
            ModuleDefinition module,
            IndexSpaces spaces) {
        this.lowering = lowering;
        this.buffer = buffer;
        this.stack = stack;
        this.emitter = emitter;
        this.module = module;
        this.spaces = spaces;
    }

    void call(int callee) {
        callFunction(Operation.CALL, callee);
    }

    void returnCall(int callee) {
        callFunction(Operation.RETURN_CALL, callee);
        returnResults(spaces.functions().get(callee));
    }

    private void callFunction(int operation, int callee) {
        FunctionType type = spaces.functions().get(callee);
        emitter.settleAll();
        stack.pop(type.parameters().size());
        lowering.originate();
        buffer.add(Operation.word(operation, 0, stack.nextSlot(), 0, 0));
        target(callee, type);
        lowering.resumeHere();
    }

    void callIndirect(InstructionReader reader) {
        callInTable(Operation.CALL_INDIRECT, reader);
    }

    void returnCallIndirect(InstructionReader reader) {
        callInTable(Operation.RETURN_CALL_INDIRECT, reader);
        returnResults(module.types().get(reader.index()));
    }

    private void callInTable(int operation, InstructionReader reader) {
        FunctionType type = module.types().get(reader.index());
        callSelected(operation, type);
        int word = buffer.add(0);
        buffer.add(reader.secondIndex());
        buffer.set(word, Operation.pair(reader.index(), lowering.returnOf(type)));
        lowering.resumeHere();
    }

    void callReference(int typeIndex) {
        callReferred(Operation.CALL_REF, typeIndex);
    }

    void returnCallReference(int typeIndex) {
        callReferred(Operation.RETURN_CALL_REF, typeIndex);
        returnResults(module.types().get(typeIndex));
    }

    private void callReferred(int operation, int typeIndex) {
        FunctionType type = module.types().get(typeIndex);
        callSelected(operation, type);
        target(typeIndex, type);
        lowering.resumeHere();
    }

    /** Pops what selects the callee, an index or a reference, and the arguments; emits the first word of the call. */
    private void callSelected(int operation, FunctionType type) {
        emitter.settleAll();
        stack.pop();
        int selector = stack.nextSlot();
        stack.pop(type.parameters().size());
        lowering.originate();
        buffer.add(Operation.word(operation, 0, stack.nextSlot(), selector, 0));
    }

    private void target(int index, FunctionType type) {
        int word = buffer.add(0);
        buffer.set(word, Operation.pair(index, lowering.returnOf(type)));
    }

    /** Throws a new exception; nothing is reached behind it. */
    void throwNew(int tag) {
        int safepoint = throwsHere();
        stack.pop(spaces.tags().get(tag).parameters().size());
        buffer.add(Operation.word(Operation.THROW, 0, stack.nextSlot(), 0, 0));
        buffer.add(Operation.pair(tag, safepoint));
        lowering.leave();
    }

    /** Throws an exception that was caught. */
    void throwAgain() {
        int safepoint = throwsHere();
        stack.pop();
        buffer.add(Operation.word(Operation.THROW_REF, 0, stack.nextSlot(), 0, 0));
        buffer.add(safepoint);
        lowering.leave();
    }

    private int throwsHere() {
        emitter.settleAll();
        int safepoint = lowering.addSafepointHere(SafepointKind.ALLOCATION);
        lowering.mayThrow();
        lowering.originate();
        return safepoint;
    }

    private void returnResults(FunctionType type) {
        emitter.returnTop(type.results().size());
        lowering.leave();
    }
}
