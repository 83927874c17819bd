package dev.tally.runtime;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.binary.InstructionReader;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.Code;
import dev.tally.core.module.ElementSegment;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.module.SegmentMode;
import dev.tally.core.validate.ValidModule;

/**
 * Refuses valid modules that use what is read and validated but does not run yet: objects and exceptions. It never lets
 * an instruction pass that lowering has no rule for.
 */
final class MissingFeatures {
    private static final int OBJECT_PREFIX = 0xFB;
    private static final int OUTSIDE = -1;

    private MissingFeatures() {}

    /**
     * Refuses a module that uses one of them.
     *
     * @throws ModuleException with the place of the first use
     */
    static void refuseIn(ValidModule module) {
        ModuleDefinition definition = module.definition();
        if (!module.spaces().tags().isEmpty()) {
            throw refusal("exception handling (tag)", 0, OUTSIDE);
        }
        definition.tables().forEach(table -> {
            Code initializer = table.initializer();
            if (initializer != null) {
                check(initializer, OUTSIDE);
            }
        });
        definition.globals().forEach(global -> check(global.initializer(), OUTSIDE));
        for (ElementSegment segment : definition.elements()) {
            check(segment.mode());
            segment.items().forEach(item -> check(item, OUTSIDE));
        }
        definition.datas().forEach(segment -> check(segment.mode()));
        for (int i = 0; i < definition.functions().size(); i++) {
            check(definition.functions().get(i).body(), module.spaces().importedFunctions() + i);
        }
    }

    private static void check(SegmentMode mode) {
        if (mode instanceof SegmentMode.Active active) {
            check(active.offset(), OUTSIDE);
        }
    }

    private static void check(Code code, int function) {
        InstructionReader reader = new InstructionReader(code, function);
        while (reader.hasNext()) {
            Opcode opcode = reader.next();
            String feature = featureOf(opcode);
            if (!feature.isEmpty()) {
                throw refusal(feature + " (" + opcode.mnemonic() + ")", reader.moduleOffset(), function);
            }
        }
    }

    private static String featureOf(Opcode opcode) {
        return switch (opcode) {
            case THROW, THROW_REF, TRY_TABLE -> "exception handling";
            case REF_EQ -> "garbage-collected types";
            default -> opcode.prefix() == OBJECT_PREFIX ? "garbage-collected types" : "";
        };
    }

    private static ModuleException refusal(String reason, long offset, int function) {
        return new ModuleException(Kind.UNSUPPORTED, reason, offset, function);
    }
}
