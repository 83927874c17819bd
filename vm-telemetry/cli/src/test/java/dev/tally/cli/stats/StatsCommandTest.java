package dev.tally.cli.stats;

import static dev.tally.cli.CommandLineRun.guest;
import static dev.tally.cli.CommandLineRun.program;
import static dev.tally.cli.CommandLineRun.tally;
import static dev.tally.cli.CommandLineRun.validated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.cli.CommandLineRun;
import dev.tally.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What governing guests costs a module in code. */
final class StatsCommandTest {
    private static final String SCHEMA = "stats/module-statistics-1.json";

    private static final String FEW = """
        (module
          (func $leaf (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
          (func $sum (export "sum") (param i32) (result i32) (local i32)
            (loop $next
              (local.set 1 (i32.add (local.get 1) (call $leaf (local.get 0))))
              (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
              (br_if $next (local.get 0)))
            (local.get 1))
          (func $twice (param i32) (result i32) (call $leaf (call $leaf (local.get 0)))))
        """;

    @TempDir
    Path temporary;

    private String file(String text) throws IOException {
        return Files.writeString(temporary.resolve("module.wat"), text).toString();
    }

    /** A text with all numbers made one digit, and columns one space apart. */
    private static List<String> shape(String text) {
        return text.lines()
                .map(line -> line.replaceAll("SHA-256 [0-9a-f]{64}", "SHA")
                        .replaceAll("[-+]?[0-9][0-9,.]*", "9")
                        .replaceAll(" +", " "))
                .toList();
    }

    @Test
    void text_tells_of_the_module_and_of_each_function() throws IOException {
        CommandLineRun run = tally("stats", file(FEW));
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(shape(run.out()))
                .containsExactly(
                        "module.wat: 9 functions, SHA",
                        " bytecode measured 9 bytes without fuel and rest points, 9 with them, in 9 compiled functions",
                        " measured 9 and 9 of them in the functions' own methods, the others beside them",
                        " growth derived 9 %; of the functions' own methods 9 %",
                        " model derived a function grows by 9 + 9 × calls + 9 × locals bytes",
                        " derived in these functions loops cannot be told from the others",
                        " residual derived none: so few functions can be told exactly by any such model",
                        " rests derived guests can come to rest in 9 function; 9 of 9 need no rest points",
                        " interpreted measured 9 functions too large to compile",
                        "",
                        " without with growth calls locals loops rests by function",
                        " measured measured derived measured measured measured derived",
                        " 9 9 9 % 9 9 9 - leaf",
                        " 9 9 9 % 9 9 9 loop sum",
                        " 9 9 9 % 9 9 9 - twice");
    }

    @Test
    void sizes_are_told_with_counts_and_reasons() throws IOException {
        JsonNode statistics = validated(tally("stats", "--json", file(FEW)).out(), SCHEMA);
        JsonNode sum = statistics.at("/functions/1");
        assertThat(sum.at("/name").asString()).isEqualTo("sum");
        assertThat(sum.at("/measured/calls").asInt()).isEqualTo(1);
        assertThat(sum.at("/measured/locals").asInt()).isEqualTo(2);
        assertThat(sum.at("/measured/loops").asInt()).isEqualTo(1);
        assertThat(sum.at("/measured/refusal").isNull()).isTrue();
        assertThat(sum.at("/derived/restsBy").asString()).isEqualTo("loop");
        assertThat(statistics.at("/functions/0/derived/restsBy").isNull()).isTrue();
        assertThat(statistics.at("/derived/resting").asInt()).isEqualTo(1);
        assertThat(statistics.at("/derived/needingNoRestPoints").asInt()).isEqualTo(2);
        long without = 0;
        long with = 0;
        for (JsonNode function : statistics.at("/functions")) {
            without += bytes(function.at("/measured/without"));
            with += bytes(function.at("/measured/with"));
            assertThat(bytes(function.at("/measured/with"))).isGreaterThan(bytes(function.at("/measured/without")));
        }
        assertThat(bytes(statistics.at("/measured/without"))).isEqualTo(without);
        assertThat(bytes(statistics.at("/measured/with"))).isEqualTo(with);
        assertThat(statistics.at("/derived/growthPercent").asDouble())
                .isBetween(100.0 * with / without - 100.1, 100.0 * with / without - 99.9);
    }

