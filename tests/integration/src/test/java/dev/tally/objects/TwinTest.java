package dev.tally.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.guests.GuestProgram;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.TickOutcome;
import dev.tally.twins.Bulk;
import dev.tally.twins.Calculator;
import dev.tally.twins.Counts;
import dev.tally.twins.Exceptions;
import dev.tally.twins.Fragments;
import dev.tally.twins.Generations;
import dev.tally.twins.Lists;
import dev.tally.twins.Shapes;
import dev.tally.twins.Text;
import dev.tally.twins.Trees;
import dev.tally.twins.Words;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an allocating program answers is what the same program in Java computes. */
final class TwinTest {
    private static final long FUEL_PER_TICK = 100_000;

    /** The twin of each program. */
    private static final Map<String, IntBinaryOperator> TWINS = Map.ofEntries(
            Map.entry("objects/arrays", Bulk::run),
            Map.entry("objects/exceptions", Exceptions::run),
            Map.entry("objects/fragments", Fragments::run),
            Map.entry("objects/generations", Generations::run),
            Map.entry("objects/hash_map", Counts::run),
            Map.entry("objects/lists", Lists::run),
            Map.entry("objects/shapes", Shapes::run),
            Map.entry("objects/text", Text::run),
            Map.entry("objects/trees", Trees::run),
            Map.entry("compiled/calculator", Calculator::run),
            Map.entry("compiled/words", Words::run));

    static List<Arguments> sizes() {
        return List.of(
                Arguments.of("objects/arrays", 40, 1),
                Arguments.of("objects/arrays", 100, 33),
                Arguments.of("objects/arrays", 5_000, 2),
                Arguments.of("objects/exceptions", 1, 100),
                Arguments.of("objects/exceptions", 40, 300),
                Arguments.of("objects/fragments", 2, 9),
                Arguments.of("objects/fragments", 64, 70),
                Arguments.of("objects/generations", 1, 2_000),
                Arguments.of("objects/generations", 300, 5_000),
                Arguments.of("objects/hash_map", 2, 3),
                Arguments.of("objects/hash_map", 1_500, 4),
                Arguments.of("objects/lists", 1, 4),
                Arguments.of("objects/lists", 2_000, 4),
                Arguments.of("objects/shapes", 0, 5),
                Arguments.of("objects/shapes", 10, 30),
                Arguments.of("objects/text", 1, 5),
                Arguments.of("objects/text", 60, 4),
                Arguments.of("objects/trees", 2, 1),
                Arguments.of("objects/trees", 12, 1),
                Arguments.of("compiled/calculator", 2, 100),
                Arguments.of("compiled/calculator", 7, 60),
                Arguments.of("compiled/words", 3, 20),
                Arguments.of("compiled/words", 200, 3));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void guest_answers_what_its_twin_computes(String program, int size, int rounds) {
        try (Guest guest = GuestProgram.named(program).spawn(Imports.none())) {
            assertThat(finished(guest)).isEqualTo(TickOutcome.RETURNED);
            guest.call("run", size, rounds);
            assertThat(finished(guest)).as("%s", guest.trap()).isEqualTo(TickOutcome.RETURNED);
            IntBinaryOperator twin = Objects.requireNonNull(TWINS.get(program));
            assertThat(guest.resultInt(0)).isEqualTo(twin.applyAsInt(size, rounds));
        }
    }

    @Test
    void every_allocating_program_has_a_twin() {
        assertThat(GuestProgram.allocating()).extracting(GuestProgram::toString).hasSameElementsAs(TWINS.keySet());
    }

    private static TickOutcome finished(Guest guest) {
        TickOutcome outcome;
        do {
            outcome = guest.tick(FUEL_PER_TICK);
        } while (outcome == TickOutcome.OUT_OF_FUEL);
        return outcome;
    }
}
