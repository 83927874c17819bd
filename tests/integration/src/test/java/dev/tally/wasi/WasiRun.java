package dev.tally.wasi;

import dev.tally.runtime.Engine;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.Limits;
import dev.tally.runtime.Module;
import dev.tally.runtime.RestMode;
import dev.tally.runtime.TickOutcome;
import dev.tally.runtime.Trap;
import dev.tally.runtime.wasi.Wasi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * What there is to see of a program that has ended: two runs are equal when nobody could tell them apart.
 *
 * @param ending {@code returned}, or the message of the trap
 * @param exitCode 0 unless the program ended itself with another
 * @param fuel all that was charged
 * @param digest of the state at the end
 */
record WasiRun(String stdout, String stderr, String ending, int exitCode, long fuel, String digest) {
    static final long UNLIMITED = 1L << 40;

    private static final Engine ENGINE = Engine.create();

    /** Runs a program in one tick, without arguments, environment and input. */
    static WasiRun of(String program) {
        return of(program, settings -> settings);
    }

    static WasiRun of(String program, UnaryOperator<Wasi.Builder> settings) {
        return of(program, settings, UNLIMITED, RestMode.WHEN_NEEDED);
    }

    static WasiRun of(String program, UnaryOperator<Wasi.Builder> settings, long fuelPerTick, RestMode restMode) {
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        Wasi wasi = settings.apply(Wasi.builder(program))
                .stdout(stdout)
                .stderr(stderr)
                .build();
        try (Guest guest = spawn(program, wasi)) {
            guest.restMode(restMode, fuelPerTick);
            guest.call("_start");
            TickOutcome outcome = guest.tick(fuelPerTick);
            while (outcome.inProgress()) {
                outcome = guest.tick(fuelPerTick);
            }
            Trap trap = guest.trap();
            return new WasiRun(
                    stdout.toString(StandardCharsets.UTF_8),
                    stderr.toString(StandardCharsets.UTF_8),
                    trap == null ? "returned" : trap.toString(),
                    trap == null ? 0 : trap.exitCode(),
                    guest.fuelUsed(),
                    guest.stateDigest());
        }
    }

    static Guest spawn(String program, Wasi wasi) {
        Imports imports = wasi.addTo(Imports.builder()).build();
        return ENGINE.spawn(module(program), imports, Limits.defaults());
    }

    private static Module module(String program) {
        try (InputStream file = WasiRun.class.getResourceAsStream("/wasi/" + program + ".wasm")) {
            return ENGINE.load(Objects.requireNonNull(file, program).readAllBytes());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
