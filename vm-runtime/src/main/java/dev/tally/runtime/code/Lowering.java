package dev.tally.runtime.code;

import dev.tally.core.binary.InstructionReader;
import dev.tally.core.isa.CatchClause;
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
import java.util.Objects;
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
    private final BranchLowering branches;
    private final ObjectLowering objects;
    private final List<Label> labels = new ArrayList<>();
    private InstructionReader reader;
    private boolean reachable = true;

    /** How many blocks are open inside code that cannot be reached. */
    private int skippedBlocks;

    /** What catches exceptions at the place at hand. */
    private @Nullable Handler handler;

    /** Where the flow of the body is recorded, when somebody wants it. */
    private final Flow flow;

    private Lowering(
            ValidModule module, int function, List<ValueType> localTypes, Code code, @Nullable FlowGraph flow) {
        this.module = module;
        this.spaces = module.spaces();
        this.function = function;
        this.localTypes = localTypes;
        this.flow = new Flow(flow);
        this.stack = new OperandStack(localTypes.size());
        this.emitter = new Emitter(buffer, stack);
        this.values = new ValueLowering(buffer, stack, emitter);
        this.addresses = new AddressLowering(spaces, stack, emitter);
        this.storage = new StorageLowering(this, buffer, stack, emitter, blocks);
        this.calls = new CallLowering(this, buffer, stack, emitter, module.definition(), spaces);
        this.branches = new BranchLowering(this, buffer, stack, emitter, blocks, this.flow);
        this.objects = new ObjectLowering(this, stack, emitter, storage, module.definition(), spaces);
        this.reader = new InstructionReader(code, function);
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
        int operandSlots = Math.max(module.operandSlots(definedFunction), lowering.stack.highest());
        return lowering.build(type.parameters().size(), type.results().size(), operandSlots);
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
        int entry = safepoints.add(SafepointKind.FUNCTION_ENTRY, 0, null, 0, null);
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
            case BR -> branches.always(label(reader.index()));
            case BR_IF -> branches.ifHolds(label(reader.index()));
            case BR_TABLE -> branches.table(reader);
            case RETURN -> lowerReturn();
            case CALL -> calls.call(reader.index());
            case CALL_INDIRECT -> calls.callIndirect(reader);
            case CALL_REF -> calls.callReference(reader.index());
            case RETURN_CALL -> calls.returnCall(reader.index());
            case RETURN_CALL_INDIRECT -> calls.returnCallIndirect(reader);
            case RETURN_CALL_REF -> calls.returnCallReference(reader.index());
            case TRY_TABLE -> lowerTryTable();
            case THROW -> calls.throwNew(reader.index());
            case THROW_REF -> calls.throwAgain();
            case BR_ON_CAST, BR_ON_CAST_FAIL -> {
                branches.onCast(label(reader.index()), objects, reader.castTo(), opcode == Opcode.BR_ON_CAST);
            }
            case BR_ON_NULL -> branches.onNull(label(reader.index()));
            case BR_ON_NON_NULL -> branches.onNonNull(label(reader.index()));
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
            default -> {
                if (ObjectLowering.knows(opcode)) {
                    objects.lower(opcode, reader);
                } else {
                    values.lower(opcode, reader);
                }
            }
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
            case BR, BR_IF, BR_ON_NULL, BR_ON_NON_NULL, BR_ON_CAST, BR_ON_CAST_FAIL ->
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
            case STRUCT_NEW, STRUCT_NEW_DEFAULT -> objects.priceOfStructure(reader.index());
            case THROW -> objects.priceOfException(reader.index());
            default -> 0;
        };
    }

    /** Passes over an instruction that cannot be reached. */
    private void skip(Opcode opcode) {
        switch (opcode) {
            case BLOCK, LOOP, IF, TRY_TABLE -> skippedBlocks++;
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

    /** The label so many blocks out. */
    Label label(int depth) {
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
            branches.to(label);
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
        if (label.kind == Label.Kind.TRY) {
            lowerEndOfTry(label);
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

    private void lowerTryTable() {
        Label label = open(Label.Kind.TRY);
        label.clauses = reader.catches();
        handler = new Handler(handler, flow.newNode());
        label.handler = handler;
    }

    /** Behind the body of a try_table, which goes around it, stands for each clause where it goes on. */
    private void lowerEndOfTry(Label label) {
        Handler ended = Objects.requireNonNull(label.handler, "a try_table without handler");
        handler = ended.outer();
        if (!ended.isReached()) {
            return;
        }
        if (reachable) {
            emitter.settleAll();
            branches.to(label);
        }
        leave();
        int[] nodes = new int[label.clauses.size()];
        flow.enter(ended.node);
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = flow.newNode();
            flow.branch(nodes[i]);
        }
        if (handler != null) {
            flow.branch(handler.node);
        }
        flow.leave();
        for (int i = 0; i < nodes.length; i++) {
            flow.enter(nodes[i]);
            ended.add(lowerClause(label.clauses.get(i)));
            // What lies below the block is in its slots: something in it threw, and what can throw is a safepoint.
            stack.raise(label.height);
        }
    }

    private Handler.Clause lowerClause(CatchClause clause) {
        Label target = label(clause.label());
        stack.reset(target.height, target.arity(), target.referencesAtBranch());
        int safepoint = addSafepointHere(SafepointKind.CATCH);
        emitter.forgetLastResult();
        blocks.openAfterCheck();
        blocks.chargedAtSafepoint(safepoint);
        blocks.add(FuelBlocks.priceOfMoving(target.arity()));
        if (target.kind == Label.Kind.FUNCTION) {
            lowerReturn();
        } else {
            branches.to(target);
            leave();
        }
        return new Handler.Clause(clause.tag(), clause.kind().takesReference(), safepoint, target.height);
    }

    /** The guest may go on at a handler from the safepoint that was added last. */
    void mayThrow() {
        if (handler != null) {
            handler.reach();
            flow.branch(handler.node);
            flow.enter(flow.newNode());
        }
    }

    /** What follows cannot be reached. */
    void leave() {
        flow.leave();
        blocks.close();
        reachable = false;
    }

    void lowerReturn() {
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
        mayThrow();
        blocks.openAfterCheck();
        blocks.chargedAtSafepoint(safepoint);
        return safepoint;
    }

    /** A safepoint with the operands that there are now. */
    private int addSafepoint(SafepointKind kind) {
        int safepoint = safepoints.add(kind, stack.height(), stack.topmostReference(), reader.position(), handler);
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
