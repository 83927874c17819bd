package dev.tally.cli.text;

import dev.tally.cli.console.Console;
import dev.tally.cli.console.ExitCode;
import dev.tally.cli.console.ModuleFile;
import dev.tally.cli.console.OutputFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tally assemble}. Nothing is written of a module that is not valid. */
@Command(
        name = "assemble",
        customSynopsis = "tally assemble program.wat -o program.wasm",
        header = "Makes a module of the binary format from text.",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n")
public final class AssembleCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "program.wat", description = "The module as text.")
    private Path program = Path.of("");

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE|-",
            description = "Where the module goes: a file, or standard output.")
    private Path output = Path.of("");

    /** The command, with the streams that it may use. */
    public AssembleCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModuleFile module = ModuleFile.read(program);
        OutputFile.requireOther(output, program);
        OutputFile.write(output, console, out -> out.write(module.bytes()));
        return ExitCode.OK.code();
    }
}
