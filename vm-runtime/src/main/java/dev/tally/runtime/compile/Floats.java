package dev.tally.runtime.compile;

import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.core.validate.ValidModule;
import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import java.util.BitSet;
import java.util.List;

/** Which steps make floats by arithmetic of Java. */
final class Floats {
    private Floats() {}

    /** Whether the float that a step writes comes out of arithmetic, or is a number. */
    static boolean makes(Step step) {
        int operation = step.operation();
        if (step.isFed()) {
            return operation == Operation.FED_F64_ADD
                    || operation == Operation.FED_F64_MUL
                    || operation == Operation.FED_F64_SUB_FROM;
        }
        return switch (operation) {
            case Operation.F64_ADD,
                    Operation.F64_SUB,
                    Operation.F64_MUL,
                    Operation.F64_DIV,
                    Operation.F64_SQRT,
                    Operation.F64_CONVERT_I32_S -> true;
            case Operation.F32_BINARY -> step.kind() <= Operation.DIVIDE;
            case Operation.CONSTANT ->
                !Float.isNaN(Float.intBitsToFloat(step.wideNumber()))
                        && !Double.isNaN(Double.longBitsToDouble(step.wideNumber()));
            case Operation.CONSTANT_WIDE -> !Double.isNaN(Double.longBitsToDouble(step.second()));
            case Operation.NUMERIC ->
                switch (step.opcode()) {
                    case F32_CEIL, F32_FLOOR, F32_TRUNC, F32_NEAREST, F32_SQRT, F32_MIN, F32_MAX -> true;
                    case F64_CEIL, F64_FLOOR, F64_TRUNC, F64_NEAREST, F64_SQRT, F64_MIN, F64_MAX -> true;
                    case F32_CONVERT_I32_S, F32_CONVERT_I32_U, F32_CONVERT_I64_S, F32_CONVERT_I64_U, F32_DEMOTE_F64 ->
                        true;
                    case F64_CONVERT_I32_S, F64_CONVERT_I32_U, F64_CONVERT_I64_S, F64_CONVERT_I64_U, F64_PROMOTE_F32 ->
                        true;
                    default -> false;
                };
            default -> false;
        };
    }

    /** The kinds in which the locals of a function are held. */
    static Kind[] localKinds(ValidModule module, int function, Steps steps) {
        FunctionType type = module.spaces().functions().get(function);
        List<ValueType> types = module.definition()
                .functions()
                .get(function - module.spaces().importedFunctions())
                .localTypes(type);
        Kind[] found = types.stream().map(Kind::of).toArray(Kind[]::new);
        for (int local = type.parameters().size(); local < found.length; local++) {
            if (found[local] == Kind.FLOAT && isAlwaysMade(steps, local)) {
                found[local] = Kind.MADE_FLOAT;
            } else if (found[local] == Kind.DOUBLE && isAlwaysMade(steps, local)) {
                found[local] = Kind.MADE_DOUBLE;
            }
        }
        return found;
    }

    /** Whether all that is ever written to a local is arithmetic or a number, so that its NaNs may wait to be made canonical. */
    private static boolean isAlwaysMade(Steps steps, int local) {
        BitSet written = new BitSet();
        for (int i = 0; i < steps.count(); i++) {
            Step step = steps.get(i);
            written.clear();
            written.set(local);
            steps.removeWrites(i, written);
            if (written.isEmpty() && !Floats.makes(step)) {
                return false;
            }
        }
        return true;
    }
}
