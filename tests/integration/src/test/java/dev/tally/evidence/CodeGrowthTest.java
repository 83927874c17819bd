package dev.tally.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.runtime.Engine;
import dev.tally.runtime.Module.CodeBytes;
import dev.tally.runtime.Module.FunctionCost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What being governed costs in bytes of bytecode, in the kernels of the benchmarks and in programs that came with the runtime of
 * their language. The figures are the same in every run; {@code tally stats} shows them by function.
 */
final class CodeGrowthTest {
    private static final Path KERNELS = Path.of("..", "benchmarks", "guests");
    private static final Path C_PROGRAM = Path.of("src/test/resources/wasi/files.wasm");
    private static final Path KOTLIN_PROGRAM = Path.of("src/test/resources/guests/compiled/calculator.wasm");

    /** In percent. */
    private static final long MOST = 60;

    // Kotlin's programs are small functions that call each other, and where a guest may rest behind a call costs most.
    private static final long MOST_IN_KOTLIN = 65;

    private static List<FunctionCost> costs(Path file) throws IOException {
        return Engine.create().load(file).functionCosts();
    }

    private static List<FunctionCost> ofKernels() throws IOException {
        List<FunctionCost> costs = new ArrayList<>();
        try (Stream<Path> files = Files.list(KERNELS)) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".wasm")) {
                    costs.addAll(costs(file));
                }
            }
        }
        return costs;
    }

    private static long growthPercent(List<FunctionCost> costs, ToLongFunction<CodeBytes> bytes) {
        long without = 0;
        long with = 0;
        for (FunctionCost cost : costs) {
            if (cost.refusal() == null) {
                without += bytes.applyAsLong(Objects.requireNonNull(cost.ungoverned()));
                with += bytes.applyAsLong(Objects.requireNonNull(cost.governed()));
            }
        }
        assertThat(without).isPositive();
        return (with - without) * 100 / without;
    }

    @Test
    void kernels_grow_within_their_bounds() throws IOException {
        List<FunctionCost> costs = ofKernels();
        assertThat(costs).hasSizeGreaterThan(10).allMatch(cost -> cost.refusal() == null);
        assertThat(growthPercent(costs, CodeBytes::method)).isBetween(1L, MOST);
        assertThat(growthPercent(costs, CodeBytes::all)).isBetween(1L, MOST);
    }

    @Test
    void a_program_with_the_runtime_of_c_grows_within_its_bounds() throws IOException {
        List<FunctionCost> costs = costs(C_PROGRAM);
        assertThat(growthPercent(costs, CodeBytes::method)).isBetween(1L, MOST);
        assertThat(growthPercent(costs, CodeBytes::all)).isBetween(1L, MOST);
    }

    @Test
    void a_program_with_the_runtime_of_kotlin_grows_within_its_bounds() throws IOException {
        assertThat(growthPercent(costs(KOTLIN_PROGRAM), CodeBytes::all)).isBetween(1L, MOST_IN_KOTLIN);
    }

    @Test
    void no_function_is_smaller_for_being_governed() throws IOException {
        for (Path file : List.of(C_PROGRAM, KOTLIN_PROGRAM)) {
            assertThat(costs(file)).hasSizeGreaterThan(50).allSatisfy(cost -> {
                if (cost.governed() != null && cost.ungoverned() != null) {
                    assertThat(cost.governed().all())
                            .as(cost.name())
                            .isGreaterThan(cost.ungoverned().all());
                }
            });
        }
    }

    @Test
    void some_functions_of_each_program_need_no_rest_points() throws IOException {
        for (Path file : List.of(C_PROGRAM, KOTLIN_PROGRAM)) {
            List<FunctionCost> costs = costs(file);
            assertThat(costs.stream().filter(cost -> cost.restCause() == null))
                    .isNotEmpty()
                    .allMatch(cost -> cost.loops() == 0);
            assertThat(costs.stream().filter(cost -> cost.loops() > 0))
                    .isNotEmpty()
                    .allMatch(cost -> Objects.equals(cost.restCause(), "loop"));
        }
    }
}
