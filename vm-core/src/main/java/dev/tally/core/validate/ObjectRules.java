package dev.tally.core.validate;

import dev.tally.core.binary.InstructionReader;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.FieldType;
import dev.tally.core.module.StorageType.Packed;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import dev.tally.core.validate.ValidationErrors.Space;
import java.util.List;

/**
 * The rules of instructions that make, read, write and cast objects (specification, section "Validation: Instructions",
 * aggregate and reference instructions), in bodies and in constant expressions alike. What branches is no part of them.
 */
final class ObjectRules {
    private static final ReferenceType ANYREF = new ReferenceType(true, HeapType.ANY);

    private final Context context;
    private final ModuleTypes types;
    private final OperandStack operands;

    /** Of the expression at hand. */
    private ValidationErrors errors = ValidationErrors.OUTSIDE;

    /** Of the instruction at hand. */
    private long offset;

    ObjectRules(Context context, OperandStack operands) {
        this.context = context;
        this.types = context.types();
        this.operands = operands;
    }

    /** From here on instructions belong to another expression. */
    void begin(ValidationErrors newErrors) {
        errors = newErrors;
    }

    /** Validates the instruction that was read last: its immediates and its operands. */
    void instruction(Opcode opcode, InstructionReader code, long moduleOffset) {
        offset = moduleOffset;
        int type = code.index();
        switch (opcode) {
            case STRUCT_NEW -> {
                popFields(types.structure(type, errors, offset));
                operands.push(to(type), offset);
            }
            case STRUCT_NEW_DEFAULT -> {
                types.structure(type, errors, offset);
                requireDefaults(type);
                operands.push(to(type), offset);
            }
            case STRUCT_GET, STRUCT_GET_S, STRUCT_GET_U -> {
                FieldType field = field(code);
                requirePacking(field, opcode != Opcode.STRUCT_GET, "field");
                operands.pop(orNull(type), offset);
                operands.push(field.storage().valueType(), offset);
            }
            case STRUCT_SET -> {
                FieldType field = field(code);
                if (!field.mutable()) {
                    throw errors.immutableField(offset, code.secondIndex());
                }
                operands.pop(field.storage().valueType(), offset);
                operands.pop(orNull(type), offset);
            }
            case ARRAY_NEW -> {
                FieldType element = element(type);
                operands.pop(ValueType.I32, offset);
                operands.pop(element.storage().valueType(), offset);
                operands.push(to(type), offset);
            }
            case ARRAY_NEW_DEFAULT -> {
                element(type);
                requireDefaults(type);
                operands.pop(ValueType.I32, offset);
                operands.push(to(type), offset);
            }
            case ARRAY_NEW_FIXED -> {
                operands.pop(element(type).storage().valueType(), code.secondIndex(), offset);
                operands.push(to(type), offset);
            }
            case ARRAY_NEW_DATA, ARRAY_NEW_ELEM -> {
                requireSegment(opcode == Opcode.ARRAY_NEW_DATA, element(type), code.secondIndex());
                popRange();
                operands.push(to(type), offset);
            }
            case ARRAY_GET, ARRAY_GET_S, ARRAY_GET_U -> {
                FieldType element = element(type);
                requirePacking(element, opcode != Opcode.ARRAY_GET, "array");
                operands.pop(ValueType.I32, offset);
                operands.pop(orNull(type), offset);
                operands.push(element.storage().valueType(), offset);
            }
            case ARRAY_SET -> {
                operands.pop(mutableElement(type).storage().valueType(), offset);
                operands.pop(ValueType.I32, offset);
                operands.pop(orNull(type), offset);
            }
            case ARRAY_FILL -> {
                FieldType element = mutableElement(type);
                operands.pop(ValueType.I32, offset);
                operands.pop(element.storage().valueType(), offset);
                operands.pop(ValueType.I32, offset);
                operands.pop(orNull(type), offset);
            }
            case ARRAY_COPY -> {
                FieldType destination = mutableElement(type);
                FieldType source = element(code.secondIndex());
                if (!types.matches(source.storage(), destination.storage())) {
                    throw errors.arrayTypes(offset, destination, source);
                }
                popRange();
                operands.pop(orNull(code.secondIndex()), offset);
                operands.pop(ValueType.I32, offset);
                operands.pop(orNull(type), offset);
            }
            case ARRAY_INIT_DATA, ARRAY_INIT_ELEM -> {
                requireSegment(opcode == Opcode.ARRAY_INIT_DATA, mutableElement(type), code.secondIndex());
                popRange();
                operands.pop(ValueType.I32, offset);
                operands.pop(orNull(type), offset);
            }
            case REF_TEST, REF_TEST_NULL -> {
                popCastable(code.castTo());
                operands.push(ValueType.I32, offset);
            }
            case REF_CAST, REF_CAST_NULL -> {
                popCastable(code.castTo());
                operands.push(code.castTo(), offset);
            }
            case ANY_CONVERT_EXTERN -> convert(ValueType.EXTERNREF, HeapType.ANY);
            case EXTERN_CONVERT_ANY -> convert(ANYREF, HeapType.EXTERN);
            default -> throw new IllegalArgumentException(opcode + " is about no object");
        }
    }

