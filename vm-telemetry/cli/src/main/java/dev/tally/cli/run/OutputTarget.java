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
    private static final Path STDOUT = Path.of("/dev/stdout");
    private static final Path STDERR = Path.of("/dev/stderr");
    private static final Path NOWHERE = Path.of("/dev/null");

    /** The target that an option names; null when the option was not given. */
    static @Nullable OutputTarget of(String option, @Nullable Path value) {
        if (value == null) {
            return null;
        }
        return new OutputTarget(option, value.toString().equals(STANDARD_OUTPUT) ? null : value);
    }

    /** Refuses two targets that are one place. */
    static void requireDistinct(@Nullable OutputTarget one, @Nullable OutputTarget other) {
        if (one == null || other == null) {
            return;
        }
        boolean same = one.file == null || other.file == null
                ? one.isStandardOutput() && other.isStandardOutput()
                : !sameFile(one.file, NOWHERE) && sameFile(one.file, other.file);
        if (same) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    one.option + " and " + other.option + " both write to " + one.place() + "; name two places");
        }
    }

    /**
     * Refuses this target if something else is read or written there.
     *
     * @param guestPrints whether the guest may print to standard output
     * @param summaryFollows whether the summary for people goes to standard error
     */
    void requireFree(Path module, boolean guestPrints, boolean summaryFollows) {
        if (guestPrints && isStandardOutput()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    option + " would mix with what the guest prints to standard output; name a file instead");
        }
        if (file == null) {
            return;
        }
        if (summaryFollows && isStream(file, STDERR)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    option + " would mix with the summary on standard error; name another file, or add --quiet");
        }
        if (sameFile(file, module)) {
            throw new CommandFailure(ExitCode.USAGE, option + " would overwrite the module " + module);
        }
    }

    private boolean isStandardOutput() {
        return file == null || isStream(file, STDOUT);
    }

    /** Whether a file is what the shell has made a standard stream of. */
    private static boolean isStream(Path file, Path stream) {
        return Files.exists(file) && Files.exists(stream) && !sameFile(file, NOWHERE) && sameFile(file, stream);
    }

    private static boolean sameFile(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException notBothThere) {
            return real(one).equals(real(other));
        }
    }

    /** Where a file is that need not be there yet. */
    private static Path real(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        try {
            return folder == null ? absolute : folder.toRealPath().resolve(absolute.getFileName());
        } catch (IOException noFolder) {
            return absolute;
        }
    }

    private String place() {
        return file == null ? "standard output" : file.toString();
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
                option + ": cannot write to " + place() + ": " + CommandFailure.reason(failure),
                failure);
    }
}
