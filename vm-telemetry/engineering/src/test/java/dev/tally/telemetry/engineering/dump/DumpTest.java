package dev.tally.telemetry.engineering.dump;

import static dev.tally.telemetry.engineering.EvidenceColumn.JVM_BYTES;
import static dev.tally.telemetry.engineering.EvidenceColumn.TICK;
import static dev.tally.telemetry.engineering.EvidenceColumn.WALL_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tally.heap.HeapColumn;
import dev.tally.runtime.Guest;
import dev.tally.runtime.TickOutcome;
import dev.tally.telemetry.engineering.EvidenceColumn;
import dev.tally.telemetry.engineering.EvidenceColumn.Nature;
import dev.tally.telemetry.engineering.EvidenceColumn.Unit;
import dev.tally.telemetry.engineering.EvidenceRecorder;
import dev.tally.telemetry.engineering.EvidenceRows;
import dev.tally.telemetry.engineering.TestGuests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is written, that it follows the published schema, and that it is read again. */
final class DumpTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void every_line_follows_the_schema() throws IOException {
        Schema schema = schema();
        for (String dump : List.of(words(20, 32), words(20, 8), pages())) {
            for (String line : dump.lines().toList()) {
                assertThat(schema.validate(JSON.readTree(line))).as(line).isEmpty();
            }
        }
    }

    @Test
    void schema_refuses_what_is_no_line() throws IOException {
        Schema schema = schema();
        List<String> lines = words(3, 8).lines().toList();
        assertThat(Stream.of(
                        "{}",
                        "[]",
                        lines.get(1).replace("\"YIELDED\"", "\"DONE\""),
                        lines.get(1).replace("\"fuelOwed\":0", "\"fuelOwed\":-1"),
                        lines.get(0).replace("evidence:1", "evidence:2"),
                        lines.get(0).replace("\"unit\":\"fuel\"", "\"unit\":\"litres\""),
                        lines.getLast().replace("\"rows\"", "\"lines\"")))
                .allSatisfy(line -> assertThat(schema.validate(JSON.readTree(line)))
                        .as(line)
                        .isNotEmpty());
    }

    @Test
    void schema_names_the_units_natures_and_outcomes_of_the_code() throws IOException {
        JsonNode definitions = schemaDocument().at("/$defs");
        assertThat(texts(definitions.at("/column/properties/unit/enum")))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Unit.values()).map(Unit::key).toList());
        assertThat(texts(definitions.at("/column/properties/nature/enum")))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Nature.values()).map(Nature::key).toList());
        assertThat(texts(definitions.at("/row/properties/outcome/enum")))
                .containsExactlyElementsOf(
                        Stream.of(TickOutcome.values()).map(Enum::name).toList());
        assertThat(schemaDocument().at("/$id").asString()).isEqualTo(DumpHeader.SCHEMA);
        assertThat(definitions.at("/header/properties/schema/const").asString()).isEqualTo(DumpHeader.SCHEMA);
    }

    @Test
    void header_tells_the_module_the_limits_and_each_column_of_the_table() {
        try (Guest guest = TestGuests.words()) {
            JsonNode header = JSON.readTree(dump(EvidenceRecorder.attach(guest, 1, WALL_NANOS, JVM_BYTES))
                    .lines()
                    .findFirst()
                    .orElseThrow());
            assertThat(header.at("/module/sha256").asString())
                    .isEqualTo(guest.module().digest());
            assertThat(header.at("/limits/fuelPerTick").asLong()).isEqualTo(TestGuests.FUEL_PER_TICK);
            assertThat(header.at("/limits/bytes").asLong())
                    .isEqualTo(guest.limits().bytes());
            assertThat(header.at("/limits/stackSlots").asInt())
                    .isEqualTo(guest.limits().stackSlots());
            for (int place = 0; place < EvidenceColumn.all().size(); place++) {
                EvidenceColumn column = EvidenceColumn.all().get(place);
                JsonNode told = header.at("/columns/" + place);
                assertThat(told.at("/name").asString()).isEqualTo(column.name());
                assertThat(told.at("/unit").asString()).isEqualTo(column.unit().key());
                assertThat(told.at("/meaning").asString()).isEqualTo(column.meaning());
                assertThat(told.at("/source").asString()).isEqualTo(column.source());
                assertThat(told.at("/nature").asString())
                        .isEqualTo(column.nature().key());
                assertThat(told.at("/reproducible").asBoolean()).isEqualTo(column.reproducible());
                assertThat(told.at("/judged").asBoolean()).isEqualTo(column.judged());
            }
        }
    }

    @Test
    void rows_hold_the_figures_by_name() {
        List<JsonNode> lines = words(3, 8).lines().map(JSON::readTree).toList();
        assertThat(lines).hasSize(5);
        JsonNode row = lines.get(2);
        assertThat(row.at("/tick").asLong()).isEqualTo(2);
        assertThat(row.at("/outcome").asString()).isEqualTo("YIELDED");
        assertThat(row.at("/instantiation").asBoolean()).isFalse();
        assertThat(lines.get(1).at("/instantiation").asBoolean()).isTrue();
        assertThat(row.at("/stringAllocatedBytes").asLong()).isEqualTo(80);
        assertThat(row.at("/fuel").asLong()).isPositive();
        assertThat(row.has("wallNanos")).isFalse();
        assertThat(lines.getLast().toString()).isEqualTo("{\"end\":{\"rows\":3,\"overwritten\":0}}");
    }

    @Test
    void what_was_not_observed_is_null() {
        JsonNode row = JSON.readTree(pages().lines().skip(1).findFirst().orElseThrow());
        assertThat(row.at("/stringAllocations").isNull()).isTrue();
        assertThat(row.at("/copies").asInt()).isEqualTo(1);
    }

    @Test
    void a_dump_is_read_as_it_was_written() throws IOException, DumpException {
        for (String text : List.of(words(20, 32), words(20, 8), pages())) {
            Dump dump = read(text);
            ByteArrayOutputStream again = new ByteArrayOutputStream();
            DumpWriter.write(dump, again);
            assertThat(again.toString(StandardCharsets.UTF_8)).isEqualTo(text);
        }
        Dump overwritten = read(words(20, 8));
        assertThat(overwritten.rows().overwritten()).isEqualTo(12);
        assertThat(overwritten.rows().figures(TICK)).startsWith(13).endsWith(20).hasSize(8);
        assertThat(read(pages()).rows().figure(0, EvidenceColumn.of(HeapColumn.STRING_ALLOCATIONS)))
                .isEqualTo(EvidenceRecorder.NOT_OBSERVED);
    }

    @Test
    void columns_of_another_machine_are_read_by_their_names() throws IOException, DumpException {
        String column = "{\"name\":\"swaps\",\"unit\":\"count\",\"meaning\":\"m\",\"source\":\"S.s\","
                + "\"nature\":\"counter\",\"reproducible\":true,\"judged\":true}";
        String label = "\"unit\":\"%s\",\"meaning\":\"said otherwise\",\"source\":\"S.s\",\"nature\":\"label\","
                + "\"reproducible\":true,\"judged\":false}";
        String header = words(1, 1).lines().findFirst().orElseThrow();
        String columns = "[" + column + ",{\"name\":\"tick\"," + label.replace("%s", "ticks")
                + ",{\"name\":\"outcome\"," + label.replace("%s", "outcome")
                + ",{\"name\":\"instantiation\"," + label.replace("%s", "flag") + "]";
        Dump dump = read(header.substring(0, header.indexOf("[")) + columns + "}\n"
                + "{\"instantiation\":false,\"outcome\":\"TRAPPED\",\"tick\":7,\"swaps\":3}\n"
                + "{\"end\":{\"rows\":1,\"overwritten\":6}}\n");
        EvidenceRows rows = dump.rows();
        assertThat(rows.columns()).hasSize(4).isEqualTo(dump.header().columns());
        assertThat(rows.figures(TICK)).containsExactly(7);
        assertThat(rows.figure(0, rows.columns().getFirst())).isEqualTo(3);
        assertThat(rows.has(EvidenceColumn.FUEL)).isFalse();
    }

    @Test
    void same_run_gives_the_same_bytes() {
        assertThat(words(20, 32)).isEqualTo(words(20, 32)).endsWith("}\n");
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schemaDocument());
    }

    private static JsonNode schemaDocument() throws IOException {
        try (InputStream in = Objects.requireNonNull(DumpWriter.class.getResourceAsStream("evidence-1.json"))) {
            return JSON.readTree(in);
        }
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    /** A dump of a guest that builds two strings per tick. */
    static String words(int ticks, int capacity) {
        try (Guest guest = TestGuests.words()) {
            EvidenceRecorder recorder = EvidenceRecorder.attach(guest, capacity);
            guest.call("steady", 2);
            for (int tick = 0; tick < ticks; tick++) {
                recorder.tick();
            }
            return dump(recorder);
        }
    }

    private static String pages() {
        try (Guest guest = TestGuests.pages()) {
            EvidenceRecorder recorder = EvidenceRecorder.attach(guest, 8);
            guest.call("grow", 2);
            recorder.tick();
            recorder.tick();
            return dump(recorder);
        }
    }

    private static String dump(EvidenceRecorder recorder) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DumpWriter.write(recorder, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Dump read(String text) throws IOException, DumpException {
        return DumpReader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
