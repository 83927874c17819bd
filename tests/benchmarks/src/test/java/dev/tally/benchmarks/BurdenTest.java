package dev.tally.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guests that do their worst can do it for as long as they are measured. */
final class BurdenTest {
    static Stream<String> programs() throws IOException {
        return Stream.concat(Burden.names().stream(), Stream.of("fib"));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void every_program_goes_on_and_uses_the_fuel_that_it_is_given(String name) throws IOException {
        Burden burden = Burden.of(name);
        long before = burden.run(1);
        long after = burden.run(10_000_000);
        assertThat(after - before).isBetween(9_990_000L, 15_000_000L);
    }

    @ParameterizedTest
    @MethodSource("burdens")
    void every_program_says_in_its_first_line_what_it_does(String name) throws IOException {
        assertThat(Burden.description(name)).isNotBlank().doesNotContain(";;").doesNotEndWith(".");
    }

    static Stream<String> burdens() throws IOException {
        return Burden.names().stream();
    }
}
