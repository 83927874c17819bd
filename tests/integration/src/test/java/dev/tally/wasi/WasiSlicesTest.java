package dev.tally.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.runtime.RestMode;
import dev.tally.runtime.wasi.Wasi;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However a program is cut into ticks, it prints, computes and costs the same. */
final class WasiSlicesTest {
    private static Wasi.Builder settings(Wasi.Builder settings) {
        return settings.arguments("a", "b")
                .environment("HOME", "/")
                .seed(42)
                .stdin("some input\n".repeat(500).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hello", "args", "exit7", "echo", "clock_random", "files", "functions", "division", "primes"})
    void slices_of_every_size_show_the_same(String program) {
        WasiRun whole = WasiRun.of(program, WasiSlicesTest::settings);
        for (long fuelPerTick : new long[] {1, 7, 100, 10_000}) {
            assertThat(WasiRun.of(program, WasiSlicesTest::settings, fuelPerTick, RestMode.WHEN_NEEDED))
                    .as("slices of %d", fuelPerTick)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @CsvSource({"echo,EVERYWHERE", "echo,AT_RANDOM", "clock_random,EVERYWHERE", "clock_random,AT_RANDOM"})
    void rests_make_no_difference(String program, RestMode restMode) {
        WasiRun whole = WasiRun.of(program, WasiSlicesTest::settings);
        for (long fuelPerTick : new long[] {7, WasiRun.UNLIMITED}) {
            assertThat(WasiRun.of(program, WasiSlicesTest::settings, fuelPerTick, restMode))
                    .as("slices of %d, %s", fuelPerTick, restMode)
                    .isEqualTo(whole);
        }
    }
}
