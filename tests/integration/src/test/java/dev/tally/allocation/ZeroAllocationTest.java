package dev.tally.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.guests.Episode;
import dev.tally.guests.GuestProgram;
import dev.tally.runtime.Engine.Tier;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Once a program is warm, its ticks allocate nothing on the heap of the JVM, host calls and evidence included. */
final class ZeroAllocationTest {
    private static final int LEAST_TICKS = 5_000;
    private static final int MOST_TICKS = 20_000;
    private static final long FUEL_PER_TICK = 100;
    private static final long BYTES_OF_AN_OBJECT = 16;

    private static final long TIGHT_BYTES = 256 << 10;
    private static final int TIGHT_STACK_SLOTS = 4 << 10;

    /** Enough for the JVM to have compiled what ticks run, and to have loaded and linked all of it. */
    private static final int WARM_UPS = 2;

    /**
     * The JVM itself allocates on the thread that happens to need it when it loads a class or links a call site late, which
     * no warm-up can rule out. It does so once; what ticks allocate is there in every window.
     */
    private static final int WINDOWS = 3;

    /** Allocates an object for each call of one leaf function. */
    private static final class AllocatingLog extends CountingLog {
        @SuppressWarnings("unused") // It is there so that the JVM cannot leave the object out.
        private volatile Object latest = this;

        private long objects;

        @Override
        public void called(Asked function, long first, long second) {
            if (function == Asked.MIX) {
                latest = new Object();
                objects++;
            }
        }

        @Override
        long allocatedBytes() {
            return objects * BYTES_OF_AN_OBJECT;
        }
    }

    @ParameterizedTest
    @MethodSource("dev.tally.guests.GuestProgram#working")
    void ticks_of_a_warm_program_allocate_nothing(GuestProgram program) {
        assertAllocatesNothing(program, program.script(), Tier.INTERPRETED);
    }

    @ParameterizedTest
    @MethodSource("dev.tally.guests.GuestProgram#working")
    void ticks_in_compiled_code_allocate_nothing(GuestProgram program) {
        assertAllocatesNothing(program, program.script(), Tier.COMPILED);
    }

    /** The work of the collector is done in ticks, too; the quota is small, so that there is a lot of it. */
    @ParameterizedTest
    @MethodSource("dev.tally.guests.GuestProgram#allocating")
    void collections_allocate_nothing_either(GuestProgram program) {
        TickMeter meter = window(
                program.within(TIGHT_BYTES, TIGHT_STACK_SLOTS), program.script(), Tier.INTERPRETED, CountingLog::new);
        assertThat(meter.bytes())
                .as("bytes allocated in %d ticks of %s", meter.ticks(), program)
                .isZero();
        assertThat(meter.collections()).as("collections in these ticks").isGreaterThan(2);
    }

    @ParameterizedTest
    @MethodSource("dev.tally.guests.GuestProgram#heap")
    void frames_of_a_warm_program_allocate_nothing(GuestProgram program) {
        assertAllocatesNothing(program, List.of(new Episode("call run", List.of())), Tier.INTERPRETED);
    }

    private static void assertAllocatesNothing(GuestProgram program, List<Episode> script, Tier tier) {
        TickMeter meter = window(program, script, tier, CountingLog::new);
        assertThat(meter.bytes())
                .as("bytes allocated in %d ticks of %s, %s", meter.ticks(), program, tier)
                .isZero();
    }

    @Test
    void an_object_of_16_bytes_that_a_host_function_allocates_is_seen() {
        GuestProgram program = GuestProgram.named("host_calls");
        TickMeter meter = window(program, program.script(), Tier.INTERPRETED, AllocatingLog::new);
        assertThat(meter.bytes()).isEqualTo(meter.bytesByLog()).isGreaterThan(100 * BYTES_OF_AN_OBJECT);
    }

    /** The first window that shows what it should, or the last one. */
    private static TickMeter window(GuestProgram program, List<Episode> script, Tier tier, Supplier<CountingLog> log) {
        for (int run = 1; ; run++) {
            TickMeter meter = new TickMeter(program, log.get(), FUEL_PER_TICK, MOST_TICKS)
                    .in(tier)
                    .measure(script);
            boolean expected = meter.bytes() == meter.bytesByLog();
            if (run > WARM_UPS && (expected || run == WARM_UPS + WINDOWS)) {
                assertThat(meter.ticks()).isGreaterThanOrEqualTo(LEAST_TICKS);
                return meter;
            }
        }
    }
}
