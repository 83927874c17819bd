package dev.tally.telemetry.certification.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of JSON, without numbers and booleans. It is immutable, and two are equal when their canonical bytes are. */
public sealed interface JsonValue {
    /** No value. */
    JsonValue NULL = new Null();

    /** A text, which must be well-formed Unicode. */
    record Text(String value) implements JsonValue {}

    /** Null. */
    record Null() implements JsonValue {}

    /** An array. */
    record Array(List<JsonValue> values) implements JsonValue {
        public Array {
            values = List.copyOf(values);
        }
    }

    /** An object; the order of its fields is that in which they were given, and means nothing. */
    record Fields(Map<String, JsonValue> values) implements JsonValue {
        public Fields {
            // Map.copyOf would forget the order in which messages should name fields.
            values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        /** A field's value, or null when there is no such field. */
        public @Nullable JsonValue get(String name) {
            return values.get(name);
        }
    }

    /** A text, or null for null. */
    static JsonValue text(@Nullable String value) {
        return value == null ? NULL : new Text(value);
    }

    /** A figure, as a decimal text. */
    static JsonValue figure(long value) {
        return new Text(Long.toString(value));
    }

    /** An array of texts. */
    static JsonValue texts(List<String> values) {
        return new Array(values.stream().map(JsonValue::text).toList());
    }

    /** Begins an object. */
    static FieldsBuilder fields() {
        return new FieldsBuilder();
    }

    /** Collects the fields of an object. */
    final class FieldsBuilder {
        private final Map<String, JsonValue> values = new LinkedHashMap<>();

        private FieldsBuilder() {}

        /** Adds a field. */
        public FieldsBuilder with(String name, JsonValue value) {
            if (values.putIfAbsent(name, value) != null) {
                throw new IllegalArgumentException("there is a field \"" + name + "\" already");
            }
            return this;
        }

        /** Adds a field with a text, or null. */
        public FieldsBuilder with(String name, @Nullable String value) {
            return with(name, text(value));
        }

        /** Adds a field with a figure. */
        public FieldsBuilder with(String name, long value) {
            return with(name, figure(value));
        }

        public Fields build() {
            return new Fields(values);
        }
    }
}
