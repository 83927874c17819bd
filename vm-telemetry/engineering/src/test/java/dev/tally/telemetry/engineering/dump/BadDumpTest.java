package dev.tally.telemetry.engineering.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tally.telemetry.engineering.dump.DumpException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is no dump is told in one line, with its kind. */
final class BadDumpTest {
    private static final String GOOD = DumpTest.words(3, 8);
    private static final List<String> LINES = GOOD.lines().toList();
    private static final String HEADER = LINES.getFirst();
    private static final String ROW = LINES.get(1);
    private static final String END = LINES.getLast();

    @Test
    void a_dump_that_is_cut_off_anywhere_is_truncated() {
        byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
        for (int length = 1; length < bytes.length; length++) {
            DumpException refusal = refusal(Arrays.copyOf(bytes, length));
            assertThat(refusal.kind()).as("%d bytes: %s", length, refusal).isEqualTo(Kind.TRUNCATED);
        }
        refused(HEADER + "\n" + ROW + "\n", Kind.TRUNCATED, "the dump is cut off in line 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "hello",
                "hello\n",
                "{\"tick\":1}\n",
                "{\"schema\":\"urn:tally:run-summary:1\"}\n",
                "\0asm\1\0\0\0",
                "{\"schema\":1}\n"
            })
    void something_else_is_foreign(String text) {
        refused(text, Kind.FOREIGN, "this is no dump of evidence");
    }

    @Test
    void another_version_is_foreign() {
        refused(
                GOOD.replace("urn:tally:evidence:1", "urn:tally:evidence:9"),
                Kind.FOREIGN,
                "the dump is of version urn:tally:evidence:9; only urn:tally:evidence:1 is known");
    }

    @Test
    void a_row_must_be_an_object_of_json() {
        malformedRow("tick 1", "line 2: this is not JSON");
        malformedRow("", "line 2: the line is no object");
        malformedRow("[1]", "line 2: the line is no object");
        malformedRow(ROW + "{}", "line 2: there is something behind the object");
    }

    @Test
    void a_row_must_have_every_column_once() {
        malformedRow(ROW.replace("\"tick\"", "\"tock\""), "line 2: there is no tick");
        malformedRow(ROW.replace("{", "{\"more\":1,"), "line 2: there is a field more, which nobody knows");
        malformedRow(ROW.replace("{", "{\"copies\":1,"), "line 2: the field copies stands there twice");
    }

    @Test
    void figures_are_whole_numbers_of_64_bits_and_not_negative() {
        malformedRow(ROW.replace("\"copies\":2", "\"copies\":-2"), "line 2: copies is negative");
        malformedRow(ROW.replace("\"copies\":2", "\"copies\":2.5"), "line 2: a figure is no whole number");
        malformedRow(ROW.replace("\"copies\":2", "\"copies\":\"2\""), "line 2: copies is not a whole number");
        malformedRow(
                ROW.replace("\"copies\":2", "\"copies\":9223372036854775808"), "line 2: a figure is beyond 64 bits");
        malformedRow(ROW.replace("\"YIELDED\"", "\"GONE\""), "line 2: there is no such thing as \"GONE\"");
        malformedRow(
                ROW.replace("\"instantiation\":true", "\"instantiation\":1"),
                "line 2: instantiation is not true or false");
        malformedRow(ROW.replace("\"tick\":1", "\"tick\":null"), "line 2: tick is not a whole number");
    }

    @Test
    void the_end_must_tell_the_rows_and_be_the_end() {
        refused(HEADER + "\n" + END + "\n", Kind.MALFORMED, "line 2: there are 0 rows, and the end tells of 3");
        refused(GOOD + END + "\n", Kind.MALFORMED, "line 6: there is something behind the end");
        refused(GOOD + "x", Kind.TRUNCATED, "the dump is cut off in line 6");
        refused(
                GOOD.replace("\"overwritten\":0", "\"overwritten\":0,\"by\":1"),
                Kind.MALFORMED,
                "line 5: there is a field by, which nobody knows");
        refused(
                GOOD.replace("{\"end\":", "{\"beginning\":0,\"end\":"),
                Kind.MALFORMED,
                "line 5: there is a field beginning, which nobody knows");
    }

