package dev.tally.telemetry.certification.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever could mean two things to two readers is refused, with its path. */
final class JsonReaderTest {
    private static JsonException refusal(byte[] bytes) {
        JsonException refusal = catchThrowableOfType(JsonException.class, () -> JsonReader.read(bytes));
        assertThat(refusal)
                .as(new String(bytes, StandardCharsets.ISO_8859_1))
                .isNotNull()
                .hasNoCause();
        return refusal;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"b\":\"\",\"b\":\"\"}}; /a/b; twice",
                "{\"a\":[\"\",1]}; /a/1; number",
                "{\"a\":-0.5e3}; /a; number",
                "[true]; /0; boolean",
                "{\"a/b~\":false}; /a~1b~0; boolean",
                "{\"a\":\"\\ud800\"}; /a; Unicode",
                "{\"a\":\"\\udc00\\ud800\"}; /a; Unicode",
                "{\"\\ud800\":\"\"}; ``; ``",
                "[\"\"] \"\"; ``; behind",
                "{a:\"\"}; ``; not JSON",
                "[\"\",]; ``; not JSON",
                "['']; ``; not JSON",
                "[NaN]; ``; not JSON",
                "[\"\t\"]; /0; not JSON",
                "/**/[]; ``; not JSON"
            })
    void what_is_not_strict_is_refused_with_its_path(String json, String path, String words) {
        JsonException refusal = refusal(json.getBytes(StandardCharsets.UTF_8));
        assertThat(refusal.truncated()).isFalse();
        assertThat(refusal).hasMessageContaining(words);
        assertThat(refusal.path()).isEqualTo(path);
    }

    @Test
    void bytes_that_are_not_utf8_are_refused() {
        assertThat(refusal(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'}).truncated())
                .isFalse();
        assertThat(refusal(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'})
                        .truncated())
                .isFalse();
    }

    @Test
    void every_beginning_of_a_value_is_truncated() throws JsonException {
        byte[] whole = "{\"a\":[\"x\\n𝄞\",null,{}],\"b\":{\"c\":[],\"d\":null}}".getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            byte[] beginning = java.util.Arrays.copyOf(whole, length);
            assertThat(refusal(beginning).truncated()).as("%d bytes", length).isTrue();
        }
        assertThat(CanonicalJson.of(JsonReader.read(whole))).isEqualTo(whole);
    }

    @Test
    void nesting_beyond_all_measure_is_refused() {
        String nested = "[".repeat(100_000) + "]".repeat(100_000);
        JsonException refusal = refusal(nested.getBytes(StandardCharsets.US_ASCII));
        assertThat(refusal.truncated()).isFalse();
        assertThat(refusal).hasMessage("it is nested deeper than anything that is meant");
        assertThat(refusal.path()).startsWith("/0/0/0/");
    }

    @Test
    void names_and_texts_may_be_long() throws JsonException {
        String name = "n".repeat(100_000);
        byte[] json = ("{\"" + name + "\":\"" + "t".repeat(10_000_000) + "\"}").getBytes(StandardCharsets.US_ASCII);
        assertThat(CanonicalJson.of(JsonReader.read(json))).isEqualTo(json);
    }
}
