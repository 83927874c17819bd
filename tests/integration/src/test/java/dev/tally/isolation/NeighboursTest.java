package dev.tally.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.guests.GuestProgram;
import dev.tally.guests.Performance;
import dev.tally.guests.Slicing;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.TickOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A guest runs as if it were alone, whoever runs beside it and whichever thread runs it. */
final class NeighboursTest {
    private static final Slicing SLICES = Slicing.of(10_000);
    private static final Slicing THIN_SLICES = Slicing.of(100);

    /** Guests that do all they can to disturb others: they are ticked in turn, and called again whenever they have ended. */
    private static final class Rabble {
        private final List<Guest> guests = Stream.of(
                        "endless_loop", "endless_start", "memory_hog", "table_hog", "string_hog", "endless_doubling")
                .map(name -> GuestProgram.named("bad/" + name).spawn(Imports.none()))
                .toList();
        private final Guest recursion =
                GuestProgram.named("bad/infinite_recursion").spawn(Imports.none());

        void tick(long fuel) {
            for (Guest guest : guests) {
                tick(guest, fuel);
            }
            tick(recursion, fuel, 0);
        }

        private static void tick(Guest guest, long fuel, Object... arguments) {
            TickOutcome outcome = guest.outcome();
            if (!guest.instantiating() && (outcome == null || !outcome.inProgress())) {
                guest.call("run", arguments);
            }
            guest.tick(fuel);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.tally.guests.GuestProgram#working")
    void hogs_spinners_and_endless_recursion_disturb_nobody(GuestProgram program) {
        Rabble rabble = new Rabble();
        Performance beside = new Performance(program, SLICES)
                .tickedBy((guest, fuel) -> {
                    rabble.tick(fuel / 4);
                    return guest.tick(fuel);
                })
                .perform();
        assertSame(beside, Performance.of(program, SLICES));
    }

    @ParameterizedTest
    @MethodSource("dev.tally.guests.GuestProgram#working")
    void guests_of_one_module_on_two_threads_run_as_if_alone(GuestProgram program) throws Exception {
        Performance alone = Performance.of(program, THIN_SLICES);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Performance>> together = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                together.add(threads.submit(() -> Performance.of(program, THIN_SLICES)));
            }
            for (Future<Performance> one : together) {
                assertSame(one.get(), alone);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.tally.guests.GuestProgram#working")
    void a_guest_may_be_ticked_by_another_thread_each_time(GuestProgram program) {
        try (ExecutorService one = Executors.newSingleThreadExecutor();
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            Performance moving = new Performance(program, SLICES)
                    .tickedBy((guest, fuel) -> (guest.ticks() % 2 == 0 ? one : other)
                            .submit(() -> guest.tick(fuel))
                            .get())
                    .perform();
            assertSame(moving, Performance.of(program, SLICES));
        }
    }

    private static void assertSame(Performance performance, Performance alone) {
        assertThat(performance.transcript()).isEqualTo(alone.transcript());
        assertThat(performance.boundaries()).isEqualTo(alone.boundaries());
    }
}
