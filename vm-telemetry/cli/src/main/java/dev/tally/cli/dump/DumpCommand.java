package dev.tally.cli.dump;

import dev.tally.cli.console.CommandFailure;
import dev.tally.cli.console.Console;
import dev.tally.cli.console.ExitCode;
import dev.tally.telemetry.engineering.EvidenceRows;
import dev.tally.telemetry.engineering.SteadyState;
import dev.tally.telemetry.engineering.SteadyState.Verdict;
import dev.tally.telemetry.engineering.SteadyStateComparison;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tally dump}. It shows what was recorded; it never runs a guest. */
@Command(
        name = "dump",
        sortOptions = false,
        customSynopsis = {"tally dump [--all] run.jsonl", "       tally dump --compare before.jsonl after.jsonl"},
        header = "Shows the evidence of a run, or whether a later run does more per tick.",
        descriptionHeading = "%n",
        description = "Reads what 'tally run --evidence' writes. Evidence is an engineering metric, not certification"
                + " policy.",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n")
public final class DumpCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            arity = "1..2",
            paramLabel = "run.jsonl",
            hideParamSyntax = true,
            description = "The dump, or '-' for standard input; with --compare two of them.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--all", description = "A line for every tick; if not given, for the first and the last ones.")
    private boolean all;

    @Option(
            names = "--compare",
            description = "Compares what two runs show per tick once they are warm, and fails if some column grew.")
    private boolean compare;

    /** The command, with the streams that it may use. */
    public DumpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        int wanted = compare ? 2 : 1;
        if (files.size() != wanted) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    compare
                            ? "--compare takes two dumps, not " + files.size()
                            : "one dump is shown at a time; add --compare to compare two");
        }
        if (compare && all) {
            throw new CommandFailure(ExitCode.USAGE, "--compare shows no ticks; leave out --all");
        }
        DumpFile first = DumpFile.read(files.getFirst(), console);
        return (compare ? compared(first, DumpFile.read(files.getLast(), console)) : shown(first)).code();
    }

    private ExitCode shown(DumpFile file) {
        print(DumpText.of(file.dump(), all));
        return ExitCode.OK;
    }

    private ExitCode compared(DumpFile before, DumpFile after) {
        requireVerdict(before);
        requireVerdict(after);
        EvidenceRows earlier = before.dump().rows();
        EvidenceRows later = after.dump().rows();
        SteadyStateComparison comparison = SteadyStateComparison.of(earlier, later);
        print(ComparisonText.of(before.dump(), after.dump(), comparison));
        return comparison.grew() ? ExitCode.GREW : comparison.lost().isEmpty() ? ExitCode.OK : ExitCode.UNDECIDED;
    }

    private static void requireVerdict(DumpFile file) {
        SteadyState state = SteadyState.of(file.dump().rows());
        if (state.verdict() == Verdict.UNKNOWN) {
            throw new CommandFailure(ExitCode.UNDECIDED, file.name() + ": " + state.explanation());
        }
    }

    private void print(String text) {
        try {
            console.out().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new CommandFailure(
                    ExitCode.CANNOT_WRITE,
                    "cannot write to standard output: " + CommandFailure.reason(failure),
                    failure);
        }
    }
}
