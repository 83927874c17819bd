package dev.tally.telemetry.certification.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON strictly: one value in UTF-8 and nothing behind it, no field twice, no number, texts of well-formed Unicode.
 * Whatever the bytes are, the answer is a value or a {@link JsonException}.
 */
public final class JsonReader {
    /** A guest may answer with a text as long as its bytes admit; certificates hold it whole. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** Where a value is wanted or begun, parsers complain of the value, and not that the text has ended. */
    private static final Pattern BEGUN_VALUE = Pattern.compile("[\\[,:]\\s*(?:n|nu|nul|t|tr|tru|f|fa|fal|fals)?\\z");

    private final JsonParser parser;
    private final boolean endsBeforeValue;

    private JsonReader(JsonParser parser, String text) {
        this.parser = parser;
        this.endsBeforeValue = BEGUN_VALUE.matcher(text).find();
    }

    /**
     * Reads the one value that the bytes hold.
     *
     * @throws JsonException if they do not, with the path at which that shows
     */
    public static JsonValue read(byte[] bytes) throws JsonException {
        String text = decoded(bytes);
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return new JsonReader(parser, text).document();
        }
    }

    /** The text, decoded more strictly than parsers do it, who let pass what has another form as well. */
    private static String decoded(byte[] bytes) throws JsonException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, false);
        if (result.isError()) {
            throw new JsonException("", false, "byte " + in.position() + " is not of a text in UTF-8");
        }
        if (in.hasRemaining()) {
            throw new JsonException("", true, "it ends within a character");
        }
        return out.flip().toString();
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
        } catch (StreamConstraintsException tooDeep) {
            throw new JsonException(path, false, "it is nested deeper than anything that is meant");
        } catch (JacksonException malformed) {
            if (endsBeforeValue) {
                throw new JsonException(path, true, "it ends before it is complete");
            }
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
