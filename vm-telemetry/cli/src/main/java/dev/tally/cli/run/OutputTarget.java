package dev.tally.cli.run;

import dev.tally.cli.console.CommandFailure;
import dev.tally.cli.console.Console;
import dev.tally.cli.console.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the summary or the evidence goes: a file, or standard output. Two things must never be written to one place, where
 * neither could be read again.
 *
 * @param option the option that names it, for messages
 * @param file the file, or null for standard output
 */
record OutputTarget(String option, @Nullable Path file) {
    private static final String STANDARD_OUTPUT = "-";

    /** The target that an option names; null when the option was not given. */
    static @Nullable OutputTarget of(String option, @Nullable Path value) {
        if (value == null) {
            return null;
        }
        return new OutputTarget(option, value.toString().equals(STANDARD_OUTPUT) ? null : value);
    }

    /** Refuses this target if something else is written or read there. */
    void requireDistinct(Path module, boolean guestPrints, @Nullable OutputTarget other) {
        if (file == null && guestPrints) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    option + " - would mix with what the guest prints to standard output; name a file instead");
        }
        if (other != null && isSame(other)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    option + " and " + other.option + " both write to "
                            + (file == null ? "standard output" : file.toString()) + "; name two places");
        }
        if (file != null && sameFile(file, module)) {
            throw new CommandFailure(ExitCode.USAGE, option + " would overwrite the module " + module);
        }
    }

    private boolean isSame(OutputTarget other) {
        return file == null || other.file == null ? Objects.equals(file, other.file) : sameFile(file, other.file);
    }

    private static boolean sameFile(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException notBothThere) {
            return one.toAbsolutePath()
                    .normalize()
                    .equals(other.toAbsolutePath().normalize());
        }
    }

    /** Opens a target, so that it is known before the run that it can be written; null for null. */
    static @Nullable TargetStream open(@Nullable OutputTarget target, Console console) {
        return target == null ? null : new TargetStream(target, target.stream(console));
    }

    private OutputStream stream(Console console) {
        if (file == null) {
            return console.out();
        }
        try {
            return Files.newOutputStream(file);
        } catch (NoSuchFileException missing) {
            throw cannotCreate("there is no such folder", missing);
        } catch (AccessDeniedException denied) {
            throw cannotCreate("it may not be written", denied);
        } catch (IOException failure) {
            String reason = Files.isDirectory(file) ? "it is a directory" : CommandFailure.reason(failure);
            throw cannotCreate(reason, failure);
        }
    }

    private CommandFailure cannotCreate(String reason, IOException failure) {
        return new CommandFailure(ExitCode.CANNOT_CREATE, option + ": cannot create " + file + ": " + reason, failure);
    }

    /** What to answer when writing to it failed. */
    CommandFailure cannotWrite(IOException failure) {
        return new CommandFailure(
                ExitCode.CANNOT_WRITE,
                option + ": cannot write to " + (file == null ? "standard output" : file.toString()) + ": "
                        + CommandFailure.reason(failure),
                failure);
    }
}
