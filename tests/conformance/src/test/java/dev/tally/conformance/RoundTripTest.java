package dev.tally.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tally.conformance.script.Command;
import dev.tally.conformance.script.ModuleSource;
import dev.tally.conformance.script.ScriptReader;
import dev.tally.core.ModuleException;
import dev.tally.core.ModuleLimits;
import dev.tally.core.binary.BinaryReader;
import dev.tally.core.binary.BinaryWriter;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.text.TextReader;
import dev.tally.core.text.TextWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every module of every script that can be read: from text to bytes to text to bytes, nothing changes. */
final class RoundTripTest {
    private static final ModuleLimits LIMITS = ModuleLimits.defaults();

    @TestFactory
    Stream<DynamicTest> modules_are_the_same_in_both_formats() {
        List<Path> scripts = new ArrayList<>(Suite.publicScripts());
        scripts.addAll(Suite.ownScripts());
        return scripts.stream()
                .map(script -> dynamicTest(Suite.name(script), script.toUri(), () -> {
                    for (Command command : ScriptReader.read(Suite.read(script))) {
                        ModuleSource source = source(command);
                        if (source != null) {
                            assertStable(source, command.line());
                        }
                    }
                }));
    }

    private static @Nullable ModuleSource source(Command command) {
        return switch (command) {
            case Command.Define define -> define.source();
            case Command.AssertModuleTraps traps -> traps.source();
            case Command.AssertRefused refused -> refused.source();
            case Command.AssertModuleFuel costs -> costs.source();
            default -> null;
        };
    }

    private static void assertStable(ModuleSource source, int line) {
        ModuleDefinition module;
        byte[] bytes;
        try {
            bytes = source.bytes();
            module = BinaryReader.read(bytes, LIMITS);
        } catch (ModuleException malformed) {
            return;
        }
        assertThat(BinaryReader.read(BinaryWriter.write(module), LIMITS))
                .as("module of line %d, written and read", line)
                .isEqualTo(module);
        String text = TextWriter.write(module);
        byte[] written = BinaryWriter.write(read(text));
        // Only bytes that did not come from text can be longer than need be.
        if (!(source instanceof ModuleSource.Binary)) {
            assertThat(written).as("module of line %d in bytes", line).isEqualTo(bytes);
        }
        ModuleDefinition again = BinaryReader.read(written, LIMITS);
        assertThat(TextWriter.write(again))
                .as("module of line %d in text", line)
                .isEqualTo(text);
        assertThat(BinaryWriter.write(read(TextWriter.write(again))))
                .as("module of line %d in bytes once more", line)
                .isEqualTo(written);
    }

    private static ModuleDefinition read(String text) {
        return TextReader.read(text.getBytes(StandardCharsets.UTF_8), LIMITS).definition();
    }
}
