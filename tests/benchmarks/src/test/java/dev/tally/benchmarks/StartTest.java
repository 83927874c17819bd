package dev.tally.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.benchmarks.StartBenchmark.EngineName;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is measured of the start ends with the right result. */
final class StartTest {
    @ParameterizedTest
    @EnumSource
    void every_engine_arrives_at_what_is_expected(EngineName engine) throws IOException {
        for (String name : Kernel.names()) {
            StartBenchmark benchmark = new StartBenchmark();
            benchmark.file = name;
            benchmark.export = "run";
            benchmark.argument = Kernel.EXPECTED;
            benchmark.engine = engine;
            benchmark.read();
            assertThat(benchmark.start())
                    .as(name)
                    .isEqualTo(Kernel.of(name).expectations().getFirst().result());
        }
    }
}
