package dev.tally.runtime.compile;

import dev.tally.core.type.NumberType;
import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.ops.Numeric;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes the steps that compute: for most there is an instruction of the JVM or a method of the JDK that HotSpot knows. An operation
 * that stands for both widths of integers is done in 32 bits where both operands are held so.
 */
final class Arithmetic {
    private static final ClassDesc INTEGER = ConstantDescs.CD_Integer;
    private static final ClassDesc LONG = ConstantDescs.CD_Long;
    private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
    private static final ClassDesc CHECKED = Descriptors.of(Checked.class);
    private static final ClassDesc NUMERIC = Descriptors.of(Numeric.class);
    private static final ClassDesc I = ConstantDescs.CD_int;
    private static final ClassDesc L = ConstantDescs.CD_long;
    private static final ClassDesc D = ConstantDescs.CD_double;

    private Arithmetic() {}

    static boolean knows(int operation) {
        return operation >= Operation.I32_ADD && operation <= Operation.GE_U_IMMEDIATE
                || operation >= Operation.F32_BINARY && operation <= Operation.F64_DIV
                || operation >= Operation.F64_EQ && operation <= Operation.NUMERIC_TRAPPING
                || operation >= Operation.I32_DIV_S && operation <= Operation.F64_CONVERT_I32_S;
    }

    /** Whether one of these may trap. */
    static boolean mayTrap(int operation) {
        return operation == Operation.NUMERIC_TRAPPING
                || operation >= Operation.I32_DIV_S && operation <= Operation.I32_REM_U;
    }

    static void write(MethodWriter method, CodeBuilder code, Step step) {
        int operation = step.operation();
        if (Comparisons.isComparison(step)) {
            Comparisons.writeResult(method, code, step);
        } else if (operation >= Operation.I32_ADD && operation <= Operation.I32_ROTL_IMMEDIATE) {
            writeInts(method, code, step);
        } else if (operation >= Operation.I64_ADD && operation <= Operation.I64_ROTL_IMMEDIATE) {
            writeLongs(method, code, step);
        } else if (operation >= Operation.AND && operation <= Operation.XOR_IMMEDIATE) {
            writeBits(method, code, step);
        } else {
            writeOther(method, code, step);
        }
    }

    /** A step whose first operand is on top, in the form that it was given. */
    static void writeFed(MethodWriter method, CodeBuilder code, Step step, Kind given) {
        boolean narrow = given == Kind.INT && method.heldKind(step.b()) == Kind.INT;
        Kind kind = switch (step.operation()) {
            case Operation.FED_I32_ADD -> Kind.INT;
            case Operation.FED_AND, Operation.FED_XOR -> narrow ? Kind.INT : Kind.LONG;
            default -> Kind.MADE_DOUBLE;
        };
        given.convert(code, kind);
        method.push(step.b(), kind);
        switch (step.operation()) {
            case Operation.FED_I32_ADD -> code.iadd();
            case Operation.FED_AND -> {
                if (narrow) {
                    code.iand();
                } else {
                    code.land();
                }
            }
            case Operation.FED_XOR -> {
                if (narrow) {
                    code.ixor();
                } else {
                    code.lxor();
                }
            }
            case Operation.FED_F64_ADD -> code.dadd();
            case Operation.FED_F64_MUL -> code.dmul();
            case Operation.FED_F64_SUB_FROM -> code.dup2_x2().pop2().dsub();
            default -> throw new IllegalStateException("no step is fed to " + step.operation());
        }
        method.result(step, kind);
    }

