package dev.tally.cli.run;

import static dev.tally.cli.CommandLineRun.guest;
import static dev.tally.cli.CommandLineRun.program;
import static dev.tally.cli.CommandLineRun.tally;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tally.cli.CommandLineRun;
import dev.tally.cli.console.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong is told in one line, with the exit code that the help promises, before the guest runs. */
final class BadInputTest {
    @TempDir
    Path temporary;

    static Stream<Arguments> misuse() {
        return Stream.of(
                bad("Unknown option: '--fast'", "--fast", program("command")),
                bad("Missing required parameter: 'program.wasm'"),
                bad("Missing required parameter for option '--ticks'", "--ticks"),
                bad("option '--ticks': 0 is not positive", "--ticks", "0", program("command")),
                bad("option '--ticks': -1 is not positive", "--ticks", "-1", program("command")),
                bad("option '--ticks': 'many' is not a whole number", "--ticks", "many", program("command")),
                bad("option '--ticks': '1K' is not a whole number", "--ticks", "1K", program("command")),
                bad(
                        "option '--ticks': 9223372036854775808 is more than 9223372036854775807",
                        "--ticks",
                        "9223372036854775808",
                        program("command")),
                bad(
                        "option '--ticks' (N) should be specified only once",
                        "--ticks",
                        "1",
                        "--ticks",
                        "2",
                        program("command")),
                bad("'--fuel-per-tick': 0 is not positive", "--fuel-per-tick", "0", program("command")),
                bad("'--fuel-per-tick': -5 is not positive", "--fuel-per-tick", "-5", program("command")),
                bad(
                        "'--fuel-per-tick': 99999999999999999999 is more than",
                        "--fuel-per-tick",
                        "99999999999999999999",
                        program("command")),
                bad("'--bytes': 0 is not positive", "--bytes", "0", program("command")),
                bad("'--bytes': -1M is not positive", "--bytes", "-1M", program("command")),
                bad("'--bytes': '1T' is not a whole number, nor one", "--bytes", "1T", program("command")),
                bad("'--bytes': 8589934592G is more than", "--bytes", "8589934592G", program("command")),
                bad("'--stack': 0 is not positive", "--stack", "0", program("command")),
                bad("'--stack': 2147483648 is more than", "--stack", "2147483648", program("command")),
                bad(
                        "a stack of 1000 slots takes 8000 bytes, more than the quota of 7000",
                        "--stack",
                        "1000",
                        "--bytes",
                        "7000",
                        program("command")),
                bad("'--seed'", "--seed", "luck", program("command")),
                bad("has no _start and exports no function", program("empty")),
                bad("has no _start; --invoke can call exit [i32] -> []", program("exit")),
                bad("exit [i32] -> []; options stand before the file", program("exit"), "--invoke", "exit", "3"),
                bad("its _start is no entry of a command: _start [i32] -> []", program("wrong_start")),
                bad(
                        "exports no function \"f\"; --invoke can call i32 [i32] -> [i32], ",
                        "--invoke",
                        "f",
                        program("values")),
                bad("exports no function \"memory\"", "--invoke", "memory", program("command")),
                bad("i32 [i32] -> [i32] takes 1 argument, not 0", "--invoke", "i32", program("values")),
                bad(
                        "swap [i32 f64] -> [f64 i32] takes 2 arguments, not 3",
                        "--invoke",
                        "swap",
                        program("values"),
                        "1",
                        "2",
                        "3"),
                bad("argument 1 of i32: \"two\" is not i32: ", "--invoke", "i32", program("values"), "two"),
                bad("argument 2 of swap: \"x\" is not f64: ", "--invoke", "swap", program("values"), "1", "x"),
                bad(
                        "--json and --evidence both write to standard output",
                        "--json",
                        "-",
                        "--evidence",
                        "-",
                        program("fails")),
                bad(
                        "--json and --evidence both write to ",
                        "--json",
                        "target/a",
                        "--evidence",
                        "target/../target/a",
                        program("fails")),
                bad("--json would mix with what the guest prints", "--json", "-", program("command")),
                bad("--evidence would mix with what the guest prints", "--evidence", "-", program("command")),
                bad("--json would overwrite the module", "--json", program("fails"), program("fails")),
                bad("--evidence would overwrite the module", "--evidence", program("fails"), program("fails")));
    }

