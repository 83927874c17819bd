package dev.tally.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tally.conformance.script.Command;
import dev.tally.conformance.script.ModuleSource;
import dev.tally.conformance.script.ScriptReader;
import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.ModuleLimits;
import dev.tally.core.binary.BinaryReader;
import dev.tally.core.binary.BinaryWriter;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.text.TextReader;
import dev.tally.core.text.TextWriter;
import dev.tally.core.validate.Validator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every module of every script, whether the machine can run it or not: from text to bytes to text to bytes, nothing
 * changes. What a script calls malformed is refused as that, and nothing else is; valid is what the script uses.
 */
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
                            assertStable(source, refusal(command), command.line());
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

    /** How a command wants its module refused; null when it is to be valid, or valid and not to be linked. */
    private static @Nullable Kind refusal(Command command) {
        if (!(command instanceof Command.AssertRefused refused)) {
            return null;
        }
        return switch (refused.refusal()) {
            case MALFORMED -> Kind.MALFORMED;
            case INVALID -> Kind.INVALID;
            case UNLINKABLE -> null;
        };
    }

    private static void assertStable(ModuleSource source, @Nullable Kind refusal, int line) {
        ModuleDefinition module;
        byte[] bytes;
        try {
            bytes = source.bytes();
            module = BinaryReader.read(bytes, LIMITS);
        } catch (ModuleException refused) {
            if (refused.kind() != Kind.UNSUPPORTED) {
                assertThat(refused.kind())
                        .as("module of line %d: %s", line, refused.getMessage())
                        .isEqualTo(refusal);
            }
            return;
        }
        assertThat(validity(module)).as("module of line %d", line).isEqualTo(refusal);
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

    private static @Nullable Kind validity(ModuleDefinition module) {
        try {
            Validator.validate(module, LIMITS);
            return null;
        } catch (ModuleException refused) {
            return refused.kind();
        }
    }

    private static ModuleDefinition read(String text) {
        return TextReader.read(text.getBytes(StandardCharsets.UTF_8), LIMITS).definition();
    }
}