    private static void writeInts(MethodWriter method, CodeBuilder code, Step step) {
        method.push(step.b(), Kind.INT);
        if (step.operation() >= Operation.I32_ADD_IMMEDIATE) {
            code.loadConstant(step.number());
        } else {
            method.push(step.c(), Kind.INT);
        }
        switch (step.operation()) {
            case Operation.I32_ADD, Operation.I32_ADD_IMMEDIATE -> code.iadd();
            case Operation.I32_SUB -> code.isub();
            case Operation.I32_MUL, Operation.I32_MUL_IMMEDIATE -> code.imul();
            case Operation.I32_SHL, Operation.I32_SHL_IMMEDIATE -> code.ishl();
            case Operation.I32_SHR_S, Operation.I32_SHR_S_IMMEDIATE -> code.ishr();
            case Operation.I32_SHR_U, Operation.I32_SHR_U_IMMEDIATE -> code.iushr();
            case Operation.I32_ROTR -> code.invokestatic(INTEGER, "rotateRight", MethodTypeDesc.of(I, I, I));
            default -> code.invokestatic(INTEGER, "rotateLeft", MethodTypeDesc.of(I, I, I));
        }
        method.result(step, Kind.INT);
    }

    private static void writeLongs(MethodWriter method, CodeBuilder code, Step step) {
        int operation = step.operation();
        boolean shifts = operation >= Operation.I64_SHL && operation <= Operation.I64_ROTR
                || operation >= Operation.I64_SHL_IMMEDIATE;
        method.push(step.b(), Kind.LONG);
        if (operation < Operation.I64_ADD_IMMEDIATE) {
            method.push(step.c(), shifts ? Kind.INT : Kind.LONG);
        } else if (shifts) {
            code.loadConstant(step.number());
        } else {
            code.loadConstant((long) step.number());
        }
        switch (operation) {
            case Operation.I64_ADD, Operation.I64_ADD_IMMEDIATE -> code.ladd();
            case Operation.I64_SUB -> code.lsub();
            case Operation.I64_MUL, Operation.I64_MUL_IMMEDIATE -> code.lmul();
            case Operation.I64_SHL, Operation.I64_SHL_IMMEDIATE -> code.lshl();
            case Operation.I64_SHR_S, Operation.I64_SHR_S_IMMEDIATE -> code.lshr();
            case Operation.I64_SHR_U, Operation.I64_SHR_U_IMMEDIATE -> code.lushr();
            case Operation.I64_ROTR -> code.invokestatic(LONG, "rotateRight", MethodTypeDesc.of(L, L, I));
            default -> code.invokestatic(LONG, "rotateLeft", MethodTypeDesc.of(L, L, I));
        }
        method.result(step, Kind.LONG);
    }

    private static void writeBits(MethodWriter method, CodeBuilder code, Step step) {
        boolean immediate = step.operation() >= Operation.AND_IMMEDIATE;
        boolean narrow = method.heldKind(step.b()) == Kind.INT && (immediate || method.heldKind(step.c()) == Kind.INT);
        Kind kind = narrow ? Kind.INT : Kind.LONG;
        method.push(step.b(), kind);
        if (immediate) {
            kind.load(code, step.number());
        } else {
            method.push(step.c(), kind);
        }
        switch (step.operation()) {
            case Operation.AND, Operation.AND_IMMEDIATE -> {
                if (narrow) {
                    code.iand();
                } else {
                    code.land();
                }
            }
            case Operation.OR, Operation.OR_IMMEDIATE -> {
                if (narrow) {
                    code.ior();
                } else {
                    code.lor();
                }
            }
            default -> {
                if (narrow) {
                    code.ixor();
                } else {
                    code.lxor();
                }
            }
        }
        method.result(step, kind);
    }

    // All others.

