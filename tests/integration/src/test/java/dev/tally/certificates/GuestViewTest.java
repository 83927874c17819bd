package dev.tally.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.LinkException;
import dev.tally.core.isa.Opcode;
import dev.tally.guests.Episode;
import dev.tally.guests.GuestProgram;
import dev.tally.guests.TestHost;
import dev.tally.runtime.Engine;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.Limits;
import dev.tally.runtime.TickOutcome;
import dev.tally.runtime.Trap;
import dev.tally.runtime.link.StringBuiltin;
import dev.tally.runtime.wasi.Wasi;
import dev.tally.telemetry.certification.run.RunWatcher;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that a guest can import, execute, read or be told reveals what is counted, how it is run or who records it. */
final class GuestViewTest {
    /** What a guest might wish to be told of. */
    private static final List<String> SECRETS = List.of(
            "fuel",
            "fuel_left",
            "fuelUsed",
            "tick",
            "ticks",
            "clock",
            "time",
            "now",
            "counters",
            "allocations",
            "bytes",
            "charged",
            "committed",
            "copies",
            "gc",
            "collect",
            "collections",
            "heap",
            "tier",
            "compile",
            "hot",
            "record",
            "recording",
            "evidence",
            "certify",
            "digest",
            "random",
            "seed",
            "trap",
            "stack",
            "version");

    private static final String ABOUT_THE_MACHINE =
            "(?i).*(fuel|tick|clock|time|alloc|heap|tier|record|profil|random).*";

    // Imports.

    @Test
    void module_tally_offers_the_yield_and_nothing_else() {
        assertThat(importing("tally", "yield")).isNotNull();
        for (String secret : SECRETS) {
            assertThatThrownBy(() -> importing("tally", secret))
                    .as(secret)
                    .isInstanceOf(LinkException.class)
                    .hasMessageStartingWith("unknown import");
        }
    }

    @Test
    void no_module_of_the_machine_has_counters() {
        for (String module : List.of("wasi_snapshot_preview1", "wasm:js-string", "env", "dev.tally", "telemetry", "")) {
            for (String secret : SECRETS) {
                assertThatThrownBy(() -> importing(module, secret))
                        .as("%s %s", module, secret)
                        .isInstanceOf(LinkException.class);
            }
        }
        assertThat(Stream.of(StringBuiltin.values()).map(StringBuiltin::field))
                .containsExactly(
                        "length",
                        "charCodeAt",
                        "concat",
                        "substring",
                        "equals",
                        "compare",
                        "fromCharCode",
                        "fromCodePoint",
                        "codePointAt",
                        "fromCharCodeArray",
                        "intoCharCodeArray",
                        "test",
                        "cast");
    }

    /** A guest of a module that imports one function without parameters and results. */
    private static Guest importing(String module, String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0});
        byte[] moduleName = module.getBytes(StandardCharsets.US_ASCII);
        byte[] fieldName = name.getBytes(StandardCharsets.US_ASCII);
        bytes.write(2);
        bytes.write(moduleName.length + fieldName.length + 5);
        bytes.write(1);
        bytes.write(moduleName.length);
        bytes.writeBytes(moduleName);
        bytes.write(fieldName.length);
        bytes.writeBytes(fieldName);
        bytes.write(0);
        bytes.write(0);
        Engine engine = Engine.create();
        Imports imports = Wasi.builder("guest").build().addTo(Imports.builder()).build();
        return engine.spawn(engine.load(bytes.toByteArray()), imports, Limits.defaults());
    }

    // Instructions.

    @Test
    void no_instruction_asks_for_anything_but_the_guest_itself() {
        assertThat(Stream.of(Opcode.values()).map(Opcode::mnemonic))
                .isNotEmpty()
                .noneMatch(mnemonic -> mnemonic.matches(ABOUT_THE_MACHINE));
        assertThat("clock.get").matches(ABOUT_THE_MACHINE);
    }

    // Errors.

    @ParameterizedTest
    @MethodSource("dev.tally.certificates.Mode#ofThisJvm")
    void texts_of_errors_are_the_same_in_every_mode(Mode mode) {
        for (GuestProgram program : GuestProgram.bad()) {
            assertThat(endings(program, mode.watcher()))
                    .as("%s", program)
                    .isEqualTo(endings(program, RunWatcher.NOBODY));
        }
    }

    @Test
    void texts_of_errors_have_no_figure_of_a_counter() {
        for (GuestProgram program : GuestProgram.bad()) {
            Sentinels sentinels = new Sentinels();
            String told = String.join("\n", endings(program, sentinels));
            assertThat(sentinels.foundIn(told.getBytes(StandardCharsets.UTF_8)))
                    .as("%s", program)
                    .isEmpty();
        }
    }

    /** How the calls of a program end: outcome, results or the whole text of the trap, fuel, and the state. */
    private static List<String> endings(GuestProgram program, RunWatcher watcher) {
        List<String> endings = new ArrayList<>();
        Guest guest = program.spawn(new TestHost(new DeafLog()).imports().build());
        watcher.spawned(guest, 10_000);
        for (Episode episode : program.script()) {
            if (episode.callOn(guest) == null && !guest.instantiating()) {
                continue;
            }
            TickOutcome outcome;
            do {
                outcome = guest.tick(10_000);
                watcher.ticked(guest);
            } while (outcome.inProgress());
            Trap trap = guest.trap();
            endings.add(
                    episode.cue() + " " + outcome + " " + trap + " " + guest.fuelUsed() + " " + guest.stateDigest());
        }
        return endings;
    }

    // Time.

    @ParameterizedTest
    @MethodSource("dev.tally.certificates.Mode#ofThisJvm")
    void clocks_and_randomness_of_a_guest_are_the_same_to_the_bit(Mode mode) {
        assertThat(clocks(mode)).isEqualTo(clocks(Mode.AS_USUAL)).contains("realtime ", "random ");
    }

    private static String clocks(Mode mode) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Engine engine = Engine.create();
        Imports imports = Wasi.builder("clocks")
                .stdout(printed)
                .build()
                .addTo(Imports.builder())
                .build();
        try (Guest guest = engine.spawn(engine.load(Case.CLOCKS.module()), imports, Limits.defaults())) {
            var watcher = mode.watcher();
            watcher.spawned(guest, 1_000);
            guest.call("_start");
            while (guest.tick(1_000).inProgress()) {
                watcher.ticked(guest);
            }
            return printed.toString(StandardCharsets.UTF_8).toLowerCase(Locale.ROOT) + guest.stateDigest();
        }
    }
}
