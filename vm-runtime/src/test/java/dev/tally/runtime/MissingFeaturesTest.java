package dev.tally.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.ModuleLimits;
import dev.tally.core.binary.BinaryWriter;
import dev.tally.core.text.TextReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is valid and cannot run is refused when it is loaded, wherever in the module it stands. */
final class MissingFeaturesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        (func) (func (drop (ref.i31 (i32.const 0))))                          | garbage-collected types (ref.i31)
        (func unreachable ref.eq drop)                                        | garbage-collected types (ref.eq)
        (type (struct)) (global (ref 0) (struct.new 0))                       | garbage-collected types (struct.new)
        (table 1 (ref i31) (ref.i31 (i32.const 0)))                           | garbage-collected types (ref.i31)
        (elem i31ref (ref.i31 (i32.const 0)))                                 | garbage-collected types (ref.i31)
        (func (try_table))                                                    | exception handling (try_table)
        (func (throw_ref (ref.null exn)))                                     | exception handling (throw_ref)
        (tag)                                                                 | exception handling (tag)
        (import "" "" (tag))                                                  | exception handling (tag)
        """)
    void a_module_that_cannot_run_yet_is_refused_by_the_name_of_the_feature(String text, String reason) {
        assertThatThrownBy(() -> load(text)).isInstanceOfSatisfying(ModuleException.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(Kind.UNSUPPORTED);
            assertThat(refusal.reason()).isEqualTo(reason);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(type (struct (field i32))) (global (ref null 0) (ref.null none))",
                "(func (param anyref exnref) (drop (ref.is_null (local.get 0))))"
            })
    void types_alone_are_no_reason_to_refuse_a_module(String text) {
        assertThatCode(() -> load(text)).doesNotThrowAnyException();
    }

    @Test
    void what_is_not_valid_is_refused_for_that() {
        assertThatThrownBy(() -> load("(func (drop (ref.i31 (i64.const 0))))"))
                .isInstanceOfSatisfying(
                        ModuleException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(Kind.INVALID));
    }

    private static void load(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Engine.create()
                .load(BinaryWriter.write(
                        TextReader.read(bytes, ModuleLimits.defaults()).definition()));
    }
}
