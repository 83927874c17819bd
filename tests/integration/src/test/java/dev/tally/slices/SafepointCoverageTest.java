package dev.tally.slices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.guests.GuestProgram;
import dev.tally.guests.Performance;
import dev.tally.guests.Slicing;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs put to rest whatever can rest, and work long enough to be cut often. */
final class SafepointCoverageTest {
    private static final long SLICE = 7;
    private static final long LEAST_FUEL = 1_000_000;

    @Test
    void together_the_programs_rest_at_safepoints_of_every_kind() {
        List<Performance> performances = Stream.concat(
                        GuestProgram.working().stream(), GuestProgram.allocating().stream())
                .map(program -> Performance.of(program, Slicing.of(SLICE)))
                .toList();
        System.out.println(table(performances));
        assertThat(kinds(performances))
                .allSatisfy(kind -> assertThat(performances.stream()
                                .mapToLong(performance -> performance.rests().get(kind)))
                        .as("rests at safepoints of the kind %s", kind)
                        .anyMatch(rests -> rests > 0));
    }

    @ParameterizedTest
    @MethodSource({"dev.tally.guests.GuestProgram#working", "dev.tally.guests.GuestProgram#allocating"})
    void every_program_burns_a_million_fuel(GuestProgram program) {
        assertThat(Performance.of(program, Slicing.of(Slicing.UNLIMITED)).fuel())
                .isGreaterThanOrEqualTo(LEAST_FUEL);
    }

    private static List<String> kinds(List<Performance> performances) {
        return performances.getFirst().rests().keysView().toSortedList();
    }

    /** Programs downwards, kinds across. */
    private static String table(List<Performance> performances) {
        StringBuilder table = new StringBuilder("Rests of each kind in slices of " + SLICE + ":\n");
        table.append(String.format(Locale.ROOT, "%-16s", ""));
        List<String> kinds = kinds(performances);
        kinds.forEach(kind -> table.append(String.format(Locale.ROOT, "%15s", kind)));
        for (Performance performance : performances) {
            table.append(String.format(Locale.ROOT, "%n%-16s", performance.program()));
            kinds.forEach(kind -> table.append(
                    String.format(Locale.ROOT, "%,15d", performance.rests().get(kind))));
        }
        return table.toString();
    }
}
