package dev.tally.cli.run;

import dev.tally.cli.console.CommandFailure;
import dev.tally.cli.console.Console;
import dev.tally.cli.console.ExitCode;
import dev.tally.cli.console.Interruption;
import dev.tally.cli.console.ModuleFile;
import dev.tally.core.LinkException;
import dev.tally.core.ModuleLimits;
import dev.tally.heap.HostResourceException;
import dev.tally.runtime.Engine;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.Limits;
import dev.tally.runtime.wasi.Wasi;
import dev.tally.telemetry.engineering.EvidenceColumn;
import dev.tally.telemetry.engineering.EvidenceRecorder;
import dev.tally.telemetry.engineering.HeapObservation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tally run}. Everything that can be known to be wrong is said before the guest's first instruction. */
@Command(
        name = "run",
        sortOptions = false,
        customSynopsis = "tally run [options] program.wasm [guest arguments]",
        header = "Runs a module, one tick at a time, to its end.",
        descriptionHeading = "%n",
        description = "Calls _start, or the function that --invoke names, and ticks until it has returned, trapped or"
                + " exited. What the guest prints goes to standard output; a summary follows on standard error."
                + " Everything after the file belongs to the guest.",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n")
public final class RunCommand implements Callable<Integer> {
    private static final String FD_WRITE = "fd_write";

    /** Of a small quota, at most one part in so many becomes the stack. */
    private static final int PARTS_OF_QUOTA = 4;

    private final Console console;

    @Parameters(index = "0", paramLabel = "program.wasm", description = "The module.")
    private Path program = Path.of("");

    @Parameters(
            index = "1..*",
            paramLabel = "guest arguments",
            hideParamSyntax = true,
            description =
                    "What the program gets as its arguments, or the arguments of the function that --invoke names:"
                            + " 42, 0x2a, -1.5, 1e-3, inf, nan; a string for externref.")
    private List<String> arguments = new ArrayList<>();

    @Option(
            names = "--fuel-per-tick",
            paramLabel = "N",
            converter = Amounts.Positive.class,
            description = "Fuel granted to each tick; 1,000,000 if not given.")
    private long fuelPerTick = Limits.defaults().fuelPerTick();

    @Option(
            names = "--ticks",
            paramLabel = "N",
            converter = Amounts.Positive.class,
            description = "The most ticks; any number if not given.")
    private long mostTicks;

    @Option(
            names = "--bytes",
            paramLabel = "N",
            converter = Amounts.Bytes.class,
            description = "The guest's quota in bytes, also as 64K or 16M; 64M if not given.")
    private long bytes = Limits.defaults().bytes();

    @Option(
            names = "--stack",
            paramLabel = "N",
            converter = Amounts.PositiveInt.class,
            description = "The guest's stack in slots of 8 bytes, a part of its quota; if not given, 131,072 or a"
                    + " quarter of the quota, whichever is less.")
    private int stackSlots;

    @Option(names = "--invoke", paramLabel = "NAME", description = "The exported function to call instead of _start.")
    private @Nullable String invoke;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What the guest's random numbers follow from; 0 if not given.")
    private long seed;

    @Option(
            names = "--json",
            paramLabel = "FILE|-",
            description = "Also writes the summary as JSON, to a file or standard output.")
    private @Nullable Path json;

    @Option(
            names = "--evidence",
            paramLabel = "FILE|-",
            description = "Writes evidence of each tick, for 'tally dump', to a file or standard output.")
    private @Nullable Path evidence;

    @Option(names = "--wall", description = "Adds wall time to the evidence, which then differs in every run.")
    private boolean wall;

    @Option(names = "--jvm", description = "Adds bytes allocated on the heap of the JVM to the evidence, likewise.")
    private boolean jvm;

    @Option(names = "--quiet", description = "No summary on standard error.")
    private boolean quiet;

    /** The command, with the streams that it may use. */
    public RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Limits limits = limits();
        ModuleFile file = ModuleFile.read(program);
        Entry entry = Entry.of(file, invoke, arguments);
        OutputTarget summaryTarget = OutputTarget.of("--json", json);
        OutputTarget evidenceTarget = OutputTarget.of("--evidence", evidence);
        boolean guestPrints = file.module().imports().stream()
                .anyMatch(wanted ->
                        wanted.module().equals(Wasi.MODULE) && wanted.name().equals(FD_WRITE));
        OutputTarget.requireDistinct(summaryTarget, evidenceTarget);
        for (OutputTarget target : Stream.of(summaryTarget, evidenceTarget)
                .filter(Objects::nonNull)
                .toList()) {
            target.requireFree(program, guestPrints, !quiet);
        }
        GuestOutput out = new GuestOutput("standard output", console.out());
        GuestOutput err = new GuestOutput("standard error", console.err());
        // Interrupted runs are waited for until their summary is written.
        try (Interruption interruption = Interruption.watch();
                Guest guest = spawn(file, limits, out, err)) {
            HeapObservation observation = HeapObservation.of(guest);
            EvidenceRecorder recorder = EvidenceLines.attach(guest, requestedColumns());
            entry.prepare(guest, arguments);
            try (TargetStream evidenceStream = OutputTarget.open(evidenceTarget, console);
                    TargetStream summaryStream = OutputTarget.open(summaryTarget, console)) {
                EvidenceLines lines = evidenceStream == null ? null : new EvidenceLines(recorder, evidenceStream);
                Ending ending = new GuestRun(console, guest, out, err).toTheEnd(mostTicks, interruption, lines);
                Summary summary = Summary.of(file, entry, mostTicks, seed, guest, observation, ending);
                if (summaryStream != null) {
                    SummaryJson.write(summary, summaryStream);
                }
                report(summary);
                return ending.exitCode(summary.exitCode());
            }
        } catch (HostResourceException unavailable) {
            throw new CommandFailure(
                    ExitCode.HOST_MEMORY,
                    "the JVM has no room for " + unavailable.requestedBytes() + " bytes that the guest's quota allows;"
                            + " lower --bytes, or give Java more, as in JDK_JAVA_OPTIONS=-Xmx8g",
                    unavailable);
        }
    }

    private List<EvidenceColumn> requestedColumns() {
        List<EvidenceColumn> requested = new ArrayList<>();
        if (wall) {
            requested.add(EvidenceColumn.WALL_NANOS);
        }
        if (jvm) {
            requested.add(EvidenceColumn.JVM_BYTES);
        }
        return requested;
    }

    private Limits limits() {
        int slots = stackSlots;
        if (slots == 0) {
            long share = Math.max(1, bytes / PARTS_OF_QUOTA / Long.BYTES);
            slots = (int) Math.min(Limits.defaults().stackSlots(), share);
        }
        try {
            return new Limits(fuelPerTick, bytes, slots);
        } catch (IllegalArgumentException contradiction) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "a stack of " + slots + " slots takes " + (long) slots * Long.BYTES
                            + " bytes, more than the quota of " + bytes + "; lower --stack or raise --bytes",
                    contradiction);
        }
    }

    private Guest spawn(ModuleFile file, Limits limits, GuestOutput out, GuestOutput err) {
        Wasi wasi = Wasi.builder(file.name())
                .arguments(arguments)
                .seed(seed)
                .stdin(new GuestInput(console.in(), out, err))
                .stdout(out)
                .stderr(err)
                .build();
        try {
            // What is used much is compiled beside the run, on threads that do not keep the command from ending.
            return Engine.create(ModuleLimits.defaults(), ForkJoinPool.commonPool())
                    .spawn(file.module(), wasi.addTo(Imports.builder()).build(), limits);
        } catch (LinkException refusal) {
            throw new CommandFailure(ExitCode.LINK, program + ": " + refusal.getMessage(), refusal);
        }
    }

    private void report(Summary summary) {
        if (!quiet) {
            console.err().print(SummaryText.of(summary));
            console.err().flush();
        } else if (summary.ending() != Ending.RETURNED && summary.ending() != Ending.EXITED) {
            console.complain(SummaryText.headline(summary));
        }
    }
}
