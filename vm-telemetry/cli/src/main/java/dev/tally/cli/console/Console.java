package dev.tally.cli.console;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The streams of the process. Everything is UTF-8, whatever the locale says.
 *
 * @param in standard input
 * @param out standard output, unbuffered, so that whoever writes learns at once that it is closed
 * @param err standard error
 * @param terminal whether standard error is a terminal, where progress may be shown
 */
public record Console(InputStream in, OutputStream out, PrintStream err, boolean terminal) {
    /** Set by the launcher, which alone can tell. */
    private static final String TERMINAL_PROPERTY = "tally.terminal";

    /** The streams that this process was started with. */
    public static Console ofProcess() {
        return new Console(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean(TERMINAL_PROPERTY));
    }

    /** Writes the one line that an error is. */
    public void complain(String message) {
        err.println("tally: " + Printable.line(message));
    }
}
