package dev.tally.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

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
    void it_fits_on_a_screen_and_has_no_control_sequences() {
        assertThat(text.lines()).hasSizeLessThanOrEqualTo(60).allMatch(line -> line.length() <= 100);
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

    private static String row(String label) {
        return text.lines().filter(line -> line.startsWith(label)).findFirst().orElseThrow();
    }
}
