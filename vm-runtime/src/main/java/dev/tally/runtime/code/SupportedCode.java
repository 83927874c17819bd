package dev.tally.runtime.code;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.binary.InstructionReader;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.Function;
import dev.tally.core.module.IndexSpaces;
import dev.tally.core.type.NumberType;
import dev.tally.core.validate.ValidModule;
import java.util.EnumSet;
import java.util.Set;

/**
 * Refuses valid modules whose code cannot be lowered yet, when they are loaded, so that lowering never meets what it does
 * not know. An opcode or feature leaves this class when lowering learns it, and the class goes with the last of them.
 */
public final class SupportedCode {
    private static final Set<Opcode> NOT_LOWERED = EnumSet.of(
            Opcode.RETURN_CALL,
            Opcode.RETURN_CALL_INDIRECT,
            Opcode.RETURN_CALL_REF,
            Opcode.CALL_REF,
            Opcode.BR_ON_NULL,
            Opcode.BR_ON_NON_NULL,
            Opcode.REF_AS_NON_NULL);

    private SupportedCode() {}

    /**
     * Looks through a module.
     *
     * @throws ModuleException if it uses what cannot be lowered yet
     */
    public static void check(ValidModule module) {
        IndexSpaces spaces = module.spaces();
        if (spaces.memories().size() > 1) {
            throw unsupported("more than one memory", 0, -1);
        }
        if (spaces.memories().stream().anyMatch(memory -> memory.address() == NumberType.I64)) {
            throw unsupported("a 64-bit memory", 0, -1);
        }
        if (spaces.tables().stream().anyMatch(table -> table.address() == NumberType.I64)) {
            throw unsupported("a 64-bit table", 0, -1);
        }
        if (module.definition().types().entries().stream().anyMatch(type -> !type.isFinal())) {
            throw unsupported("a type that can have subtypes", 0, -1);
        }
        for (int i = 0; i < module.definition().functions().size(); i++) {
            check(module.definition().functions().get(i), spaces.importedFunctions() + i);
        }
    }

    private static void check(Function function, int index) {
        InstructionReader reader = new InstructionReader(function.body(), index);
        while (reader.hasNext()) {
            Opcode opcode = reader.next();
            if (NOT_LOWERED.contains(opcode)) {
                throw unsupported(opcode.mnemonic(), reader.moduleOffset(), index);
            }
        }
    }

    private static ModuleException unsupported(String what, long offset, int function) {
        return new ModuleException(Kind.UNSUPPORTED, what + " is not supported yet", offset, function);
    }
}
