package dev.tally.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tally.cli.console.Console;
import dev.tally.cli.console.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One run of the command inside the test's process.
 *
 * @param exitCode what the shell would see
 * @param out what came on standard output
 * @param err what came on standard error
 */
public record CommandLineRun(int exitCode, String out, String err) {
    private static final Path PROGRAMS = Path.of("src/test/resources/programs");
    private static final Path GUESTS = Path.of("src/main/resources/dev/tally/cli/guests");
    private static final JsonMapper JSON = JsonMapper.shared();

    /** A program of the tests. */
    public static String program(String name) {
        return PROGRAMS.resolve(name + ".wasm").toString();
    }

    /** A guest of the demo. */
    public static String guest(String name) {
        return GUESTS.resolve(name + ".wasm").toString();
    }

    /** Runs the command. */
    public static CommandLineRun tally(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CommandLineRun run = tally(out, false, arguments);
        return new CommandLineRun(run.exitCode, out.toString(StandardCharsets.UTF_8), run.err);
    }

    /** Runs the command with this as its standard output. */
    public static CommandLineRun tally(OutputStream out, boolean terminal, String... arguments) {
        return tally(InputStream.nullInputStream(), out, terminal, arguments);
    }

    /** Runs the command with these as its standard input and output. */
    public static CommandLineRun tally(InputStream in, OutputStream out, boolean terminal, String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(in, out, new PrintStream(err, true, StandardCharsets.UTF_8), terminal);
        int exitCode = Tally.run(console, arguments);
        return new CommandLineRun(exitCode, "", err.toString(StandardCharsets.UTF_8));
    }

    /** That this was a failure of one line, and nothing else was printed. */
    public CommandLineRun isComplaint(ExitCode expected) {
        assertThat(err).startsWith("tally: ").endsWith("\n");
        assertThat(err.lines()).hasSize(1);
        assertThat(exitCode).as(err).isEqualTo(expected.code());
        assertThat(out).isEmpty();
        return this;
    }

    /** Reads JSON, and checks it against a schema beside the class that writes it. */
    public static JsonNode validated(String json, String schemaResource) throws IOException {
        try (InputStream in = Objects.requireNonNull(Tally.class.getResourceAsStream(schemaResource))) {
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(JSON.readTree(in));
            JsonNode node = JSON.readTree(json);
            List<?> errors = schema.validate(node);
            assertThat(errors).as(json).isEmpty();
            return node;
        }
    }

    /** Reads lines of JSON. */
    public static List<JsonNode> lines(String json) {
        return json.lines().map(JSON::readTree).toList();
    }
}
