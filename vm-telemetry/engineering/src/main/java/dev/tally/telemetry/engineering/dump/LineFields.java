package dev.tally.telemetry.engineering.dump;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The object that a line holds, from which each field is taken once. Whatever is not there, of another kind, there twice
 * or left over is an {@link IllegalArgumentException} that says so.
 */
final class LineFields {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    /** Stands for {@code null} in a map that cannot hold it. */
    private static final Object NULL = new Object();

    private final Map<String, Object> values = new LinkedHashMap<>();

    private LineFields() {}

    /**
     * Reads a line.
     *
     * @throws tools.jackson.core.JacksonException if it is not JSON
     */
    static LineFields parse(String line) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("the line is no object");
            }
            LineFields fields = object(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("there is something behind the object");
            }
            return fields;
        }
    }

    private static LineFields object(JsonParser parser) {
        LineFields fields = new LineFields();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (fields.values.put(name, value(parser)) != null) {
                throw new IllegalArgumentException("the field " + name + " stands there twice");
            }
        }
        return fields;
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> figure(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> NULL;
            default -> throw new IllegalArgumentException("a figure is no whole number");
        };
    }

    private static long figure(JsonParser parser) {
        if (parser.getNumberType() == NumberType.BIG_INTEGER) {
            throw new IllegalArgumentException("a figure is beyond 64 bits");
        }
        return parser.getLongValue();
    }

    private static List<Object> array(JsonParser parser) {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Takes a field if it is null; leaves it otherwise. */
    boolean isNull(String name) {
        return values.remove(name, NULL);
    }

    String text(String name) {
        return take(name, String.class, "text");
    }

    boolean flag(String name) {
        return take(name, Boolean.class, "true or false");
    }

    /** A figure, which is never negative. */
    long figure(String name) {
        long figure = take(name, Long.class, "a whole number");
        if (figure < 0) {
            throw new IllegalArgumentException(name + " is negative");
        }
        return figure;
    }

    LineFields object(String name) {
        return take(name, LineFields.class, "an object");
    }

    List<LineFields> objects(String name, int most) {
        List<?> elements = take(name, List.class, "a list");
        if (elements.size() > most) {
            throw new IllegalArgumentException(name + " has more than " + most + " elements");
        }
        List<LineFields> objects = new ArrayList<>();
        for (Object element : elements) {
            if (!(element instanceof LineFields object)) {
                throw new IllegalArgumentException(name + " has an element that is no object");
            }
            objects.add(object);
        }
        return objects;
    }

    private <T> T take(String name, Class<T> type, String expected) {
        @Nullable Object value = values.remove(name);
        if (value == null) {
            throw new IllegalArgumentException("there is no " + name);
        }
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(name + " is not " + expected);
        }
        return type.cast(value);
    }

    /** Refuses fields that nobody has taken; answers itself. */
    LineFields requireNoMore() {
        if (!values.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is a field " + values.keySet().iterator().next() + ", which nobody knows");
        }
        return this;
    }
}
