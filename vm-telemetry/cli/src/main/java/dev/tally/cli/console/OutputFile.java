package dev.tally.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/** Writes what a command makes: to a file, or to standard output. Whatever goes wrong is one line that names the place. */
public final class OutputFile {
    /** What stands for standard output. */
    public static final String STANDARD_OUTPUT = "-";

    private OutputFile() {}

    /** Something that can be written. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Refuses to write over what was read. */
    public static void requireOther(Path output, Path input) {
        try {
            if (Files.exists(output) && Files.isSameFile(output, input)) {
                throw new CommandFailure(ExitCode.USAGE, "the output would overwrite " + input);
            }
        } catch (IOException failure) {
            throw new CommandFailure(
                    ExitCode.CANNOT_CREATE, "cannot create " + output + ": " + CommandFailure.reason(failure), failure);
        }
    }

    /** Writes to a file, or to standard output for {@value #STANDARD_OUTPUT}. */
    public static void write(Path path, Console console, Content content) {
        boolean toStandardOutput = path.toString().equals(STANDARD_OUTPUT);
        try {
            if (toStandardOutput) {
                content.writeTo(console.out());
            } else {
                try (OutputStream file = Files.newOutputStream(path)) {
                    content.writeTo(file);
                }
            }
        } catch (NoSuchFileException missing) {
            throw new CommandFailure(
                    ExitCode.CANNOT_CREATE, "cannot create " + path + ": there is no such folder", missing);
        } catch (AccessDeniedException denied) {
            throw new CommandFailure(
                    ExitCode.CANNOT_CREATE, "cannot create " + path + ": it may not be written", denied);
        } catch (UncheckedIOException failure) {
            throw cannotWrite(path, toStandardOutput, Objects.requireNonNull(failure.getCause()));
        } catch (IOException failure) {
            if (!toStandardOutput && Files.isDirectory(path)) {
                throw new CommandFailure(ExitCode.CANNOT_CREATE, path + ": is a directory", failure);
            }
            throw cannotWrite(path, toStandardOutput, failure);
        }
    }

    private static CommandFailure cannotWrite(Path path, boolean toStandardOutput, IOException failure) {
        return new CommandFailure(
                ExitCode.CANNOT_WRITE,
                "cannot write to " + (toStandardOutput ? "standard output" : path) + ": "
                        + CommandFailure.reason(failure),
                failure);
    }
}