    @Test
    void a_header_must_tell_what_the_schema_asks_for() {
        malformedHeader("\"sha256\"", "\"md5\"", "there is no sha256");
        malformedHeader(
                "\"sha256\":\"",
                "\"sha256\":\"x",
                "a digest of 64 hexadecimal digits is missing, and something else is in its place");
        malformedHeader(
                "\"name\":\"fuel\"",
                "\"name\":\"fu\\u001b[1mel\"",
                "a name in camel case is missing, and something else is in its place");
        malformedHeader("\"module\":{", "\"module\":{\"name\":\"x\",", "there is a field name, which nobody knows");
        malformedHeader("\"limits\":{", "\"limits\":{\"pace\":1,", "there is a field pace, which nobody knows");
        malformedHeader("\"fuelPerTick\":100000", "\"fuelPerTick\":0", "fuelPerTick must be positive, not 0");
        malformedHeader("\"columns\":", "\"rows\":1,\"columns\":", "there is a field rows, which nobody knows");
        malformedHeader("\"columns\":[", "\"columns\":[5,", "columns has an element that is no object");
        malformedHeader("\"unit\":\"fuel\"", "\"unit\":\"litres\"", "there is no such thing as \"litres\"");
        malformedHeader("\"nature\":\"gauge\"", "\"nature\":\"guess\"", "there is no such thing as \"guess\"");
        malformedHeader("\"name\":\"fuel\"", "\"name\":\"tick\"", "there are two columns tick");
        malformedHeader("\"name\":\"tick\"", "\"name\":\"tock\"", "there is no column tick");
        malformedHeader(
                "\"name\":\"fuel\",\"unit\":\"fuel\"",
                "\"name\":\"fuel\",\"unit\":\"bytes\"",
                "the column fuel is not in bytes but in fuel");
        malformedHeader(
                "\"judged\":false", "\"judged\":false,\"liked\":true", "there is a field liked, which nobody knows");
        malformedHeader("\"columns\":[", "\"columns\":[" + "{},".repeat(1_000), "columns has more than 1000 elements");
    }

    @Test
    void a_line_without_end_takes_no_memory() {
        refused(HEADER + "\n" + "x".repeat(2 << 20), Kind.MALFORMED, "line 2: the line has more than 1048576 bytes");
    }

    @Test
    void whatever_the_bytes_are_the_answer_is_a_dump_or_a_refusal() throws IOException {
        long seed = 20_260_101;
        SplittableRandom random = new SplittableRandom(seed);
        byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 3_000; round++) {
            byte[] bytes = good.clone();
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                DumpReader.read(new ByteArrayInputStream(bytes));
            } catch (DumpException refusal) {
                assertThat(String.valueOf(refusal.getMessage()).lines())
                        .as("round %d of seed %d", round, seed)
                        .hasSize(1);
            }
        }
    }

    private static void malformedRow(String row, String message) {
        refused(HEADER + "\n" + row + "\n" + END + "\n", Kind.MALFORMED, message);
    }

    private static void malformedHeader(String part, String instead, String message) {
        assertThat(HEADER).contains(part);
        refused(GOOD.replaceFirst(Pattern.quote(part), instead), Kind.MALFORMED, "line 1: " + message);
    }

    private static void refused(String text, Kind kind, String message) {
        DumpException refusal = refusal(text.getBytes(StandardCharsets.UTF_8));
        assertThat(refusal).hasMessage(message);
        assertThat(refusal.kind()).isEqualTo(kind);
    }

    private static DumpException refusal(byte[] bytes) {
        return assertThatExceptionOfType(DumpException.class)
                .isThrownBy(() -> DumpReader.read(new ByteArrayInputStream(bytes)))
                .actual();
    }
}
