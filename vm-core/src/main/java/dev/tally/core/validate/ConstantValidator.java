package dev.tally.core.validate;

import dev.tally.core.ModuleLimits;
import dev.tally.core.binary.InstructionReader;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.Code;
import dev.tally.core.module.ExternalType.GlobalType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import dev.tally.core.validate.ValidationErrors.Space;

/**
 * Validates constant expressions (specification, section "Validation: Instructions", constant expressions), and notes
 * the functions they refer to as declared.
 */
final class ConstantValidator {
    private final Context context;
    private final ModuleLimits limits;
    private final ValidationErrors errors = ValidationErrors.OUTSIDE;
    private final OperandStack operands;
    private final ObjectRules objects;

    ConstantValidator(Context context, ModuleLimits limits) {
        this.context = context;
        this.limits = limits;
        this.operands = new OperandStack(context.types(), Long.MAX_VALUE);
        this.objects = new ObjectRules(context, operands);
    }

    /**
     * Refuses what is not a constant expression of the type.
     *
     * @param visibleGlobals how many of the first globals it may read
     */
    void validate(Code code, ValueType type, int visibleGlobals) {
        operands.begin(errors, ModuleLimits.FRAME_HEADER_SLOTS, limits.frameSlots());
        InstructionReader reader = new InstructionReader(code, errors.function());
        Opcode opcode = reader.next();
        while (opcode != Opcode.END) {
            instruction(opcode, reader, visibleGlobals);
            opcode = reader.next();
        }
        long offset = reader.moduleOffset();
        operands.pop(type, offset);
        if (operands.height() > 0) {
            throw errors.operandsLeft(offset, operands.height());
        }
    }

    private void instruction(Opcode opcode, InstructionReader reader, int visibleGlobals) {
        long offset = reader.moduleOffset();
        switch (opcode) {
            case I32_CONST,
                    I64_CONST,
                    F32_CONST,
                    F64_CONST,
                    I32_ADD,
                    I32_SUB,
                    I32_MUL,
                    I64_ADD,
                    I64_SUB,
                    I64_MUL,
                    REF_I31 -> {
                operands.pop(opcode.parameters(), offset);
                operands.push(opcode.results(), offset);
            }
            case REF_NULL -> {
                context.types().exists(reader.heapType(), errors, offset);
                operands.push(new ReferenceType(true, reader.heapType()), offset);
            }
            case REF_FUNC -> {
                context.function(reader.index(), errors, offset);
                context.declared().set(reader.index());
                operands.push(context.referenceTo(reader.index()), offset);
            }
            case GLOBAL_GET -> {
                if (reader.index() >= visibleGlobals) {
                    throw errors.unknown(Space.GLOBAL, reader.index(), offset);
                }
                GlobalType global = context.global(reader.index(), errors, offset);
                if (global.mutable()) {
                    throw errors.constantRequired(offset, opcode);
                }
                operands.push(global.type(), offset);
            }
            case STRUCT_NEW,
                    STRUCT_NEW_DEFAULT,
                    ARRAY_NEW,
                    ARRAY_NEW_DEFAULT,
                    ARRAY_NEW_FIXED,
                    ANY_CONVERT_EXTERN,
                    EXTERN_CONVERT_ANY -> objects.instruction(opcode, reader, offset);
            default -> throw errors.constantRequired(offset, opcode);
        }
    }
}
