package dev.tally.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.ModuleLimits;
import dev.tally.core.binary.BinaryWriter;
import dev.tally.core.text.TextReader;
import dev.tally.runtime.Engine;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.Limits;
import dev.tally.runtime.Module;
import dev.tally.runtime.TickOutcome;
import dev.tally.runtime.Trap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Programs that are drawn at random make, move and drop objects, each in every mode: what they return, why they trap, what
 * they cost and what they leave behind is the same, with bytes to spare and with hardly enough of them. The system property
 * {@code tally.seed} says where drawing begins, and {@code tally.programs} how many are drawn.
 */
final class RandomProgramsTest {
    private static final long SEED = Long.getLong("tally.seed", 20_260_101);
    private static final int PROGRAMS = Integer.getInteger("tally.programs", 60);
    private static final int CALLS = 3;
    private static final int STACK_SLOTS = 2_048;
    private static final Engine ENGINE = Engine.create();

    @Test
    void random_programs_cannot_tell_modes_apart() {
        System.out.println("random programs: seed " + SEED + " (-Dtally.seed=… for another)");
        assertSameInAllModes(new Random(SEED), 1 << 20);
    }

    /** So few bytes that most programs need a census, and some do not get along. */
    @Test
    void random_programs_without_room_cannot_tell_modes_apart() {
        System.out.println("random programs without room: seed " + SEED + " (-Dtally.seed=… for another)");
        Set<String> ends = assertSameInAllModes(new Random(~SEED), 4_000);
        assertThat(ends).contains("RETURNED", "OUT_OF_BYTES");
    }

    /**
     * Runs programs in all modes and compares.
     *
     * @param mostRoom one more than the most bytes that a program has beside its stack and the least that it needs
     * @return how calls ended
     */
    private static Set<String> assertSameInAllModes(Random random, int mostRoom) {
        Set<String> ends = new TreeSet<>();
        for (int program = 0; program < PROGRAMS; program++) {
            String text = RandomProgram.draw(random);
            Module module = ENGINE.load(
                    BinaryWriter.write(TextReader.read(text.getBytes(StandardCharsets.UTF_8), ModuleLimits.defaults())
                            .definition()));
            long bytes = STACK_SLOTS * (long) Long.BYTES + 1_000 + random.nextInt(mostRoom);
            List<String> first = run(module, bytes, RunMode.UNLIMITED, ends);
            for (RunMode mode : RunMode.values()) {
                assertThat(run(module, bytes, mode, ends))
                        .as("program %d with %d bytes, %s: %s", program, bytes, mode, text)
                        .isEqualTo(first);
            }
        }
        return ends;
    }

    /** What a program did, call by call. */
    private static List<String> run(Module module, long bytes, RunMode mode, Set<String> ends) {
        OwnHost host = new OwnHost();
        Imports.Builder imports = Imports.builder();
        host.addTo(imports);
        Limits limits =
                Limits.defaults().withStackSlots(STACK_SLOTS).withBytes(bytes).withFuelPerTick(mode.fuelPerTick());
        try (Guest guest = ENGINE.spawn(module, imports.build(), limits)) {
            mode.applyTo(guest);
            List<String> log = new ArrayList<>();
            log.add(GuestRun.of(guest, host).end().toString());
            for (int i = 0; i < CALLS; i++) {
                guest.call("run", i);
                GuestRun run = GuestRun.of(guest, host);
                mode.verify(guest);
                Trap trap = run.trap();
                ends.add(
                        trap == null ? TickOutcome.RETURNED.name() : trap.kind().name());
                String result = trap == null ? String.valueOf(guest.result(0)) : trap.toString();
                log.add(result + ", " + run.fuel() + " fuel, " + guest.stateDigest());
            }
            return log;
        }
    }
}
