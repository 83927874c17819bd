package dev.tally.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is taken out for the price of fuel is taken out, and nothing else has to change for it. */
final class MeteringTest {
    /** Prints whether fuel is charged in its JVM. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] arguments) {
            System.out.println("metering is " + (Metering.isOn() ? "on" : "off"));
        }
    }

    @Test
    void a_jvm_with_the_modules_as_they_are_charges_fuel() throws Exception {
        assertThat(Metering.isOn()).isTrue();
        assertThat(probe(Metering.withMetering())).contains("metering is on");
    }

    @Test
    void a_jvm_with_the_patched_module_charges_nothing() throws Exception {
        assertThat(probe(Metering.withoutMetering())).contains("metering is off");
    }

    private static String probe(List<String> jvmArguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArguments);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Probe.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
