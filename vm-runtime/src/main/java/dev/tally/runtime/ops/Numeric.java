package dev.tally.runtime.ops;

import dev.tally.core.TrapKind;
import dev.tally.core.isa.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * The numeric operations (specification, section "Numerics"), on values as slots hold them: integers of 32 bits
 * sign-extended, floats as their bits, those of 32 bits sign-extended.
 *
 * <p>A result that is NaN is always the canonical one, so that no processor's choice of bits can be observed; only
 * {@code neg}, {@code abs}, {@code copysign} and moves keep the bits they were given.
 */
public final class Numeric {
    private static final double TWO_TO_THE_31 = 0x1p31;
    private static final double TWO_TO_THE_32 = 0x1p32;
    private static final double TWO_TO_THE_63 = 0x1p63;
    private static final double TWO_TO_THE_64 = 0x1p64;

    private Numeric() {}

    /**
     * Applies an operation to one or two operands.
     *
     * @param y the second operand; of operations with one operand it means nothing
     * @throws IllegalArgumentException if the opcode is not a numeric operation
     */
    public static long apply(Opcode opcode, long x, long y) {
        return switch (opcode) {
            case I32_CLZ -> Integer.numberOfLeadingZeros((int) x);
            case I32_CTZ -> Integer.numberOfTrailingZeros((int) x);
            case I32_POPCNT -> Integer.bitCount((int) x);
            case I32_DIV_S -> (int) x / (int) y;
            case I32_DIV_U -> Integer.divideUnsigned((int) x, (int) y);
            case I32_REM_S -> (int) x % (int) y;
            case I32_REM_U -> Integer.remainderUnsigned((int) x, (int) y);
            case I64_CLZ -> Long.numberOfLeadingZeros(x);
            case I64_CTZ -> Long.numberOfTrailingZeros(x);
            case I64_POPCNT -> Long.bitCount(x);
            case I64_DIV_S -> x / y;
            case I64_DIV_U -> Long.divideUnsigned(x, y);
            case I64_REM_S -> x % y;
            case I64_REM_U -> Long.remainderUnsigned(x, y);
            case I32_EXTEND8_S, I64_EXTEND8_S -> (byte) x;
            case I32_EXTEND16_S, I64_EXTEND16_S -> (short) x;
            case I64_EXTEND32_S -> (int) x;

            case F32_ABS -> (int) x & Integer.MAX_VALUE;
            case F32_NEG -> (int) x ^ Integer.MIN_VALUE;
            case F32_CEIL -> bits((float) Math.ceil(f32(x)));
            case F32_FLOOR -> bits((float) Math.floor(f32(x)));
            case F32_TRUNC -> bits((float) truncate(f32(x)));
            case F32_NEAREST -> bits((float) Math.rint(f32(x)));
            case F32_SQRT -> bits((float) Math.sqrt(f32(x)));
            case F32_MIN -> bits(Math.min(f32(x), f32(y)));
            case F32_MAX -> bits(Math.max(f32(x), f32(y)));
            case F32_COPYSIGN -> (int) x & Integer.MAX_VALUE | (int) y & Integer.MIN_VALUE;

            case F64_ABS -> x & Long.MAX_VALUE;
            case F64_NEG -> x ^ Long.MIN_VALUE;
            case F64_CEIL -> bits(Math.ceil(f64(x)));
            case F64_FLOOR -> bits(Math.floor(f64(x)));
            case F64_TRUNC -> bits(truncate(f64(x)));
            case F64_NEAREST -> bits(Math.rint(f64(x)));
            case F64_SQRT -> bits(Math.sqrt(f64(x)));
            case F64_MIN -> bits(Math.min(f64(x), f64(y)));
            case F64_MAX -> bits(Math.max(f64(x), f64(y)));
            case F64_COPYSIGN -> x & Long.MAX_VALUE | y & Long.MIN_VALUE;

            // Java's casts saturate and make NaN zero. Where the checked forms are applied, the value is in range.
            case I32_TRUNC_F32_S, I32_TRUNC_SAT_F32_S -> (int) f32(x);
            case I32_TRUNC_F64_S, I32_TRUNC_SAT_F64_S -> (int) f64(x);
            case I32_TRUNC_F32_U, I32_TRUNC_SAT_F32_U -> toUnsignedInt(f32(x));
            case I32_TRUNC_F64_U, I32_TRUNC_SAT_F64_U -> toUnsignedInt(f64(x));
            case I64_TRUNC_F32_S, I64_TRUNC_SAT_F32_S -> (long) f32(x);
            case I64_TRUNC_F64_S, I64_TRUNC_SAT_F64_S -> (long) f64(x);
            case I64_TRUNC_F32_U, I64_TRUNC_SAT_F32_U -> toUnsignedLong(f32(x));
            case I64_TRUNC_F64_U, I64_TRUNC_SAT_F64_U -> toUnsignedLong(f64(x));

            case F32_CONVERT_I32_S -> bits((float) (int) x);
            case F32_CONVERT_I32_U -> bits((float) (x & 0xFFFFFFFFL));
            case F32_CONVERT_I64_S -> bits((float) x);
            case F32_CONVERT_I64_U -> bits(unsignedToFloat(x));
            case F32_DEMOTE_F64 -> bits((float) f64(x));
            case F64_CONVERT_I32_S -> bits((double) (int) x);
            case F64_CONVERT_I32_U -> bits((double) (x & 0xFFFFFFFFL));
            case F64_CONVERT_I64_S -> bits((double) x);
            case F64_CONVERT_I64_U -> bits(unsignedToDouble(x));
            case F64_PROMOTE_F32 -> bits((double) f32(x));

            default -> throw new IllegalArgumentException(opcode.mnemonic() + " is not a numeric operation of its own");
        };
    }

