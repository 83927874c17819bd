package dev.tally.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tally.conformance.script.Command;
import dev.tally.conformance.script.ScriptReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs all scripts in all modes. A script is skipped as a whole when the machine refuses one of its modules for want of a
 * feature, and never in part.
 */
final class ScriptsTest {
    private static final Path TABLES = Path.of("target", "conformance.txt");
    private static final Map<RunMode, Summary> SUMMARIES = new EnumMap<>(RunMode.class);

    @TestFactory
    Stream<DynamicNode> every_command_of_a_script_goes_as_it_says() {
        List<Path> scripts = new ArrayList<>(Suite.publicScripts());
        scripts.addAll(Suite.ownScripts());
        return Arrays.stream(RunMode.values()).map(mode -> {
            Summary summary = new Summary(mode);
            SUMMARIES.put(mode, summary);
            return dynamicContainer(
                    mode.toString(),
                    scripts.stream()
                            .map(script -> dynamicTest(
                                    Suite.name(script), script.toUri(), () -> pass(run(script, mode), summary))));
        });
    }

    private static void pass(ScriptReport report, Summary summary) {
        summary.add(report);
        Assumptions.assumeTrue(report.ran(), () -> report.script() + " needs " + report.skipped());
        assertThat(report.failures()).as(report.script()).isEmpty();
    }

    private static ScriptReport run(Path script, RunMode mode) {
        List<Command> commands = ScriptReader.read(Suite.read(script));
        String need = Needs.of(commands);
        return need.isEmpty()
                ? ScriptRun.run(Suite.name(script), commands, mode)
                : ScriptReport.skipped(Suite.name(script), need);
    }

    @Test
    void a_wrong_expectation_is_a_failure_of_its_command() {
        List<Command> commands = ScriptReader.read(Suite.read(Suite.control()));
        List<String> wrong = commands.stream()
                .filter(command -> !(command instanceof Command.Define))
                .map(command -> "line " + command.line() + ":")
                .toList();
        for (RunMode mode : RunMode.values()) {
            ScriptReport report = ScriptRun.run(Suite.CONTROL, commands, mode);
            assertThat(report.failures()).hasSameSizeAs(wrong);
            for (int i = 0; i < wrong.size(); i++) {
                assertThat(report.failures().get(i)).startsWith(wrong.get(i));
            }
            assertThat(report.passed()).isEqualTo(commands.size() - wrong.size());
        }
    }

    @AfterAll
    static void tell() throws IOException {
        StringBuilder tables = new StringBuilder();
        SUMMARIES.values().forEach(summary -> tables.append(summary).append('\n'));
        Files.createDirectories(TABLES.getParent());
        Files.writeString(TABLES, tables);
        System.out.print(tables);
    }
}
