package dev.tally.benchmarks;

import dev.tally.runtime.Engine;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.Limits;
import dev.tally.runtime.Module;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How small the whole is: the modules as they were written, packed and exported, and a guest that does nothing. */
final class Size {
    private static final List<String> MODULES = List.of(
            "vm-core",
            "vm-heap",
            "vm-runtime",
            "vm-telemetry/engineering",
            "vm-telemetry/certification",
            "vm-telemetry/cli");

    private static final byte[] EMPTY_MODULE = {0, 'a', 's', 'm', 1, 0, 0, 0};
    private static final int GUESTS = 2_000;
    private static final int COLLECTIONS = 5;

    private Size() {}

    static String run() throws IOException {
        Path root = Kernel.benchmarks().resolve("../..").normalize();
        MarkdownTable table = new MarkdownTable("module", "lines of code", "bytes of its jar", "exported types");
        long lines = 0;
        long bytes = 0;
        long types = 0;
        for (String module : MODULES) {
            long moduleLines = linesOfCode(root.resolve(module).resolve("src/main/java"));
            Path jar = jar(root.resolve(module).resolve("target"));
            long moduleTypes = exportedTypes(jar);
            table.add(
                    "`" + module + "`",
                    MarkdownTable.count(moduleLines),
                    MarkdownTable.count(Files.size(jar)),
                    MarkdownTable.count(moduleTypes));
            lines += moduleLines;
            bytes += Files.size(jar);
            types += moduleTypes;
        }
        table.add("together", MarkdownTable.count(lines), MarkdownTable.count(bytes), MarkdownTable.count(types));
        return table + "\nAn empty guest takes " + MarkdownTable.count(bytesOfEmptyGuest())
                + " bytes of the JVM's heap.\n";
    }

    /** Lines that are neither blank nor comment. */
    private static long linesOfCode(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            List<Path> java =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            long lines = 0;
            for (Path file : java) {
                lines += Files.readString(file)
                        .replaceAll("(?s)/\\*.*?\\*/", "")
                        .replaceAll("(?m)^\\s*//.*$", "")
                        .lines()
                        .filter(line -> !line.isBlank())
                        .count();
            }
            return lines;
        }
    }

    private static Path jar(Path target) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .min(Path::compareTo)
                    .orElseThrow(() -> new IOException("no jar in " + target + "; package the project first"));
        }
    }

    /** Public types, those nested in others not counted, in packages that are exported to everybody. */
    private static long exportedTypes(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            ModuleDescriptor module;
            try (var descriptor = file.getInputStream(file.getEntry("module-info.class"))) {
                module = ModuleDescriptor.read(descriptor);
            }
            Set<String> exported = module.exports().stream()
                    .filter(export -> !export.isQualified())
                    .map(export -> export.source().replace('.', '/'))
                    .collect(Collectors.toSet());
            long types = 0;
            for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
                if (isTopLevelClassOf(exported, entry.getName()) && isPublic(file, entry)) {
                    types++;
                }
            }
            return types;
        }
    }

    private static boolean isTopLevelClassOf(Set<String> packages, String entry) {
        return entry.endsWith(".class")
                && !entry.contains("$")
                && !entry.endsWith("-info.class")
                && packages.contains(entry.substring(0, Math.max(0, entry.lastIndexOf('/'))));
    }

    private static boolean isPublic(JarFile file, JarEntry entry) throws IOException {
        try (var bytes = file.getInputStream(entry)) {
            return ClassFile.of().parse(bytes.readAllBytes()).flags().has(AccessFlag.PUBLIC);
        }
    }

    /** What the heap of the JVM grows by for each of many guests that are instantiated. */
    private static long bytesOfEmptyGuest() {
        Engine engine = Engine.create();
        Module module = engine.load(EMPTY_MODULE);
        Guest[] guests = new Guest[GUESTS];
        spawn(engine, module).close();
        long before = usedHeap();
        for (int i = 0; i < GUESTS; i++) {
            guests[i] = spawn(engine, module);
        }
        long used = usedHeap() - before;
        for (Guest guest : guests) {
            guest.close();
        }
        return used / GUESTS;
    }

    private static Guest spawn(Engine engine, Module module) {
        Guest guest = engine.spawn(module, Imports.none(), Limits.defaults());
        guest.tick();
        return guest;
    }

    private static long usedHeap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
