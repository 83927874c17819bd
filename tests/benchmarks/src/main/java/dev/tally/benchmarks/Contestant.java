package dev.tally.benchmarks;

import java.util.List;
import java.util.Locale;

/** An engine that has loaded one module and can call what it exports. It must not keep anything from call to call. */
public interface Contestant {
    /** A call that can be repeated. */
    interface Call {
        /** Runs to the end and answers the bits of the first result, sign-extended; 0 if there is none. */
        long run();
    }

    /**
     * Prepares a call.
     *
     * @param arguments the arguments as literals, separated by spaces
     */
    Call prepare(String export, String arguments);

    /** The literals of a list separated by spaces. */
    static List<String> literals(String arguments) {
        return arguments.isBlank() ? List.of() : List.of(arguments.strip().split("\\s+", -1));
    }

    /** The number that a literal stands for, boxed as hosts pass it. */
    static Number number(String type, String literal) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "i32" -> Integer.decode(literal);
            case "i64" -> Long.decode(literal);
            case "f32" -> Float.valueOf(literal);
            case "f64" -> Double.valueOf(literal);
            default -> throw new IllegalArgumentException("no literal makes a " + type + "; give numbers only");
        };
    }

    /** The bits of a number as they lie in a slot of 64 bits. */
    static long bits(Number number) {
        return switch (number) {
            case Float real -> Float.floatToRawIntBits(real);
            case Double real -> Double.doubleToRawLongBits(real);
            default -> number.longValue();
        };
    }
}
