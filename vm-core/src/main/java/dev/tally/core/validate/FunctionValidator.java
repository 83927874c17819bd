package dev.tally.core.validate;

import dev.tally.core.ModuleLimits;
import dev.tally.core.binary.InstructionReader;
import dev.tally.core.isa.CatchClause;
import dev.tally.core.isa.Immediates;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.ExternalType.GlobalType;
import dev.tally.core.module.ExternalType.MemoryType;
import dev.tally.core.module.ExternalType.TableType;
import dev.tally.core.module.Function;
import dev.tally.core.module.Function.LocalRun;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import dev.tally.core.validate.ValidationErrors.Space;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Validates bodies (specification, appendix "Validation Algorithm"): one pass with a stack of operand types and a stack
 * of blocks. Operand types come from the opcode table; an opcode without fixed types has its rule here. Time is linear
 * in the bodies, for the operands that instructions pass on in lists are limited by their bytes; nothing recurses,
 * however deep blocks nest.
 */
final class FunctionValidator {
    private static final long ADDRESS_SPACE = 1L << Integer.SIZE;
    private static final ReferenceType EXNREF = new ReferenceType(true, HeapType.EXN);

    private final Context context;
    private final ModuleLimits limits;
    private final Locals locals = new Locals();
    private final OperandStack operands;
    private final ObjectRules objects;

    /** A frame for each level that was ever reached; the first {@code depth} are in use. */
    private final List<ControlFrame> frames = new ArrayList<>();

    private int depth;
    private int branchTables;
    private boolean hasSeenTailCalls;

    /** Of the function at hand. */
    private ValidationErrors errors = ValidationErrors.OUTSIDE;

    /** Of the instruction at hand. */
    private long offset;

    FunctionValidator(Context context, ModuleLimits limits) {
        this.context = context;
        this.limits = limits;
        long bytes = 0;
        for (Function function : context.module().functions()) {
            bytes += function.body().bytes().length;
        }
        this.operands =
                new OperandStack(context.types(), ModuleLimits.FREE_OPERANDS + bytes * limits.operandsPerByte());
        this.objects = new ObjectRules(context, operands);
    }

    /**
     * Validates one function.
     *
     * @param index its place in the index space
     * @return the most slots that its operands take
     */
    int validate(Function function, int index) {
        errors = new ValidationErrors(index);
        offset = function.body().moduleOffset();
        FunctionType type = context.spaces().functions().get(index);
        checkSize(type, function);
        locals.begin(type, function);
        objects.begin(errors);
        operands.begin(errors, locals.slots() + ModuleLimits.FRAME_HEADER_SLOTS, limits.frameSlots());
        depth = 0;
        beginBlock(Opcode.BLOCK, List.of(), type.results());
        InstructionReader code = new InstructionReader(function.body(), index);
        while (depth > 0) {
            Opcode opcode = code.next();
            offset = code.moduleOffset();
            checkImmediates(opcode, code);
            instruction(opcode, code);
        }
        return operands.highestSlots();
    }

    private void checkSize(FunctionType type, Function function) {
        int bodyBytes = function.body().bytes().length;
        if (bodyBytes > limits.bodyBytes()) {
            throw errors.limit("bodyBytes", bodyBytes, limits.bodyBytes(), offset);
        }
        long count = type.parameters().size();
        for (LocalRun run : function.locals()) {
            count += run.count();
            context.types().exists(run.type(), errors, offset);
        }
        if (count > limits.locals()) {
            throw errors.limit("locals", count, limits.locals(), offset);
        }
    }

