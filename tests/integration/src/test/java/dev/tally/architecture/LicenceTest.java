package dev.tally.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever has an artifact has its licence. */
final class LicenceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "vm-core",
                "vm-heap",
                "vm-runtime",
                "vm-telemetry/engineering",
                "vm-telemetry/certification",
                "vm-telemetry/cli"
            })
    void artifact_carries_the_text_of_its_licence(String module) throws IOException {
        List<URL> licences = LicenceTest.class
                .getClassLoader()
                .resources("META-INF/LICENSE")
                .filter(place -> place.getPath().contains("/" + module + "/target/"))
                .toList();
        assertThat(licences).hasSize(1);
        try (InputStream licence = licences.getFirst().openStream()) {
            assertThat(new String(licence.readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("Apache License\n", "Version 2.0, January 2004", "END OF TERMS AND CONDITIONS");
        }
    }
}
