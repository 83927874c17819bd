package dev.tally.command;

import static dev.tally.command.PackedCommand.ended;
import static dev.tally.command.PackedCommand.started;
import static dev.tally.command.PackedCommand.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tally.command.PackedCommand.Ended;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Programs in C, run by the command that the build has packed. Without a packed command there is nothing to test. */
@DisabledOnOs(OS.WINDOWS)
final class LaunchedCommandTest {
    private static final String WASI = "src/test/resources/wasi/";
    private static final String BAD = "src/test/resources/guests/bad/";

    @TempDir
    Path temporary;

    @BeforeAll
    static void is_packed() {
        PackedCommand.assumeItIsThere();
    }

    @Test
    void program_prints_to_its_streams_and_the_summary_follows() throws Exception {
        Ended hello = ended(started("run", WASI + "hello.wasm"));
        assertThat(hello.exitCode()).as(hello.err()).isZero();
        assertThat(hello.out()).isEqualTo("Hello, world! -42 42 ff c 3.142\n");
        assertThat(hello.err()).startsWith("and a word aside\nhello.wasm returned after 1 tick\n");
    }

    @Test
    void arguments_exit_code_and_last_words_come_through() throws Exception {
        assertThat(ended(started("run", "--quiet", WASI + "args.wasm", "a b", "--ticks", "", "$HOME")))
                .isEqualTo(new Ended(0, "4\n1: a b\n2: --ticks\n3: \n4: $HOME\n", ""));
        assertThat(ended(started("run", "--quiet", WASI + "exit7.wasm"))).isEqualTo(new Ended(7, "leaving", ""));
    }

    @Test
    void standard_input_is_the_guests() throws Exception {
        Process process = started("run", "--quiet", WASI + "echo.wasm");
        try (OutputStream in = process.getOutputStream()) {
            in.write("one\ntwo\nthree".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(ended(process)).isEqualTo(new Ended(0, "one\ntwo\nthree", "13 bytes, 2 lines\n"));
    }

    @Test
    void trap_has_its_exit_code_and_the_stack_of_the_program() throws Exception {
        Ended division = ended(started("run", WASI + "division.wasm"));
        assertThat(division.exitCode()).isEqualTo(134);
        assertThat(division.out()).isEqualTo("about to fail\n");
        assertThat(division.err())
                .startsWith("division.wasm trapped after 1 tick: integer divide by zero\n")
                .containsSubsequence("at divide (0x", "at average (0x", "at main (0x")
                .doesNotContain("java");
    }

    @Test
    void slices_of_any_size_end_in_the_same_state() throws Exception {
        JsonNode whole = summary("1000000000");
        JsonNode sliced = summary("10007");
        assertThat(sliced.at("/ticks").asLong())
                .isGreaterThan(whole.at("/ticks").asLong());
        for (String same : List.of("/stateDigest", "/fuel", "/hostCalls", "/copies", "/bytes/charged", "/outcome")) {
            assertThat(sliced.at(same)).as(same).isEqualTo(whole.at(same));
        }
    }

    private JsonNode summary(String fuelPerTick) throws Exception {
        Path json = temporary.resolve(fuelPerTick + ".json");
        Ended primes = ended(started(
                "run", "--quiet", "--fuel-per-tick", fuelPerTick, "--json", json.toString(), WASI + "primes.wasm"));
        assertThat(primes.exitCode()).as(primes.err()).isZero();
        assertThat(primes.out()).endsWith("below 65536: 6542\n");
        return JsonMapper.shared().readTree(Files.readString(json));
    }

    @Test
    void endless_start_ends_with_its_ticks() throws Exception {
        Ended stopped = ended(started("run", "--ticks", "2", "--invoke", "run", BAD + "endless_start.wasm"));
        assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(124);
        assertThat(stopped.err()).startsWith("endless_start.wasm stopped at the tick limit after 2 ticks\n");
    }

    @Test
    void closed_standard_output_is_one_line() throws Exception {
        Process process = started("run", WASI + "primes.wasm");
        process.getInputStream().close();
        String err = text(process.getErrorStream());
        assertThat(err).startsWith("tally: cannot write to standard output: ").hasLineCount(1);
        assertThat(process.waitFor()).isEqualTo(74);
    }

    @Test
    void interrupted_run_shows_how_far_it_came() throws Exception {
        Process process = started("run", "--evidence", "-", "--invoke", "run", BAD + "endless_loop.wasm");
        // The first evidence that arrives says that ticks are being taken.
        assertThat(process.getInputStream().read()).isEqualTo('{');
        process.toHandle().destroy();
        String out = "{" + text(process.getInputStream());
        String err = text(process.getErrorStream());
        assertThat(err).contains("was interrupted after ", "  state digest ");
        assertThat(out).endsWith("}\n");
        assertThat(process.waitFor()).isNotZero();
    }

    @Test
    void names_beyond_ascii_survive_the_plain_locale() throws Exception {
        String script = "name=\"$1/$(printf 'gr\\303\\266\\303\\237e').wasm\" && cp \"$2\" \"$name\""
                + " && LC_ALL=C \"$3\" run --quiet \"$name\" \"$(printf '\\303\\274')\"";
        Ended args = ended(new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        script,
                        "sh",
                        temporary.toString(),
                        WASI + "args.wasm",
                        PackedCommand.PATH.toString())
                .start());
        assertThat(args).isEqualTo(new Ended(0, "1\n1: ü\n", ""));
    }

    @Test
    void outputs_that_are_the_standard_streams_are_known_as_such() throws Exception {
        assumeThat(Path.of("/dev/stdout")).exists();
        assertThat(ended(started("run", "--json", "/dev/stdout", WASI + "hello.wasm"))
                        .err())
                .isEqualTo("tally: --json would mix with what the guest prints to standard output; name a file"
                        + " instead\n");
        assertThat(ended(started("run", "--evidence", "/dev/stderr", WASI + "hello.wasm"))
                        .exitCode())
                .isEqualTo(64);
    }

    @Test
    void help_and_errors_need_no_program() throws Exception {
        assertThat(ended(started()).out()).contains("Exit codes:");
        assertThat(ended(started("run", "missing.wasm")))
                .isEqualTo(new Ended(66, "", "tally: missing.wasm: there is no such file\n"));
    }

    @Test
    void stack_traces_and_logs_are_for_those_who_ask() throws Exception {
        assertThat(ended(started("run", "--verbose", "missing.wasm")).err())
                .startsWith("tally: missing.wasm: there is no such file\n")
                .contains("\tat dev.tally.cli");
        assertThat(ended(started("run", "--verbose", WASI + "division.wasm")).err())
                .contains("[INFO] Ticks - a guest trapped: integer divide by zero");
    }
}
