package dev.tally.cli.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What the command answers to the shell: the one table, which {@code --help} prints. A guest's own exit code is passed
 * through instead, and must never be taken for one of these: the summary then says that the guest exited.
 */
public enum ExitCode {
    OK(0, "All went well; with run: the call returned, or the guest exited with 0."),
    USAGE(64, "The command line is wrong, or does not suit the module: options, arguments, entry point."),
    MODULE(
            65,
            "The file is not a module that can run: malformed, invalid, beyond a limit or unsupported.",
            "run",
            "inspect",
            "stats",
            "validate",
            "assemble",
            "disassemble",
            "certify",
            "verify"),
    NO_INPUT(66, "The file is missing, a directory or unreadable."),
    LINK(
            69,
            "The module imports what the command does not offer, or its memories exceed the quota.",
            "run",
            "certify",
            "verify"),
    INTERNAL(70, "A fault of this program; --verbose shows where."),
    HOST_MEMORY(71, "The JVM has no memory for what the guest may still have by its quota."),
    CANNOT_CREATE(73, "A file that the command was to write cannot be created.", "run", "certify"),
    CANNOT_WRITE(74, "An output cannot be written: closed, broken or full."),
    PROFILE(80, "The profile is refused; the message begins with the path of the field.", "certify", "verify"),
    NOT_CERTIFIED(
            81,
            "The certificate does not say PASS: it was written, or reproduced, and tells why.",
            "certify",
            "verify"),
    NOT_A_CERTIFICATE(82, "The file is not a certificate of a kind that this program knows.", "verify"),
    TRUNCATED(83, "The file ends before the certificate or the dump does.", "verify", "dump"),
    OTHER_MODULE(84, "The certificate is about another module.", "verify"),
    OTHER_PROFILE(85, "The certificate is about another profile.", "verify"),
    OTHER_RULES(86, "The certificate was made by other prices or digests than this program's.", "verify"),
    DIFFERENT(87, "Replaying gives something else: the certificate was changed, or never was true.", "verify"),
    NOT_A_DUMP(90, "The file is not a dump of evidence of a kind that this program knows.", "dump"),
    GREW(91, "With --compare: some column shows more per tick than before.", "dump"),
    UNDECIDED(
            92,
            "With --compare: a run is too short or has lost rows, or the later one observed less, so that nothing can"
                    + " be said.",
            "dump"),
    TICK_LIMIT(124, "The guest has had its --ticks and is not done.", "run"),
    INTERRUPTED(130, "The run was interrupted (143: terminated); the summary shows how far it came.", "run"),
    TRAP(134, "The guest trapped.", "run");

    /** The highest code that a process can answer; a guest's own that is higher becomes this, so never 0 by truncation. */
    private static final int HIGHEST = 255;

    private static final String RUN = "run";

    private final int code;
    private final String meaning;
    private final List<String> commands;

    /** A code that only some commands answer, or all if none is named. */
    ExitCode(int code, String meaning, String... commands) {
        this.code = code;
        this.meaning = meaning;
        this.commands = List.of(commands);
    }

    /** The number that the shell sees. */
    public int code() {
        return code;
    }

    /** The number that the shell sees for what a guest passed to its exit function, an unsigned number. */
    public static int ofGuest(int exitCode) {
        return exitCode < 0 || exitCode > HIGHEST ? HIGHEST : exitCode;
    }

    /** The table for {@code --help}: code and meaning, in order. */
    public static Map<String, String> table() {
        return table(exitCode -> true, true);
    }

    /** The table for the {@code --help} of one command: what it can answer. */
    public static Map<String, String> table(String command) {
        return table(
                exitCode -> exitCode.commands.isEmpty() || exitCode.commands.contains(command), command.equals(RUN));
    }

    private static Map<String, String> table(Predicate<ExitCode> listed, boolean guestsExit) {
        Map<String, String> table = new LinkedHashMap<>();
        for (ExitCode exitCode : values()) {
            if (listed.test(exitCode)) {
                table.put(Integer.toString(exitCode.code), exitCode.meaning);
            }
            if (exitCode == OK && guestsExit) {
                table.put(
                        "1.." + HIGHEST,
                        "What the guest passed to proc_exit, 255 if more. The summary says \"exited\";"
                                + " all other codes below stand for what they say.");
            }
        }
        return table;
    }
}
