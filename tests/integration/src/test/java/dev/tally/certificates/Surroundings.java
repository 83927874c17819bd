package dev.tally.certificates;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.Collectors;

/** All in which one JVM may differ from another, so that a mode can be shown to be what it is called. */
final class Surroundings {
    private Surroundings() {}

    /** Prints those of this JVM. */
    public static void main(String[] none) {
        System.out.writeBytes(String.join("\n", here()).getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    /** Those of this JVM, each in the same place. */
    static List<String> here() {
        return List.of(
                "charset " + Charset.defaultCharset(),
                "locale " + Locale.getDefault(),
                "digits " + String.format("%d", 1_234),
                "time zone " + TimeZone.getDefault().getID(),
                "cores " + Runtime.getRuntime().availableProcessors(),
                "compiler " + System.getProperty("java.vm.info"),
                "collectors "
                        + ManagementFactory.getGarbageCollectorMXBeans().stream()
                                .map(GarbageCollectorMXBean::getName)
                                .collect(Collectors.joining(", ")));
    }

    /** Those of a JVM with these flags. */
    static List<String> of(List<String> flags) throws IOException, InterruptedException {
        return outputOf(Surroundings.class, flags, List.of(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /** What a program of the tests prints in a JVM with these flags. */
    static String outputOf(Class<?> main, List<String> flags, List<String> arguments, Charset charset)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), charset);
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", flags) + " ended with " + process.exitValue());
        }
        return output;
    }
}
