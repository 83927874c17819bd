package dev.tally.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.benchmarks.Kernel.Expectation;
import dev.tally.runtime.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs that are measured, and what says which results are right. */
final class KernelTest {
    static Stream<String> kernels() throws IOException {
        return Kernel.names().stream();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void every_kernel_and_its_twin_return_what_they_must(String name) throws IOException {
        Kernel kernel = Kernel.of(name);
        assertThat(kernel.expectations()).isNotEmpty();
        holds(kernel, new JavaContestant(kernel.file()));
        holdsByTally(kernel);
    }

    @ParameterizedTest
    @FieldSource("dev.tally.benchmarks.AllocationComparison#PROGRAMS")
    void every_allocating_guest_and_its_twin_return_what_they_must(String name) throws IOException {
        Kernel kernel = Kernel.of(Kernel.guestOfTests(name).toString());
        assertThat(kernel.expectations()).hasSizeGreaterThan(1);
        holds(kernel, new JavaContestant(kernel.file()));
        holdsByTally(kernel);
    }

    /** In both tiers, whole and in slices. */
    private static void holdsByTally(Kernel kernel) throws IOException {
        for (Engine.Tier tier : List.of(Engine.Tier.INTERPRETED, Engine.Tier.COMPILED)) {
            for (long slice : new long[] {TallyContestant.UNLIMITED, 50_000}) {
                holds(kernel, new TallyContestant(kernel.file(), tier, slice));
            }
        }
    }

    private static void holds(Kernel kernel, Contestant contestant) {
        for (Expectation expected : kernel.expectations()) {
            assertThat(contestant
                            .prepare(expected.export(), expected.argument())
                            .run())
                    .as("%s by %s", expected, contestant)
                    .isEqualTo(expected.result());
        }
    }

    @Test
    void there_are_at_least_six_kernels() throws IOException {
        assertThat(Kernel.names()).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void a_module_without_expectations_needs_an_argument(@TempDir Path folder) throws IOException {
        Kernel kernel = Kernel.of(folder.resolve("other.wasm").toString());
        assertThat(kernel.argument("7")).isEqualTo("7");
        assertThatThrownBy(() -> kernel.argument(Kernel.EXPECTED))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("-p argument=");
    }

    @Test
    void an_expectation_that_cannot_be_read_is_quoted(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("other.expect"), "run 1 -> 2\n");
        assertThatThrownBy(() -> Kernel.of(folder.resolve("other.wasm").toString()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("run 1 -> 2");
    }
}
