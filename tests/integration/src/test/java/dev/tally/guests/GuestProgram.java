package dev.tally.guests;

import dev.tally.runtime.Engine;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.Limits;
import dev.tally.runtime.Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A program of the folder {@code guests} and what is expected of it. The module is loaded once and shared by all runs, as
 * hosts do it.
 */
public final class GuestProgram {
    /** Deep enough for the program that recurs ten thousand frames deep. */
    private static final int STACK_SLOTS = 200_000;

    /** Programs that take whatever they can get are given little, so that they are refused soon. */
    private static final long BYTES_FOR_THE_GREEDY = 3 << 20;

    private static final Path FOLDER = folder();
    private static final Path KERNELS = Path.of("..", "benchmarks", "guests");
    private static final Engine ENGINE = Engine.create();

    private final String name;
    private final Module module;
    private final Limits limits;
    private final List<Episode> script;
    private final boolean expected;

    private GuestProgram(String name, Module module, Limits limits, List<Episode> script, boolean expected) {
        this.name = name;
        this.module = module;
        this.limits = limits;
        this.script = script;
        this.expected = expected;
    }

    /** The programs of the folder itself, each of which burns more than a million fuel. */
    public static List<GuestProgram> working() {
        return in("");
    }

    /** The programs whose allocations are derived by hand. */
    public static List<GuestProgram> heap() {
        return in("heap/");
    }

    /** The programs that make objects and keep some, of our own hand and by the compilers of others. */
    public static List<GuestProgram> allocating() {
        return Stream.of(in("objects/"), in("compiled/")).flatMap(List::stream).toList();
    }

    /** Programs that trap, and programs that take what they can get and then answer or trap. */
    public static List<GuestProgram> bad() {
        return Stream.concat(
                        in("bad/").stream(),
                        Stream.of("memory_hog", "table_hog", "string_hog", "endless_doubling")
                                .map(hog -> named("bad/" + hog)))
                .toList();
    }

    /** C programs that want WASI of their host; nothing is expected of them here. */
    public static List<GuestProgram> wasi() {
        return filesIn(FOLDER.resolve("../wasi"), ".wasm").stream()
                .map(name ->
                        of("wasi/" + name, FOLDER.resolve("../wasi").resolve(name + ".wasm"), "call _start", false))
                .toList();
    }

    /** The kernels that are measured, in the sizes that they are measured with and smaller ones. */
    public static List<GuestProgram> kernels() {
        return filesIn(KERNELS, ".expect").stream()
                .map(name -> of(
                        name,
                        KERNELS.resolve(name + ".wasm"),
                        read(KERNELS.resolve(name + ".expect")).replaceAll("(?m)^run", "call run"),
                        true))
                .toList();
    }

    /** All programs of the folder that come to an end. */
    public static List<GuestProgram> all() {
        return Stream.of(working(), heap(), allocating(), bad())
                .flatMap(List::stream)
                .toList();
    }

    /** The program {@code name.wasm}; without an expectation beside it, its script is to call {@code run}. */
    public static GuestProgram named(String name) {
        Path expectation = FOLDER.resolve(name + ".expect");
        boolean expected = Files.exists(expectation);
        return of(name, FOLDER.resolve(name + ".wasm"), expected ? read(expectation) : "call run", expected);
    }

    private static GuestProgram of(String name, Path wasm, String script, boolean expected) {
        try {
            return new GuestProgram(name, ENGINE.load(wasm), usualLimits(name), parse(script), expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<GuestProgram> in(String subfolder) {
        return filesIn(FOLDER.resolve(subfolder), ".expect").stream()
                .map(name -> named(subfolder + name))
                .toList();
    }

    /** The names of the files with an ending, without it, in alphabetical order. */
    private static List<String> filesIn(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(ending))
                    .map(file -> file.substring(0, file.length() - ending.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads an expectation; the format is described in the README beside the programs. */
    private static List<Episode> parse(String text) {
        List<Episode> episodes = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (!line.startsWith(" ")) {
                episodes.add(new Episode(line.strip(), List.of()));
                continue;
            }
            Episode last = episodes.removeLast();
            episodes.add(new Episode(
                    last.head(),
                    Stream.concat(last.details().stream(), Stream.of(line.strip()))
                            .toList()));
        }
        if (episodes.isEmpty() || !episodes.getFirst().isInstantiation()) {
            episodes.addFirst(new Episode(Episode.INSTANTIATION, List.of()));
        }
        return List.copyOf(episodes);
    }

    private static Path folder() {
        URL folder = Objects.requireNonNull(GuestProgram.class.getResource("/guests"), "no guests on the class path");
        try {
            return Path.of(folder.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new guest that runs this program; its limits let it do what is expected of it. */
    public Guest spawn(Imports imports) {
        return ENGINE.spawn(module, imports, limits);
    }

    private static Limits usualLimits(String name) {
        Limits limits = Limits.defaults().withStackSlots(STACK_SLOTS);
        return name.startsWith("bad/") ? limits.withBytes(BYTES_FOR_THE_GREEDY) : limits;
    }

    /** The same program with the first of its calls alone, which is a small one if the program allocates. */
    public GuestProgram brief() {
        return new GuestProgram(name, module, limits, script.subList(0, 2), expected);
    }

    /** The same program, whose last call is made once more. */
    public GuestProgram withEncore() {
        List<Episode> longer =
                Stream.concat(script.stream(), Stream.of(script.getLast())).toList();
        return new GuestProgram(name, module, limits, longer, expected);
    }

    /** The same program within so many bytes, of which its stack takes 8 for each slot. */
    public GuestProgram within(long bytes, int stackSlots) {
        Limits tight = limits.withStackSlots(stackSlots).withBytes(bytes);
        return new GuestProgram(name, module, tight, script, expected);
    }

    /** Instantiation and all calls, in their order, each with what is expected of it. */
    public List<Episode> script() {
        return script;
    }

    /** Whether the script says what is to be observed; otherwise only what to call. */
    public boolean hasExpectation() {
        return expected;
    }

    @Override
    public String toString() {
        return name;
    }
}
