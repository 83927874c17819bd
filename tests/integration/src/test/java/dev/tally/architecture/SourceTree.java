package dev.tally.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The project as it lies on disk. It must never look into what a build has made. */
final class SourceTree {
    /** What a visitor sees first, hidden files apart. */
    static final List<String> TOP_LEVEL =
            List.of("README.md", "pom.xml", "tests", "vm-core", "vm-heap", "vm-runtime", "vm-telemetry");

    static final Path ROOT = root();

    private static final List<SourceFile> JAVA_FILES = read();

    private SourceTree() {}

    static Stream<SourceFile> javaFiles() {
        return JAVA_FILES.stream();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> visibleNames(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && !name.equals("target"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("vm-core")) || !Files.exists(folder.resolve("pom.xml"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException("run the tests from within the project");
            }
            folder = parent;
        }
        return folder;
    }

    private static List<SourceFile> read() {
        List<SourceFile> files = new ArrayList<>();
        for (String name : TOP_LEVEL) {
            try (Stream<Path> paths = Files.walk(ROOT.resolve(name))) {
                paths.filter(path -> path.toString().endsWith(".java"))
                        .map(ROOT::relativize)
                        .filter(path -> !path.toString().contains("target/"))
                        .sorted()
                        .forEach(path -> files.add(new SourceFile(path, read(ROOT.resolve(path)))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return List.copyOf(files);
    }
}
