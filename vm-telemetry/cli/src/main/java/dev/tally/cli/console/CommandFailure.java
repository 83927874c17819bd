package dev.tally.cli.console;

import org.jspecify.annotations.Nullable;

/** Ends a command with one line on standard error and an exit code. It never stands for what a guest does. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    /** A failure whose message is the line. */
    public CommandFailure(ExitCode exitCode, String message) {
        this(exitCode, message, null);
    }

    /** A failure whose cause {@code --verbose} shows. */
    public CommandFailure(ExitCode exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** What a failure says of itself, or what it is when it says nothing. */
    public static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
