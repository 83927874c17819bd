package dev.tally.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script that users start. The Javas it finds here are scripts too: they print their folder and arguments. */
@DisabledOnOs(OS.WINDOWS)
final class LauncherTest {
    @TempDir
    Path temporary;

    private Path installation;
    private Path launcher;
    private Path home;

    @BeforeEach
    void install_under_a_path_with_spaces() throws IOException {
        installation = Files.createDirectories(temporary.toRealPath().resolve("a folder/with  spaces"));
        Files.createDirectories(installation.resolve("lib"));
        launcher = Files.createDirectories(installation.resolve("bin")).resolve("tally");
        Files.copy(Path.of("src/main/launcher/tally"), launcher);
        home = Files.createDirectories(installation.resolve("a home"));
    }

    @Test
    void arguments_arrive_unchanged() throws Exception {
        Path java = java("java", "25.0.3");
        List<String> arguments = List.of("run", "", "a  b", "*", "$HOME", "\"'\\", "--", "-Dx=y", "two\nlines");
        assertThat(started(launcher, Map.of("JAVA_HOME", java.toString()), arguments))
                .endsWith(String.join("|", arguments) + "|");
    }

    @Test
    void jars_beside_it_are_on_the_class_path_also_through_links() throws Exception {
        Path java = java("java", "25");
        Path first = Files.createSymbolicLink(home.resolve("first"), Path.of("../bin/tally"));
        Path second = Files.createSymbolicLink(home.resolve("second link"), first);
        assertThat(started(second, Map.of("JAVA_HOME", java.toString()), List.of()))
                .contains("|-cp|" + installation.resolve("lib") + "/*|dev.tally.cli.Tally|");
    }

    @Test
    void java_home_that_is_too_old_is_passed_over() throws Exception {
        Path old = java("old", "17.0.15");
        Path java = java("a home/.jdks/new", "26-ea");
        assertThat(started(
                        launcher, Map.of("JAVA_HOME", old.toString(), "PATH", java + "/bin:/usr/bin:/bin"), List.of()))
                .startsWith(java + "|");
    }

    @Test
    void java_on_the_path_is_found_through_links() throws Exception {
        Path java = java("java", "25.0.3");
        Path links = Files.createDirectories(home.resolve("links"));
        Files.createSymbolicLink(links.resolve("java"), java.resolve("bin/java"));
        assertThat(started(launcher, Map.of("PATH", links + ":/usr/bin:/bin"), List.of()))
                .startsWith(java + "|");
    }

    /** Makes a folder that looks like a Java of the given version. */
    private Path java(String folder, String version) throws IOException {
        Path java = installation.resolve(folder);
        Path executable = Files.createDirectories(java.resolve("bin")).resolve("java");
        Files.writeString(java.resolve("release"), "IMPLEMENTOR=\"A\"\nJAVA_VERSION=\"" + version + "\"\nX=\"1\"\n");
        Files.writeString(executable, "#!/bin/sh\nprintf '%s|' '" + java + "' \"$@\"\n");
        Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwxr-xr-x"));
        return java;
    }

    private String started(Path script, Map<String, String> environment, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "HOME", home.toString()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
