package dev.tally.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where scripts are found: those of the public test suite, if the machine has them, and those of this project. */
final class Suite {
    /** Names the folder of the public scripts. */
    private static final String FOLDER = "tally.spec";

    private static final String ADVICE = """
        No folder of scripts of the public test suite was given: only the scripts of this project have run. To run them all:
            git clone https://github.com/WebAssembly/testsuite && git -C testsuite checkout 193e551f
            mvn verify -Dtally.spec=/path/to/testsuite
        """;

    private static final Path OWN = Path.of("src", "test", "resources", "scripts");

    /** The script that is wrong on purpose. */
    static final String CONTROL = "control.wast";

    private Suite() {}

    private static String folder() {
        return System.getProperty(FOLDER, "").strip();
    }

    /** Where to find the public scripts, when no folder is given; otherwise nothing. */
    static String advice() {
        return folder().isEmpty() ? ADVICE : "";
    }

    /** The public scripts; none when no folder is given. */
    static List<Path> publicScripts() {
        String folder = folder();
        if (folder.isEmpty()) {
            return List.of();
        }
        Path path = Path.of(folder);
        if (!Files.isDirectory(path)) {
            throw new IllegalArgumentException("-D" + FOLDER + "=" + folder + " is no folder");
        }
        return scripts(path);
    }

    /** The scripts of this project, the control apart. */
    static List<Path> ownScripts() {
        return scripts(OWN).stream().filter(script -> !script.endsWith(CONTROL)).toList();
    }

    static Path control() {
        return OWN.resolve(CONTROL);
    }

    private static List<Path> scripts(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".wast"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The name of a script. */
    static String name(@Nullable Path script) {
        return script == null ? "" : String.valueOf(script.getFileName());
    }

    static byte[] read(Path script) {
        try {
            return Files.readAllBytes(script);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
