package dev.tally.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.ModuleLimits;
import dev.tally.core.module.IndexSpaces;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.text.TextReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which features of a module are told, and that others are not. */
final class FeatureSearchTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        (func)                                               | []
        (type (struct))                                      | [garbage-collected types]
        (type (array i8))                                    | [garbage-collected types]
        (func (drop (ref.i31 (i32.const 0))))                | [garbage-collected types]
        (func unreachable ref.eq drop)                       | [garbage-collected types]
        (tag)                                                | [exception handling]
        (import "host" "tag" (tag))                          | [exception handling]
        (func (try_table))                                   | [exception handling]
        """)
    void objects_and_exceptions_are_told(String text, String features) {
        ModuleDefinition module = TextReader.read(text.getBytes(StandardCharsets.UTF_8), ModuleLimits.defaults())
                .definition();
        assertThat(FeatureSearch.of(module, IndexSpaces.of(module))).hasToString(features);
    }
}
