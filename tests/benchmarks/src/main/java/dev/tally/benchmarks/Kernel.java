package dev.tally.benchmarks;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A module to measure with, and what its calls must return. The expectations stand beside it, in a file of the same name
 * that ends in {@code .expect}, as lines {@code run SIZE… = RESULT}, which may begin with {@code call} as those of the
 * guests of the tests do; a module without that file is measured unchecked.
 *
 * @param file the {@code .wasm} file
 * @param expectations in the order of the file; the first one is to be measured
 */
record Kernel(Path file, List<Expectation> expectations) {
    /** Stands for the argument of the first expectation. */
    static final String EXPECTED = "expected";

    private static final String WASM = ".wasm";

    Kernel {
        expectations = List.copyOf(expectations);
    }

    private static final Pattern EXPECTATION = Pattern.compile("(?:call )?(\\w+)((?: -?\\d+)+) = (-?\\d+)");

    /** What an export must return for an argument, or for several separated by spaces; all decimal. */
    record Expectation(String export, String argument, long result) {}

    /**
     * The kernel of a path, or of the bare name of one that is kept with the benchmarks.
     *
     * @throws IOException if there is no such file
     */
    static Kernel of(String pathOrName) throws IOException {
        Path file = pathOrName.endsWith(WASM) ? Path.of(pathOrName) : folder().resolve(pathOrName + WASM);
        Path expect = file.resolveSibling(nameOf(file) + ".expect");
        List<Expectation> expectations = new ArrayList<>();
        if (Files.exists(expect)) {
            for (String line : Files.readAllLines(expect)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    expectations.add(parse(expect, line));
                }
            }
        }
        return new Kernel(file, expectations);
    }

    private static Expectation parse(Path expect, String line) throws IOException {
        Matcher matcher = EXPECTATION.matcher(line);
        if (!matcher.matches()) {
            throw new IOException(expect + " holds \"" + line + "\" instead of \"run SIZE = RESULT\"");
        }
        return new Expectation(matcher.group(1), matcher.group(2).strip(), Long.parseLong(matcher.group(3)));
    }

    /** The names of all kernels kept with the benchmarks, in alphabetical order. */
    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(WASM))
                    .map(Kernel::nameOf)
                    .sorted()
                    .toList();
        }
    }

    /** The folder of the kernels; the jar of the benchmarks, and its classes before they are packed, lie beside it. */
    static Path folder() {
        return benchmarks().resolve("guests");
    }

    /** An allocating guest of the integration tests, such as {@code objects/trees}. */
    static Path guestOfTests(String name) {
        return benchmarks()
                .resolve("../integration/src/test/resources/guests")
                .resolve(name + WASM)
                .normalize();
    }

    /** The Maven module that this class is built by. */
    static Path benchmarks() {
        try {
            Path classes = Path.of(Kernel.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return classes.resolve("../..").normalize();
        } catch (URISyntaxException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static String nameOf(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(WASM) ? name.substring(0, name.length() - WASM.length()) : name;
    }

    String name() {
        return nameOf(file);
    }

    /** The argument to measure with: the one given, or that of the first expectation. */
    String argument(String given) throws IOException {
        if (!given.equals(EXPECTED)) {
            return given;
        }
        if (expectations.isEmpty()) {
            throw new IOException("nothing says what to call " + file + " with; give -p argument=NUMBER");
        }
        return expectations.getFirst().argument();
    }
}
