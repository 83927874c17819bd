package dev.tally.slices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.guests.GuestProgram;
import dev.tally.guests.Performance;
import dev.tally.guests.Slicing;
import dev.tally.guests.TestHost;
import dev.tally.runtime.TickOutcome;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When a host answers is a matter of time, and time changes nothing. */
final class WaitingTest {
    private static final Slicing SLICES = Slicing.of(100);

    static Stream<GuestProgram> programsThatAsk() {
        return Stream.of("callbacks", "host_calls", "start", "string_tables", "yields")
                .map(GuestProgram::named);
    }

    @ParameterizedTest
    @MethodSource("programsThatAsk")
    void answers_at_once_and_answers_later_show_the_same(GuestProgram program) {
        assertThat(withoutWaits(before(program, question -> true)))
                .isEqualTo(withoutWaits(before(program, question -> false)));
    }

    private static Performance before(GuestProgram program, IntPredicate pends) {
        return new Performance(program, SLICES, log -> new TestHost(log, pends)).perform();
    }

    private static List<String> withoutWaits(Performance performance) {
        return performance.transcript().stream()
                .filter(line -> !line.startsWith("waits"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("programsThatAsk")
    void ticks_while_a_guest_waits_show_nothing(GuestProgram program) {
        Performance impatient = new Performance(program, SLICES)
                .tickedBy((guest, fuel) -> {
                    TickOutcome outcome = guest.tick(fuel);
                    if (outcome == TickOutcome.WAITING) {
                        long used = guest.fuelUsed();
                        assertThat(guest.tick(fuel)).isEqualTo(TickOutcome.WAITING);
                        assertThat(guest.tick(fuel)).isEqualTo(TickOutcome.WAITING);
                        assertThat(guest.fuelUsed()).isEqualTo(used);
                    }
                    return outcome;
                })
                .perform();
        assertThat(impatient.transcript())
                .isEqualTo(Performance.of(program, SLICES).transcript());
    }
}