    /** Refuses immediates that name nothing, and memory accesses that no memory could answer. */
    private void checkImmediates(Opcode opcode, InstructionReader code) {
        Immediates immediates = opcode.immediates();
        switch (immediates) {
            case LOCAL -> {
                if (code.index() >= locals.count()) {
                    throw errors.unknown(Space.LOCAL, code.index(), offset);
                }
            }
            case GLOBAL -> context.global(code.index(), errors, offset);
            case TAG -> context.tag(code.index(), errors, offset);
            case FUNCTION -> context.function(code.index(), errors, offset);
            case TABLE -> context.table(code.index(), errors, offset);
            case MEMORY -> context.memory(code.index(), errors, offset);
            case DATA -> context.data(code.index(), errors, offset);
            case ELEMENT -> context.element(code.index(), errors, offset);
            case BLOCK_TYPE, BLOCK_TYPE_AND_CATCHES -> checkBlockType(code.blockTypeIndex(), code.blockResult());
            case TYPE -> context.types().function(code.index(), errors, offset);
            case TYPE_AND_TABLE -> {
                context.table(code.secondIndex(), errors, offset);
                context.types().function(code.index(), errors, offset);
            }
            case VALUE_TYPES ->
                code.valueTypes().forEach(type -> context.types().exists(type, errors, offset));
            case HEAP_TYPE -> context.types().exists(code.heapType(), errors, offset);
            case DATA_AND_MEMORY -> {
                context.memory(code.secondIndex(), errors, offset);
                context.data(code.index(), errors, offset);
            }
            case MEMORY_AND_MEMORY -> {
                context.memory(code.index(), errors, offset);
                context.memory(code.secondIndex(), errors, offset);
            }
            case ELEMENT_AND_TABLE -> {
                context.table(code.secondIndex(), errors, offset);
                context.element(code.index(), errors, offset);
            }
            case TABLE_AND_TABLE -> {
                context.table(code.index(), errors, offset);
                context.table(code.secondIndex(), errors, offset);
            }
            case MEMORY_ACCESS_8, MEMORY_ACCESS_16, MEMORY_ACCESS_32, MEMORY_ACCESS_64 ->
                checkAccess(immediates.accessBytes(), code);
            case LABEL_AND_CAST -> {
                context.types().exists(code.castFrom(), errors, offset);
                context.types().exists(code.castTo(), errors, offset);
            }
            case NONE, LABEL, LABELS, I32, I64, F32, F64 -> {}
            // Those of objects are checked where their rules are.
            case STRUCTURE,
                    STRUCTURE_AND_FIELD,
                    ARRAY,
                    ARRAY_AND_LENGTH,
                    ARRAY_AND_DATA,
                    ARRAY_AND_ELEMENT,
                    ARRAY_AND_ARRAY,
                    REFERENCE,
                    NULLABLE_REFERENCE -> {}
        }
    }

    private void checkBlockType(int index, @Nullable ValueType result) {
        if (index >= 0) {
            context.types().function(index, errors, offset);
        } else if (result != null) {
            context.types().exists(result, errors, offset);
        }
    }

    private void checkAccess(int bytes, InstructionReader code) {
        NumberType address = context.memory(code.memory(), errors, offset).address();
        if (code.alignment() > Integer.numberOfTrailingZeros(bytes)) {
            throw errors.alignment(offset, code.alignment(), bytes);
        }
        if (address == NumberType.I32 && (code.offset() < 0 || code.offset() >= ADDRESS_SPACE)) {
            throw errors.accessOffset(offset, code.offset());
        }
    }

