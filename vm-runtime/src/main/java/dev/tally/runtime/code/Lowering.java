package dev.tally.runtime.code;

import dev.tally.core.binary.InstructionReader;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.Code;
import dev.tally.core.module.ExternalType.GlobalType;
import dev.tally.core.module.Function;
import dev.tally.core.module.IndexSpaces;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import dev.tally.core.validate.ValidModule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From a validated body to executable code, in one pass and in time linear in the body.
 *
 * <p>The pass follows the body's blocks with a stack of {@link Label labels}, the operands with an {@link OperandStack}
 * and the charges with {@link FuelBlocks}; code that cannot be reached is skipped. Nothing is optimised across labels:
 * there, and at every safepoint, each operand is in its own slot, so that a frame at rest looks the same whoever wrote
 * it.
 */
public final class Lowering {
    private final ValidModule module;
    private final IndexSpaces spaces;
    private final int function;
    private final List<ValueType> localTypes;
    private final CodeBuffer buffer = new CodeBuffer();
    private final SafepointTable safepoints = new SafepointTable();
    private final FuelBlocks blocks = new FuelBlocks(buffer, safepoints);
    private final OperandStack stack;
    private final Emitter emitter;
    private final ValueLowering values;
    private final AddressLowering addresses;
    private final StorageLowering storage;
    private final CallLowering calls;
    private final List<Label> labels = new ArrayList<>();
    private InstructionReader reader;
    private boolean reachable = true;

    /** How many blocks are open inside code that cannot be reached. */
    private int skippedBlocks;

    /** Where the flow of the body is recorded, when somebody wants it. */
    private final Flow flow;

    private Lowering(
            ValidModule module, int function, List<ValueType> localTypes, Code code, @Nullable FlowGraph flow) {
        this.module = module;
        this.spaces = module.spaces();
        this.function = function;
        this.localTypes = localTypes;
        this.stack = new OperandStack(localTypes.size());
        this.emitter = new Emitter(buffer, stack);
        this.values = new ValueLowering(buffer, stack, emitter);
        this.addresses = new AddressLowering(spaces, stack, emitter);
        this.storage = new StorageLowering(this, buffer, stack, emitter, blocks);
        this.calls = new CallLowering(this, buffer, stack, emitter, module.definition(), spaces);
        this.reader = new InstructionReader(code, function);
        this.flow = new Flow(flow);
    }

    /** Lowers a function that the module defines; {@code definedFunction} counts from the first of them. */
    public static FunctionCode lower(ValidModule module, int definedFunction) {
        return lower(module, definedFunction, null);
    }

    /** Lowers a function and records its flow. */
    static FunctionCode lower(ValidModule module, int definedFunction, @Nullable FlowGraph flow) {
        int function = module.spaces().importedFunctions() + definedFunction;
        Function definition = module.definition().functions().get(definedFunction);
        FunctionType type = module.spaces().functions().get(function);
        Lowering lowering = new Lowering(module, function, definition.localTypes(type), definition.body(), flow);
        lowering.lowerFunction(type, definition.declaredLocals());
        return lowering.build(type.parameters().size(), type.results().size(), module.operandSlots(definedFunction));
    }

    /**
     * The function, without parameters and results, that instantiates a module: it sets globals and tables, copies active
     * segments and calls the start function. It is guest code like any other: paid, and resumable.
     */
    public static FunctionCode lowerInstantiation(ValidModule module) {
        Lowering lowering = new Lowering(module, -1, List.of(), new Code(new byte[0], 0), null);
        new Instantiation(
                        lowering,
                        lowering.storage,
                        lowering.calls,
                        lowering.addresses,
                        lowering.stack,
                        lowering.emitter,
                        module.definition(),
                        module.spaces())
                .lower();
        return lowering.build(0, 0, lowering.stack.highest());
    }

    private FunctionCode build(int parameters, int results, int operandSlots) {
        return new FunctionCode(
                buffer.words(),
                function,
                parameters,
                results,
                localTypes.size(),
                operandSlots,
                blocks.entryPrice(),
                blocks.longestPath(),
                safepoints.build(),
                buffer.originWords(),
                buffer.originOffsets());
    }

    private void lowerFunction(FunctionType type, int declaredLocals) {
        labels.add(new Label(Label.Kind.FUNCTION, 0, List.of(), type.results(), null));
        flow.enter(flow.newNode());
        labels.getFirst().node = flow.newNode();
        begin(declaredLocals);
        while (!labels.isEmpty()) {
            step(reader.next());
        }
    }

    /** Begins a function with its entry: a charge, a check and the first safepoint. */
    void begin(int declaredLocals) {
        int entry = safepoints.add(SafepointKind.FUNCTION_ENTRY, 0, null, 0);
        safepoints.setResumeWord(entry, buffer.size());
        recordSafepoint(entry);
        blocks.chargedAtEntry(FuelBlocks.priceOfLocals(declaredLocals));
    }

