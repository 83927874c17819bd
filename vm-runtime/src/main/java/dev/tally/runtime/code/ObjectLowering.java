package dev.tally.runtime.code;

import dev.tally.core.binary.InstructionReader;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.FieldType;
import dev.tally.core.module.IndexSpaces;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.module.StorageType;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.heap.object.ObjectLayout;
import dev.tally.heap.object.ObjectSpace;
import dev.tally.heap.object.Reference;
import dev.tally.heap.object.Storage;
import java.util.List;

/**
 * Lowers instructions on structures, arrays, small integers and casts. What is read or written has its place in the word; what
 * makes an object is a {@link ResumableOperation}.
 */
final class ObjectLowering {
    private static final int BYTES_PER_FUEL = 8;

    private final Lowering lowering;
    private final OperandStack stack;
    private final Emitter emitter;
    private final StorageLowering storage;
    private final ModuleDefinition module;
    private final IndexSpaces spaces;

    ObjectLowering(
            Lowering lowering,
            OperandStack stack,
            Emitter emitter,
            StorageLowering storage,
            ModuleDefinition module,
            IndexSpaces spaces) {
        this.lowering = lowering;
        this.stack = stack;
        this.emitter = emitter;
        this.storage = storage;
        this.module = module;
        this.spaces = spaces;
    }

    /** Whether an opcode is one of those that are lowered here. */
    static boolean knows(Opcode opcode) {
        return opcode.prefix() == 0xFB;
    }

    /** Lowers the instruction that the reader has just read. */
    void lower(Opcode opcode, InstructionReader reader) {
        int type = reader.index();
        int second = reader.secondIndex();
        switch (opcode) {
            case STRUCT_NEW ->
                newStructure(ResumableOperation.STRUCT_NEW, fields(type).size(), type);
            case STRUCT_NEW_DEFAULT -> newStructure(ResumableOperation.STRUCT_NEW_DEFAULT, 0, type);
            case STRUCT_GET, STRUCT_GET_S, STRUCT_GET_U -> {
                StorageType field = fields(type).get(second).storage();
                lowering.originate();
                emitter.getField(loadKind(field, opcode == Opcode.STRUCT_GET_U), place(type, second), refers(field));
            }
            case STRUCT_SET -> {
                lowering.originate();
                emitter.setField(storeKind(fields(type).get(second).storage()), place(type, second));
            }
            case ARRAY_NEW -> allocate(ResumableOperation.ARRAY_NEW, 2, type, 0);
            case ARRAY_NEW_DEFAULT -> allocate(ResumableOperation.ARRAY_NEW_DEFAULT, 1, type, 0);
            case ARRAY_NEW_FIXED -> allocate(ResumableOperation.ARRAY_NEW_FIXED, second, type, second);
            case ARRAY_NEW_DATA -> allocate(ResumableOperation.ARRAY_NEW_DATA, 2, type, second);
            case ARRAY_NEW_ELEM -> allocate(ResumableOperation.ARRAY_NEW_ELEM, 2, type, second);
            case ARRAY_GET, ARRAY_GET_S, ARRAY_GET_U -> {
                StorageType element = element(type);
                lowering.originate();
                emitter.getElement(loadKind(element, opcode == Opcode.ARRAY_GET_U), refers(element));
            }
            case ARRAY_SET -> {
                lowering.originate();
                emitter.setElement(storeKind(element(type)));
            }
            case ARRAY_LEN -> {
                lowering.originate();
                emitter.arrayLength();
            }
            case ARRAY_FILL -> storage.resumable(ResumableOperation.ARRAY_FILL, 4, type, 0);
            case ARRAY_COPY -> storage.resumable(ResumableOperation.ARRAY_COPY, 5, type, second);
            case ARRAY_INIT_DATA -> storage.resumable(ResumableOperation.ARRAY_INIT_DATA, 4, type, second);
            case ARRAY_INIT_ELEM -> storage.resumable(ResumableOperation.ARRAY_INIT_ELEM, 4, type, second);
            case REF_TEST, REF_TEST_NULL -> test(reader.castTo());
            case REF_CAST, REF_CAST_NULL -> cast(reader.castTo());
            case ANY_CONVERT_EXTERN, EXTERN_CONVERT_ANY -> {}
            case REF_I31 -> makeSmallInteger();
            case I31_GET_S -> readSmallInteger(Operation.I32_SHR_S_IMMEDIATE);
            case I31_GET_U -> readSmallInteger(Operation.I32_SHR_U_IMMEDIATE);
            default -> throw new IllegalArgumentException(opcode.mnemonic() + " is no operation on objects");
        }
    }

