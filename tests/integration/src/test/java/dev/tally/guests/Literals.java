package dev.tally.guests;

import dev.tally.core.type.NumberType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import dev.tally.runtime.Guest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Values as expectations write them: decimal integers, the bits of floating-point numbers, null. */
final class Literals {
    private static final HexFormat HEX = HexFormat.of();

    private Literals() {}

    /** The value that a literal stands for, boxed. */
    static @Nullable Object parse(String literal, ValueType type) {
        return switch (type) {
            case NumberType.I32 -> Integer.valueOf(literal);
            case NumberType.I64 -> Long.valueOf(literal);
            case NumberType.F32 -> Float.intBitsToFloat((int) bits(literal, ":f32"));
            case NumberType.F64 -> Double.longBitsToDouble(bits(literal, ":f64"));
            case ReferenceType reference -> {
                if (!literal.equals("null")) {
                    throw new IllegalArgumentException("no reference can be written as " + literal);
                }
                yield null;
            }
        };
    }

    private static long bits(String literal, String suffix) {
        if (!literal.startsWith("0x") || !literal.endsWith(suffix)) {
            throw new IllegalArgumentException(literal + " is not of the form 0x…" + suffix);
        }
        return HexFormat.fromHexDigitsToLong(literal, 2, literal.length() - suffix.length());
    }

    /** The literal for a result. */
    static String ofResult(Guest guest, int index, ValueType type) {
        return switch (type) {
            case NumberType.I32 -> Integer.toString(guest.resultInt(index));
            case NumberType.I64 -> Long.toString(guest.resultLong(index));
            case NumberType.F32 -> ofFloat(Float.floatToRawIntBits(guest.resultFloat(index)));
            case NumberType.F64 -> ofDouble(Double.doubleToRawLongBits(guest.resultDouble(index)));
            case ReferenceType reference -> String.valueOf(guest.result(index));
        };
    }

    private static String ofFloat(int bits) {
        return "0x" + HEX.toHexDigits(bits) + ":f32";
    }

    private static String ofDouble(long bits) {
        return "0x" + HEX.toHexDigits(bits) + ":f64";
    }
}
