package dev.tally.core.validate;

import dev.tally.core.ModuleLimits;
import dev.tally.core.binary.InstructionReader;
import dev.tally.core.isa.Immediates;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.ExternalType.GlobalType;
import dev.tally.core.module.Function;
import dev.tally.core.module.Function.LocalRun;
import dev.tally.core.type.FunctionType;
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

    private final Context context;
    private final ModuleLimits limits;
    private final Locals locals = new Locals();
    private final OperandStack operands;

    /** A frame for each level that was ever reached; the first {@code depth} are in use. */
    private final List<ControlFrame> frames = new ArrayList<>();

    private int depth;
    private int branchTables;

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
        this.operands = new OperandStack(ModuleLimits.FREE_OPERANDS + bytes * limits.operandsPerByte());
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
            case FUNCTION -> context.function(code.index(), errors, offset);
            case TABLE -> context.table(code.index(), errors, offset);
            case MEMORY -> context.memory(code.index(), errors, offset);
            case DATA -> context.data(code.index(), errors, offset);
            case ELEMENT -> context.element(code.index(), errors, offset);
            case BLOCK_TYPE -> {
                if (code.blockTypeIndex() >= 0) {
                    context.type(code.blockTypeIndex(), errors, offset);
                }
            }
            case TYPE_AND_TABLE -> {
                context.table(code.secondIndex(), errors, offset);
                context.type(code.index(), errors, offset);
            }
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
            case NONE, LABEL, LABELS, VALUE_TYPES, HEAP_TYPE, I32, I64, F32, F64 -> {}
        }
    }

    private void checkAccess(int bytes, InstructionReader code) {
        context.memory(code.memory(), errors, offset);
        if (code.alignment() > Integer.numberOfTrailingZeros(bytes)) {
            throw errors.alignment(offset, code.alignment(), bytes);
        }
        if (code.offset() < 0 || code.offset() >= ADDRESS_SPACE) {
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
                requireElements(ValueType.FUNCREF, code.secondIndex());
                operands.pop(ValueType.I32, offset);
                call(context.module().types().get(code.index()));
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
                operands.pop(ValueType.I32, offset);
                operands.push(elements(code.index()), offset);
            }
            case TABLE_SET -> {
                operands.pop(elements(code.index()), offset);
                operands.pop(ValueType.I32, offset);
            }
            case TABLE_GROW -> {
                operands.pop(ValueType.I32, offset);
                operands.pop(elements(code.index()), offset);
                operands.push(ValueType.I32, offset);
            }
            case TABLE_FILL -> {
                operands.pop(ValueType.I32, offset);
                operands.pop(elements(code.index()), offset);
                operands.pop(ValueType.I32, offset);
            }
            case TABLE_INIT -> {
                requireMatch(context.module().elements().get(code.index()).type(), elements(code.secondIndex()));
                exchange(opcode.parameters(), opcode.results());
            }
            case TABLE_COPY -> {
                requireMatch(elements(code.secondIndex()), elements(code.index()));
                exchange(opcode.parameters(), opcode.results());
            }
            case REF_NULL -> operands.push(new ReferenceType(true, code.heapType()), offset);
            case REF_IS_NULL -> {
                ValueType actual = operands.pop(offset);
                if (actual != null && !(actual instanceof ReferenceType)) {
                    throw errors.typeMismatch(offset, "a reference", actual);
                }
                operands.push(ValueType.I32, offset);
            }
            case REF_FUNC -> {
                if (!context.declared().get(code.index())) {
                    throw errors.undeclaredFunction(offset, code.index());
                }
                operands.push(ValueType.FUNCREF.nonNull(), offset);
            }
            default -> exchange(opcode.parameters(), opcode.results());
        }
    }

    private void exchange(List<ValueType> popped, List<ValueType> pushed) {
        operands.pop(popped, offset);
        operands.push(pushed, offset);
    }

    private void call(FunctionType type) {
        exchange(type.parameters(), type.results());
    }

    private GlobalType global(InstructionReader code) {
        return context.spaces().globals().get(code.index());
    }

    private ReferenceType elements(int table) {
        return context.spaces().tables().get(table).element();
    }

    private void requireElements(ReferenceType expected, int table) {
        if (!elements(table).matches(expected)) {
            throw errors.typeMismatch(offset, "table " + table, expected, elements(table));
        }
    }

    private void requireMatch(ReferenceType source, ReferenceType destination) {
        if (!source.matches(destination)) {
            throw errors.typeMismatch(offset, "the destination", source, destination);
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
        if (block.opcode() == Opcode.IF && !match(block.parameters(), block.results())) {
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

    /** Whether an if without else, which passes its parameters on, gives its results. */
    private static boolean match(List<ValueType> parameters, List<ValueType> results) {
        if (parameters.size() != results.size()) {
            return false;
        }
        for (int i = 0; i < parameters.size(); i++) {
            if (!parameters.get(i).matches(results.get(i))) {
                return false;
            }
        }
        return true;
    }

    private void makeUnreachable() {
        operands.makeUnreachable();
        frames.get(depth - 1).makeUnreachable();
    }
}
