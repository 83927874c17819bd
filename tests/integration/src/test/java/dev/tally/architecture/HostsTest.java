package dev.tally.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host program compiles and runs against the library modules, on the class path and on the module path, without flags. */
final class HostsTest {
    private static final String DESCRIPTOR = """
            module host {
                requires dev.tally.runtime;
            }
            """;

    /** Adds two and three in a guest, and says whether the machine is a named module. */
    private static final String PROGRAM = """
            package host;

            import dev.tally.runtime.*;
            import java.util.HexFormat;

            public final class Host {
                public static void main(String[] arguments) {
                    byte[] adder = HexFormat.of().parseHex("0061736d01000000" // magic and version
                            + "010701" + "60027f7f017f" // types: two i32 to one i32
                            + "03020100" // functions: one of that type
                            + "070701" + "03616464" + "0000" // exports: "add"
                            + "0a0901" + "0700" + "20002001" + "6a0b"); // code: local.get 0, local.get 1, i32.add
                    Engine engine = Engine.create();
                    try (Guest guest = engine.spawn(engine.load(adder), Imports.none(), Limits.defaults())) {
                        guest.call("add", 2, 3);
                        while (guest.tick() == TickOutcome.OUT_OF_FUEL) {}
                        System.out.println(guest.resultInt(0) + " " + Engine.class.getModule().isNamed());
                    }
                }
            }
            """;

    /** The jars of the libraries and of what they ask for, or folders of classes where nothing was packed yet. */
    private static final Pattern LIBRARY =
            Pattern.compile(".*[/\\\\](?:(?:vm-core|vm-heap|vm-runtime)[/\\\\]target[/\\\\]classes"
                    + "|(?:vm-core|vm-heap|vm-runtime|eclipse-collections|slf4j-api|jspecify)[^/\\\\]*\\.jar)");

    @TempDir
    Path folder;

    @Test
    void host_runs_on_the_class_path() throws Exception {
        Path host = compiled("--class-path", "Host.java");
        assertThat(output("--class-path", host + File.pathSeparator + libraries(), "host.Host"))
                .isEqualTo("5 false");
    }

    @Test
    void host_runs_on_the_module_path() throws Exception {
        Path host = compiled("--module-path", "Host.java", "module-info.java");
        assertThat(output("--module-path", host + File.pathSeparator + libraries(), "--module", "host/host.Host"))
                .isEqualTo("5 true");
    }

    private Path compiled(String pathOption, String... names) throws IOException {
        Path sources = Files.createDirectory(folder.resolve("sources"));
        Files.writeString(sources.resolve("module-info.java"), DESCRIPTOR);
        Files.writeString(sources.resolve("Host.java"), PROGRAM);
        Path classes = folder.resolve("classes");
        List<String> arguments =
                new ArrayList<>(List.of("--release", "25", "-d", classes.toString(), pathOption, libraries()));
        Stream.of(names).map(name -> sources.resolve(name).toString()).forEach(arguments::add);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new)))
                .as("the host compiles with nothing but the libraries")
                .isZero();
        return classes;
    }

    private String output(String... arguments) throws Exception {
        Path complaints = folder.resolve("complaints");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).redirectError(complaints.toFile()).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s", Files.readString(complaints)).isZero();
        assertThat(Files.readString(complaints)).doesNotContain("WARNING");
        return printed.strip();
    }

    /** What a host's build puts on its path for the runtime: no command, no test library. */
    private static String libraries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> LIBRARY.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
