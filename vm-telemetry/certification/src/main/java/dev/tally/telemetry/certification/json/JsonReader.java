package dev.tally.telemetry.certification.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON strictly: one value in UTF-8 and nothing behind it, no field twice, no number, texts of well-formed Unicode.
 * Whatever the bytes are, the answer is a value or a {@link JsonException}.
 */
public final class JsonReader {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private final JsonParser parser;

    private JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads the one value that the bytes hold.
     *
     * @throws JsonException if they do not, with the path at which that shows
     */
    public static JsonValue read(byte[] bytes) throws JsonException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            return new JsonReader(parser).document();
        }
    }

    private JsonValue document() throws JsonException {
        if (next("") == null) {
            throw new JsonException("", true, "there is nothing in it");
        }
        JsonValue value = value("");
        if (next("") != null) {
            throw new JsonException("", false, "there is something behind its end");
        }
        return value;
    }

    private JsonToken next(String path) throws JsonException {
        try {
            return parser.nextToken();
        } catch (UnexpectedEndOfInputException end) {
            throw new JsonException(path, true, "it ends before it is complete");
        } catch (JacksonException malformed) {
            TokenStreamLocation location = malformed.getLocation();
            String where =
                    location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
            throw new JsonException(path, false, "it is not JSON" + where);
        }
    }

    private JsonValue value(String path) throws JsonException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> fields(path);
            case START_ARRAY -> array(path);
            case VALUE_STRING -> new JsonValue.Text(text(path));
            case VALUE_NULL -> JsonValue.NULL;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                throw new JsonException(path, false, "a number stands here; figures are texts: \"42\"");
            default -> throw new JsonException(path, false, "a boolean stands here, where none can be meant");
        };
    }

    private JsonValue fields(String path) throws JsonException {
        Map<String, JsonValue> values = new LinkedHashMap<>();
        while (next(path) != JsonToken.END_OBJECT) {
            String name = text(path);
            String fieldPath = path + "/" + name.replace("~", "~0").replace("/", "~1");
            if (values.containsKey(name)) {
                throw new JsonException(fieldPath, false, "the field stands there twice");
            }
            next(fieldPath);
            values.put(name, value(fieldPath));
        }
        return new JsonValue.Fields(values);
    }

    private JsonValue array(String path) throws JsonException {
        List<JsonValue> values = new ArrayList<>();
        while (next(path) != JsonToken.END_ARRAY) {
            values.add(value(path + "/" + values.size()));
        }
        return new JsonValue.Array(values);
    }

    private String text(String path) throws JsonException {
        String text;
        try {
            text = parser.getString();
        } catch (UnexpectedEndOfInputException end) {
            throw new JsonException(path, true, "it ends before it is complete");
        } catch (JacksonException malformed) {
            throw new JsonException(path, false, "it is not JSON");
        }
        // Half of a surrogate pair has no form in UTF-8.
        if (text.codePoints().anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
            throw new JsonException(path, false, "the text is not well-formed Unicode");
        }
        return text;
    }
}
