package dev.tally.cli.dump;

import dev.tally.cli.console.CommandFailure;
import dev.tally.cli.console.Console;
import dev.tally.cli.console.ExitCode;
import dev.tally.telemetry.engineering.dump.Dump;
import dev.tally.telemetry.engineering.dump.DumpException;
import dev.tally.telemetry.engineering.dump.DumpReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A dump and the file it was read from. Whatever the file turns out to be, reading it fails with one line that names it.
 *
 * @param name the file as it was given, or standard input
 */
record DumpFile(String name, Dump dump) {
    private static final String STANDARD_INPUT = "-";

    static DumpFile read(Path path, Console console) {
        boolean standard = path.toString().equals(STANDARD_INPUT);
        String name = standard ? "standard input" : path.toString();
        if (!standard && Files.isDirectory(path)) {
            throw new CommandFailure(ExitCode.NO_INPUT, name + ": is a directory");
        }
        try {
            if (standard) {
                return new DumpFile(name, DumpReader.read(console.in()));
            }
            try (InputStream in = Files.newInputStream(path)) {
                return new DumpFile(name, DumpReader.read(in));
            }
        } catch (DumpException refusal) {
            throw new CommandFailure(exitCode(refusal.kind()), name + ": " + refusal.getMessage(), refusal);
        } catch (NoSuchFileException missing) {
            throw new CommandFailure(ExitCode.NO_INPUT, name + ": there is no such file", missing);
        } catch (AccessDeniedException denied) {
            throw new CommandFailure(ExitCode.NO_INPUT, name + ": may not be read", denied);
        } catch (IOException failure) {
            throw new CommandFailure(
                    ExitCode.NO_INPUT, name + ": cannot be read: " + CommandFailure.reason(failure), failure);
        }
    }

    private static ExitCode exitCode(DumpException.Kind kind) {
        return switch (kind) {
            case TRUNCATED -> ExitCode.TRUNCATED;
            case FOREIGN, MALFORMED -> ExitCode.NOT_A_DUMP;
        };
    }
}
