package dev.tally.telemetry.certification;

import dev.tally.telemetry.certification.json.CanonicalJson;
import dev.tally.telemetry.certification.json.JsonException;
import dev.tally.telemetry.certification.json.JsonReader;
import dev.tally.telemetry.certification.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tells where a certificate first differs from what replaying gives: in which tick, in which requirement, or where else. */
final class FirstDifference {
    private static final String PREDICATE = "predicate";

    private FirstDifference() {}

    static String between(JsonValue.Fields given, byte[] replayedPayload) {
        JsonValue.Fields replayed;
        try {
            replayed = (JsonValue.Fields) JsonReader.read(replayedPayload);
        } catch (JsonException impossible) {
            throw new IllegalStateException("this program cannot read what it wrote", impossible);
        }
        String inChain = inElements(given, replayed, "chain", "tick", "tick");
        String inRequirements = inElements(given, replayed, "requirements", "id", "requirement");
        if (inChain != null && inRequirements != null) {
            return inChain + "; " + inRequirements;
        }
        if (inChain != null) {
            return inChain;
        }
        return inRequirements != null ? inRequirements : anywhere("", given, replayed);
    }

    /** The first element that differs of an array of the predicate, by the field that names elements. */
    private static @Nullable String inElements(
            JsonValue.Fields given, JsonValue.Fields replayed, String field, String key, String noun) {
        List<JsonValue> givenElements = elements(given, field);
        List<JsonValue> replayedElements = elements(replayed, field);
        for (int i = 0; i < Math.max(givenElements.size(), replayedElements.size()); i++) {
            JsonValue one = i < givenElements.size() ? givenElements.get(i) : null;
            JsonValue other = i < replayedElements.size() ? replayedElements.get(i) : null;
            if (one == null || !one.equals(other)) {
                JsonValue named = other == null ? one : other;
                String name = named instanceof JsonValue.Fields fields ? Verifier.text(fields.get(key)) : null;
                return noun + " " + (name == null ? "?" : name) + " differs: "
                        + anywhere("/predicate/" + field + "/" + i, one, other);
            }
        }
        return null;
    }

    private static List<JsonValue> elements(JsonValue.Fields statement, String field) {
        return statement.get(PREDICATE) instanceof JsonValue.Fields predicate
                        && predicate.get(field) instanceof JsonValue.Array(List<JsonValue> values)
                ? values
                : List.of();
    }

    /** The path at which two values differ first, in canonical order, and what stands there. */
    private static String anywhere(String path, @Nullable JsonValue given, @Nullable JsonValue replayed) {
        if (given instanceof JsonValue.Fields one && replayed instanceof JsonValue.Fields other) {
            TreeSet<String> names = new TreeSet<>(one.values().keySet());
            names.addAll(other.values().keySet());
            for (String name : names) {
                JsonValue mine = one.get(name);
                JsonValue theirs = other.get(name);
                if (mine == null || !mine.equals(theirs)) {
                    return anywhere(path + "/" + name.replace("~", "~0").replace("/", "~1"), mine, theirs);
                }
            }
        }
        if (given instanceof JsonValue.Array(List<JsonValue> one)
                && replayed instanceof JsonValue.Array(List<JsonValue> other)) {
            for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
                JsonValue mine = i < one.size() ? one.get(i) : null;
                JsonValue theirs = i < other.size() ? other.get(i) : null;
                if (mine == null || !mine.equals(theirs)) {
                    return anywhere(path + "/" + i, mine, theirs);
                }
            }
        }
        return path + " is " + told(given) + ", replaying gives " + told(replayed);
    }

    private static String told(@Nullable JsonValue value) {
        if (value == null) {
            return "missing";
        }
        return value instanceof JsonValue.Text || value instanceof JsonValue.Null
                ? new String(CanonicalJson.of(value), StandardCharsets.UTF_8)
                : "something else";
    }
}
