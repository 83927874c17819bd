package dev.tally.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What GraalWasm needs of its JVM: a compiler of its own, which a JDK runs only when it is a module of the platform. The jars are
 * those that a build with the peers leaves in a folder of their own.
 */
final class GraalVm {
    private GraalVm() {}

    /** Whether this build has it. */
    static boolean isPresent() {
        return Files.isDirectory(modules());
    }

    /** The arguments of a JVM in which GraalWasm compiles. */
    static List<String> arguments() {
        return List.of(
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:+EnableJVMCI",
                "--upgrade-module-path=" + modules(),
                "--module-path=" + modules(),
                "--add-modules=ALL-MODULE-PATH");
    }

    private static Path modules() {
        return Kernel.benchmarks().resolve("target/graal");
    }
}
