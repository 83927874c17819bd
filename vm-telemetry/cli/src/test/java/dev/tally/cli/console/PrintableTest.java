package dev.tally.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Text that a terminal can be shown. */
final class PrintableTest {
    @Test
    void visible_text_stays_as_it_is() {
        assertThat(Printable.line("größer → 漢字 🙂 \"x\"")).isEqualTo("größer → 漢字 🙂 \"x\"");
    }

    @Test
    void control_characters_and_halves_of_characters_are_spelled() {
        assertThat(Printable.line("a\n\t\u001b[0m\u202e\ud83d")).isEqualTo("a\\n\\t\\u{1b}[0m\\u{202e}\\u{d83d}");
    }
}
