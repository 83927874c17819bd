package dev.tally.cli.text;

import dev.tally.cli.console.Console;
import dev.tally.cli.console.ExitCode;
import dev.tally.cli.console.ModuleFile;
import dev.tally.cli.console.OutputFile;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.text.TextWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tally disassemble}. The module need not be valid, only well-formed. */
@Command(
        name = "disassemble",
        customSynopsis = "tally disassemble [-o program.wat] program.wasm",
        header = "Shows a module as text, from which 'tally assemble' makes an equal module.",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n")
public final class DisassembleCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "program.wasm", description = "The module.")
    private Path program = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE|-",
            description = "Where the text goes: a file, or standard output, which is the default.")
    private Path output = Path.of(OutputFile.STANDARD_OUTPUT);

    /** The command, with the streams that it may use. */
    public DisassembleCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModuleDefinition module = ModuleFile.definition(program);
        OutputFile.requireOther(output, program);
        OutputFile.write(output, console, out -> write(module, out));
        return ExitCode.OK.code();
    }

    private static void write(ModuleDefinition module, OutputStream out) throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        TextWriter.write(module, text);
        text.flush();
    }
}
