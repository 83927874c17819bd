package dev.tally.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tally.conformance.ScriptReport.Ending;
import dev.tally.conformance.script.Command;
import dev.tally.conformance.script.ScriptReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs all scripts in all modes. A script is skipped as a whole when the machine refuses one of its modules for want of a
 * feature, and never in part. Whatever the mode, a script must cost the same and leave the same state behind.
 */
final class ScriptsTest {
    private static final Path TABLES = Path.of("target", "conformance.txt");
    private static final Map<RunMode, Summary> SUMMARIES = new EnumMap<>(RunMode.class);

    /** What the scripts left behind in the first mode. */
    private static final Map<Path, Ending> ENDINGS = new HashMap<>();

    @TestFactory
    Stream<DynamicNode> every_command_of_a_script_goes_as_it_says() {
        List<Path> scripts = new ArrayList<>(Suite.publicScripts());
        List<Path> own = Suite.ownScripts();
        scripts.addAll(own);
        return Arrays.stream(RunMode.values()).map(mode -> {
            Summary summary = new Summary(mode);
            SUMMARIES.put(mode, summary);
            return dynamicContainer(
                    mode.toString(),
                    scripts.stream()
                            .map(script -> dynamicTest(
                                    Suite.name(script),
                                    script.toUri(),
                                    () -> pass(script, run(script, mode, !own.contains(script)), summary))));
        });
    }

    private static void pass(Path script, ScriptReport report, Summary summary) {
        summary.add(report);
        Assumptions.assumeTrue(report.ran(), () -> report.script() + " needs " + report.skipped());
        assertThat(report.failures()).as(report.script()).isEmpty();
        Ending first = ENDINGS.putIfAbsent(script, report.ending());
        assertThat(report.ending()).isEqualTo(first == null ? report.ending() : first);
    }

    private static ScriptReport run(Path script, RunMode mode, boolean publicScript) {
        List<Command> commands = ScriptReader.read(Suite.read(script));
        String need = Needs.of(commands);
        return need.isEmpty()
                ? ScriptRun.run(Suite.name(script), commands, mode, publicScript)
                : ScriptReport.skipped(Suite.name(script), need);
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_expectation_is_a_failure_of_its_command(RunMode mode) {
        List<Command> commands = ScriptReader.read(Suite.read(Suite.control()));
        ScriptReport report = ScriptRun.run(Suite.CONTROL, commands, mode, false);
        assertThat(report.failures())
                .extracting(failure -> failure.substring(0, failure.indexOf(':')))
                .containsExactlyElementsOf(wrong(commands, mode));
        assertThat(report.passed() + report.failures().size()).isEqualTo(commands.size());
    }

    private static List<String> wrong(List<Command> commands, RunMode mode) {
        return commands.stream()
                .filter(command -> !(command instanceof Command.Define))
                // Where the guest rests is looked at in one mode alone.
                .filter(command -> !(command instanceof Command.AssertRests) || mode == RunMode.RESTING_EVERYWHERE)
                .map(command -> "line " + command.line())
                .toList();
    }

    @AfterAll
    static void tell() throws IOException {
        StringBuilder tables = new StringBuilder();
        SUMMARIES.values().forEach(summary -> tables.append(summary).append('\n'));
        tables.append(Suite.advice());
        Files.createDirectories(TABLES.getParent());
        Files.writeString(TABLES, tables);
        System.out.print(tables);
    }
}