    private static void writeOther(MethodWriter method, CodeBuilder code, Step step) {
        switch (step.operation()) {
            case Operation.F32_BINARY -> {
                method.push(step.b(), Kind.MADE_FLOAT);
                method.push(step.c(), Kind.MADE_FLOAT);
                switch (step.kind()) {
                    case Operation.ADD -> code.fadd();
                    case Operation.SUBTRACT -> code.fsub();
                    case Operation.MULTIPLY -> code.fmul();
                    default -> code.fdiv();
                }
                method.result(step, Kind.MADE_FLOAT);
            }
            case Operation.F64_ADD, Operation.F64_SUB, Operation.F64_MUL, Operation.F64_DIV -> {
                method.push(step.b(), Kind.MADE_DOUBLE);
                method.push(step.c(), Kind.MADE_DOUBLE);
                switch (step.operation()) {
                    case Operation.F64_ADD -> code.dadd();
                    case Operation.F64_SUB -> code.dsub();
                    case Operation.F64_MUL -> code.dmul();
                    default -> code.ddiv();
                }
                method.result(step, Kind.MADE_DOUBLE);
            }
            case Operation.I32_WRAP_I64 -> {
                method.push(step.b(), Kind.INT);
                method.result(step, Kind.INT);
            }
            case Operation.I64_EXTEND_I32_U -> {
                method.push(step.b(), Kind.INT);
                code.invokestatic(INTEGER, "toUnsignedLong", MethodTypeDesc.of(L, I));
                method.result(step, Kind.LONG);
            }
            case Operation.I32_DIV_S -> checkedInts(method, code, step, "divS");
            case Operation.I32_DIV_U -> checkedInts(method, code, step, "divU");
            case Operation.I32_REM_S -> checkedInts(method, code, step, "remS");
            case Operation.I32_REM_U -> checkedInts(method, code, step, "remU");
            case Operation.EXTEND_8_S -> {
                method.push(step.b(), Kind.INT);
                code.i2b();
                method.result(step, Kind.INT);
            }
            case Operation.EXTEND_16_S -> {
                method.push(step.b(), Kind.INT);
                code.i2s();
                method.result(step, Kind.INT);
            }
            case Operation.F64_SQRT -> math(method, code, step, "sqrt");
            case Operation.F64_CONVERT_I32_S -> {
                method.push(step.b(), Kind.INT);
                code.i2d();
                method.result(step, Kind.MADE_DOUBLE);
            }
            default -> writeNumeric(method, code, step);
        }
    }

    private static void checkedInts(MethodWriter method, CodeBuilder code, Step step, String name) {
        method.push(step.b(), Kind.INT);
        method.push(step.c(), Kind.INT);
        code.invokestatic(CHECKED, name, MethodTypeDesc.of(I, I, I));
        method.result(step, Kind.INT);
    }

    private static void checkedLongs(MethodWriter method, CodeBuilder code, Step step, String name) {
        method.push(step.b(), Kind.LONG);
        method.push(step.c(), Kind.LONG);
        code.invokestatic(CHECKED, name, MethodTypeDesc.of(L, L, L));
        method.result(step, Kind.LONG);
    }

    /** A method of one or two doubles. */
    private static void math(MethodWriter method, CodeBuilder code, Step step, String name) {
        method.push(step.b(), Kind.MADE_DOUBLE);
        if (name.equals("min") || name.equals("max")) {
            method.push(step.c(), Kind.MADE_DOUBLE);
            code.invokestatic(MATH, name, MethodTypeDesc.of(D, D, D));
        } else {
            code.invokestatic(name.equals("truncate") ? CHECKED : MATH, name, MethodTypeDesc.of(D, D));
        }
        method.result(step, Kind.MADE_DOUBLE);
    }

    /** The same for floats, done in doubles, which changes no result of these. */
    private static void mathOfFloats(MethodWriter method, CodeBuilder code, Step step, String name) {
        method.push(step.b(), Kind.MADE_FLOAT);
        code.f2d();
        if (name.equals("min") || name.equals("max")) {
            method.push(step.c(), Kind.MADE_FLOAT);
            code.f2d();
            code.invokestatic(MATH, name, MethodTypeDesc.of(D, D, D));
        } else {
            code.invokestatic(name.equals("truncate") ? CHECKED : MATH, name, MethodTypeDesc.of(D, D));
        }
        code.d2f();
        method.result(step, Kind.MADE_FLOAT);
    }

