package dev.tally.cli.inspect;

import static dev.tally.cli.CommandLineRun.guest;
import static dev.tally.cli.CommandLineRun.program;
import static dev.tally.cli.CommandLineRun.tally;
import static dev.tally.cli.CommandLineRun.validated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.cli.CommandLineRun;
import dev.tally.cli.console.ExitCode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What can be said of a module without running it. */
final class InspectCommandTest {
    private static final String SCHEMA = "inspect/module-inspection-1.json";

    @Test
    void text_tells_what_a_module_asks_for_offers_and_holds() {
        CommandLineRun run = tally("inspect", program("features"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("features.wasm: ")
                .contains(
                        "  functions      3 defined, 1 imported; ",
                        "  largest        largest (function 3), ",
                        "  start          start (function 1)\n",
                        "  imports        \"env\" \"log\" func [i32] -> []\n",
                        "  exports        \"memory\" memory 1..16\n",
                        "                 \"pair\" func [] -> [i32 i32]\n",
                        "  memories       1 page, at most 16, 65,536 bytes at first\n",
                        "  tables         2 elements, at most 10, funcref\n                 1 element, externref\n",
                        "  globals        1\n",
                        "  segments       1 of data with 7 bytes, 1 of elements\n",
                        "  features       mutable globals, sign extension, saturating conversion, multi-value, bulk"
                                + " memory, reference types, multiple tables\n",
                        "  straight path  ",
                        "  overshoot      a tick charges at most ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"features", "empty", "values", "endless_start", "command"})
    void json_obeys_its_schema(String name) throws IOException {
        validated(tally("inspect", "--json", program(name)).out(), SCHEMA);
    }

    @Test
    void overshoot_is_at_least_the_costliest_path() throws IOException {
        JsonNode life = validated(tally("inspect", "--json", guest("life")).out(), SCHEMA);
        assertThat(life.at("/overshoot").asLong())
                .isGreaterThanOrEqualTo(life.at("/costliestPath/fuel").asLong())
                .isPositive();
        assertThat(life.at("/features").toString()).contains("\"yields\"");
    }

    @Test
    void features_of_strings_are_told() throws IOException {
        JsonNode words = validated(tally("inspect", "--json", guest("words")).out(), SCHEMA);
        assertThat(words.at("/features").toString())
                .contains("string builtins", "string constants", "non-null references", "yields");
    }

    @Test
    void plain_module_needs_nothing_new() {
        assertThat(tally("inspect", program("fails")).out()).contains("  features       WebAssembly 1.0\n");
    }

    @Test
    void modules_that_could_not_run_are_inspected_all_the_same() {
        assertThat(tally("inspect", program("wants")).exitCode()).isZero();
        assertThat(tally("inspect", program("huge")).exitCode()).isZero();
    }

    @Test
    void bad_input_is_one_line() {
        tally("inspect").isComplaint(ExitCode.USAGE);
        tally("inspect", program("fails"), "more").isComplaint(ExitCode.USAGE);
        tally("inspect", "missing").isComplaint(ExitCode.NO_INPUT);
        tally("inspect", "pom.xml").isComplaint(ExitCode.MODULE);
    }
}
