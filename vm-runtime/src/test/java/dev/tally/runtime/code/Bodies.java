package dev.tally.runtime.code;

import dev.tally.core.ModuleLimits;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.Code;
import dev.tally.core.module.EntryOffsets;
import dev.tally.core.module.Function;
import dev.tally.core.module.Function.LocalRun;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.module.Names;
import dev.tally.core.module.TypeSection;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.core.validate.ValidModule;
import dev.tally.core.validate.Validator;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Modules of one function, written as opcodes and numbers. */
final class Bodies {
    /** The byte for a block without parameters and results. */
    static final int EMPTY = 0x40 - 0x80;

    /** The byte for a block with an i32 as its result. */
    static final int I32 = 0x7F - 0x80;

    private Bodies() {}

    /** A valid module whose only function has this type, so many i32 locals beside its parameters, and this body. */
    static ValidModule module(FunctionType type, int locals, Object... body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Object part : body) {
            if (part instanceof Opcode opcode) {
                bytes.write(opcode.code());
            } else {
                writeSigned(bytes, (Integer) part);
            }
        }
        List<LocalRun> runs = locals == 0 ? List.of() : List.of(new LocalRun(locals, ValueType.I32));
        ModuleDefinition definition = new ModuleDefinition(
                TypeSection.of(type),
                List.of(),
                List.of(new Function(0, runs, new Code(bytes.toByteArray(), 0))),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                ModuleDefinition.NO_START,
                List.of(),
                List.of(),
                ModuleDefinition.NO_DATA_COUNT,
                List.of(),
                Names.NONE,
                EntryOffsets.NONE);
        return Validator.validate(definition, ModuleLimits.defaults());
    }

    /** The code of that function. */
    static FunctionCode lower(FunctionType type, int locals, Object... body) {
        return Lowering.lower(module(type, locals, body), 0);
    }

    /** The operation of a word. */
    static int operation(FunctionCode code, int word) {
        return (int) code.words()[word] & 0xFF;
    }

    private static void writeSigned(ByteArrayOutputStream bytes, int number) {
        int rest = number;
        while (rest < -64 || rest > 63) {
            bytes.write(rest & 0x7F | 0x80);
            rest >>= 7;
        }
        bytes.write(rest & 0x7F);
    }
}
