package dev.tally.cli.text;

import dev.tally.cli.console.Console;
import dev.tally.cli.console.ExitCode;
import dev.tally.cli.console.ModuleFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tally validate}. It says nothing of a module that is valid, as its exit code tells that. */
@Command(
        name = "validate",
        customSynopsis = "tally validate program.wasm|program.wat",
        header = "Reads and validates a module, and tells what is wrong with it and where.",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n")
public final class ValidateCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "program", description = "The module, in the binary or the text format.")
    private Path program = Path.of("");

    /** The command, with the streams that it may use. */
    public ValidateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModuleFile.read(program);
        console.err().flush();
        return ExitCode.OK.code();
    }
}
