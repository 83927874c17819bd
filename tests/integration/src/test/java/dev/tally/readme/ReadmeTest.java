package dev.tally.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.ModuleLimits;
import dev.tally.runtime.Limits;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
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
    private static final Path ARGS = Path.of("src/test/resources/wasi/args.wasm");
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

    @Test
    void the_lines_about_wasi_run_a_program_that_prints() throws Exception {
        Matcher lines =
                Pattern.compile("```java\n(Wasi wasi = .*?)```", Pattern.DOTALL).matcher(Files.readString(README));
        assertThat(lines.find()).isTrue();
        String program = """
            import dev.tally.runtime.*;
            import dev.tally.runtime.wasi.Wasi;
            import java.nio.file.Path;

            public final class Program {
                public static void main(String[] args) throws Exception {
                    Engine engine = Engine.create();
                    var program = engine.load(Path.of(args[0]));
                    %s
                    while (guest.tick().inProgress()) {}
                }
            }
            """.formatted(lines.group(1));
        assertThat(run("Program", program, ARGS).lines()).containsExactly("1", "1: 16");
    }

    @Test
    void the_limits_are_those_that_guests_have_unless_said_otherwise() throws Exception {
        Limits defaults = Limits.defaults();
        assertThat(Files.readString(README).replaceAll("\\s+", " "))
                .contains(String.format(Locale.ROOT, "fuel for each tick (%,d unless", defaults.fuelPerTick()))
                .contains("all that is in its arena (" + (defaults.bytes() >> 20) + " MiB)")
                .contains(String.format(Locale.ROOT, "taken from these bytes at once (%,d)", defaults.stackSlots()))
                .contains(String.format(
                        Locale.ROOT,
                        "Modules of more than %d GiB, and functions of more than %,d locals, %,d parameters or %,d"
                                + " bytes",
                        ModuleLimits.defaults().moduleBytes() >> 30,
                        ModuleLimits.defaults().locals(),
                        ModuleLimits.defaults().parameters(),
                        ModuleLimits.defaults().bodyBytes()));
    }

    private String run(String name, Path guest) throws Exception {
        return run(name, example(name), guest);
    }

    private String run(String name, String text, Path guest) throws Exception {
        Path source = Files.writeString(folder.resolve(name + ".java"), text);
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
