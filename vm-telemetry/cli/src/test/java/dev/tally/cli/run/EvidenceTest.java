package dev.tally.cli.run;

import static dev.tally.cli.CommandLineRun.guest;
import static dev.tally.cli.CommandLineRun.program;
import static dev.tally.cli.CommandLineRun.tally;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.cli.CommandLineRun;
import dev.tally.heap.HeapColumn;
import dev.tally.runtime.Engine;
import dev.tally.runtime.Limits;
import dev.tally.telemetry.engineering.EvidenceColumn;
import dev.tally.telemetry.engineering.dump.Dump;
import dev.tally.telemetry.engineering.dump.DumpException;
import dev.tally.telemetry.engineering.dump.DumpHeader;
import dev.tally.telemetry.engineering.dump.DumpReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The lines of evidence. */
final class EvidenceTest {
    private static final String[] WORDS = {"run", "--evidence", "-", "--ticks", "20", "--invoke", "run", guest("words")
    };

    @Test
    void every_tick_has_its_line_with_every_column_of_the_heap() {
        List<JsonNode> lines = ticks(tally(WORDS));
        assertThat(lines).hasSize(20);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i).at("/tick").asInt()).isEqualTo(i + 1);
            for (HeapColumn column : HeapColumn.values()) {
                assertThat(lines.get(i).get(column.key()).isIntegralNumber()).isTrue();
            }
        }
    }

    @Test
    void same_run_gives_the_same_bytes() {
        assertThat(tally(WORDS).out()).isEqualTo(tally(WORDS).out()).endsWith("}\n");
    }

    @Test
    void first_materialisation_stands_apart_from_steady_state() {
        List<JsonNode> lines = ticks(tally(WORDS));
        assertThat(column(lines, "materialisations"))
                .startsWith(14L)
                .endsWith(0L)
                .contains(0L);
        assertThat(column(lines, "materialisations").stream().skip(1)).containsOnly(0L);
        assertThat(column(lines, "stringAllocations")).containsOnly(9L);
        assertThat(column(lines, "stringAllocatedBytes")).containsOnly(456L);
    }

    @Test
    void instantiation_is_marked() {
        List<JsonNode> lines = ticks(tally(WORDS));
        assertThat(lines.stream().map(line -> line.at("/instantiation").asBoolean()))
                .startsWith(true, false)
                .filteredOn(marked -> marked)
                .hasSize(1);
    }

    @Test
    void fuel_and_debt_of_each_tick_are_told() {
        List<JsonNode> lines = ticks(tally(
                "run", "--evidence", "-", "--ticks", "4", "--fuel-per-tick", "1000", "--invoke", "run", guest("spin")));
        assertThat(lines.getFirst().at("/outcome").asString()).isEqualTo("OUT_OF_FUEL");
        long used = column(lines, "fuel").stream().mapToLong(Long::longValue).sum();
        assertThat(used).isEqualTo(4_000 + column(lines, "fuelOwed").getLast());
        assertThat(column(lines, "stackSlots"))
                .containsOnly(lines.getFirst().at("/stackSlots").asLong());
    }

    @Test
    void strings_that_the_host_hands_in_belong_to_the_first_tick() {
        List<JsonNode> lines = ticks(tally("run", "--evidence", "-", "--invoke", "text", program("values"), "text"));
        assertThat(column(lines, "stringAllocations")).containsExactly(1L);
    }

    @Test
    void wall_time_is_told_only_when_asked_for() {
        assertThat(ticks(tally(WORDS))).noneMatch(line -> line.has("wallNanos"));
        String[] withWall = Stream.concat(
                        Stream.of("run", "--wall"), Stream.of(WORDS).skip(1))
                .toArray(String[]::new);
        assertThat(ticks(tally(withWall)))
                .allMatch(line -> line.at("/wallNanos").asLong() > 0);
    }

    @Test
    void what_is_written_is_a_whole_dump_of_the_run() throws IOException, DumpException {
        String text = tally(WORDS).out();
        Dump dump = DumpReader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(dump.rows().count()).isEqualTo(20);
        assertThat(dump.rows().overwritten()).isZero();
        assertThat(dump.header().limits()).isEqualTo(Limits.defaults());
        assertThat(dump.header().columns()).doesNotContain(EvidenceColumn.WALL_NANOS, EvidenceColumn.JVM_BYTES);
        assertThat(dump.header().module())
                .isEqualTo(Engine.create().load(Path.of(guest("words"))).digest());
    }

    @Test
    void bytes_on_the_heap_of_the_jvm_are_told_only_when_asked_for() {
        assertThat(ticks(tally(WORDS))).noneMatch(line -> line.has("jvmBytes"));
        String[] withJvm = Stream.concat(
                        Stream.of("run", "--jvm"), Stream.of(WORDS).skip(1))
                .toArray(String[]::new);
        assertThat(column(ticks(tally(withJvm)), "jvmBytes")).hasSize(20).allMatch(bytes -> bytes >= 0);
    }

    /** The lines between the header and the end. */
    private static List<JsonNode> ticks(CommandLineRun run) {
        List<JsonNode> lines = CommandLineRun.lines(run.out());
        assertThat(lines.getFirst().at("/schema").asString()).isEqualTo(DumpHeader.SCHEMA);
        assertThat(lines.getLast().has("end")).isTrue();
        return lines.subList(1, lines.size() - 1);
    }

    private static List<Long> column(List<JsonNode> lines, String name) {
        return lines.stream().map(line -> line.get(name).asLong()).toList();
    }
}