    private static long bytes(JsonNode bytes) {
        return bytes.at("/method").asLong() + bytes.at("/beside").asLong();
    }

    @ParameterizedTest
    @ValueSource(strings = {"features", "empty", "values", "endless_start", "command", "wants"})
    void json_obeys_its_schema(String name) throws IOException {
        validated(tally("stats", program(name), "--json").out(), SCHEMA);
    }

    @Test
    void guests_of_the_demo_have_a_model_that_is_told_how_far_it_is_off() throws IOException {
        JsonNode life = validated(tally("stats", "--json", guest("life")).out(), SCHEMA);
        assertThat(life.at("/derived/model/functions").asInt()).isPositive();
        assertThat(life.at("/derived/model/constant").isNumber()).isTrue();
        validated(tally("stats", "--json", guest("words")).out(), SCHEMA);
    }

    @Test
    void the_same_module_gives_the_same_bytes() {
        assertThat(tally("stats", guest("life")).out())
                .isEqualTo(tally("stats", guest("life")).out());
        assertThat(tally("stats", guest("words"), "--json").out())
                .isEqualTo(tally("stats", guest("words"), "--json").out());
    }

    @Test
    void functions_that_cannot_be_compiled_are_listed_with_the_reason() throws IOException {
        String file = file("(module (func $wide (param " + "i64 ".repeat(101) + ")) (func $small))");
        assertThat(tally("stats", file).out())
                .contains(
                        "  interpreted  measured  1 function too large to compile\n",
                        "wide: interpreted, being 202 variables for parameters, more than 200\n");
        JsonNode statistics = validated(tally("stats", "--json", file).out(), SCHEMA);
        assertThat(statistics.at("/measured/interpreted").asInt()).isEqualTo(1);
        assertThat(statistics.at("/functions/0/measured/with").isNull()).isTrue();
        assertThat(statistics.at("/functions/0/measured/refusal").asString()).contains("parameters");
    }

    @Test
    void a_module_without_functions_has_no_growth_and_no_model() throws IOException {
        String file = file("(module)");
        assertThat(tally("stats", file).out())
                .contains(
                        "  growth       derived   -; of the functions' own methods -\n",
                        "  model        derived   none, since no function is compiled\n");
        JsonNode statistics = validated(tally("stats", "--json", file).out(), SCHEMA);
        assertThat(statistics.at("/derived/growthPercent").isNull()).isTrue();
        assertThat(statistics.at("/functions")).isEmpty();
    }

    @Test
    void names_from_modules_cannot_break_the_line() throws IOException {
        assertThat(tally("stats", file("(module (func (export \"a\\nb\")))")).out())
                .contains("a\\nb\n");
    }

    @Test
    void the_example_of_the_readme_is_the_output_but_for_figures() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String begin = "```\nlife.wasm: ";
        String example = readme.substring(readme.indexOf(begin) + begin.indexOf('l'));
        assertThat(shape(example.substring(0, example.indexOf("```"))))
                .isEqualTo(shape(tally("stats", guest("life")).out()));
    }

    @Test
    void bad_input_is_one_line() {
        tally("stats").isComplaint(ExitCode.USAGE);
        tally("stats", program("fails"), "more").isComplaint(ExitCode.USAGE);
        tally("stats", "missing").isComplaint(ExitCode.NO_INPUT);
        tally("stats", "pom.xml").isComplaint(ExitCode.MODULE);
        tally("stats", temporary.toString()).isComplaint(ExitCode.NO_INPUT);
    }
}
