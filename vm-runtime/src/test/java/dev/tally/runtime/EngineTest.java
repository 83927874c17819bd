package dev.tally.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loading modules, and sharing them. */
final class EngineTest {
    private static final Engine ENGINE = Engine.create();

    @Test
    void modules_of_the_same_bytes_share_what_is_made_of_them() {
        Engine engine = Engine.create();
        byte[] bytes = Guests.bytes("numbers");
        Module first = engine.load(bytes);
        assertThat(engine.load(bytes.clone()).program()).isSameAs(first.program());
        assertThat(engine.load(Guests.bytes("fuel")).program()).isNotSameAs(first.program());
        assertThat(Engine.create().load(bytes).program()).isNotSameAs(first.program());
    }

    @Test
    void guests_do_the_same_with_code_that_another_engine_has_kept(@TempDir Path directory) {
        byte[] bytes = Guests.bytes("fuel");
        String cold = run(Engine.create().keepingCodeIn(directory), bytes);
        assertThat(directory).isNotEmptyDirectory();
        assertThat(run(Engine.create().keepingCodeIn(directory), bytes)).isEqualTo(cold);
        assertThat(run(Engine.create(), bytes)).isEqualTo(cold);
    }

    private static String run(Engine engine, byte[] bytes) {
        try (Guest guest = engine.spawn(engine.load(bytes), Imports.none(), Limits.defaults())) {
            guest.runIn(Engine.Tier.COMPILED, 0);
            Guests.run(guest, "loop", 1_000);
            return guest.fuelUsed() + " " + guest.stateDigest();
        }
    }

    @Test
    void module_is_loaded_from_a_file(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("act.wasm"), Guests.bytes("act"));
        assertThat(ENGINE.load(file).digest())
                .isEqualTo(Guests.module("act").digest())
                .hasSize(64);
    }

    @Test
    void what_is_no_file_is_an_error_of_the_file_system(@TempDir Path folder) {
        assertThatThrownBy(() -> ENGINE.load(folder.resolve("missing.wasm"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> ENGINE.load(folder)).isInstanceOf(IOException.class);
    }

    @Test
    void what_is_no_module_is_refused_with_its_place() {
        assertThatThrownBy(() -> ENGINE.load(new byte[0]))
                .isInstanceOf(ModuleException.class)
                .hasMessageContaining("byte 0x0");
        byte[] damaged = Guests.bytes("act");
        damaged[4] = 2;
        assertThatThrownBy(() -> ENGINE.load(damaged))
                .isInstanceOfSatisfying(
                        ModuleException.class,
                        failure -> assertThat(failure.offset()).isEqualTo(4));
    }

    @Test
    void every_truncated_module_is_refused_or_a_module() {
        byte[] whole = Guests.bytes("act");
        int refused = 0;
        for (int length = 0; length < whole.length; length++) {
            try {
                ENGINE.load(Arrays.copyOf(whole, length));
            } catch (ModuleException failure) {
                refused++;
            }
        }
        // Those that end between two sections may be whole modules.
        assertThat(refused).isGreaterThan(whole.length - 12);
    }

    @Test
    void module_beyond_the_limits_is_refused_before_it_is_read(@TempDir Path folder) throws IOException {
        byte[] bytes = Guests.bytes("act");
        Path file = Files.write(folder.resolve("act.wasm"), bytes);
        Engine strict = Engine.create(limits(bytes.length - 1));
        assertThatThrownBy(() -> strict.load(file))
                .isInstanceOf(ModuleException.class)
                .hasMessageContaining(
                        "the module has " + bytes.length + " bytes, the limit moduleBytes is " + (bytes.length - 1));
        assertThatThrownBy(() -> strict.load(bytes)).isInstanceOf(ModuleException.class);
        assertThat(Engine.create(limits(bytes.length)).load(file)).isNotNull();
    }

    private static ModuleLimits limits(int moduleBytes) {
        ModuleLimits all = ModuleLimits.defaults();
        return new ModuleLimits(
                all.types(),
                all.functions(),
                all.imports(),
                all.exports(),
                all.globals(),
                all.tables(),
                all.memories(),
                all.segments(),
                all.parameters(),
                all.locals(),
                all.frameSlots(),
                all.operandsPerByte(),
                all.bodyBytes(),
                moduleBytes);
    }

    @Test
    void module_is_shared_by_guests_of_many_threads() throws Exception {
        Module module = ENGINE.load(Guests.bytes("fuel"));
        Callable<Long> run = () -> {
            Guest guest = ENGINE.spawn(module, Imports.none(), Limits.defaults());
            guest.call("loop", 10_000);
            while (guest.tick(777) == TickOutcome.OUT_OF_FUEL) {
                // Goes on.
            }
            return guest.fuelUsed();
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Long> figures = new ArrayList<>();
            for (Future<Long> figure : threads.invokeAll(Collections.nCopies(16, run))) {
                figures.add(figure.get());
            }
            assertThat(figures).hasSize(16).containsOnly(figures.getFirst());
        }
    }
}
