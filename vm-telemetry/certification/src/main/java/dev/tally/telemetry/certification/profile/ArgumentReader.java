package dev.tally.telemetry.certification.profile;

import dev.tally.telemetry.certification.json.JsonValue;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a profile gives to guests. Each value has one form: integers are decimal and signed; floating-point numbers
 * are their bits, in hex, so that nobody has to agree on rounding.
 */
final class ArgumentReader {
    private static final Pattern BITS_32 = Pattern.compile("0x[0-9a-f]{8}");
    private static final Pattern BITS_64 = Pattern.compile("0x[0-9a-f]{16}");
    private static final int PREFIX = "0x".length();

    private ArgumentReader() {}

    /** The arguments of a call. */
    static List<Input.Argument> read(Section call) {
        List<Input.Argument> arguments = new ArrayList<>();
        for (Section section : call.sections("arguments")) {
            String type = section.text("type");
            String path = section.path("value");
            JsonValue value = section.value("value");
            arguments.add(new Input.Argument(type, value(section, type, path, value)));
            section.finish();
        }
        return arguments;
    }

    private static @Nullable Object value(Section section, String type, String path, JsonValue value) {
        return switch (type) {
            case "i32" ->
                (int) Section.figure(path, Section.text(path, value), Integer.MIN_VALUE, Integer.MAX_VALUE, "");
            case "i64" -> Section.figure(path, Section.text(path, value), Long.MIN_VALUE, Long.MAX_VALUE, "");
            case "f32" -> Float.intBitsToFloat((int) bits(path, Section.text(path, value), BITS_32));
            case "f64" -> Double.longBitsToDouble(bits(path, Section.text(path, value), BITS_64));
            case "externref" -> value instanceof JsonValue.Null ? null : Section.text(path, value);
            default ->
                throw new ProfileException(
                        section.path("type"), "\"" + type + "\" is none of i32, i64, f32, f64, externref");
        };
    }

    private static long bits(String path, String text, Pattern form) {
        if (!form.matcher(text).matches()) {
            throw new ProfileException(
                    path, "\"" + text + "\" is not the bits of the number in lower-case hex, as in 0x3f800000");
        }
        return HexFormat.fromHexDigitsToLong(text, PREFIX, text.length());
    }

    /** What programs for WASI are given. */
    static Input.Wasi wasi(Section section) {
        List<String> arguments = section.texts("arguments");
        if (arguments.isEmpty()) {
            throw new ProfileException(section.path("arguments"), "the first argument is the program's name");
        }
        for (int i = 0; i < arguments.size(); i++) {
            requireWithoutNul(section.path("arguments") + "/" + i, arguments.get(i));
        }
        List<Input.Variable> environment = new ArrayList<>();
        for (Section variable : section.sections("environment")) {
            environment.add(variable(variable, environment));
        }
        Input.Wasi wasi = new Input.Wasi(arguments, environment, base64(section));
        section.finish();
        return wasi;
    }

    private static Input.Variable variable(Section section, List<Input.Variable> before) {
        String name = section.text("name");
        String path = section.path("name");
        requireWithoutNul(path, name);
        if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new ProfileException(path, "\"" + name + "\" cannot name a variable");
        }
        if (before.stream().anyMatch(variable -> variable.name().equals(name))) {
            throw new ProfileException(path, "the variable \"" + name + "\" stands there twice");
        }
        String value = section.text("value");
        requireWithoutNul(section.path("value"), value);
        section.finish();
        return new Input.Variable(name, value);
    }

    private static void requireWithoutNul(String path, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new ProfileException(path, "the text contains the character U+0000");
        }
    }

    private static byte[] base64(Section section) {
        String text = section.text("stdin");
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            throw notBase64(section);
        }
        throw notBase64(section);
    }

    private static ProfileException notBase64(Section section) {
        return new ProfileException(section.path("stdin"), "the text is not base64 with padding (RFC 4648, section 4)");
    }
}
