package dev.tally.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.TrapKind;
import dev.tally.guests.Collecting;
import dev.tally.guests.Episode;
import dev.tally.guests.GuestProgram;
import dev.tally.guests.Performance;
import dev.tally.guests.Slicing;
import dev.tally.heap.check.HeapWalk;
import dev.tally.runtime.Guest;
import dev.tally.runtime.GuestArenas;
import dev.tally.runtime.RestMode;
import dev.tally.runtime.TickOutcome;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Refuses one object of a call, each in its turn: the call ends there, the heap is sound, and the guest lives on. All that is
 * the same however the run is cut and whenever objects are collected.
 */
final class RefusalTest {
    /** So many objects of a call are refused, from the first to the last. */
    private static final int REFUSALS = 12;

    private static final String TRAP = "trap " + TrapKind.OUT_OF_BYTES.message();

    /** Lets the guest be instantiated and make so many objects, refuses the next one, and walks over the heap at each rest. */
    private static final class OneRefusal implements Performance.Ticker {
        private final long objects;
        private boolean armed;

        OneRefusal(long objects) {
            this.objects = objects;
        }

        @Override
        public TickOutcome tick(Guest guest, long fuel) {
            var arena = GuestArenas.of(guest);
            if (!armed && !guest.instantiating()) {
                armed = true;
                long made = arena.objectSpace().placedObjects();
                arena.collector().schedule().failOnce(made + objects);
            }
            TickOutcome outcome = guest.tick(fuel);
            HeapWalk.verify(arena);
            return outcome;
        }
    }

    @ParameterizedTest
    @MethodSource("dev.tally.guests.GuestProgram#allocating")
    void call_whose_nth_object_is_refused_traps_and_leaves_the_heap_sound(GuestProgram program) {
        GuestProgram twice = program.brief().withEncore();
        long objects = objectsOfCall(program.brief());
        for (int i = 0; i < REFUSALS; i++) {
            long refused = objects * i / REFUSALS;
            Performance performance = refusing(twice, Slicing.of(Slicing.UNLIMITED), Collecting.AS_DESIGNED, refused);
            List<Episode> episodes = performance.episodes();
            assertThat(episodes.get(1).details())
                    .as("%s, of whose %d objects number %d is refused", program, objects, refused)
                    .containsExactly(TRAP);
            if (keepsNothingBetweenCalls(program)) {
                assertThat(episodes.getLast()).isEqualTo(program.script().get(1));
            }
            for (Collecting mode : List.of(Collecting.BEFORE_EVERY_OBJECT, Collecting.MOVING_ALL)) {
                Slicing slices = new Slicing(100, RestMode.AT_RANDOM, refused);
                assertThat(refusing(twice, slices, mode, refused).transcript())
                        .as("%s, collecting %s, without object %d", program, mode, refused)
                        .isEqualTo(performance.transcript());
            }
        }
    }

    /** The libraries of other languages initialise parts of themselves when these are first used, and may be cut short in that. */
    private static boolean keepsNothingBetweenCalls(GuestProgram program) {
        return program.toString().startsWith("objects/");
    }

    private static Performance refusing(GuestProgram program, Slicing slicing, Collecting mode, long objects) {
        return new Performance(program, slicing)
                .collecting(mode)
                .tickedBy(new OneRefusal(objects))
                .perform();
    }

    /** How many objects the one call of a program makes. */
    private static long objectsOfCall(GuestProgram program) {
        long[] instantiated = new long[1];
        long[] made = new long[1];
        new Performance(program, Slicing.of(Slicing.UNLIMITED))
                .tickedBy((guest, fuel) -> {
                    TickOutcome outcome = guest.tick(fuel);
                    long placed = GuestArenas.of(guest).objectSpace().placedObjects();
                    instantiated[0] = made[0];
                    made[0] = placed;
                    return outcome;
                })
                .perform();
        return made[0] - instantiated[0];
    }
}
