package dev.tally.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo shows what it is there to show. */
final class DemoReportTest {
    private static DemoReport report;
    private static String text;

    @BeforeAll
    static void run() {
        report = DemoReport.run(false);
        text = report.text();
    }

    @Test
    void guests_keep_their_budgets_and_end_as_they_do_alone() {
        assertThat(report.proven()).isTrue();
        assertThat(text).contains("nothing of one disturbs another").doesNotContain("must never happen");
    }

    @Test
    void it_fits_on_two_screens_and_has_no_control_sequences() {
        assertThat(text.lines()).hasSizeLessThanOrEqualTo(80).allMatch(line -> line.length() <= 100);
        assertThat(text).doesNotContain("\u001b");
    }

    @Test
    void first_materialisation_stands_apart_from_steady_state() {
        assertThat(row("constants made, first tick")).endsWith(" 14");
        assertThat(row("  in all other ticks")).endsWith(" 0");
        assertThat(row("strings made, first tick")).endsWith(" 9");
        assertThat(row("  in each other tick")).endsWith(" 9");
    }

    @Test
    void heap_in_a_linear_memory_is_not_observed() {
        assertThat(row("strings made, first tick")).containsPattern("not observed +0 +not observed +9");
    }

    @Test
    void columns_are_aligned() {
        assertThat(text.lines()
                        .filter(line -> line.startsWith("ticks ") || line.startsWith("memory growths "))
                        .map(String::length)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void engineers_see_amounts_and_the_public_sees_promises() {
        List<String> evidence = new ArrayList<>();
        List<String> certificate = new ArrayList<>();
        twoAudiences().lines().forEach(line -> {
            String[] sides = line.split("│", -1);
            evidence.add(sides[0].strip());
            certificate.add(sides[1].strip());
        });
        assertThat(evidence)
                .contains("after warm-up: STEADY")
                .anyMatch(line -> line.matches("stringAllocatedBytes +456 +456 +273,600"))
                .anyMatch(line -> line.matches("materialisations +14 +0 +14"));
        assertThat(certificate)
                .contains("verdict: PASS")
                .anyMatch(line -> line.matches("fuel\\.per-tick +342 +50,000 +PASS"))
                .anyMatch(line -> line.matches("bytes +- +1,048,576 +PASS"))
                .noneMatch(line -> line.matches("(?i).*(?:alloc|material|cop(?:y|ies|ied)).*"))
                .noneMatch(line -> line.contains("5,400") || line.contains("273,600"));
    }

    @Test
    void certificate_is_about_the_state_that_the_host_loop_has_reached() {
        String digests = row("state digest");
        String ofWords = digests.substring(digests.lastIndexOf(' ') + 1);
        assertThat(twoAudiences()).contains("state, tick 600: " + ofWords);
    }

    @Test
    void readme_shows_what_is_printed_here() throws IOException {
        assertThat(Files.readString(Path.of("..", "..", "README.md"))).contains("```\n" + twoAudiences() + "```\n");
    }

    /** What is printed of the two products, side by side. */
    private static String twoAudiences() {
        List<String> lines = text.lines()
                .dropWhile(line -> !line.startsWith("internal evidence"))
                .takeWhile(line -> !line.isEmpty())
                .toList();
        return String.join("\n", lines) + "\n";
    }

    private static String row(String label) {
        return text.lines().filter(line -> line.startsWith(label)).findFirst().orElseThrow();
    }
}
