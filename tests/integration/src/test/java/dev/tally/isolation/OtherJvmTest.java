package dev.tally.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a guest does, what it costs and where its ticks end does not depend on how the JVM was started. */
final class OtherJvmTest {
    /** Calls of the host and by it, numbers of every kind, strings in tables, and the deepest stacks there are. */
    private static final List<String> PROGRAMS = List.of(
            "callbacks", "deep_recursion", "floats", "string_tables", "bad/infinite_recursion", "bad/string_traps");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xint",
                "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
                "-Xss256k -XX:+UseParallelGC",
                "-Duser.language=tr -Duser.region=TR -Dfile.encoding=UTF-16 -Duser.timezone=Asia/Kathmandu"
            })
    void another_jvm_shows_the_same(String flags) throws Exception {
        assertThat(outputOf(Fingerprints.class, flags, PROGRAMS)).isEqualTo(Fingerprints.print(PROGRAMS));
    }

    private static List<String> outputOf(Class<?> main, String flags, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags.split(" ")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor()).isZero();
        return output.lines().toList();
    }
}
