package dev.tally.cli;

/** The entry point of the {@code tally} command. It must never leave a stack trace on the terminal unasked. */
public final class Tally {
    private Tally() {}

    /**
     * Runs the command.
     *
     * @param arguments the command line after the program's name
     */
    public static void main(String[] arguments) {
        System.err.println("tally: no command stands yet");
        System.exit(2);
    }
}