    private static Arguments bad(String message, String... arguments) {
        return Arguments.of(
                message, Stream.concat(Stream.of("run"), Stream.of(arguments)).toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("misuse")
    void misuse_is_one_line_with_its_reason(String message, String[] arguments) {
        CommandLineRun run = tally(arguments).isComplaint(ExitCode.USAGE);
        assertThat(run.err()).contains(message);
    }

    @Test
    void names_from_modules_cannot_break_the_line_or_colour_it() {
        CommandLineRun run = tally("run", program("values")).isComplaint(ExitCode.USAGE);
        assertThat(run.err()).contains("control\\ncharacter\\u{1b}[31m");
    }

    @Test
    void missing_file_is_named() {
        assertThat(tally("run", "nowhere/missing.wasm")
                        .isComplaint(ExitCode.NO_INPUT)
                        .err())
                .isEqualTo("tally: nowhere/missing.wasm: there is no such file\n");
    }

    @Test
    void directory_is_no_module() {
        assertThat(tally("run", temporary.toString())
                        .isComplaint(ExitCode.NO_INPUT)
                        .err())
                .contains("is a directory");
    }

    @Test
    void empty_file_is_no_module() throws IOException {
        Path file = Files.createFile(temporary.resolve("empty"));
        assertThat(tally("run", file.toString()).isComplaint(ExitCode.MODULE).err())
                .contains("is empty");
    }

    @Test
    void text_that_is_no_module_is_refused_with_its_place() throws IOException {
        Path file = Files.writeString(temporary.resolve("text.wat"), "(module\n  (fun))\n");
        assertThat(tally("run", file.toString()).isComplaint(ExitCode.MODULE).err())
                .endsWith("text.wat: malformed module: unknown operator fun at 2:4\n");
    }

    @ParameterizedTest
    @MethodSource("modules")
    void module_cut_off_at_any_byte_is_refused_in_one_line(String module) throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(module));
        Path file = temporary.resolve("cut.wasm");
        int malformed = 0;
        for (int length = 0; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            CommandLineRun run = tally("run", "--quiet", "--ticks", "1", "--invoke", "run", file.toString());
            if (run.exitCode() == ExitCode.MODULE.code()) {
                run.isComplaint(ExitCode.MODULE);
                malformed++;
            } else if (run.exitCode() != ExitCode.TICK_LIMIT.code()) {
                // Between two sections a module may end; then this one lacks its entry.
                run.isComplaint(ExitCode.USAGE);
            }
        }
        assertThat(malformed).isGreaterThan(bytes.length * 9 / 10);
    }

    static Stream<String> modules() {
        return Stream.of(guest("life"), guest("words"));
    }

    @Test
    void import_that_nobody_offers_is_named_with_its_type() {
        assertThat(tally("run", program("wants")).isComplaint(ExitCode.LINK).err())
                .contains("unknown import: \"env\" \"magic\"", "func [i32] -> []");
    }

    @Test
    void memory_beyond_the_quota_is_refused_with_both_figures() {
        assertThat(tally("run", "--bytes", "100M", program("huge"))
                        .isComplaint(ExitCode.LINK)
                        .err())
                .contains("134217728", "104857600");
    }

    @Test
    void outputs_that_cannot_be_created_are_named_before_the_guest_runs() {
        String missing = temporary.resolve("no/such/folder.json").toString();
        for (String option : new String[] {"--json", "--evidence"}) {
            assertThat(tally("run", option, missing, program("command"))
                            .isComplaint(ExitCode.CANNOT_CREATE)
                            .err())
                    .contains(option + ": cannot create " + missing + ": there is no such folder");
            assertThat(tally("run", option, temporary.toString(), program("command"))
                            .isComplaint(ExitCode.CANNOT_CREATE)
                            .err())
                    .contains("it is a directory");
        }
    }

    @Test
    void one_file_by_two_names_is_one_place() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("folder"));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), folder);
        String one = folder.resolve("a").toString();
        String other = link.resolve("a").toString();
        tally("run", "--json", one, "--evidence", other, program("fails")).isComplaint(ExitCode.USAGE);
    }

    @Test
    void nowhere_is_room_for_all() {
        assumeThat(Path.of("/dev/null")).exists();
        String[] arguments = {"run", "--json", "/dev/null", "--evidence", "/dev/null", program("command")};
        assertThat(tally(arguments).exitCode()).isZero();
    }

    @Test
    void outputs_that_cannot_be_written_end_the_run() {
        assumeThat(Path.of("/dev/full")).exists();
        tally("run", "--quiet", "--json", "/dev/full", program("fails")).isComplaint(ExitCode.CANNOT_WRITE);
        tally("run", "--evidence", "/dev/full", program("fails")).isComplaint(ExitCode.CANNOT_WRITE);
    }

    @Test
    void closed_standard_output_ends_even_a_guest_that_does_not_care() {
        assertThat(onClosedOutput("run", program("chatter")).err())
                .isEqualTo("tally: cannot write to standard output: Broken pipe\n");
        assertThat(onClosedOutput("run", "--json", "-", "--quiet", program("fails"))
                        .err())
                .contains("--json: cannot write to standard output: Broken pipe");
        assertThat(onClosedOutput("run", "--evidence", "-", program("fails")).err())
                .contains("--evidence: cannot write to standard output: Broken pipe");
        onClosedOutput("inspect", program("fails"));
        onClosedOutput("--help");
        onClosedOutput("--version");
    }

    private static CommandLineRun onClosedOutput(String... arguments) {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        return tally(closed, false, arguments).isComplaint(ExitCode.CANNOT_WRITE);
    }
}
