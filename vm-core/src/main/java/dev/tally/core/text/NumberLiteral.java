package dev.tally.core.text;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import java.util.Locale;

/**
 * What a number of the text format means (specification, section "Text Format: Values"); the lexer has checked its form.
 * Fractions are rounded to the nearest value, ties to even.
 */
final class NumberLiteral {
    private static final int FLOAT_SIGNIFICAND_BITS = 23;
    private static final int DOUBLE_SIGNIFICAND_BITS = 52;

    private final SourceText source;
    private final int start;
    private final String text;
    private final boolean negative;

    private NumberLiteral(SourceText source, int from, int to) {
        this.source = source;
        this.start = from;
        String digits = source.part(from, to).replace("_", "");
        this.negative = digits.charAt(0) == '-';
        this.text = negative || digits.charAt(0) == '+' ? digits.substring(1) : digits;
    }

    /** An integer of so many bits, signed or unsigned. */
    static long integer(SourceText source, int from, int to, int bits) {
        return new NumberLiteral(source, from, to).integer(bits);
    }

    /** An integer of so many bits without a sign. */
    static long natural(SourceText source, int from, int to, int bits) {
        return new NumberLiteral(source, from, to).magnitude(bits);
    }

    /** The bits of an f32. */
    static int float32(SourceText source, int from, int to) {
        return new NumberLiteral(source, from, to).float32();
    }

    /** The bits of an f64. */
    static long float64(SourceText source, int from, int to) {
        return new NumberLiteral(source, from, to).float64();
    }

    private long integer(int bits) {
        long magnitude = magnitude(bits);
        long least = Long.MIN_VALUE >> (Long.SIZE - bits);
        if (negative && Long.compareUnsigned(magnitude, -least) > 0) {
            throw outOfRange();
        }
        return negative ? -magnitude : magnitude;
    }

    private long magnitude(int bits) {
        try {
            boolean hex = text.startsWith("0x");
            long value = hex ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseUnsignedLong(text);
            if (bits < Long.SIZE && value >>> bits != 0) {
                throw outOfRange();
            }
            return value;
        } catch (NumberFormatException tooLarge) {
            throw outOfRange();
        }
    }

    private int float32() {
        int sign = negative ? Integer.MIN_VALUE : 0;
        if (text.startsWith("nan")) {
            return sign | Float.floatToRawIntBits(Float.POSITIVE_INFINITY) | (int) payload(FLOAT_SIGNIFICAND_BITS);
        }
        float value = text.equals("inf") ? Float.POSITIVE_INFINITY : Float.parseFloat(javaForm());
        return sign | Float.floatToRawIntBits(finite(value));
    }

    private long float64() {
        long sign = negative ? Long.MIN_VALUE : 0;
        if (text.startsWith("nan")) {
            return sign | Double.doubleToRawLongBits(Double.POSITIVE_INFINITY) | payload(DOUBLE_SIGNIFICAND_BITS);
        }
        double value = text.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(javaForm());
        return sign | Double.doubleToRawLongBits(finite(value));
    }

    private long payload(int bits) {
        if (text.equals("nan")) {
            return 1L << (bits - 1);
        }
        try {
            long payload = Long.parseUnsignedLong(text.substring("nan:0x".length()), 16);
            if (payload == 0 || payload >>> bits != 0) {
                throw outOfRange();
            }
            return payload;
        } catch (NumberFormatException tooLarge) {
            throw outOfRange();
        }
    }

    /** Java's own form of the number: in hexadecimals it wants an exponent. */
    private String javaForm() {
        boolean hex = text.startsWith("0x");
        return hex && text.toLowerCase(Locale.ROOT).indexOf('p') < 0 ? text + "p0" : text;
    }

    private <T extends Number> T finite(T value) {
        if (Double.isInfinite(value.doubleValue()) && !text.equals("inf")) {
            throw outOfRange();
        }
        return value;
    }

    private ModuleException outOfRange() {
        return source.refusal(Kind.MALFORMED, "constant out of range", start);
    }
}
