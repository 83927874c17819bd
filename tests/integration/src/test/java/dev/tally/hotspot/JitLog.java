package dev.tally.hotspot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM says about its compiling, by {@code -XX:+PrintCompilation}. Whoever needs machine code waits for it in these JVMs, so
 * that equal runs compile the same. What C1 gives up counts as what C2 does: a method that runs in a loop may then stay for good in
 * code that was made to be watched.
 */
final class JitLog {
    /** Begins the line by which {@link WarmPrograms} names the program that it runs next. */
    static final String RUNNING = "running ";

    private static final String OURS = "dev.tally.";
    private static final String GENERATED = "dev.tally.runtime.compile.Generated";
    private static final String METHOD = "(\\S+::\\S+)(?: @ -?\\d+)?(?: \\((\\d+) bytes\\))?";
    private static final Pattern BEGUN = Pattern.compile("^\\s*\\d+\\s+\\d+\\s[ %s!bn]*4\\s+" + METHOD + "$");
    private static final Pattern FAILED = Pattern.compile("[ !b][1-4]\\s+" + METHOD + "\\s+COMPILE SKIPPED: (.*)");
    private static final Pattern BANNED =
            Pattern.compile("made not (?:OSR )?compilable on (?:all levels|level 4)\\s+" + METHOD + "\\s*(.*)");

    private final List<Refusal> refusals = new ArrayList<>();
    private final List<String> programsInMachineCode = new ArrayList<>();

    /**
     * A method of ours that HotSpot has given up though it was hot.
     *
     * @param program that ran then
     */
    record Refusal(String program, String method, String bytes, String reason) {
        boolean isOfGenerated() {
            return method.startsWith(GENERATED);
        }

        @Override
        public String toString() {
            return method + ", " + bytes + " bytes, in " + program + ": " + reason;
        }
    }

    private JitLog() {}

    /** Runs programs, all if none is named, in a JVM that is started with more flags. */
    static JitLog of(List<String> flags, String... programs) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xbatch", "-XX:+PrintCompilation"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), WarmPrograms.class.getName()));
        command.addAll(List.of(programs));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(output.substring(Math.max(0, output.length() - 2_000)))
                .isZero();
        return parse(output);
    }

    static JitLog parse(String output) {
        JitLog log = new JitLog();
        String program = "no program";
        for (String line : output.lines().toList()) {
            if (line.startsWith(RUNNING)) {
                program = line.substring(RUNNING.length());
            } else {
                log.take(program, line);
            }
        }
        return log;
    }

    private void take(String program, String line) {
        for (Pattern pattern : List.of(FAILED, BANNED)) {
            Matcher refused = pattern.matcher(line);
            if (refused.find() && refused.group(1).startsWith(OURS)) {
                refusals.add(new Refusal(
                        program,
                        refused.group(1),
                        String.valueOf(refused.group(2)),
                        refused.group(3).strip()));
            }
        }
        Matcher begun = BEGUN.matcher(line);
        if (begun.find() && begun.group(1).startsWith(GENERATED) && !programsInMachineCode.contains(program)) {
            programsInMachineCode.add(program);
        }
    }

    List<Refusal> refusals() {
        return refusals;
    }

    /** The programs of whose generated methods some were given to C2: those that were run long enough to tell. */
    List<String> programsInMachineCode() {
        return programsInMachineCode;
    }
}
