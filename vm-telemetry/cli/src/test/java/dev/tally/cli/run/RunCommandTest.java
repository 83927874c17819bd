package dev.tally.cli.run;

import static dev.tally.cli.CommandLineRun.guest;
import static dev.tally.cli.CommandLineRun.lines;
import static dev.tally.cli.CommandLineRun.program;
import static dev.tally.cli.CommandLineRun.tally;
import static dev.tally.cli.CommandLineRun.validated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.cli.CommandLineRun;
import dev.tally.cli.console.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a run answers: exit codes, the summary for people, and what goes to which stream. */
final class RunCommandTest {
    private static final String SUMMARY_SCHEMA = "run/run-summary-1.json";

    @TempDir
    Path temporary;

    @Test
    void guest_prints_to_standard_output_and_the_summary_follows_on_standard_error() {
        CommandLineRun run = tally("run", program("command"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("hello\n");
        assertThat(run.err())
                .startsWith("command.wasm returned after 1 tick\n")
                .contains("\n  fuel ", "\n  bytes ", "\n  state digest ")
                .doesNotContain("\u001b");
    }

    @Test
    void everything_after_the_file_belongs_to_the_guest() {
        CommandLineRun run = tally("run", program("command"), "--ticks", "-h", "", "@file", "--", "--quiet");
        assertThat(run.out()).isEqualTo("hello\n");
        assertThat(run.err()).startsWith("command.wasm exited with code 46 after");
        assertThat(run.exitCode()).isEqualTo(46);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "124, 124", "255, 255", "256, 255", "-1, 255"})
    void exit_code_of_the_guest_is_passed_through_as_far_as_it_reaches(String code, int expected) {
        CommandLineRun run = tally("run", "--invoke", "exit", program("exit"), code);
        assertThat(run.exitCode()).isEqualTo(expected);
        assertThat(run.err()).startsWith("exit.wasm exited with code ");
    }

    @Test
    void trap_is_told_with_the_stack_of_the_guest() {
        CommandLineRun run = tally("run", program("fails"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.TRAP.code());
        assertThat(run.err().lines().toList().subList(0, 4))
                .first()
                .isEqualTo("fails.wasm trapped after 1 tick: integer divide by zero");
        assertThat(run.err()).containsSubsequence("    at divide (0x", "    at average (0x", "    at _start (0x");
    }

    @Test
    void ticks_end_a_start_function_that_does_not_end_itself() {
        CommandLineRun run = tally("run", "--ticks", "3", "--fuel-per-tick", "1000", program("endless_start"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.TICK_LIMIT.code());
        assertThat(run.err()).startsWith("endless_start.wasm stopped at the tick limit after 3 ticks\n");
    }

    @Test
    void yields_are_no_end() {
        CommandLineRun run = tally("run", "--ticks", "20", program("chatter"));
        assertThat(run.out()).isEqualTo("talk\n".repeat(20));
        assertThat(run.exitCode()).isEqualTo(ExitCode.TICK_LIMIT.code());
    }

    @Test
    void quiet_runs_say_one_line_at_most() {
        assertThat(tally("run", "--quiet", program("command")).err()).isEmpty();
        assertThat(tally("run", "--quiet", program("fails")).err())
                .isEqualTo("tally: fails.wasm trapped after 1 tick: integer divide by zero\n");
    }

    @ParameterizedTest
    @CsvSource({
        "i32, 42, i32 42",
        "i32, 0x2a, i32 42",
        "i32, 4294967295, i32 -1",
        "i64, -0x8000000000000000, i64 -9223372036854775808",
        "f32, -1.5, f32 -1.5",
        "f64, nan, f64 nan",
        "f64, 0x1.8p3, f64 12.0",
        "text, some text, externref some text",
        "function, null, funcref null",
        "function, nothing, funcref nothing",
    })
    void arguments_are_read_by_type_and_results_are_told_with_theirs(String export, String literal, String result) {
        CommandLineRun run = tally("run", "--invoke", export, program("values"), literal);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("  result        " + result + "\n");
    }

    @Test
    void strings_keep_what_no_terminal_should_see() throws IOException {
        String text = "a\u001b[31m\nb\ud800";
        CommandLineRun run = tally("run", "--invoke", "text", "--json", "-", program("values"), text);
        assertThat(run.err()).contains("result        externref a\\u{1b}[31m\\nb\\u{d800}\n");
        JsonNode summary = validated(run.out(), SUMMARY_SCHEMA);
        assertThat(summary.at("/results/0/value").asString()).isEqualTo(text);
        assertThat(run.out()).matches("[ -~\\n]*");
    }

    @Test
    void summary_obeys_its_schema_however_the_run_ends() throws IOException {
        JsonNode returned = summary("--invoke", "swap", program("values"), "7", "0.5");
        assertThat(returned.at("/outcome").asString()).isEqualTo("RETURNED");
        assertThat(returned.at("/entry").asString()).isEqualTo("swap");
        assertThat(returned.at("/results").toString())
                .isEqualTo("[{\"type\":\"f64\",\"value\":\"0.5\"},{\"type\":\"i32\",\"value\":\"7\"}]");

        JsonNode exited = summary("--invoke", "exit", program("exit"), "-1");
        assertThat(exited.at("/outcome").asString()).isEqualTo("EXITED");
        assertThat(exited.at("/exitCode").asLong()).isEqualTo(4_294_967_295L);
        assertThat(exited.at("/trap").isNull()).isTrue();

        JsonNode trapped = summary(program("fails"));
        assertThat(trapped.at("/outcome").asString()).isEqualTo("TRAPPED");
        assertThat(trapped.at("/trap/kind").asString()).isEqualTo("INTEGER_DIVIDE_BY_ZERO");
        assertThat(trapped.at("/trap/stack")).hasSize(3);
        assertThat(trapped.at("/trap/stack/0/function").asString()).isEqualTo("divide");

        JsonNode stopped = summary("--ticks", "5", "--invoke", "run", guest("words"));
        assertThat(stopped.at("/outcome").asString()).isEqualTo("TICK_LIMIT");
        assertThat(stopped.at("/lastTick").asString()).isEqualTo("YIELDED");
        assertThat(stopped.at("/limits/ticks").asString()).isEqualTo("5");
        assertThat(stopped.at("/stateDigest").asString()).hasSize(64);
    }

    private JsonNode summary(String... arguments) throws IOException {
        Path file = temporary.resolve("summary.json");
        String[] command = new String[arguments.length + 3];
        command[0] = "run";
        command[1] = "--json";
        command[2] = file.toString();
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        tally(command);
        return validated(Files.readString(file), SUMMARY_SCHEMA);
    }

    @Test
    void strings_and_constants_are_counted_where_they_are_observed() throws IOException {
        JsonNode words = summary("--ticks", "10", "--invoke", "run", guest("words"));
        assertThat(words.at("/allocations").toString())
                .isEqualTo("{\"observed\":true,\"count\":\"90\",\"bytes\":\"4560\"}");
        assertThat(words.at("/materialisations").toString())
                .isEqualTo("{\"observed\":true,\"count\":\"14\",\"bytes\":\"288\"}");
    }

    @Test
    void allocations_in_a_linear_memory_are_not_observed_and_never_0() throws IOException {
        JsonNode life = summary("--ticks", "3", "--invoke", "run", guest("life"));
        assertThat(life.at("/allocations").toString()).isEqualTo("{\"observed\":false}");
        assertThat(life.at("/materialisations").toString()).isEqualTo("{\"observed\":false}");
        CommandLineRun run = tally("run", "--evidence", "-", "--ticks", "1", "--invoke", "run", guest("life"));
        assertThat(run.err()).contains("  allocated     not observed: the guest keeps its heap in its linear memory\n");
        assertThat(lines(run.out()).get(1).at("/stringAllocations").isNull()).isTrue();
    }

    @Test
    void slices_change_ticks_and_nothing_that_the_guest_did() throws IOException {
        JsonNode whole = sliced("100000000");
        JsonNode sliced = sliced("1000");
        assertThat(sliced.at("/ticks").asLong()).isGreaterThan(100);
        for (JsonNode summary : List.of(whole, sliced)) {
            ObjectNode node = (ObjectNode) summary;
            node.remove(List.of("limits", "ticks", "fuelOwed", "lastTick"));
        }
        assertThat(sliced).isEqualTo(whole);
    }

    private JsonNode sliced(String fuelPerTick) throws IOException {
        return summary("--fuel-per-tick", fuelPerTick, "--invoke", "count", program("counts"), "20000");
    }

    @Test
    void limits_take_units_and_the_stack_yields_to_a_small_quota() throws IOException {
        JsonNode summary = summary("--bytes", "128k", "--invoke", "count", program("counts"), "20");
        assertThat(summary.at("/limits").toString())
                .isEqualTo("{\"fuelPerTick\":\"1000000\",\"ticks\":null,\"bytes\":\"131072\",\"stackSlots\":4096}");
    }

    @Test
    void question_is_shown_before_its_answer_is_awaited() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> shown = new ArrayList<>();
        tally(new EndThatNotes(out, shown), out, false, "run", program("asks"));
        assertThat(shown).containsExactly("name? ");
    }

    @Test
    void progress_is_shown_on_a_terminal_and_taken_away() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CommandLineRun run = tally(new LateEnd(), out, true, "run", "--fuel-per-tick", "1", program("reads"));
        assertThat(run.err()).startsWith("\r\u001b[Ktick ").contains(" fuel/s").contains("\r\u001b[Kreads.wasm ");
    }

    /** A standard input without bytes, which ends later than progress is shown for the first time. */
    private static final class LateEnd extends InputStream {
        private static final Duration LATE = Duration.ofMillis(300);

        @Override
        public int read() throws IOException {
            try {
                Thread.sleep(LATE);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
            return -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
        }
    }

    /** A standard input without bytes, which notes what has been shown whenever it is asked for some. */
    private static final class EndThatNotes extends InputStream {
        private final ByteArrayOutputStream out;
        private final List<String> shown;

        EndThatNotes(ByteArrayOutputStream out, List<String> shown) {
            this.out = out;
            this.shown = shown;
        }

        @Override
        public int read() {
            shown.add(out.toString(StandardCharsets.UTF_8));
            return -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            return read();
        }
    }
}
