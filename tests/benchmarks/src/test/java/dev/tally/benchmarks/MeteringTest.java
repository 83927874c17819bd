package dev.tally.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.runtime.Engine;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is taken out for the price of fuel is taken out, and nothing else has to change for it. */
final class MeteringTest {
    /** Prints which tiers of its JVM charge fuel, and how much compiled kernels are charged. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println("interpreted: " + (Metering.isOn(Engine.Tier.INTERPRETED) ? "on" : "off"));
            System.out.println("compiled: " + (Metering.isOn(Engine.Tier.COMPILED) ? "on" : "off"));
            for (String name : arguments) {
                System.out.println(name + ": " + fuelCompiled(name));
            }
        }
    }

    /** What the first expectation of a kernel is charged when it is compiled. */
    private static long fuelCompiled(String name) throws IOException {
        Kernel kernel = Kernel.of(name);
        TallyContestant tally = new TallyContestant(kernel.file(), Engine.Tier.COMPILED, TallyContestant.UNLIMITED);
        assertThat(tally.prepare("run", kernel.argument(Kernel.EXPECTED)).run())
                .isEqualTo(kernel.expectations().getFirst().result());
        return tally.fuelUsed();
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERPRETED", "COMPILED"})
    void a_jvm_with_the_modules_as_they_are_charges_fuel(Engine.Tier tier) {
        assertThat(Metering.isOn(tier)).isTrue();
    }

    @Test
    void so_does_one_that_runs_them_from_the_module_path() throws Exception {
        assertThat(probe(Metering.withMetering())).contains("interpreted: on", "compiled: on");
    }

    @Test
    void a_jvm_with_the_patched_interpreter_charges_nothing_there() throws Exception {
        assertThat(probe(Metering.withoutMetering(Engine.Tier.INTERPRETED))).contains("interpreted: off");
    }

    @Test
    void a_jvm_with_the_patched_compiler_charges_nothing_in_methods_alone() throws Exception {
        assertThat(probe(Metering.withoutMetering(Engine.Tier.COMPILED))).contains("interpreted: on", "compiled: off");
    }

    /** Where methods charge nothing, fuel is used by the interpreter and, byte for byte, by operations on many bytes. */
    @Test
    void all_kernels_run_in_methods_once_they_are_compiled() throws Exception {
        List<String> names = Kernel.names();
        List<String> lines = probe(Metering.withoutMetering(Engine.Tier.COMPILED), names.toArray(String[]::new));
        for (String name : names) {
            assertThat(fuelOf(lines, name)).as(name).isBetween(0L, fuelCompiled(name) / 100);
        }
    }

    private static long fuelOf(List<String> lines, String name) {
        String start = name + ": ";
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .mapToLong(line -> Long.parseLong(line.substring(start.length())))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> probe(List<String> jvmArguments, String... kernels)
            throws IOException, InterruptedException {
        return ForkedJvm.run(jvmArguments, Probe.class, kernels);
    }
}
