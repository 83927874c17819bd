package dev.tally.cli.text;

import static dev.tally.cli.CommandLineRun.guest;
import static dev.tally.cli.CommandLineRun.program;
import static dev.tally.cli.CommandLineRun.tally;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.cli.CommandLineRun;
import dev.tally.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Modules as text: assembled, disassembled, validated and run. */
final class TextCommandsTest {
    private static final String ADDITION = """
        (module
          (func $add (export "add") (param i32 i32) (result i32)
            (i32.add (local.get 0) (local.get 1))))
        """;

    @TempDir
    private Path temporary = Path.of("");

    private Path text(String text) throws IOException {
        return Files.writeString(temporary.resolve("program.wat"), text);
    }

    @Test
    void assembled_module_runs_as_its_text_does() throws IOException {
        Path text = text(ADDITION);
        Path binary = temporary.resolve("program.wasm");
        CommandLineRun assembled = tally("assemble", text.toString(), "-o", binary.toString());
        assertThat(assembled.exitCode()).isZero();
        assertThat(assembled.out() + assembled.err()).isEmpty();
        CommandLineRun ofText = tally("run", "--json", "-", "--invoke", "add", text.toString(), "2", "3");
        CommandLineRun ofBinary = tally("run", "--json", "-", "--invoke", "add", binary.toString(), "2", "3");
        assertThat(ofText.exitCode()).isZero();
        assertThat(ofText.out()).contains("\"5\"");
        assertThat(ofBinary.out()).isEqualTo(ofText.out().replace("program.wat", "program.wasm"));
    }

    @Test
    void module_goes_to_standard_output() throws IOException {
        assertThat(tally("assemble", text("(module)").toString(), "-o", "-").out())
                .isEqualTo("\0asm\1\0\0\0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"features", "values", "command"})
    void disassembled_module_is_assembled_to_an_equal_one(String name) throws IOException {
        CommandLineRun once = tally("disassemble", program(name));
        assertThat(once.exitCode()).isZero();
        Path text = text(once.out());
        Path binary = temporary.resolve("again.wasm");
        assertThat(tally("assemble", text.toString(), "-o", binary.toString()).exitCode())
                .isZero();
        assertThat(tally("disassemble", binary.toString()).out()).isEqualTo(once.out());
    }

    @Test
    void disassembled_module_tells_names() {
        assertThat(tally("disassemble", guest("life")).out())
                .startsWith("(module")
                .contains("(func $")
                .contains("call $")
                .endsWith(")\n");
    }

    @Test
    void disassembled_module_goes_to_a_file() throws IOException {
        Path file = temporary.resolve("out.wat");
        CommandLineRun run = tally("disassemble", "-o", file.toString(), program("values"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(Files.readString(file)).startsWith("(module");
    }

    @Test
    void valid_modules_of_both_formats_are_passed_over_in_silence() throws IOException {
        for (String file : new String[] {program("features"), text(ADDITION).toString()}) {
            CommandLineRun run = tally("validate", file);
            assertThat(run.exitCode()).isZero();
            assertThat(run.out() + run.err()).isEmpty();
        }
    }

    @Test
    void invalid_text_is_refused_with_line_and_column() throws IOException {
        Path file = text("(module\n  (func (result i32)\n    (i64.const 1)))\n");
        String refusal = file + ": invalid module: type mismatch: instruction requires [i32] but stack has [i64]"
                + " at 3:18 in function 0\n";
        assertThat(tally("validate", file.toString())
                        .isComplaint(ExitCode.MODULE)
                        .err())
                .isEqualTo("tally: " + refusal);
        assertThat(tally(
                                "assemble",
                                file.toString(),
                                "-o",
                                temporary.resolve("x").toString())
                        .isComplaint(ExitCode.MODULE)
                        .err())
                .isEqualTo("tally: " + refusal);
        assertThat(temporary.resolve("x")).doesNotExist();
    }

    @Test
    void well_formed_module_need_not_be_valid_to_be_shown() throws IOException {
        assertThat(tally("disassemble", text("(module (func (result i32)))").toString())
                        .exitCode())
                .isZero();
    }

    @Test
    void output_over_the_input_is_refused() throws IOException {
        String file = text(ADDITION).toString();
        assertThat(tally("assemble", file, "-o", file)
                        .isComplaint(ExitCode.USAGE)
                        .err())
                .contains("would overwrite");
        assertThat(Files.readString(Path.of(file))).isEqualTo(ADDITION);
    }

    @Test
    void output_that_cannot_be_created_is_told() throws IOException {
        String file = text(ADDITION).toString();
        tally("assemble", file, "-o", temporary.resolve("no/such/folder").toString())
                .isComplaint(ExitCode.CANNOT_CREATE);
        tally("disassemble", file, "-o", temporary.toString()).isComplaint(ExitCode.CANNOT_CREATE);
    }
}