    private static void bitCount(MethodWriter method, CodeBuilder code, Step step, String name, boolean wide) {
        method.push(step.b(), wide ? Kind.LONG : Kind.INT);
        code.invokestatic(wide ? LONG : INTEGER, name, MethodTypeDesc.of(I, wide ? L : I));
        method.result(step, Kind.INT);
    }

    private static void writeNumeric(MethodWriter method, CodeBuilder code, Step step) {
        switch (step.opcode()) {
            case I32_CLZ -> bitCount(method, code, step, "numberOfLeadingZeros", false);
            case I32_CTZ -> bitCount(method, code, step, "numberOfTrailingZeros", false);
            case I32_POPCNT -> bitCount(method, code, step, "bitCount", false);
            case I64_CLZ -> bitCount(method, code, step, "numberOfLeadingZeros", true);
            case I64_CTZ -> bitCount(method, code, step, "numberOfTrailingZeros", true);
            case I64_POPCNT -> bitCount(method, code, step, "bitCount", true);
            case I64_DIV_S -> checkedLongs(method, code, step, "divS");
            case I64_DIV_U -> checkedLongs(method, code, step, "divU");
            case I64_REM_S -> checkedLongs(method, code, step, "remS");
            case I64_REM_U -> checkedLongs(method, code, step, "remU");
            case I64_EXTEND32_S -> {
                method.push(step.b(), Kind.INT);
                method.result(step, Kind.INT);
            }
            case F32_ABS, F64_ABS -> {
                Kind kind = kindOfResult(step);
                method.push(step.b(), kind);
                code.invokestatic(MATH, "abs", MethodTypeDesc.of(kind.descriptor, kind.descriptor));
                method.result(step, kind);
            }
            case F32_NEG -> {
                method.push(step.b(), Kind.FLOAT);
                code.fneg();
                method.result(step, Kind.FLOAT);
            }
            case F64_NEG -> {
                method.push(step.b(), Kind.DOUBLE);
                code.dneg();
                method.result(step, Kind.DOUBLE);
            }
            case F32_COPYSIGN, F64_COPYSIGN -> {
                Kind kind = kindOfResult(step);
                method.push(step.b(), kind);
                method.push(step.c(), kind);
                code.invokestatic(
                        CHECKED, "copySign", MethodTypeDesc.of(kind.descriptor, kind.descriptor, kind.descriptor));
                method.result(step, kind);
            }
            case F64_CEIL -> math(method, code, step, "ceil");
            case F64_FLOOR -> math(method, code, step, "floor");
            case F64_TRUNC -> math(method, code, step, "truncate");
            case F64_NEAREST -> math(method, code, step, "rint");
            case F64_MIN -> math(method, code, step, "min");
            case F64_MAX -> math(method, code, step, "max");
            case F32_CEIL -> mathOfFloats(method, code, step, "ceil");
            case F32_FLOOR -> mathOfFloats(method, code, step, "floor");
            case F32_TRUNC -> mathOfFloats(method, code, step, "truncate");
            case F32_NEAREST -> mathOfFloats(method, code, step, "rint");
            case F32_SQRT -> mathOfFloats(method, code, step, "sqrt");
            case F32_MIN -> mathOfFloats(method, code, step, "min");
            case F32_MAX -> mathOfFloats(method, code, step, "max");
            case I32_TRUNC_F32_S, I32_TRUNC_F64_S -> truncate(method, code, step, CHECKED, "toInt");
            case I32_TRUNC_F32_U, I32_TRUNC_F64_U -> truncate(method, code, step, CHECKED, "toUnsignedInt");
            case I64_TRUNC_F32_S, I64_TRUNC_F64_S -> truncate(method, code, step, CHECKED, "toLong");
            case I64_TRUNC_F32_U, I64_TRUNC_F64_U -> truncate(method, code, step, CHECKED, "toUnsignedLong");
            case I32_TRUNC_SAT_F32_U, I32_TRUNC_SAT_F64_U -> truncate(method, code, step, NUMERIC, "toUnsignedInt");
            case I64_TRUNC_SAT_F32_U, I64_TRUNC_SAT_F64_U -> truncate(method, code, step, NUMERIC, "toUnsignedLong");
            case I32_TRUNC_SAT_F32_S, I32_TRUNC_SAT_F64_S -> {
                pushDouble(method, code, step);
                code.d2i();
                method.result(step, Kind.INT);
            }
            case I64_TRUNC_SAT_F32_S, I64_TRUNC_SAT_F64_S -> {
                pushDouble(method, code, step);
                code.d2l();
                method.result(step, Kind.LONG);
            }
            case F32_CONVERT_I32_S -> {
                method.push(step.b(), Kind.INT);
                code.i2f();
                method.result(step, Kind.MADE_FLOAT);
            }
            case F32_CONVERT_I64_S -> {
                method.push(step.b(), Kind.LONG);
                code.l2f();
                method.result(step, Kind.MADE_FLOAT);
            }
            case F32_CONVERT_I32_U -> {
                method.push(step.b(), Kind.INT);
                code.invokestatic(INTEGER, "toUnsignedLong", MethodTypeDesc.of(L, I))
                        .l2f();
                method.result(step, Kind.MADE_FLOAT);
            }
            case F32_CONVERT_I64_U -> {
                method.push(step.b(), Kind.LONG);
                code.invokestatic(NUMERIC, "unsignedToFloat", MethodTypeDesc.of(ConstantDescs.CD_float, L));
                method.result(step, Kind.MADE_FLOAT);
            }
            case F64_CONVERT_I64_U -> {
                method.push(step.b(), Kind.LONG);
                code.invokestatic(NUMERIC, "unsignedToDouble", MethodTypeDesc.of(D, L));
                method.result(step, Kind.MADE_DOUBLE);
            }
            case F64_CONVERT_I32_U -> {
                method.push(step.b(), Kind.INT);
                code.invokestatic(INTEGER, "toUnsignedLong", MethodTypeDesc.of(L, I))
                        .l2d();
                method.result(step, Kind.MADE_DOUBLE);
            }
            case F64_CONVERT_I64_S -> {
                method.push(step.b(), Kind.LONG);
                code.l2d();
                method.result(step, Kind.MADE_DOUBLE);
            }
            case F64_PROMOTE_F32 -> {
                method.push(step.b(), Kind.MADE_FLOAT);
                code.f2d();
                method.result(step, Kind.MADE_DOUBLE);
            }
            case F32_DEMOTE_F64 -> {
                method.push(step.b(), Kind.MADE_DOUBLE);
                code.d2f();
                method.result(step, Kind.MADE_FLOAT);
            }
            default ->
                throw new IllegalStateException("no code for " + step.opcode().mnemonic());
        }
    }

    private static Kind kindOfResult(Step step) {
        return Kind.of(step.opcode().results().getFirst());
    }

    /** A float as a double, which changes no result of a truncation. */
    private static void pushDouble(MethodWriter method, CodeBuilder code, Step step) {
        if (step.opcode().parameters().getFirst() == NumberType.F32) {
            method.push(step.b(), Kind.MADE_FLOAT);
            code.f2d();
        } else {
            method.push(step.b(), Kind.MADE_DOUBLE);
        }
    }

    /** A truncation by a method that takes a double. */
    private static void truncate(MethodWriter method, CodeBuilder code, Step step, ClassDesc owner, String name) {
        pushDouble(method, code, step);
        Kind kind = kindOfResult(step);
        code.invokestatic(owner, name, MethodTypeDesc.of(kind.descriptor, D));
        method.result(step, kind);
    }
}
