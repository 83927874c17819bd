package dev.tally.telemetry.certification.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** The canonical form is that of RFC 8785, by the word of an implementation that is not ours. */
final class CanonicalJsonTest {
    private static final long SEED = Long.getLong("tally.seed", 8785);

    private static String canonical(JsonValue value) {
        return new String(CanonicalJson.of(value), StandardCharsets.UTF_8);
    }

    @Test
    void fields_are_ordered_by_their_utf16_units() {
        JsonValue.Fields fields = JsonValue.fields()
                .with("\u20ac", "Euro")
                .with("\r", "return")
                .with("\ufb33", "beyond the surrogates")
                .with("1", "one")
                .with("\ud83d\ude00", "a pair of surrogates")
                .with("\u0080", "control")
                .with("\u00f6", "o")
                .build();
        assertThat(canonical(fields))
                .isEqualTo("{\"\\r\":\"return\",\"1\":\"one\",\"\u0080\":\"control\",\"\u00f6\":\"o\","
                        + "\"\u20ac\":\"Euro\",\"\ud83d\ude00\":\"a pair of surrogates\","
                        + "\"\ufb33\":\"beyond the surrogates\"}");
    }

    @Test
    void only_what_must_be_escaped_is() {
        assertThat(canonical(JsonValue.text("\u0000\b\t\n\u000b\f\r\u001f \"\\/\u007f\u2028ä𝄞")))
                .isEqualTo("\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f \\\"\\\\/\u007f\u2028ä𝄞\"");
    }

    @Test
    void figures_are_decimal_texts_to_the_last_bit() {
        JsonValue figures = JsonValue.fields()
                .with("most", Long.MAX_VALUE)
                .with("least", Long.MIN_VALUE)
                .with("beyond a double", (1L << 53) + 1)
                .with("none", 0)
                .build();
        assertThat(canonical(figures))
                .isEqualTo("{\"beyond a double\":\"9007199254740993\",\"least\":\"-9223372036854775808\","
                        + "\"most\":\"9223372036854775807\",\"none\":\"0\"}");
    }

    @Test
    void names_are_ordered_unit_by_unit_and_the_shorter_first() {
        JsonValue.FieldsBuilder fields = JsonValue.fields();
        List<String> ordered = List.of("", "A", "B", "a", "a\u0000a", "aa", "\u00e9", "\ud800\udc00", "\uffff");
        ordered.reversed().forEach(name -> fields.with(name, JsonValue.NULL));
        assertThat(canonical(fields.build()))
                .isEqualTo(ordered.stream()
                        .map(name -> canonical(JsonValue.text(name)) + ":null")
                        .collect(java.util.stream.Collectors.joining(",", "{", "}")));
    }

    @Test
    void text_that_has_no_bytes_is_refused() {
        for (String half : List.of("\ud83d", "\ude00", "\ude00\ud83d", "a\ud83d")) {
            assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.of(JsonValue.text(half)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CanonicalJson.of(
                            JsonValue.fields().with(half, JsonValue.NULL).build()));
        }
    }

    @Test
    void arrays_nulls_and_empty_things_have_no_space() {
        JsonValue value = new JsonValue.Array(List.of(
                JsonValue.NULL,
                JsonValue.text(""),
                new JsonValue.Array(List.of()),
                JsonValue.fields().build()));
        assertThat(canonical(value)).isEqualTo("[null,\"\",[],{}]");
    }

    @RepeatedTest(200)
    void random_values_are_canonical_to_others_and_read_back(RepetitionInfo repetition) throws Exception {
        long seed = SEED + repetition.getCurrentRepetition();
        JsonValue value = randomFields(new Random(seed), 4);
        byte[] bytes = CanonicalJson.of(value);
        assertThat(new JsonCanonicalizer(bytes).getEncodedUTF8())
                .as("seed %d", seed)
                .isEqualTo(bytes);
        assertThat(JsonReader.read(bytes)).as("seed %d", seed).isEqualTo(value);
    }

    private static JsonValue random(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 2 : 4)) {
            case 0 -> JsonValue.NULL;
            case 1 -> JsonValue.text(randomText(random));
            case 2 -> randomFields(random, depth - 1);
            default ->
                new JsonValue.Array(random.ints(random.nextInt(4))
                        .mapToObj(i -> random(random, depth - 1))
                        .toList());
        };
    }

    private static JsonValue randomFields(Random random, int depth) {
        JsonValue.FieldsBuilder fields = JsonValue.fields();
        for (int i = random.nextInt(5); i > 0; i--) {
            fields.with(i + randomText(random), random(random, depth));
        }
        return fields.build();
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            int point;
            do {
                point = random.nextInt(1 << random.nextInt(1, 21));
            } while (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
            text.appendCodePoint(point);
        }
        return text.toString();
    }
}