    /** Lowers a constant expression, whose value stays on the operand stack. */
    void lowerExpression(Code expression) {
        reader = new InstructionReader(expression, function);
        for (Opcode opcode = reader.next(); opcode != Opcode.END; opcode = reader.next()) {
            step(opcode);
        }
    }

    private void step(Opcode opcode) {
        if (!reachable) {
            skip(opcode);
            return;
        }
        charge(opcode.price() + surcharge(opcode));
        addresses.narrow(opcode, reader);
        switch (opcode) {
            case NOP -> {}
            case UNREACHABLE -> lowerUnreachable();
            case BLOCK -> open(Label.Kind.BLOCK);
            case LOOP -> lowerLoop();
            case IF -> lowerIf();
            case ELSE -> lowerElse();
            case END -> lowerEnd();
            case BR -> lowerBranch();
            case BR_IF -> lowerBranchIf();
            case BR_TABLE -> lowerBranchTable();
            case RETURN -> lowerReturn();
            case CALL -> calls.call(reader.index());
            case CALL_INDIRECT -> calls.callIndirect(reader);
            case CALL_REF -> calls.callReference(reader.index());
            case RETURN_CALL -> calls.returnCall(reader.index());
            case RETURN_CALL_INDIRECT -> calls.returnCallIndirect(reader);
            case RETURN_CALL_REF -> calls.returnCallReference(reader.index());
            case BR_ON_NULL -> lowerBranchOnNull();
            case BR_ON_NON_NULL -> lowerBranchOnNonNull();
            case DROP -> stack.pop();
            case SELECT -> emitter.select(false);
            case SELECT_TYPED -> emitter.select(reader.valueTypes().get(0) instanceof ReferenceType);
            case LOCAL_GET -> pushLocal(reader.index());
            case LOCAL_SET -> setLocal(reader.index());
            case LOCAL_TEE -> {
                setLocal(reader.index());
                stack.pushLocal(reader.index(), localTypes.get(reader.index()) instanceof ReferenceType);
            }
            case GLOBAL_GET -> lowerGlobalGet(reader.index());
            case GLOBAL_SET -> emitter.setGlobal(reader.index());
            case I32_CONST, I64_CONST, F32_CONST, F64_CONST -> stack.pushConstant(reader.constant(), false);
            case I32_EQZ, I64_EQZ, REF_IS_NULL -> emitter.isZero();
            case REF_NULL -> stack.pushConstant(0, true);
            case REF_AS_NON_NULL,
                    REF_FUNC,
                    MEMORY_SIZE,
                    MEMORY_GROW,
                    MEMORY_COPY,
                    MEMORY_FILL,
                    MEMORY_INIT,
                    DATA_DROP,
                    TABLE_GET,
                    TABLE_SET,
                    TABLE_SIZE,
                    TABLE_GROW,
                    TABLE_COPY,
                    TABLE_FILL,
                    TABLE_INIT,
                    ELEM_DROP -> storage.lower(opcode, reader);
            default -> values.lower(opcode, reader);
        }
    }

    /** Charges an instruction to the open block; where the path would become too long, puts a check before it. */
    void charge(int price) {
        if (blocks.needsCheckBefore(price)) {
            check(SafepointKind.LONG_PATH);
        }
        blocks.add(price);
    }

    /** What an instruction costs beside its price because of the values it moves. */
    private int surcharge(Opcode opcode) {
        return switch (opcode) {
            case BR, BR_IF, BR_ON_NULL, BR_ON_NON_NULL ->
                FuelBlocks.priceOfMoving(label(reader.index()).arity());
            case BR_TABLE ->
                FuelBlocks.priceOfMoving(
                        label(reader.label(reader.labelCount() - 1)).arity());
            case RETURN -> FuelBlocks.priceOfMoving(labels.get(0).arity());
            case END ->
                labels.size() == 1 ? FuelBlocks.priceOfMoving(labels.get(0).arity()) : 0;
            case CALL, RETURN_CALL ->
                FuelBlocks.priceOfMoving(
                        spaces.functions().get(reader.index()).parameters().size());
            case CALL_INDIRECT, RETURN_CALL_INDIRECT, CALL_REF, RETURN_CALL_REF ->
                FuelBlocks.priceOfMoving(module.definition()
                        .types()
                        .get(reader.index())
                        .parameters()
                        .size());
            default -> 0;
        };
    }

    /** Passes over an instruction that cannot be reached. */
    private void skip(Opcode opcode) {
        switch (opcode) {
            case BLOCK, LOOP, IF -> skippedBlocks++;
            case ELSE -> {
                if (skippedBlocks == 0) {
                    lowerElse();
                }
            }
            case END -> {
                if (skippedBlocks == 0) {
                    lowerEnd();
                } else {
                    skippedBlocks--;
                }
            }
            default -> {}
        }
    }