    private void allocate(ResumableOperation operation, int operands, int first, int second) {
        storage.resumable(operation, operands, first, second);
        stack.push(true);
    }

    /** One that is neither empty nor large the interpreter's loop makes itself: with its first field, and then field by field. */
    private void newStructure(ResumableOperation operation, int operands, int type) {
        List<Storage> fields = Layouts.fields(fields(type));
        int bytes = ObjectLayout.structBytes(fields);
        if (fields.isEmpty() || bytes > ObjectSpace.LARGE_BYTES) {
            allocate(operation, operands, type, 0);
            return;
        }
        int unused = Long.SIZE - (Byte.SIZE << fields.getFirst().shift());
        int takesFirst = operands > 0 ? 1 << Operation.TAKES_FIRST - Integer.SIZE : 0;
        storage.resumable(Operation.STRUCT_NEW, operation, operands, type, 0, takesFirst | unused, bytes);
        int[] offsets = ObjectLayout.fieldOffsets(fields);
        for (int i = 1; i < operands; i++) {
            int shift = fields.get(i).shift();
            emitter.initialiseField(i, shift, offsets[i] >>> shift);
        }
        stack.push(true);
    }

    /** The word for what a cast asks for: the index of a type of the module, negative if it is final; or the abstract type. */
    private long heapType(ReferenceType type) {
        int index = type.heapType().index();
        boolean isFinal = index >= 0 && module.types().entry(index).isFinal();
        return Operation.pair(isFinal ? Integer.MIN_VALUE : 0, index);
    }

    private void test(ReferenceType type) {
        lowering.originate();
        if (isI31(type)) {
            stack.pushConstant(Reference.I31_BIT, false);
            emitter.binaryImmediate(Operation.AND_IMMEDIATE, Reference.I31_BIT);
        } else {
            emitter.testType(type.nullable(), heapType(type));
        }
    }

    private void cast(ReferenceType type) {
        lowering.originate();
        if (isI31(type)) {
            emitter.require(Requirement.I31);
        } else {
            emitter.requireType(type.nullable(), heapType(type));
        }
    }

    /** Emits the first words of a branch on whether the topmost operand, which stays, is of a type. */
    void branchOnCast(ReferenceType type, boolean ifOfType) {
        if (isI31(type)) {
            emitter.branchOnI31(ifOfType);
        } else {
            emitter.branchOnCast(type.nullable(), heapType(type), ifOfType);
        }
    }

    /** Whether it is the type of small integers without null, which a bit tells from all others. */
    private static boolean isI31(ReferenceType type) {
        return !type.nullable() && type.heapType().equals(HeapType.I31);
    }

    /** The word of a small integer is drawn at {@link Reference}: its bits and behind them a 1. */
    private void makeSmallInteger() {
        stack.pushConstant(1, false);
        emitter.binaryImmediate(Operation.I32_SHL_IMMEDIATE, 1);
        stack.pushConstant(1, false);
        emitter.binaryImmediate(Operation.OR_IMMEDIATE, 1);
        stack.topBecomesReference();
    }

    private void readSmallInteger(int shift) {
        lowering.originate();
        emitter.require(Requirement.NOT_NULL_I31);
        stack.pushConstant(1, false);
        emitter.binaryImmediate(shift, 1);
    }

    private List<FieldType> fields(int type) {
        return Layouts.fieldTypes(module.types(), type);
    }

    private StorageType element(int type) {
        return Layouts.elementType(module.types(), type);
    }

    private static boolean refers(StorageType type) {
        return type.valueType() instanceof ReferenceType;
    }

    /** Where a field lies, counted in fields of its size. */
    private int place(int type, int field) {
        List<Storage> fields = Layouts.fields(fields(type));
        return ObjectLayout.fieldOffsets(fields)[field] >>> fields.get(field).shift();
    }

    /** The kind of a load as it stands in words: twice the shift, and 1 more where the sign is not extended. */
    private static int loadKind(StorageType type, boolean unsigned) {
        return 2 * Layouts.storage(type).shift() + (unsigned ? 1 : 0);
    }

    private static int storeKind(StorageType type) {
        Storage kept = Layouts.storage(type);
        return kept.isReference() ? Operation.STORES_REFERENCE : kept.shift();
    }

    /** What making a structure costs by its size. */
    int priceOfStructure(int type) {
        return bytesOfStructure(type) / BYTES_PER_FUEL;
    }

    private int bytesOfStructure(int type) {
        return ObjectLayout.structBytes(Layouts.fields(fields(type)));
    }

    /** What making an exception costs by its size. */
    int priceOfException(int tag) {
        return ObjectLayout.structBytes(Layouts.values(spaces.tags().get(tag).parameters())) / BYTES_PER_FUEL;
    }
}
