package dev.tally.cli.stats;

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

/** {@code tally stats}. It validates and compiles the module, and never runs any of it. */
@Command(
        name = "stats",
        customSynopsis = "tally stats [--json] program.wasm",
        header = "Shows what fuel and rest points cost a module in compiled code.",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n")
public final class StatsCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "program.wasm", description = "The module.")
    private Path program = Path.of("");

    @Option(names = "--json", description = "JSON instead of text.")
    private boolean json;

    /** The command, with the streams that it may use. */
    public StatsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Statistics statistics = Statistics.of(ModuleFile.read(program));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        if (json) {
            StatisticsJson.write(statistics, text);
        } else {
            text.writeBytes(StatisticsText.of(statistics).getBytes(StandardCharsets.UTF_8));
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
