package dev.tally.cli.inspect;

import dev.tally.cli.console.CommandFailure;
import dev.tally.cli.console.Console;
import dev.tally.cli.console.ExitCode;
import dev.tally.cli.console.ModuleFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tally inspect}. It validates the module, and never runs any of it. */
@Command(
        name = "inspect",
        customSynopsis = "tally inspect [--json] program.wasm",
        header = "Shows what a module asks for, offers and holds, and how far its ticks can overshoot.",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n")
public final class InspectCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "program.wasm", description = "The module.")
    private Path program = Path.of("");

    @Option(names = "--json", description = "JSON instead of text.")
    private boolean json;

    /** The command, with the streams that it may use. */
    public InspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Inspection inspection = Inspection.of(ModuleFile.read(program));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        if (json) {
            InspectionJson.write(inspection, text);
        } else {
            text.writeBytes(InspectionText.of(inspection).getBytes(StandardCharsets.UTF_8));
        }
        try {
            text.writeTo(console.out());
        } catch (IOException failure) {
            throw new CommandFailure(
                    ExitCode.CANNOT_WRITE,
                    "cannot write to standard output: " + CommandFailure.reason(failure),
                    failure);
        }
        return ExitCode.OK.code();
    }
}
