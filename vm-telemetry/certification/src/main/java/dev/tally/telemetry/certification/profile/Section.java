package dev.tally.telemetry.certification.profile;

import dev.tally.telemetry.certification.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An object of a profile, whose fields are asked for one by one; whatever nobody has asked for is refused at the end. */
final class Section {
    private static final Pattern FIGURE = Pattern.compile("0|[1-9][0-9]{0,18}");
    private static final Pattern SIGNED_FIGURE = Pattern.compile("0|-?[1-9][0-9]{0,18}");

    private final String path;
    private final JsonValue.Fields fields;
    private final Set<String> known = new LinkedHashSet<>();

    private Section(String path, JsonValue.Fields fields) {
        this.path = path;
        this.fields = fields;
    }

    /** The object that a value is. */
    static Section of(String path, JsonValue value) {
        if (value instanceof JsonValue.Fields fields) {
            return new Section(path, fields);
        }
        throw new ProfileException(path, "an object is wanted");
    }

    String path(String name) {
        return path + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    boolean has(String name) {
        known.add(name);
        return fields.get(name) != null;
    }

    JsonValue value(String name) {
        known.add(name);
        JsonValue value = fields.get(name);
        if (value == null) {
            throw new ProfileException(path(name), "the field is missing");
        }
        return value;
    }

    Section section(String name) {
        return of(path(name), value(name));
    }

    String text(String name) {
        return text(path(name), value(name));
    }

    static String text(String path, JsonValue value) {
        if (value instanceof JsonValue.Text(String text)) {
            return text;
        }
        throw new ProfileException(path, "a text is wanted");
    }

    /** A text, or null if the field is missing. */
    @Nullable
    String textIfAny(String name) {
        return has(name) ? text(name) : null;
    }

    List<JsonValue> list(String name) {
        if (value(name) instanceof JsonValue.Array(List<JsonValue> values)) {
            return values;
        }
        throw new ProfileException(path(name), "an array is wanted");
    }

    /** The objects of an array. */
    List<Section> sections(String name) {
        List<Section> sections = new ArrayList<>();
        for (JsonValue value : list(name)) {
            sections.add(of(path(name) + "/" + sections.size(), value));
        }
        return sections;
    }

    /** The texts of an array. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonValue value : list(name)) {
            texts.add(text(path(name) + "/" + texts.size(), value));
        }
        return texts;
    }

    /** A figure from {@code least} to {@code most}. */
    long figure(String name, long least, long most) {
        return figure(path(name), text(name), least, most, "");
    }

    /** A figure from {@code least} on, or that there is no limit. */
    Limit limit(String name, long least) {
        String text = text(name);
        return text.equals(Limit.NO_LIMIT)
                ? Limit.none()
                : Limit.of(figure(path(name), text, least, Long.MAX_VALUE, ", or \"" + Limit.NO_LIMIT + "\""));
    }

    static long figure(String path, String text, long least, long most, String alternative) {
        Pattern form = least < 0 ? SIGNED_FIGURE : FIGURE;
        if (form.matcher(text).matches()) {
            try {
                long figure = Long.parseLong(text);
                if (figure >= least && figure <= most) {
                    return figure;
                }
            } catch (NumberFormatException beyond64Bits) {
                throw notAFigure(path, text, least, most, alternative);
            }
        }
        throw notAFigure(path, text, least, most, alternative);
    }

    private static ProfileException notAFigure(String path, String text, long least, long most, String alternative) {
        return new ProfileException(
                path, "\"" + text + "\" is not a decimal figure from " + least + " to " + most + alternative);
    }

    /** Refuses the fields that nobody has asked for. */
    void finish() {
        for (String name : fields.values().keySet()) {
            if (!known.contains(name)) {
                throw new ProfileException(path(name), "there is no such field; there are " + String.join(", ", known));
            }
        }
    }
}
