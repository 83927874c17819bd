package dev.tally.cli;

import dev.tally.cli.certify.CertifyCommand;
import dev.tally.cli.certify.VerifyCommand;
import dev.tally.cli.console.CommandFailure;
import dev.tally.cli.console.Console;
import dev.tally.cli.console.ExitCode;
import dev.tally.cli.dump.DumpCommand;
import dev.tally.cli.inspect.InspectCommand;
import dev.tally.cli.run.RunCommand;
import dev.tally.cli.stats.StatsCommand;
import dev.tally.cli.text.AssembleCommand;
import dev.tally.cli.text.DisassembleCommand;
import dev.tally.cli.text.ValidateCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The {@code tally} command. Whatever goes wrong is one line on standard error and an exit code of {@link ExitCode}; it
 * must never leave a stack trace on the terminal unasked.
 */
@Command(
        name = "tally",
        customSynopsis = "tally run|inspect|stats|validate|assemble|disassemble|dump|certify|verify [options] …",
        header = "Runs untrusted WebAssembly, one tick at a time.",
        versionProvider = BuildVersion.class,
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footer = {"", "'tally run --help', and likewise for each command, tells more."})
public final class Tally implements Runnable {
    private static final int HELP_WIDTH = 100;
    private static final String MODULE_SUFFIX = ".wasm";

    /** Read by the logging provider when the first logger is made. */
    private static final String LOG_LEVEL_PROPERTY = "org.slf4j.simpleLogger.defaultLogLevel";

    private final Console console;

    @Spec
    private @Nullable CommandSpec specification;

    @SuppressWarnings("UnusedVariable") // Its annotation is what counts.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this help.")
    private boolean help;

    @SuppressWarnings("UnusedVariable") // Its annotation is what counts.
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Shows the version.")
    private boolean version;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Shows where an error came from, and what the machine logs.")
    private boolean verbose;

    private Tally(Console console) {
        this.console = console;
    }

    /**
     * Runs the command.
     *
     * @param arguments the command line after the program's name
     */
    public static void main(String[] arguments) {
        System.exit(run(Console.ofProcess(), arguments));
    }

    /** Runs the command on the given streams, and answers its exit code. */
    static int run(Console console, String... arguments) {
        return new Tally(console).execute(arguments);
    }

    private int execute(String... arguments) {
        PrintWriter out = new PrintWriter(console.out(), false, StandardCharsets.UTF_8);
        try {
            int exitCode = commandLine(out).execute(arguments);
            out.flush();
            if (out.checkError()) {
                throw new CommandFailure(ExitCode.CANNOT_WRITE, "cannot write to standard output");
            }
            return exitCode;
        } catch (Throwable failure) {
            return failed(failure);
        }
    }

    private CommandLine commandLine(PrintWriter out) {
        CommandLine run = new CommandLine(new RunCommand(console));
        CommandLine line = new CommandLine(this)
                .addSubcommand(run)
                .addSubcommand(new InspectCommand(console))
                .addSubcommand(new StatsCommand(console))
                .addSubcommand(new ValidateCommand(console))
                .addSubcommand(new AssembleCommand(console))
                .addSubcommand(new DisassembleCommand(console))
                .addSubcommand(new DumpCommand(console))
                .addSubcommand(new CertifyCommand(console))
                .addSubcommand(new VerifyCommand(console))
                .setExpandAtFiles(false)
                .setUsageHelpWidth(HELP_WIDTH)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setOut(out)
                .setExecutionStrategy(this::executeParsed)
                .setParameterExceptionHandler((misuse, arguments) -> misused(misuse))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure));
        run.setStopAtPositional(true);
        listExitCodes(line, ExitCode.table());
        line.getSubcommands().forEach((name, command) -> listExitCodes(command, ExitCode.table(name)));
        return line;
    }

    private static void listExitCodes(CommandLine line, Map<String, String> table) {
        line.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(table);
    }

    private int executeParsed(ParseResult parsed) {
        if (verbose) {
            System.setProperty(LOG_LEVEL_PROPERTY, "debug");
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /** Without a command: what there is. */
    @Override
    public void run() {
        CommandLine line = Objects.requireNonNull(specification).commandLine();
        line.usage(line.getOut());
    }

    private int misused(ParameterException misuse) {
        CommandLine line = misuse.getCommandLine();
        List<String> unmatched = line.getUnmatchedArguments();
        // What does not exist is the reason, rather than what is missing because of it.
        String message = unmatched.isEmpty() ? misuse.getMessage() : unexpected(line, unmatched.getFirst());
        console.complain(message + "; '" + line.getCommandSpec().qualifiedName() + " --help' tells more");
        return ExitCode.USAGE.code();
    }

    private static String unexpected(CommandLine line, String argument) {
        if (argument.startsWith("-")) {
            return "Unknown option: '" + argument + "'";
        }
        if (line.getSubcommands().isEmpty()) {
            return "Unexpected argument: '" + argument + "'";
        }
        return "Unknown command: '" + argument + "'"
                + (argument.endsWith(MODULE_SUFFIX) ? "; 'tally run " + argument + "' runs it" : "");
    }

    private int failed(Throwable failure) {
        ExitCode exitCode = switch (failure) {
            case CommandFailure expected -> expected.exitCode();
            case OutOfMemoryError scarcity -> ExitCode.HOST_MEMORY;
            default -> ExitCode.INTERNAL;
        };
        console.complain(exitCode == ExitCode.INTERNAL ? "internal fault: " + failure : CommandFailure.reason(failure));
        if (verbose) {
            failure.printStackTrace(console.err());
        }
        return exitCode.code();
    }
}
