package dev.tally.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tally.benchmarks.KernelBenchmark.ContestantName;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engines of others do what is measured of them, if this build has them. */
final class PeersTest {
    /** Loads and checks all kernels by the engine that is named. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] arguments) throws IOException {
            ContestantName engine = ContestantName.valueOf(arguments[0]);
            for (String name : Kernel.names()) {
                load(engine, Map.of("file", name, "argument", Kernel.EXPECTED));
                System.out.println(name);
            }
        }
    }

    /** What is done before a measurement, the check of all results included. */
    private static void load(ContestantName engine, Map<String, String> parameters) throws IOException {
        KernelBenchmark benchmark = new KernelBenchmark();
        benchmark.file = parameters.getOrDefault("file", "");
        benchmark.export = "run";
        benchmark.argument = parameters.getOrDefault("argument", "");
        benchmark.engine = engine;
        benchmark.load();
    }

    @ParameterizedTest
    @EnumSource(names = {"endive", "endiveCompiled"})
    void endive_answers_what_it_must(ContestantName engine) throws IOException {
        assumeTrue(GraalVm.isPresent(), "built without the peers");
        for (String name : Kernel.names()) {
            load(engine, Map.of("file", name, "argument", Kernel.EXPECTED));
        }
        for (String name : AllocationComparison.PROGRAMS) {
            if (!AllocationComparison.isNotForEndive(Kernel.guestOfTests(name))) {
                load(engine, AllocationComparison.parameters(name));
            }
        }
    }

    @Test
    void graalwasm_finds_its_compiler_and_answers_what_it_must() throws Exception {
        assumeTrue(GraalVm.isPresent(), "built without the peers");
        List<String> lines = ForkedJvm.run(GraalVm.arguments(), Probe.class, ContestantName.graal.name());
        assertThat(lines).containsAll(Kernel.names());
    }
}
