package dev.tally.slices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.guests.Episode;
import dev.tally.guests.GuestProgram;
import dev.tally.guests.Performance;
import dev.tally.guests.Slicing;
import dev.tally.runtime.Engine.Tier;
import dev.tally.runtime.RestMode;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.collections.impl.set.mutable.primitive.LongHashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs one program in slices of every size and in every mode of resting, and demands that nothing can be told apart: see
 * {@link Performance} for what is compared. The reference is the run whose ticks have all the fuel they ask for.
 */
@ParameterizedClass
@MethodSource("dev.tally.guests.GuestProgram#all")
final class SliceTest {
    private static final long FINEST = 1;
    private static final List<Long> SLICES = List.of(FINEST, 7L, 100L, 10_000L, Slicing.UNLIMITED);

    /** Digests cost more than ticks, so of each coarse run about so many boundaries are compared by state. */
    private static final int STATES_PER_RUN = 20;

    /** The runs of one program that all tests compare with, made once; they are many ticks long. */
    private static final Map<Long, Performance> BY_SLICE = new TreeMap<>();

    private final GuestProgram program;
    private final Performance reference;

    SliceTest(GuestProgram program) {
        this.program = program;
        reference = inSlicesOf(Slicing.UNLIMITED);
    }

    @BeforeParameterizedClassInvocation
    static void perform(GuestProgram program) {
        for (long slice : SLICES) {
            BY_SLICE.put(slice, Performance.of(program, Slicing.of(slice)));
        }
    }

    private static Performance inSlicesOf(long fuel) {
        return Objects.requireNonNull(BY_SLICE.get(fuel));
    }

    @Test
    void what_is_observed_is_what_is_expected() {
        if (program.hasExpectation()) {
            assertThat(reference.episodes()).isEqualTo(program.script());
        } else {
            assertThat(reference.episodes()).extracting(Episode::cue).isEqualTo(cues());
        }
    }

    private List<String> cues() {
        return program.script().stream().map(Episode::cue).toList();
    }

    @Test
    void slices_of_every_size_show_the_same() {
        BY_SLICE.values().forEach(this::assertShowsTheSame);
    }

    @Test
    void rests_within_ticks_show_the_same_and_move_no_boundary() {
        for (long slice : SLICES) {
            for (RestMode mode : List.of(RestMode.EVERYWHERE, RestMode.AT_RANDOM)) {
                Performance restless = Performance.of(program, new Slicing(slice, mode, seed()));
                assertShowsTheSame(restless);
                assertThat(restless.boundaries().equals(inSlicesOf(slice).boundaries()))
                        .as("%s ends each tick where %s does", restless, inSlicesOf(slice))
                        .isTrue();
            }
        }
    }

    @Test
    void compiled_code_shows_the_same_and_moves_no_boundary() {
        for (long slice : List.of(FINEST, 97L, Slicing.UNLIMITED)) {
            Performance interpreted = Performance.of(program, Slicing.of(slice));
            for (Tier tier : List.of(Tier.COMPILED, Tier.MIXED)) {
                for (RestMode mode : RestMode.values()) {
                    Performance compiled = Performance.of(program, new Slicing(slice, mode, seed(), tier));
                    assertShowsTheSame(compiled);
                    assertThat(compiled.boundaries().equals(interpreted.boundaries()))
                            .as("%s ends each tick where %s does", compiled, interpreted)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void ticks_of_uneven_size_show_the_same() {
        Random random = new Random(seed());
        Performance uneven = new Performance(program, Slicing.of(1))
                .tickedBy((guest, fuel) -> guest.tick(random.nextLong(1, 1L << random.nextInt(1, 16))))
                .perform();
        assertThat(uneven.transcript())
                .as("%s in ticks of sizes drawn with seed %d", program, seed())
                .isEqualTo(reference.transcript());
    }

    @Test
    void every_boundary_of_coarse_ticks_is_a_safepoint_of_the_finest() {
        BitSet safepoints = fuelAtBoundaries(inSlicesOf(FINEST));
        for (Performance coarse : BY_SLICE.values()) {
            BitSet beside = fuelAtBoundaries(coarse);
            beside.andNot(safepoints);
            assertThat(beside.isEmpty())
                    .as("%s rests only where the finest ticks do, not after %s fuel", coarse, beside)
                    .isTrue();
        }
    }

    private static BitSet fuelAtBoundaries(Performance performance) {
        BitSet fuel = new BitSet();
        performance.boundaries().forEach(used -> fuel.set(Math.toIntExact(used)));
        return fuel;
    }

    @Test
    void coarse_ticks_end_in_states_that_the_finest_pass_through() {
        Set<String> states = new TreeSet<>();
        LongHashSet wanted = new LongHashSet();
        for (long slice : List.of(100L, 10_000L)) {
            LongHashSet sample = sample(inSlicesOf(slice));
            wanted.addAll(sample);
            states.addAll(new Performance(program, new Slicing(slice, RestMode.AT_RANDOM, slice))
                    .withStatesAt(sample::contains)
                    .perform()
                    .states());
        }
        Performance finest = new Performance(program, Slicing.of(FINEST))
                .withStatesAt(wanted::contains)
                .perform();
        assertThat(finest.states()).containsAll(states);
    }

    private static LongHashSet sample(Performance coarse) {
        LongHashSet sample = new LongHashSet();
        int step = Math.max(1, coarse.boundaries().size() / STATES_PER_RUN);
        for (int i = 0; i < coarse.boundaries().size(); i += step) {
            sample.add(coarse.boundaries().get(i));
        }
        return sample;
    }

    /** Another one for each program, and the same in every run. */
    private long seed() {
        return program.toString().hashCode();
    }

    private void assertShowsTheSame(Performance performance) {
        assertThat(performance.transcript())
                .as("%s against %s", performance, reference)
                .isEqualTo(reference.transcript());
    }
}
