package dev.tally.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.benchmarks.Kernel.Expectation;
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
    void every_kernel_returns_what_it_must_whole_and_in_slices(String name) throws IOException {
        Kernel kernel = Kernel.of(name);
        assertThat(kernel.expectations()).isNotEmpty();
        for (long slice : new long[] {TallyContestant.UNLIMITED, 50_000}) {
            Contestant contestant = new TallyContestant(kernel.file(), slice);
            for (Expectation expected : kernel.expectations()) {
                assertThat(contestant
                                .prepare(expected.export(), expected.argument())
                                .run())
                        .as("%s in slices of %d", expected, slice)
                        .isEqualTo(expected.result());
            }
        }
    }

    @ParameterizedTest
    @FieldSource("dev.tally.benchmarks.AllocationComparison#PROGRAMS")
    void every_allocating_guest_and_its_twin_return_what_they_must(String name) throws IOException {
        Kernel kernel = Kernel.of(Kernel.guestOfTests(name).toString());
        assertThat(kernel.expectations()).hasSizeGreaterThan(1);
        for (Contestant contestant :
                List.of(new TallyContestant(kernel.file(), 50_000), new JavaContestant(kernel.file()))) {
            for (Expectation expected : kernel.expectations()) {
                assertThat(contestant
                                .prepare(expected.export(), expected.argument())
                                .run())
                        .as("%s by %s", expected, contestant)
                        .isEqualTo(expected.result());
            }
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
