package dev.tally.runtime.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.runtime.CapturingLogs;
import dev.tally.runtime.Guests;
import dev.tally.runtime.link.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/** Generated classes are kept for others, who take what is whole and theirs, and generate the rest. */
final class CodeCacheTest {
    private static final int THREADS = 4;

    @TempDir
    private Path directory;

    /** Compiles all of a module, as a new engine does that keeps code in a directory. */
    private static CompiledProgram compile(String guest, Path directory) {
        CompiledProgram compiled = compiled(guest, directory);
        compiled.compileAll();
        return compiled;
    }

    private static CompiledProgram compiled(String guest, Path directory) {
        Program program = Guests.program(guest);
        return CompiledProgram.of(program, CompileBudget.unlimited(), new CodeCache(directory));
    }

    /** What a directory holds. */
    private static Map<Path, String> entries(Path directory) {
        Map<Path, String> entries = new TreeMap<>();
        for (Path file : files(directory)) {
            entries.put(directory.relativize(file), Arrays.toString(read(file)));
        }
        return entries;
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> warningsDuring(Runnable action) {
        List<CapturingLogs.Event> events = CapturingLogs.during(action);
        return events.stream()
                .filter(event -> event.level() == Level.WARN)
                .map(CapturingLogs.Event::message)
                .toList();
    }

    // What is kept.

    @Test
    void what_one_has_generated_no_other_generates() {
        int generated = compile("traps", directory).generated();
        Map<Path, String> kept = entries(directory);
        assertThat(generated).isPositive().isEqualTo(kept.size());
        assertThat(warningsDuring(() -> {
                    CompiledProgram warm = compile("traps", directory);
                    assertThat(warm.generated()).isZero();
                    assertThat(warm.version()).isEqualTo(generated);
                }))
                .isEmpty();
        assertThat(entries(directory)).isEqualTo(kept);
    }

    @Test
    void entries_are_read_when_they_are_needed() {
        compile("traps", directory);
        CompiledProgram warm = compiled("traps", directory);
        files(directory).forEach(CodeCacheTest::flipMiddle);
        assertThat(warningsDuring(() -> warm.compile(3))).hasSize(1);
        assertThat(warm.generated()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"traps", "fuel", "numbers", "text", "stack"})
    void same_input_gives_identical_classes_in_any_order(String guest, @TempDir Path other) {
        compile(guest, directory);
        CompiledProgram backwards = compiled(guest, other);
        int imported = Guests.program(guest).module().spaces().importedFunctions();
        int count = Guests.program(guest).module().definition().functions().size();
        for (int function = imported + count - 1; function >= imported; function--) {
            backwards.compile(function);
        }
        backwards.compileAll();
        assertThat(entries(other)).isEqualTo(entries(directory));
    }

    @Test
    void budget_decides_what_is_compiled_and_changes_no_class(@TempDir Path other) {
        compile("traps", directory);
        CompiledProgram poor = CompiledProgram.of(
                Guests.program("traps"),
                new CompileBudget(10_000, 10_000, CompileBudget.MOST_METHOD_BYTES),
                new CodeCache(other));
        poor.compileAll();
        assertThat(poor.version()).isPositive().isLessThan(poor.generated());
        assertThat(entries(directory)).containsAllEntriesOf(entries(other));
    }

    @Test
    void modules_have_places_of_their_own() {
        int first = compile("traps", directory).generated();
        int second = compile("fuel", directory).generated();
        assertThat(entries(directory)).hasSize(first + second);
    }

    // What is not taken.

    private static void flipMiddle(Path file) {
        byte[] bytes = read(file);
        bytes[bytes.length / 2] ^= 1;
        write(file, bytes);
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** All entries are changed; each is then ignored with a warning, generated again, and whole again. */
    private void assertIgnored(String reason, Consumer<Path> change) {
        int generated = compile("traps", directory).generated();
        Map<Path, String> whole = entries(directory);
        files(directory).forEach(change);
        assertThat(warningsDuring(() ->
                        assertThat(compile("traps", directory).generated()).isEqualTo(generated)))
                .hasSize(generated)
                .allSatisfy(warning -> assertThat(warning)
                        .startsWith("ignored the code in " + directory)
                        .contains(reason));
        assertThat(entries(directory)).isEqualTo(whole);
    }

    @Test
    void damaged_entry_is_ignored_and_made_again() {
        assertIgnored("its checksum is wrong", CodeCacheTest::flipMiddle);
    }

    @Test
    void truncated_entry_is_ignored_and_made_again() {
        assertIgnored("its checksum is wrong", file -> write(file, Arrays.copyOf(read(file), read(file).length - 1)));
    }

    @Test
    void empty_entry_is_ignored_and_made_again() {
        assertIgnored("it ends too early", file -> write(file, new byte[0]));
    }

    @Test
    void huge_entry_is_not_even_read() {
        assertIgnored("it is too large", file -> write(file, new byte[CodeEntry.MOST_BYTES + 1]));
    }

    @Test
    void entry_of_another_engine_is_ignored_and_made_again() {
        byte[] foreign = CodeEntry.write(CodeEntry.sha256().digest(), 0, -1, new byte[] {1});
        assertIgnored("it is for another module, place, engine or format", file -> write(file, foreign));
    }

    @Test
    void entry_that_is_whole_and_no_class_is_ignored_and_made_again() {
        assertIgnored("ClassFormatError", file -> {
            String name = file.getFileName().toString().replace(".code", "");
            int dash = name.indexOf('-');
            int function = Integer.parseInt(dash < 0 ? name : name.substring(0, dash));
            int safepoint = dash < 0 ? -1 : Integer.parseInt(name.substring(dash + 1));
            byte[] key = HexFormat.of()
                    .parseHex(Objects.requireNonNull(file.getParent())
                            .getFileName()
                            .toString());
            write(file, CodeEntry.write(key, function, safepoint, new byte[] {1, 2, 3}));
        });
    }

    // What cannot be.

    @Test
    void directory_that_cannot_be_made_is_told_once_and_disturbs_nothing() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        List<CompiledProgram> compiled = new ArrayList<>();
        assertThat(warningsDuring(() -> compiled.add(compile("traps", file.resolve("beneath")))))
                .singleElement()
                .asString()
                .contains("cannot be written");
        assertThat(compiled.getFirst().version()).isEqualTo(compiled.getFirst().generated());
        assertThat(files(directory)).containsExactly(file);
    }

    @Test
    void many_share_a_directory() {
        List<Thread> threads = new ArrayList<>();
        int generated = compile("traps", directory.resolve("alone")).generated();
        List<String> warnings = warningsDuring(() -> {
            for (int i = 0; i < THREADS; i++) {
                threads.add(Thread.ofPlatform().start(() -> compile("traps", directory.resolve("shared"))));
            }
            threads.forEach(CodeCacheTest::join);
        });
        assertThat(warnings).isEmpty();
        assertThat(entries(directory.resolve("shared")))
                .hasSize(generated)
                .isEqualTo(entries(directory.resolve("alone")));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
