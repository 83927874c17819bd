package dev.tally.runtime.compile;

import dev.tally.core.type.NumberType;
import dev.tally.core.type.ValueType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * In what form a variable of the JVM holds the value of a slot. All forms stand for the same 64 bits, so that any of them that
 * can hold the value is right; which one is chosen is a matter of speed. Those of 32 bits hold what is sign-extended from them.
 *
 * <p>Arithmetic of Java leaves the bits of a NaN open. What it makes is kept apart from floats whose bits are known, and is
 * made canonical where its bits can be seen: neither arithmetic nor comparisons see them.
 */
enum Kind {
    INT(TypeKind.INT, ConstantDescs.CD_int),
    LONG(TypeKind.LONG, ConstantDescs.CD_long),
    FLOAT(TypeKind.FLOAT, ConstantDescs.CD_float),
    DOUBLE(TypeKind.DOUBLE, ConstantDescs.CD_double),
    /** A float out of arithmetic. */
    MADE_FLOAT(TypeKind.FLOAT, ConstantDescs.CD_float),
    /** A double out of arithmetic. */
    MADE_DOUBLE(TypeKind.DOUBLE, ConstantDescs.CD_double);

    private static final ClassDesc FLOAT_BOX = ConstantDescs.CD_Float;
    private static final ClassDesc DOUBLE_BOX = ConstantDescs.CD_Double;
    private static final ClassDesc CHECKED = Descriptors.of(Checked.class);

    final TypeKind type;
    final ClassDesc descriptor;

    Kind(TypeKind type, ClassDesc descriptor) {
        this.type = type;
        this.descriptor = descriptor;
    }

    /** The form for values of a type whose bits are known. */
    static Kind of(ValueType valueType) {
        return valueType instanceof NumberType number
                ? switch (number) {
                    case I32 -> INT;
                    case I64 -> LONG;
                    case F32 -> FLOAT;
                    case F64 -> DOUBLE;
                }
                : INT;
    }

    /** The same form with known bits. */
    Kind exact() {
        return switch (this) {
            case MADE_FLOAT -> FLOAT;
            case MADE_DOUBLE -> DOUBLE;
            default -> this;
        };
    }

    /** A form with known bits that holds any 64 of them, at little cost for this one. */
    Kind whole() {
        return exact() == DOUBLE ? DOUBLE : LONG;
    }

    int slots() {
        return type.slotSize();
    }

    /** Changes the value on top of the operands from this form to another. */
    void convert(CodeBuilder code, Kind wanted) {
        if (this == wanted || this == wanted.exact()) {
            return;
        }
        switch (this) {
            case MADE_FLOAT -> {
                code.invokestatic(
                        CHECKED, "canonical", MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_float));
                FLOAT.convert(code, wanted);
            }
            case MADE_DOUBLE -> {
                code.invokestatic(
                        CHECKED, "canonical", MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_double));
                DOUBLE.convert(code, wanted);
            }
            case INT -> {
                if (wanted.type == TypeKind.FLOAT) {
                    code.invokestatic(
                            FLOAT_BOX,
                            "intBitsToFloat",
                            MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_int));
                } else {
                    code.i2l();
                    LONG.convert(code, wanted);
                }
            }
            case LONG -> {
                if (wanted.type == TypeKind.DOUBLE) {
                    code.invokestatic(
                            DOUBLE_BOX,
                            "longBitsToDouble",
                            MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_long));
                } else {
                    code.l2i();
                    INT.convert(code, wanted);
                }
            }
            case FLOAT -> {
                code.invokestatic(
                        FLOAT_BOX,
                        "floatToRawIntBits",
                        MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_float));
                INT.convert(code, wanted);
            }
            case DOUBLE -> {
                code.invokestatic(
                        DOUBLE_BOX,
                        "doubleToRawLongBits",
                        MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_double));
                LONG.convert(code, wanted);
            }
        }
    }

    /** Puts a value, given as its 64 bits, on top of the operands in this form. */
    void load(CodeBuilder code, long bits) {
        switch (this) {
            case INT -> code.loadConstant((int) bits);
            case LONG -> code.loadConstant(bits);
            case FLOAT, MADE_FLOAT -> {
                if (Float.isNaN(Float.intBitsToFloat((int) bits))) {
                    code.loadConstant((int) bits);
                    INT.convert(code, FLOAT);
                } else {
                    code.loadConstant(Float.intBitsToFloat((int) bits));
                }
            }
            case DOUBLE, MADE_DOUBLE -> {
                if (Double.isNaN(Double.longBitsToDouble(bits))) {
                    code.loadConstant(bits);
                    LONG.convert(code, DOUBLE);
                } else {
                    code.loadConstant(Double.longBitsToDouble(bits));
                }
            }
        }
    }
}