    private Label label(int depth) {
        return labels.get(labels.size() - 1 - depth);
    }

    /** A charge and a check, where the guest can come to rest and where a new block begins. */
    private int check(SafepointKind kind) {
        emitter.settleAll();
        int safepoint = addSafepoint(kind);
        int word = buffer.add(Operation.CHARGE | Operation.CHECKS | (long) safepoint << 16);
        safepoints.setResumeWord(safepoint, buffer.size());
        blocks.openAfterCheck();
        blocks.chargedByField(word);
        emitter.forgetLastResult();
        return word;
    }

    // Blocks and branches.

    private Label open(Label.Kind kind) {
        FunctionType type = blockType();
        int height = stack.height() - type.parameters().size();
        ReferenceOperand below = stack.topmostReference();
        while (below != null && below.height() >= height) {
            below = below.below();
        }
        Label label = new Label(kind, height, type.parameters(), type.results(), below);
        if (kind != Label.Kind.LOOP) {
            label.node = flow.newNode();
        }
        labels.add(label);
        return label;
    }

    private FunctionType blockType() {
        if (reader.blockTypeIndex() >= 0) {
            return module.definition().types().get(reader.blockTypeIndex());
        }
        ValueType result = reader.blockResult();
        return new FunctionType(List.of(), result == null ? List.of() : List.of(result));
    }

    private void lowerLoop() {
        int head = flow.newNode();
        flow.enter(head);
        int word = check(SafepointKind.LOOP_HEAD);
        Label label = open(Label.Kind.LOOP);
        label.checkWord = word;
        label.node = head;
    }

    private void lowerIf() {
        emitter.conditionalBranch(false);
        int branch = buffer.add(0);
        Label label = open(Label.Kind.IF);
        label.elseBranch = branch;
        label.elseNode = flow.newNode();
        flow.branch(label.elseNode);
        flow.enter(flow.newNode());
        label.elsePath = blocks.path();
        blocks.open(blocks.path());
        blocks.chargedByNoBranch(branch);
    }

    private void lowerElse() {
        Label arm = labels.removeLast();
        Label label = new Label(Label.Kind.ELSE, arm.height, arm.parameters, arm.results, arm.referencesBelow);
        label.forwardBranches.addAll(arm.forwardBranches);
        label.path = arm.path;
        label.node = arm.node;
        if (reachable) {
            emitter.settleAll();
            buffer.add(Operation.word(Operation.BRANCH, 0, 0, 0, 0));
            branchTo(label);
        }
        labels.add(label);
        flow.leave();
        flow.enter(arm.elseNode);
        blocks.open(arm.elsePath);
        blocks.chargedByBranch(arm.elseBranch);
        buffer.setTarget(arm.elseBranch, buffer.size());
        stack.reset(arm.height, arm.parameters.size(), arm.referencesInside());
        emitter.forgetLastResult();
        reachable = true;
    }

    private void lowerEnd() {
        Label label = labels.removeLast();
        if (label.kind == Label.Kind.IF) {
            label.forwardBranches.add(label.elseBranch);
            label.path = Math.max(label.path, label.elsePath);
            joinElse(label);
        }
        if (label.forwardBranches.notEmpty()) {
            land(label);
        }
        if (label.kind == Label.Kind.FUNCTION && reachable) {
            emitter.returnTop(label.arity());
            leave();
        }
    }

    /** An if without else goes on at its end when its condition does not hold. */
    private void joinElse(Label label) {
        if (reachable) {
            flow.branch(label.node);
        }
        flow.leave();
        flow.enter(label.elseNode);
        flow.branch(label.node);
        flow.leave();
    }

