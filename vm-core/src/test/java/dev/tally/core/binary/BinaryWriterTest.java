package dev.tally.core.binary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.ModuleLimits;
import dev.tally.core.assembly.ModuleBuilder;
import dev.tally.core.assembly.RandomModule;
import dev.tally.core.assembly.SampleModules;
import dev.tally.core.assembly.Seed;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.type.FunctionType;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the writer writes is read as the module that it was given. */
final class BinaryWriterTest {
    private static final int RANDOM_MODULES = 500;

    @Test
    void samples_are_read_as_they_were_written() {
        SampleModules.all().forEach(BinaryWriterTest::assertStable);
    }

    @Test
    void random_modules_are_read_as_they_were_written() {
        Random random = Seed.random("written modules");
        for (int i = 0; i < RANDOM_MODULES; i++) {
            assertStable(RandomModule.draw(random).bytes());
        }
    }

    @Test
    void custom_sections_keep_their_places_even_behind_sections_without_entries() {
        byte[] bytes = new ModuleBuilder()
                .custom("first", new byte[] {1})
                .type(FunctionType.of())
                .function(0, "")
                .custom("last", new byte[] {2, 3})
                .build();
        assertStable(bytes);
        ModuleDefinition module = read(bytes);
        assertThat(module.customSections()).hasSize(2);
    }

    private static void assertStable(byte[] bytes) {
        ModuleDefinition module = read(bytes);
        byte[] written = BinaryWriter.write(module);
        assertThat(read(written)).isEqualTo(module);
        assertThat(BinaryWriter.write(read(written))).isEqualTo(written);
    }

    private static ModuleDefinition read(byte[] bytes) {
        return BinaryReader.read(bytes, ModuleLimits.defaults());
    }
}