    private void instruction(Opcode opcode, InstructionReader code) {
        switch (opcode) {
            case UNREACHABLE -> makeUnreachable();
            case BLOCK, LOOP -> beginBlock(opcode, code);
            case IF -> {
                operands.pop(ValueType.I32, offset);
                beginBlock(opcode, code);
            }
            case ELSE -> beginElse();
            case END -> endBlock();
            case BR -> {
                operands.pop(label(code.index()).labelTypes(), offset);
                makeUnreachable();
            }
            case BR_IF -> {
                operands.pop(ValueType.I32, offset);
                exchange(label(code.index()).labelTypes(), label(code.index()).labelTypes());
            }
            case BR_TABLE -> branchTable(code);
            case RETURN -> {
                operands.pop(frames.getFirst().results(), offset);
                makeUnreachable();
            }
            case CALL -> call(context.spaces().functions().get(code.index()));
            case CALL_INDIRECT -> {
                popCallee(code.secondIndex());
                call(context.module().types().get(code.index()));
            }
            case CALL_REF -> {
                operands.pop(calleeReference(code.index()), offset);
                call(context.module().types().get(code.index()));
            }
            case RETURN_CALL -> returnCall(context.spaces().functions().get(code.index()));
            case RETURN_CALL_INDIRECT -> {
                popCallee(code.secondIndex());
                returnCall(context.module().types().get(code.index()));
            }
            case RETURN_CALL_REF -> {
                operands.pop(calleeReference(code.index()), offset);
                returnCall(context.module().types().get(code.index()));
            }
            case BR_ON_NULL -> {
                ReferenceType reference = operands.popReference(offset);
                List<ValueType> types = label(code.index()).labelTypes();
                exchange(types, types);
                operands.push(reference.nonNull(), offset);
            }
            case BR_ON_NON_NULL ->
                branchWith(
                        opcode,
                        operands.popReference(offset).nonNull(),
                        label(code.index()).labelTypes());
            case BR_ON_CAST, BR_ON_CAST_FAIL -> branchOnCast(opcode, code);
            case THROW -> {
                operands.pop(context.spaces().tags().get(code.index()).parameters(), offset);
                makeUnreachable();
            }
            case THROW_REF -> {
                operands.pop(EXNREF, offset);
                makeUnreachable();
            }
            case TRY_TABLE -> {
                code.catches().forEach(this::catchClause);
                beginBlock(opcode, code);
            }
            case DROP -> operands.pop(offset);
            case SELECT -> select();
            case SELECT_TYPED -> select(code.valueTypes());
            case LOCAL_GET -> {
                if (!locals.hasValue(code.index())) {
                    throw errors.uninitializedLocal(offset, code.index());
                }
                operands.push(locals.type(code.index()), offset);
            }
            case LOCAL_SET -> {
                operands.pop(locals.type(code.index()), offset);
                locals.set(code.index());
            }
            case LOCAL_TEE -> {
                operands.pop(locals.type(code.index()), offset);
                locals.set(code.index());
                operands.push(locals.type(code.index()), offset);
            }
            case GLOBAL_GET -> operands.push(global(code).type(), offset);
            case GLOBAL_SET -> {
                if (!global(code).mutable()) {
                    throw errors.immutableGlobal(offset, code.index());
                }
                operands.pop(global(code).type(), offset);
            }
            case TABLE_GET -> {
                operands.pop(table(code.index()).address(), offset);
                operands.push(elements(code.index()), offset);
            }
            case TABLE_SET -> {
                operands.pop(elements(code.index()), offset);
                operands.pop(table(code.index()).address(), offset);
            }
            case TABLE_GROW -> {
                operands.pop(table(code.index()).address(), offset);
                operands.pop(elements(code.index()), offset);
                operands.push(table(code.index()).address(), offset);
            }
            case TABLE_FILL -> {
                operands.pop(table(code.index()).address(), offset);
                operands.pop(elements(code.index()), offset);
                operands.pop(table(code.index()).address(), offset);
            }
            case TABLE_INIT -> {
                requireMatch(context.module().elements().get(code.index()).type(), elements(code.secondIndex()));
                exchange(opcode, table(code.secondIndex()).address());
            }
            case TABLE_COPY -> {
                requireMatch(elements(code.secondIndex()), elements(code.index()));
                popCopy(table(code.index()).address(), table(code.secondIndex()).address());
            }
            case TABLE_SIZE -> exchange(opcode, table(code.index()).address());
            case MEMORY_INIT -> exchange(opcode, memory(code.secondIndex()).address());
            case MEMORY_COPY ->
                popCopy(
                        memory(code.index()).address(),
                        memory(code.secondIndex()).address());
            case REF_NULL -> operands.push(new ReferenceType(true, code.heapType()), offset);
            case REF_IS_NULL -> {
                operands.popReference(offset);
                operands.push(ValueType.I32, offset);
            }
            case REF_AS_NON_NULL -> operands.push(operands.popReference(offset).nonNull(), offset);
            case REF_FUNC -> {
                if (!context.declared().get(code.index())) {
                    throw errors.undeclaredFunction(offset, code.index());
                }
                operands.push(context.referenceTo(code.index()), offset);
            }
            default -> {
                if (opcode.hasFixedTypes()) {
                    exchange(opcode, opcode.hasAddress() ? memory(code.index()).address() : NumberType.I32);
                } else {
                    objects.instruction(opcode, code, offset);
                }
            }
        }
    }