    /** The end of a block that branches lead to: a new block begins, charged by them and by who falls into it. */
    private void land(Label label) {
        int path = label.path;
        int fallingIn = Label.NO_WORD;
        if (reachable) {
            emitter.settleAll();
            fallingIn = buffer.add(Operation.CHARGE);
            path = Math.max(path, blocks.path());
        }
        flow.enter(label.node);
        blocks.open(path);
        if (fallingIn != Label.NO_WORD) {
            blocks.chargedByField(fallingIn);
        }
        label.forwardBranches.forEach(branch -> {
            buffer.setTarget(branch, buffer.size());
            blocks.chargedByBranch(branch);
        });
        stack.reset(label.height, label.results.size(), label.referencesBehind());
        emitter.forgetLastResult();
        reachable = true;
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

    private void lowerBranch() {
        Label label = label(reader.index());
        if (label.kind == Label.Kind.FUNCTION) {
            lowerReturn();
            return;
        }
        emitter.settleAll();
        moveAndBranch(label);
        leave();
    }

    private void moveAndBranch(Label label) {
        move(label);
        buffer.add(Operation.word(Operation.BRANCH, 0, 0, 0, 0));
        branchTo(label);
    }

    /** What follows cannot be reached. */
    void leave() {
        flow.leave();
        blocks.close();
        reachable = false;
    }

    private void lowerBranchIf() {
        Label label = label(reader.index());
        boolean moves = label.arity() > 0 && stack.height() - 1 - label.arity() != label.height;
        emitter.conditionalBranch(!moves);
        branchAround(label, moves);
    }

    /** Branches without the reference on top, or goes on with it. */
    private void lowerBranchOnNull() {
        Label label = label(reader.index());
        boolean moves = label.arity() > 0 && stack.height() - 1 - label.arity() != label.height;
        emitter.branchOnNull(!moves);
        stack.pop();
        branchAround(label, moves);
        stack.push(true);
    }

    /** Branches with the reference on top, or goes on without it. */
    private void lowerBranchOnNonNull() {
        Label label = label(reader.index());
        boolean moves = needsMove(label);
        emitter.branchOnNull(moves);
        branchAround(label, moves);
        stack.pop();
    }

    /**
     * Completes a conditional branch.
     *
     * @param moves whether the word emitted last leads around moving the operands and branching, or to the label itself
     */
    private void branchAround(Label label, boolean moves) {
        if (moves) {
            int around = buffer.add(0);
            moveAndBranch(label);
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

    private void lowerBranchTable() {
        int count = reader.labelCount();
        emitter.branchTable();
        buffer.add(count);
        int firstTarget = buffer.size();
        for (int i = 0; i < count; i++) {
            Label label = label(reader.label(i));
            if (needsMove(label)) {
                buffer.add(0);
            } else {
                branchTo(label);
            }
        }
        for (int i = 0; i < count; i++) {
            Label label = label(reader.label(i));
            if (needsMove(label)) {
                buffer.setTarget(firstTarget + i, buffer.size());
                moveAndBranch(label);
            }
        }
        leave();
    }

    private void lowerReturn() {
        emitter.returnTop(labels.get(0).arity());
        leave();
    }

    private void lowerUnreachable() {
        originate();
        buffer.add(Operation.UNREACHABLE);
        leave();
    }

    // Calls.

    /** Pushes the results and answers the safepoint at which the callee returns. */
    int returnOf(FunctionType type) {
        for (ValueType result : type.results()) {
            stack.push(result instanceof ReferenceType);
        }
        int safepoint = addSafepoint(SafepointKind.CALL_RETURN);
        blocks.openAfterCheck();
        blocks.chargedAtSafepoint(safepoint);
        return safepoint;
    }

    /** A safepoint with the operands that there are now. */
    private int addSafepoint(SafepointKind kind) {
        int safepoint = safepoints.add(kind, stack.height(), stack.topmostReference(), reader.position());
        recordSafepoint(safepoint);
        return safepoint;
    }

    /** A safepoint at which the operation that comes next is executed again. */
    int addSafepointHere(SafepointKind kind) {
        int safepoint = addSafepoint(kind);
        safepoints.setResumeWord(safepoint, buffer.size());
        return safepoint;
    }

    private void recordSafepoint(int safepoint) {
        flow.event(FlowGraph.SAFEPOINT, safepoint);
    }

    /** Goes on here behind the call that was lowered last. */
    void resumeHere() {
        safepoints.setResumeWord(safepoints.count() - 1, buffer.size());
        emitter.forgetLastResult();
    }

    // Values.

    private void setLocal(int local) {
        emitter.setLocal(local);
        flow.event(FlowGraph.WRITE, local);
    }

    private void pushLocal(int local) {
        flow.event(FlowGraph.READ, local);
        stack.pushLocal(local, localTypes.get(local) instanceof ReferenceType);
    }

    private void lowerGlobalGet(int global) {
        GlobalType type = spaces.globals().get(global);
        boolean reference = type.type() instanceof ReferenceType;
        boolean mayBeConstantString = global < spaces.importedGlobals()
                && !type.mutable()
                && type.type() instanceof ReferenceType(boolean nullable, HeapType heapType)
                && heapType.equals(HeapType.EXTERN);
        if (mayBeConstantString) {
            storage.resumable(ResumableOperation.CONSTANT_GET, 0, global, 0);
            stack.push(true);
        } else {
            emitter.getGlobal(global, reference);
        }
    }

    /** Notes where the next operation comes from, because it may trap. */
    void originate() {
        buffer.originate((int) reader.moduleOffset());
    }

    void finish() {
        emitter.returnTop(0);
        blocks.close();
    }
}
