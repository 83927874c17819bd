package dev.tally.runtime.compile;

import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/** Writes comparisons, and the conditions of branches: all but the jump, which those who know where it leads write. */
final class Comparisons {
    private static final ClassDesc I = ConstantDescs.CD_int;
    private static final ClassDesc L = ConstantDescs.CD_long;

    /** From a comparison of integers to the branch on it. */
    private static final int BRANCHES = Operation.BRANCH_EQ - Operation.EQ;

    private Comparisons() {}

    /** Whether the result of a step is that of a comparison. */
    static boolean isComparison(Step step) {
        int operation = step.operation();
        return operation >= Operation.EQ && operation <= Operation.GE_U_IMMEDIATE
                || operation >= Operation.F64_EQ && operation <= Operation.F64_LE
                || operation == Operation.F32_BINARY && step.kind() >= Operation.EQUAL;
    }

    /** Whether a comparing branch asks for the sign of a number that tells how the operands stand to each other. */
    static boolean isThreeWay(MethodWriter method, Step branch) {
        int operation = branch.operation();
        if (operation < Operation.BRANCH_EQ || operation > Operation.BRANCH_GE_U_IMMEDIATE) {
            return true;
        }
        int comparison = operation - BRANCHES;
        return isUnsigned(comparison) || !isNarrow(method, branch, comparison);
    }

    /** Compares the operands of a step and answers the instruction of the JVM that jumps if the comparison, or condition, holds. */
    static Opcode compare(MethodWriter method, CodeBuilder code, Step step) {
        int operation = step.operation();
        if (operation >= Operation.BRANCH_EQ && operation <= Operation.BRANCH_GE_U_IMMEDIATE) {
            return compareIntegers(method, code, step, operation - BRANCHES);
        }
        if (operation <= Operation.GE_U_IMMEDIATE) {
            return compareIntegers(method, code, step, operation);
        }
        if (operation == Operation.F32_BINARY) {
            method.push(step.b(), Kind.MADE_FLOAT);
            method.push(step.c(), Kind.MADE_FLOAT);
            return compareFloats(code, step.kind());
        }
        method.push(step.b(), Kind.MADE_DOUBLE);
        method.push(step.c(), Kind.MADE_DOUBLE);
        return compareDoubles(code, operation);
    }

    // A NaN is in order with nothing: where less is asked it makes greater.

    private static Opcode compareFloats(CodeBuilder code, int comparison) {
        switch (comparison) {
            case Operation.EQUAL, Operation.UNEQUAL -> code.fcmpl();
            default -> code.fcmpg();
        }
        return switch (comparison) {
            case Operation.EQUAL -> Opcode.IFEQ;
            case Operation.UNEQUAL -> Opcode.IFNE;
            case Operation.LESS -> Opcode.IFLT;
            default -> Opcode.IFLE;
        };
    }

    private static Opcode compareDoubles(CodeBuilder code, int operation) {
        switch (operation) {
            case Operation.F64_EQ, Operation.F64_NE -> code.dcmpl();
            default -> code.dcmpg();
        }
        return switch (operation) {
            case Operation.F64_LT, Operation.BRANCH_F64_LT -> Opcode.IFLT;
            case Operation.F64_LE, Operation.BRANCH_F64_LE -> Opcode.IFLE;
            case Operation.BRANCH_F64_NOT_LT -> Opcode.IFGE;
            case Operation.BRANCH_F64_NOT_LE -> Opcode.IFGT;
            case Operation.F64_EQ -> Opcode.IFEQ;
            default -> Opcode.IFNE;
        };
    }

    private static Opcode compareIntegers(MethodWriter method, CodeBuilder code, Step step, int comparison) {
        boolean immediate = comparison >= Operation.EQ_IMMEDIATE;
        boolean narrow = isNarrow(method, step, comparison);
        Kind kind = narrow ? Kind.INT : Kind.LONG;
        method.push(step.b(), kind);
        boolean unsigned = isUnsigned(comparison);
        if (immediate && narrow && !unsigned && step.number() == 0) {
            return jumpOn(comparison);
        }
        if (immediate) {
            kind.load(code, step.number());
        } else {
            method.push(step.c(), kind);
        }
        if (unsigned) {
            ClassDesc type = narrow ? ConstantDescs.CD_Integer : ConstantDescs.CD_Long;
            code.invokestatic(
                    type, "compareUnsigned", narrow ? MethodTypeDesc.of(I, I, I) : MethodTypeDesc.of(I, L, L));
        } else if (narrow) {
            return withTwoOperands(jumpOn(comparison));
        } else {
            code.lcmp();
        }
        return jumpOn(comparison);
    }

    private static boolean isUnsigned(int comparison) {
        return comparison == Operation.LT_U || comparison == Operation.LE_U || comparison >= Operation.LT_U_IMMEDIATE;
    }

    /** Whether 32 bits are enough. */
    private static boolean isNarrow(MethodWriter method, Step step, int comparison) {
        return method.heldKind(step.b()) == Kind.INT
                && (comparison >= Operation.EQ_IMMEDIATE || method.heldKind(step.c()) == Kind.INT);
    }

    /** The jump on a number that stands to 0 as the operands stand to each other. */
    private static Opcode jumpOn(int comparison) {
        return switch (comparison) {
            case Operation.EQ, Operation.EQ_IMMEDIATE -> Opcode.IFEQ;
            case Operation.NE, Operation.NE_IMMEDIATE -> Opcode.IFNE;
            case Operation.LT_S, Operation.LT_S_IMMEDIATE, Operation.LT_U, Operation.LT_U_IMMEDIATE -> Opcode.IFLT;
            case Operation.LE_S, Operation.LE_U -> Opcode.IFLE;
            default -> Opcode.IFGE;
        };
    }

    private static Opcode withTwoOperands(Opcode jump) {
        return switch (jump) {
            case IFEQ -> Opcode.IF_ICMPEQ;
            case IFNE -> Opcode.IF_ICMPNE;
            case IFLT -> Opcode.IF_ICMPLT;
            case IFLE -> Opcode.IF_ICMPLE;
            case IFGE -> Opcode.IF_ICMPGE;
            default -> throw new IllegalArgumentException(jump.toString());
        };
    }

    /** The jump if the comparison does not hold. */
    static Opcode unless(Opcode jump) {
        return switch (jump) {
            case IFEQ -> Opcode.IFNE;
            case IFNE -> Opcode.IFEQ;
            case IFLT -> Opcode.IFGE;
            case IFGE -> Opcode.IFLT;
            case IFLE -> Opcode.IFGT;
            case IFGT -> Opcode.IFLE;
            case IF_ICMPEQ -> Opcode.IF_ICMPNE;
            case IF_ICMPNE -> Opcode.IF_ICMPEQ;
            case IF_ICMPLT -> Opcode.IF_ICMPGE;
            case IF_ICMPGE -> Opcode.IF_ICMPLT;
            case IF_ICMPLE -> Opcode.IF_ICMPGT;
            default -> throw new IllegalArgumentException(jump.toString());
        };
    }

    /** Writes a comparison whose result is 1 if it holds, or else 0. */
    static void writeResult(MethodWriter method, CodeBuilder code, Step step) {
        Label no = code.newLabel();
        Label end = code.newLabel();
        code.branch(unless(compare(method, code, step)), no);
        code.iconst_1().goto_(end).labelBinding(no).iconst_0().labelBinding(end);
        method.result(step, Kind.INT);
    }
}
