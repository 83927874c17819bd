package dev.tally.command;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that the build has packed. Without one there is nothing to test. */
final class PackedCommand {
    static final Path PATH = Path.of("../../vm-telemetry/cli/target/tally/bin/tally")
            .toAbsolutePath()
            .normalize();

    private PackedCommand() {}

    /** A process of it that has ended, with all that it printed. */
    record Ended(int exitCode, String out, String err) {}

    static void assumeItIsThere() {
        assumeThat(PATH).isExecutable();
    }

    static Process started(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(PATH.toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    static Ended ended(Process process) throws Exception {
        process.getOutputStream().close();
        String out = text(process.getInputStream());
        String err = text(process.getErrorStream());
        return new Ended(process.waitFor(), out, err);
    }

    static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
}