    /** Exchanges operands as the table says. */
    private void exchange(Opcode opcode, NumberType address) {
        exchange(opcode.parameters(address), opcode.results(address));
    }

    private void exchange(List<ValueType> popped, List<ValueType> pushed) {
        operands.pop(popped, offset);
        operands.push(pushed, offset);
    }

    private GlobalType global(InstructionReader code) {
        return context.spaces().globals().get(code.index());
    }

    private MemoryType memory(int index) {
        return context.spaces().memories().get(index);
    }

    private TableType table(int index) {
        return context.spaces().tables().get(index);
    }

    private ReferenceType elements(int table) {
        return table(table).element();
    }

    private void requireMatch(ReferenceType source, ReferenceType destination) {
        if (!context.types().matches(source, destination)) {
            throw errors.typeMismatch(offset, "the destination", source, destination);
        }
    }

    /** Pops the operands of a copy: its length can be as large as the smaller address type. */
    private void popCopy(NumberType destination, NumberType source) {
        NumberType length = destination == NumberType.I64 ? source : destination;
        operands.pop(length, offset);
        operands.pop(source, offset);
        operands.pop(destination, offset);
    }

    // Calls.

    private void call(FunctionType type) {
        exchange(type.parameters(), type.results());
    }

    private void returnCall(FunctionType type) {
        hasSeenTailCalls = true;
        List<ValueType> results = frames.getFirst().results();
        if (!context.types().matchAll(type.results(), results)) {
            throw errors.typeMismatch(offset, "the caller", results, type.results());
        }
        operands.pop(type.parameters(), offset);
        makeUnreachable();
    }

    /** Whether one of the functions so far has a tail call. */
    boolean hasSeenTailCalls() {
        return hasSeenTailCalls;
    }

    /** Pops the index of a function in a table. */
    private void popCallee(int table) {
        if (!context.types().matches(elements(table), ValueType.FUNCREF)) {
            throw errors.typeMismatch(offset, "table " + table, ValueType.FUNCREF, elements(table));
        }
        operands.pop(table(table).address(), offset);
    }

    private static ReferenceType calleeReference(int type) {
        return new ReferenceType(true, new HeapType(type));
    }

    // Branches and blocks.

    /** Checks a branch that takes along a reference, which is not left where the branch is not taken. */
    private void branchWith(Opcode opcode, ReferenceType reference, List<ValueType> types) {
        if (types.isEmpty()) {
            throw errors.labelWithoutReference(offset, opcode);
        }
        operands.push(reference, offset);
        exchange(types, types);
        operands.pop(offset);
    }

    private void branchOnCast(Opcode opcode, InstructionReader code) {
        ReferenceType from = code.castFrom();
        ReferenceType to = code.castTo();
        if (!context.types().matches(to, from)) {
            throw errors.typeMismatch(offset, "a cast from " + from, "a type beneath it", to);
        }
        // What is null passes a cast to a type with null, so that it is not among what fails.
        ReferenceType failed = to.nullable() ? from.nonNull() : from;
        boolean branchesWithCast = opcode == Opcode.BR_ON_CAST;
        operands.pop(from, offset);
        branchWith(opcode, branchesWithCast ? to : failed, label(code.index()).labelTypes());
        operands.push(branchesWithCast ? failed : to, offset);
    }

