package dev.tally.cli.run;

import static dev.tally.cli.CommandLineRun.guest;
import static dev.tally.cli.CommandLineRun.lines;
import static dev.tally.cli.CommandLineRun.program;
import static dev.tally.cli.CommandLineRun.tally;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.heap.HeapColumn;
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
        List<JsonNode> lines = lines(tally(WORDS).out());
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
        List<JsonNode> lines = lines(tally(WORDS).out());
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
        List<JsonNode> lines = lines(tally(WORDS).out());
        assertThat(lines.stream().map(line -> line.at("/instantiation").asBoolean()))
                .startsWith(true, false)
                .filteredOn(marked -> marked)
                .hasSize(1);
    }

    @Test
    void fuel_and_debt_of_each_tick_are_told() {
        List<JsonNode> lines = lines(tally(
                        "run",
                        "--evidence",
                        "-",
                        "--ticks",
                        "4",
                        "--fuel-per-tick",
                        "1000",
                        "--invoke",
                        "run",
                        guest("spin"))
                .out());
        assertThat(lines.getFirst().at("/outcome").asString()).isEqualTo("OUT_OF_FUEL");
        long used = column(lines, "fuel").stream().mapToLong(Long::longValue).sum();
        assertThat(used).isEqualTo(4_000 + column(lines, "fuelOwed").getLast());
        assertThat(column(lines, "stackSlots"))
                .containsOnly(lines.getFirst().at("/stackSlots").asLong());
    }

    @Test
    void strings_that_the_host_hands_in_belong_to_the_first_tick() {
        List<JsonNode> lines = lines(tally("run", "--evidence", "-", "--invoke", "text", program("values"), "text")
                .out());
        assertThat(column(lines, "stringAllocations")).containsExactly(1L);
    }

    @Test
    void wall_time_is_told_only_when_asked_for() {
        assertThat(lines(tally(WORDS).out())).noneMatch(line -> line.has("wallNanos"));
        String[] withWall = Stream.concat(
                        Stream.of("run", "--wall"), Stream.of(WORDS).skip(1))
                .toArray(String[]::new);
        assertThat(lines(tally(withWall).out()))
                .allMatch(line -> line.at("/wallNanos").asLong() > 0);
    }

    private static List<Long> column(List<JsonNode> lines, String name) {
        return lines.stream().map(line -> line.get(name).asLong()).toList();
    }
}