    /** Why an operation traps with these operands, or null when it does not; only for those that may trap. */
    public static @Nullable TrapKind trap(Opcode opcode, long x, long y) {
        return switch (opcode) {
            case I32_DIV_U, I32_REM_S, I32_REM_U, I64_DIV_U, I64_REM_S, I64_REM_U -> divisionByZero(y);
            case I32_DIV_S -> y == -1 && x == Integer.MIN_VALUE ? TrapKind.INTEGER_OVERFLOW : divisionByZero(y);
            case I64_DIV_S -> y == -1 && x == Long.MIN_VALUE ? TrapKind.INTEGER_OVERFLOW : divisionByZero(y);
            case I32_TRUNC_F32_S -> outside(f32(x), -TWO_TO_THE_31 - 1, TWO_TO_THE_31);
            case I32_TRUNC_F64_S -> outside(f64(x), -TWO_TO_THE_31 - 1, TWO_TO_THE_31);
            case I32_TRUNC_F32_U -> outside(f32(x), -1, TWO_TO_THE_32);
            case I32_TRUNC_F64_U -> outside(f64(x), -1, TWO_TO_THE_32);
            case I64_TRUNC_F32_S -> outside(f32(x), Math.nextDown(-TWO_TO_THE_63), TWO_TO_THE_63);
            case I64_TRUNC_F64_S -> outside(f64(x), Math.nextDown(-TWO_TO_THE_63), TWO_TO_THE_63);
            case I64_TRUNC_F32_U -> outside(f32(x), -1, TWO_TO_THE_64);
            case I64_TRUNC_F64_U -> outside(f64(x), -1, TWO_TO_THE_64);
            default -> throw new IllegalArgumentException(opcode.mnemonic() + " never traps");
        };
    }

    private static @Nullable TrapKind divisionByZero(long divisor) {
        return divisor == 0 ? TrapKind.INTEGER_DIVIDE_BY_ZERO : null;
    }

    private static @Nullable TrapKind outside(double value, double below, double above) {
        if (Double.isNaN(value)) {
            return TrapKind.INVALID_CONVERSION_TO_INTEGER;
        }
        return value > below && value < above ? null : TrapKind.INTEGER_OVERFLOW;
    }

    /** The float of 32 bits that a slot holds. */
    private static float f32(long slot) {
        return Float.intBitsToFloat((int) slot);
    }

    /** The float of 64 bits that a slot holds. */
    private static double f64(long slot) {
        return Double.longBitsToDouble(slot);
    }

    /** The slot for the result of an operation, NaN made canonical. */
    private static long bits(float value) {
        return Float.floatToIntBits(value);
    }

    /** The slot for the result of an operation, NaN made canonical. */
    private static long bits(double value) {
        return Double.doubleToLongBits(value);
    }

    private static double truncate(double value) {
        return value < 0 ? Math.ceil(value) : Math.floor(value);
    }

    /** The unsigned number of 32 bits nearest to a value towards zero; of a NaN, 0. */
    public static int toUnsignedInt(double value) {
        long wide = (long) value;
        return (int) Math.clamp(wide, 0, 0xFFFFFFFFL);
    }

    /** The unsigned number of 64 bits nearest to a value towards zero; of a NaN, 0. */
    public static long toUnsignedLong(double value) {
        if (value < TWO_TO_THE_63) {
            return value > 0 ? (long) value : 0;
        }
        return value < TWO_TO_THE_64 ? (long) (value - TWO_TO_THE_63) ^ Long.MIN_VALUE : toLargest(value);
    }

    private static long toLargest(double value) {
        return Double.isNaN(value) ? 0 : -1;
    }

    /** The nearest float to an unsigned number. */
    public static float unsignedToFloat(long unsigned) {
        return unsigned >= 0 ? (float) unsigned : (float) halved(unsigned) * 2;
    }

    /** The nearest double to an unsigned number. */
    public static double unsignedToDouble(long unsigned) {
        return unsigned >= 0 ? (double) unsigned : (double) halved(unsigned) * 2;
    }

    /** Half of an unsigned number, its lowest bit kept sticky so that doubling the rounded half rounds correctly. */
    private static long halved(long unsigned) {
        return unsigned >>> 1 | unsigned & 1;
    }
}
