package dev.tally.telemetry.certification.run;

import dev.tally.runtime.FunctionReference;
import dev.tally.runtime.GuestObject;
import dev.tally.telemetry.certification.run.PublicFacts.Result;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Values of guests as certificates write them: exact, and the same for everybody. */
final class Texts {
    private static final HexFormat HEX = HexFormat.of();

    private Texts() {}

    /** A result of a type. */
    static Result result(String type, @Nullable Object value) {
        return switch (value) {
            case null -> new Result(type, null, null);
            case Integer number -> new Result(type, number.toString(), null);
            case Long number -> new Result(type, number.toString(), null);
            case Float number -> new Result(type, "0x" + HEX.toHexDigits(Float.floatToRawIntBits(number)), null);
            case Double number -> new Result(type, "0x" + HEX.toHexDigits(Double.doubleToRawLongBits(number)), null);
            case GuestObject object -> new Result(type, object.toString(), null);
            case FunctionReference function -> new Result(type, wellFormed(function.name()), null);
            case String text when isWellFormed(text) -> new Result(type, text, null);
            case String text -> new Result(type, null, HEX.formatHex(text.getBytes(StandardCharsets.UTF_16BE)));
            default -> throw new IllegalStateException("no profile gives a guest a value of " + value.getClass());
        };
    }

    /** The text, with a question mark for each half of a character that stands alone. */
    static String wellFormed(String text) {
        return isWellFormed(text) ? text : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static boolean isWellFormed(String text) {
        return text.codePoints()
                .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