    private static ReferenceType to(int type) {
        return new ReferenceType(false, new HeapType(type));
    }

    private static ReferenceType orNull(int type) {
        return new ReferenceType(true, new HeapType(type));
    }

    // Structures.

    private FieldType field(InstructionReader code) {
        List<FieldType> fields = types.structure(code.index(), errors, offset);
        if (code.secondIndex() >= fields.size()) {
            throw errors.unknown(Space.FIELD, code.secondIndex(), offset);
        }
        return fields.get(code.secondIndex());
    }

    private void popFields(List<FieldType> fields) {
        operands.pass(fields.size(), offset);
        for (int i = fields.size() - 1; i >= 0; i--) {
            operands.pop(fields.get(i).storage().valueType(), offset);
        }
    }

    /** Requires an instruction with a sign of packed values, and one without a sign of all others. */
    private void requirePacking(FieldType field, boolean signed, String what) {
        if (field.storage() instanceof Packed != signed) {
            throw errors.packing(offset, what, field);
        }
    }

    private void requireDefaults(int type) {
        if (!types.hasDefaults(type)) {
            throw errors.noDefault(offset, type);
        }
    }

    // Arrays.

    private FieldType element(int type) {
        return types.element(type, errors, offset);
    }

    private FieldType mutableElement(int type) {
        FieldType element = element(type);
        if (!element.mutable()) {
            throw errors.immutableArray(offset, type);
        }
        return element;
    }

    private void requireSegment(boolean ofBytes, FieldType element, int segment) {
        ValueType type = element.storage().valueType();
        if (ofBytes) {
            if (type instanceof ReferenceType) {
                throw errors.arrayOfReferences(offset, element);
            }
            context.data(segment, errors, offset);
        } else {
            ReferenceType given = context.element(segment, errors, offset);
            if (!types.matches(given, type)) {
                throw errors.typeMismatch(offset, "the array", type, given);
            }
        }
    }

    /** Pops the place and the length of what is copied. */
    private void popRange() {
        operands.pop(ValueType.I32, offset);
        operands.pop(ValueType.I32, offset);
    }

    // References.

    /** Pops a reference of the kind that a cast can be about. */
    private void popCastable(ReferenceType target) {
        types.exists(target, errors, offset);
        operands.pop(new ReferenceType(true, types.top(target.heapType())), offset);
    }

    private void convert(ReferenceType from, HeapType to) {
        ReferenceType operand = operands.popReference(offset);
        if (!types.matches(operand, from)) {
            throw errors.typeMismatch(offset, from, operand);
        }
        operands.push(new ReferenceType(operand.nullable(), to), offset);
    }
}