    private void catchClause(CatchClause clause) {
        CatchClause.Kind kind = clause.kind();
        List<ValueType> values =
                kind.namesTag() ? context.tag(clause.tag(), errors, offset).parameters() : List.of();
        operands.pass(values.size(), offset);
        List<ValueType> taken = label(clause.label()).labelTypes();
        boolean matches = taken.size() == values.size() + (kind.takesReference() ? 1 : 0)
                && context.types().matchAll(values, taken.subList(0, values.size()))
                && (!kind.takesReference() || context.types().matches(EXNREF.nonNull(), taken.getLast()));
        if (!matches) {
            throw errors.catchLabel(offset, kind, values, taken);
        }
    }

    private void select() {
        operands.pop(ValueType.I32, offset);
        ValueType second = number();
        ValueType first = number();
        if (first != null && second != null && !first.equals(second)) {
            throw errors.typeMismatch(offset, first, second);
        }
        operands.push(first == null ? second : first, offset);
    }

    private @Nullable ValueType number() {
        ValueType type = operands.pop(offset);
        if (type instanceof ReferenceType) {
            throw errors.typeMismatch(offset, "a number", type);
        }
        return type;
    }

    private void select(List<ValueType> types) {
        if (types.size() != 1) {
            throw errors.resultArity(offset, types.size());
        }
        operands.pop(ValueType.I32, offset);
        operands.pop(types, offset);
        exchange(types, types);
    }

    private void branchTable(InstructionReader code) {
        operands.pop(ValueType.I32, offset);
        int last = code.labelCount() - 1;
        List<ValueType> defaultTypes = label(code.label(last)).labelTypes();
        branchTables++;
        for (int i = 0; i < last; i++) {
            ControlFrame target = label(code.label(i));
            if (target.unseenBy(branchTables)) {
                List<ValueType> types = target.labelTypes();
                if (types.size() != defaultTypes.size()) {
                    throw errors.labelArity(offset, defaultTypes.size(), types.size());
                }
                operands.peek(types, offset);
            }
        }
        operands.pop(defaultTypes, offset);
        makeUnreachable();
    }

    private ControlFrame label(int index) {
        if (index >= depth) {
            throw errors.unknown(Space.LABEL, index, offset);
        }
        return frames.get(depth - 1 - index);
    }

    private void beginBlock(Opcode opcode, InstructionReader code) {
        int typeIndex = code.blockTypeIndex();
        if (typeIndex >= 0) {
            FunctionType type = context.module().types().get(typeIndex);
            beginBlock(opcode, type.parameters(), type.results());
        } else {
            ValueType result = code.blockResult();
            beginBlock(opcode, List.of(), result == null ? List.of() : List.of(result));
        }
    }

    private void beginBlock(Opcode opcode, List<ValueType> parameters, List<ValueType> results) {
        operands.pop(parameters, offset);
        if (depth == frames.size()) {
            frames.add(new ControlFrame());
        }
        ControlFrame block = frames.get(depth++);
        block.begin(opcode, parameters, results, operands.height(), locals.settings());
        operands.within(block);
        operands.push(parameters, offset);
    }

    private void beginElse() {
        ControlFrame block = frames.get(depth - 1);
        if (block.opcode() != Opcode.IF) {
            throw errors.misplaced(Opcode.ELSE, offset);
        }
        endArm(block);
        block.beginElse();
        operands.within(block);
        operands.push(block.parameters(), offset);
    }

    private void endBlock() {
        ControlFrame block = frames.get(depth - 1);
        endArm(block);
        // An if without else passes its parameters on as its results.
        if (block.opcode() == Opcode.IF && !context.types().matchAll(block.parameters(), block.results())) {
            throw errors.missingElse(offset, block.parameters(), block.results());
        }
        depth--;
        if (depth > 0) {
            operands.within(frames.get(depth - 1));
        }
        operands.push(block.results(), offset);
    }

    private void endArm(ControlFrame block) {
        operands.pop(block.results(), offset);
        if (operands.height() != block.height()) {
            throw errors.operandsLeft(offset, operands.height() - block.height());
        }
        locals.forgetSince(block.initializations());
    }

    private void makeUnreachable() {
        operands.makeUnreachable();
        frames.get(depth - 1).makeUnreachable();
    }
}
