package dev.tally.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the README compile as they stand there, and do what it says. */
final class ReadmeTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Path README = ROOT.resolve("README.md");
    private static final Path LIFE = ROOT.resolve("vm-telemetry/cli/src/main/resources/dev/tally/cli/guests/life.wasm");
    private static final Path GREETER = Path.of("src/test/resources/readme/greeter.wasm");
    private static final int LONGEST_EXAMPLE = 20;

    @TempDir
    private Path folder;

    @Test
    void the_embedding_example_runs_ten_frames() throws Exception {
        assertThat(run("Embedding", LIFE)).containsPattern("^\\d+ fuel in \\d+ ticks\\s+state [0-9a-f]{64}\\s+$");
    }

    @Test
    void the_embedding_example_has_twenty_lines() throws Exception {
        long statements = example("Embedding")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("import") && !line.startsWith("//"))
                .count();
        assertThat(statements).isLessThanOrEqualTo(LONGEST_EXAMPLE);
    }

    @Test
    void the_example_of_host_functions_greets_and_rolls() throws Exception {
        assertThat(run("Greeting", GREETER).lines()).containsExactly("Hello, stranger", "8");
    }

    private String run(String name, Path guest) throws Exception {
        Path source = Files.writeString(folder.resolve(name + ".java"), example(name));
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int failures = ToolProvider.getSystemJavaCompiler()
                .run(null, messages, messages, "-d", folder.toString(), "-cp", classPath(), source.toString());
        assertThat(failures).as(messages.toString(StandardCharsets.UTF_8)).isZero();
        PrintStream standardOutput = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object)
                    new String[] {guest.toString()});
        } finally {
            System.setOut(standardOutput);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""))
                .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator);
    }

    private static String example(String name) throws Exception {
        Matcher matcher = Pattern.compile("```java\n(// " + name + "\\.java\n.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(README));
        assertThat(matcher.find()).as("the README has an example " + name).isTrue();
        return matcher.group(1);
    }
}
