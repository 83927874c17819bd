package dev.tally.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.telemetry.engineering.EvidenceColumn;
import dev.tally.telemetry.engineering.SteadyState;
import dev.tally.telemetry.engineering.dump.DumpHeader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README of evidence says what it is, tells every column as the table does, and its example is a test that passes. */
final class EngineeringReadmeTest {
    private static final Path FOLDER = Path.of("..", "..", "vm-telemetry", "engineering");
    private static final String SCHEMA = "src/main/resources/dev/tally/telemetry/engineering/dump/evidence-1.json";
    private static final Path PROGRAM = Path.of("src/test/resources/guests/heap/build_strings.wasm");

    @TempDir
    private Path folder;

    @Test
    void it_opens_with_what_evidence_is_not() throws IOException {
        assertThat(readme()).startsWith("# Evidence\n\nEvidence is an engineering metric, not certification policy.\n");
    }

    @Test
    void every_column_is_told_as_its_table_tells_it() throws IOException {
        String begin = "| column | unit | nature | what it tells |\n|---|---|---|---|\n";
        String table = readme().substring(readme().indexOf(begin) + begin.length());
        assertThat(table.substring(0, table.indexOf("\n\n")).lines())
                .containsExactlyElementsOf(EvidenceColumn.all().stream()
                        .map(EngineeringReadmeTest::row)
                        .toList());
    }

    private static String row(EvidenceColumn column) {
        return "| `" + column.name() + "` | " + column.unit().key() + " | "
                + column.nature().key() + (column.judged() ? ", judged" : "")
                + (column.reproducible() ? "" : ", not reproducible") + " | " + column.meaning() + " |";
    }

    @Test
    void verdicts_and_the_schema_are_told() throws IOException {
        assertThat(readme())
                .contains(Stream.of(SteadyState.Verdict.values())
                        .map(verdict -> "\n| `" + verdict + "` | ")
                        .toList())
                .contains("fewer than " + SteadyState.ROWS_NEEDED + " rows", DumpHeader.SCHEMA, "](" + SCHEMA + ")");
        assertThat(FOLDER.resolve(SCHEMA)).isRegularFile();
    }

    @Test
    void example_compiles_and_passes() throws Exception {
        Class<?> example = compiled("ScoreBoardTest", example().replace("score_board.wasm", PROGRAM.toString()));
        Constructor<?> constructor = example.getDeclaredConstructor();
        constructor.setAccessible(true);
        List<Method> tests = Stream.of(example.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .toList();
        assertThat(tests).hasSize(1);
        tests.getFirst().setAccessible(true);
        tests.getFirst().invoke(constructor.newInstance());
    }

    private Class<?> compiled(String name, String text) throws IOException, ClassNotFoundException {
        Path source = Files.writeString(folder.resolve(name + ".java"), text);
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int failures = ToolProvider.getSystemJavaCompiler()
                .run(null, messages, messages, "-d", folder.toString(), "-cp", classPath(), source.toString());
        assertThat(failures).as(messages.toString(StandardCharsets.UTF_8)).isZero();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            return loader.loadClass(name);
        }
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""))
                .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator);
    }

    private static String example() throws IOException {
        Matcher matcher = Pattern.compile("```java\n(// ScoreBoardTest\\.java\n.*?)```", Pattern.DOTALL)
                .matcher(readme());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static String readme() throws IOException {
        return Files.readString(FOLDER.resolve("README.md"));
    }
}
