package dev.tally.core.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Texts to damage: those of the source tree, and the modules in its scripts and, where the system property
 * {@code tally.spec} names a folder, in the scripts there. Their order is the same everywhere.
 */
final class SourceTree {
    private static final int LONGEST = 4_000;
    private static final Path TESTS = Path.of("..", "tests");

    private SourceTree() {}

    /** Modules as texts, some of which are wrong on purpose. */
    static List<byte[]> modules() {
        List<byte[]> modules = new ArrayList<>(files(TESTS, ".wat"));
        files(TESTS, ".wast").forEach(script -> addParts(script, modules));
        String spec = System.getProperty("tally.spec", "");
        if (!spec.isEmpty()) {
            files(Path.of(spec), ".wast").forEach(script -> addParts(script, modules));
        }
        modules.removeIf(module -> module.length > LONGEST);
        return modules;
    }

    /** Cuts a script into what begins at the margin, and keeps the modules. */
    private static void addParts(byte[] script, List<byte[]> modules) {
        for (String part : new String(script, StandardCharsets.ISO_8859_1).split("\n(?=\\()", -1)) {
            if (part.startsWith("(module")) {
                modules.add(part.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static List<byte[]> files(Path folder, String suffix) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            List<byte[]> files = new ArrayList<>();
            for (Path path :
                    paths.filter(file -> isSource(file, suffix)).sorted().toList()) {
                files.add(Files.readAllBytes(path));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSource(Path file, String suffix) {
        String path = file.toString().replace('\\', '/');
        return path.endsWith(suffix) && !path.contains("/target/");
    }
}
