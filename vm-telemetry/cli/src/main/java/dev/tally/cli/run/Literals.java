package dev.tally.cli.run;

import dev.tally.core.type.HeapType;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import dev.tally.runtime.FunctionReference;
import dev.tally.runtime.Guest;
import dev.tally.runtime.GuestObject;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values of guests as text, both ways. Numbers are written as in the text format of WebAssembly: {@code 42}, {@code
 * 0x2a}, {@code -1.5}, {@code 0x1.8p3}, {@code inf}, {@code nan}, {@code nan:0x200000}. What is printed for a number
 * can be given again and is the same number, to the bit.
 */
final class Literals {
    private static final Pattern INTEGER = Pattern.compile("([+-]?)(0[xX])?([0-9a-fA-F]+)");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)?");
    private static final Pattern HEXADECIMAL =
            Pattern.compile("[+-]?0[xX][0-9a-fA-F]+(\\.[0-9a-fA-F]*)?([pP][+-]?[0-9]+)?");
    private static final Pattern NOT_A_NUMBER = Pattern.compile("([+-]?)nan(?::0x([0-9a-fA-F]{1,13}))?");
    private static final int DECIMAL_RADIX = 10;
    private static final int HEXADECIMAL_RADIX = 16;
    private static final String NULL = "null";

    private Literals() {}

    // From text.

    /**
     * The value that a text spells.
     *
     * @throws IllegalArgumentException if it spells none of this type; the message says what would
     */
    static @Nullable Object parse(ValueType type, String text, Guest guest) {
        return switch (type) {
            case NumberType.I32 -> integer(text, Integer.SIZE, type).intValue();
            case NumberType.I64 -> integer(text, Long.SIZE, type).longValue();
            case NumberType.F32 -> Float.intBitsToFloat((int) floating(text, Layout.F32));
            case NumberType.F64 -> Double.longBitsToDouble(floating(text, Layout.F64));
            case ReferenceType reference -> reference(text, reference, guest);
        };
    }

    /** An integer, signed or unsigned. */
    private static BigInteger integer(String text, int bits, ValueType type) {
        Matcher matcher = INTEGER.matcher(text);
        boolean hexadecimal = matcher.matches() && matcher.group(2) != null;
        if (!matcher.matches() || !hexadecimal && !matcher.group(3).chars().allMatch(Literals::isDecimalDigit)) {
            throw notOf(type, text, "a whole number such as 42, -1 or 0x2a");
        }
        BigInteger magnitude = new BigInteger(matcher.group(3), hexadecimal ? HEXADECIMAL_RADIX : DECIMAL_RADIX);
        BigInteger value = matcher.group(1).equals("-") ? magnitude.negate() : magnitude;
        BigInteger least = BigInteger.ONE.shiftLeft(bits - 1).negate();
        if (value.compareTo(least) < 0 || value.bitLength() > bits) {
            throw notOf(
                    type,
                    text,
                    "from " + least + " to " + BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
        }
        return value;
    }

    private static boolean isDecimalDigit(int character) {
        return character >= '0' && character <= '9';
    }

    /** The bits of a floating-point number. */
    private static long floating(String text, Layout layout) {
        Matcher notANumber = NOT_A_NUMBER.matcher(text);
        if (notANumber.matches()) {
            long payload = notANumber.group(2) == null
                    ? layout.quietBit()
                    : Long.parseLong(notANumber.group(2), HEXADECIMAL_RADIX);
            if (payload == 0 || payload > layout.fraction()) {
                throw notOf(layout.type, text, "with a payload from 0x1 to 0x" + Long.toHexString(layout.fraction()));
            }
            return layout.infinity() | payload | (notANumber.group(1).equals("-") ? layout.sign() : 0);
        }
        switch (text) {
            case "inf", "+inf" -> {
                return layout.infinity();
            }
            case "-inf" -> {
                return layout.infinity() | layout.sign();
            }
            default -> {}
        }
        boolean hexadecimal = HEXADECIMAL.matcher(text).matches();
        if (!hexadecimal && !DECIMAL.matcher(text).matches()) {
            throw notOf(layout.type, text, "a number such as 42, -1.5, 1e-3, 0x1.8p3, inf or nan");
        }
        String java = hexadecimal ? withExponent(text) : text;
        long bits = layout == Layout.F32
                ? Float.floatToRawIntBits(Float.parseFloat(java))
                : Double.doubleToRawLongBits(Double.parseDouble(java));
        if ((bits & layout.infinity()) == layout.infinity()) {
            throw notOf(layout.type, text, "in its range");
        }
        return bits & (layout.sign() | layout.infinity() | layout.fraction());
    }

    private static String withExponent(String text) {
        return text.toLowerCase(Locale.ROOT).contains("p") ? text : text + "p0";
    }

    private static @Nullable Object reference(String text, ReferenceType type, Guest guest) {
        if (type.heapType().equals(HeapType.EXTERN)) {
            return text;
        }
        if (text.equals(NULL) && type.nullable()) {
            return null;
        }
        try {
            return guest.function(text);
        } catch (IllegalArgumentException unknown) {
            throw notOf(type, text, "the name of an exported function, or null");
        }
    }

    private static IllegalArgumentException notOf(ValueType type, String text, String wanted) {
        return new IllegalArgumentException("\"" + text + "\" is not " + type + ": " + wanted + " is wanted");
    }

    // To text.

    /** A value as text; null for a null reference. */
    static @Nullable String print(ValueType type, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Integer number -> number.toString();
            case Long number -> number.toString();
            case Float number ->
                number.isNaN() || number.isInfinite()
                        ? special(Float.floatToRawIntBits(number), Layout.F32)
                        : number.toString();
            case Double number ->
                number.isNaN() || number.isInfinite()
                        ? special(Double.doubleToRawLongBits(number), Layout.F64)
                        : number.toString();
            case String text -> text;
            case FunctionReference function -> function.name();
            case GuestObject object -> object.toString();
            case Object object -> throw new IllegalArgumentException(type + " " + object + " has no text");
        };
    }

    private static String special(long bits, Layout layout) {
        String sign = (bits & layout.sign()) == 0 ? "" : "-";
        long payload = bits & layout.fraction();
        if (payload == 0) {
            return sign + "inf";
        }
        return sign + "nan" + (payload == layout.quietBit() ? "" : ":0x" + Long.toHexString(payload));
    }

    /** Where the parts of a floating-point number stand (IEEE 754, binary32 and binary64). */
    private enum Layout {
        F32(ValueType.F32, Integer.SIZE, 23),
        F64(ValueType.F64, Long.SIZE, 52);

        private final ValueType type;
        private final int bits;
        private final int fractionBits;

        Layout(ValueType type, int bits, int fractionBits) {
            this.type = type;
            this.bits = bits;
            this.fractionBits = fractionBits;
        }

        long sign() {
            return 1L << bits - 1;
        }

        long fraction() {
            return (1L << fractionBits) - 1;
        }

        long infinity() {
            return sign() - 1 & ~fraction();
        }

        long quietBit() {
            return 1L << fractionBits - 1;
        }
    }
}
