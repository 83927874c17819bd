package dev.tally.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.ModuleLimits;
import dev.tally.core.binary.BinaryReader;
import dev.tally.core.binary.BinaryWriter;
import dev.tally.core.module.CustomSection;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.module.Section;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.core.validate.Validator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What texts mean, and what is said of those that mean nothing. */
final class TextReaderTest {
    private static final ModuleLimits LIMITS = ModuleLimits.defaults();
    private static final int DEEP = 200_000;

    @Test
    void plain_and_folded_instructions_mean_the_same() {
        String plain = "local.get 0 i32.const 1 i32.add if (result i32) i32.const 2 else i32.const 3 end";
        String folded = "(if (result i32) (i32.add (local.get 0) (i32.const 1)) (then (i32.const 2))"
                + " (else (i32.const 3)))";
        String head = "(func (param i32) (result i32) ";
        assertThat(read(head + folded + ")")).isEqualTo(read(head + plain + ")"));
    }

    @Test
    void identifiers_may_be_used_before_they_are_declared() {
        assertThat(read("(func (call $f) (drop (global.get $g))) (func $f) (global $g i32 (i32.const 1))")
                        .functions())
                .isEqualTo(read("(func (call 1) (drop (global.get 0))) (func) (global i32 (i32.const 1))")
                        .functions());
    }

    @Test
    void types_that_are_only_used_stand_behind_those_that_are_defined() {
        ModuleDefinition module =
                read("(func (result f64) (f64.const 0)) (func (param i32)) (type $t (func (param i32)))");
        assertThat(module.types().get(0)).isEqualTo(FunctionType.of(ValueType.I32));
        assertThat(module.types().get(1)).isEqualTo(FunctionType.of().returning(ValueType.F64));
        assertThat(module.functions().get(1).typeIndex()).isZero();
    }

    @Test
    void a_name_may_be_quoted() {
        assertThat(read("(func $\"a\\u{42}\") (func (call $aB))")
                        .functions()
                        .get(1)
                        .body())
                .isEqualTo(read("(func) (func (call 0))").functions().get(1).body());
    }

    @Test
    void names_of_module_and_functions_go_into_the_name_section() {
        ModuleDefinition module = read("(module $life (func) (func $f (@name \"step\")) (func $g))");
        assertThat(module.names().module()).isEqualTo("life");
        assertThat(module.names().functions().get(1)).isEqualTo("step");
        assertThat(module.names().functions().get(2)).isEqualTo("g");
        assertThat(reread(module)).isEqualTo(module);
    }

    @Test
    void custom_sections_are_annotations() {
        ModuleDefinition module = read("(module (func) (@custom \"c\" (after type) \"\\00a\" \"b\") (@custom \"d\"))");
        assertThat(module.customSections())
                .containsExactly(
                        new CustomSection("c", Section.TYPE.code(), new byte[] {0, 'a', 'b'}),
                        new CustomSection("d", Section.CODE.code(), new byte[0]));
        assertThat(reread(module)).isEqualTo(module);
    }

    @Test
    void other_annotations_are_skipped() {
        assertThat(read("(@a) (func (@b (c \"d)\")) (nop)) (@e ;; )\n)")).isEqualTo(read("(func (nop))"));
    }

    @Test
    void data_segments_are_counted_when_an_instruction_names_one() {
        assertThat(read("(memory 1) (data \"a\")").dataCount()).isEqualTo(ModuleDefinition.NO_DATA_COUNT);
        assertThat(read("(memory 1) (data \"a\") (func (data.drop 0))").dataCount())
                .isEqualTo(1);
    }

    @Test
    void blocks_nest_as_deeply_as_the_text_is_long() {
        String folded = "(func " + "(block ".repeat(DEEP) + ")".repeat(DEEP) + ")";
        String plain = "(func " + "loop ".repeat(DEEP) + "end ".repeat(DEEP) + ")";
        String operands = "(func (drop " + "(i32.eqz ".repeat(DEEP) + "(i32.const 0)" + ")".repeat(DEEP) + "))";
        assertThat(read(folded).functions().getFirst().body().bytes()).hasSize(3 * DEEP + 1);
        assertThat(read(plain).functions().getFirst().body().bytes()).hasSize(3 * DEEP + 1);
        assertThat(read(operands).functions().getFirst().body().bytes()).hasSize(DEEP + 4);
    }

    @Test
    void fields_are_named_within_their_own_type() {
        String types = "(type $s (struct (field $x i32))) (rec (type $t (struct (field i64) (field $x i32))))";
        assertThat(read(types + "(func (drop (struct.get $t $x (ref.null $t))))"))
                .isEqualTo(read(types + "(func (drop (struct.get 1 1 (ref.null 1))))"));
        assertThat(refusal(types + "(func (struct.get 0 $y))").reason()).isEqualTo("unknown field $y");
        assertThat(refusal("(type (struct (field $x i32 $x i32)))").kind()).isEqualTo(Kind.MALFORMED);
        assertThat(refusal("(type (struct (field $x i32) (field $x i32)))").reason())
                .isEqualTo("duplicate field $x");
    }

    @Test
    void casts_are_told_apart_by_whether_null_passes() {
        assertThat(read("(func (param anyref) (drop (ref.cast i31ref (local.get 0))))"))
                .isEqualTo(read("(func (param anyref) (drop (ref.cast (ref null i31) (local.get 0))))"))
                .isNotEqualTo(read("(func (param anyref) (drop (ref.cast (ref i31) (local.get 0))))"));
    }

    @Test
    void clauses_stand_outside_the_label_of_their_block() {
        assertThat(read("(func block $l (try_table $l (catch_all $l) (br $l)) end)"))
                .isEqualTo(read("(func block (try_table (catch_all 0) (br 0)) end)"));
        assertThat(refusal("(func (try_table $l (catch_all $l)))").reason()).isEqualTo("unknown label $l");
        assertThat(refusal("(func (try_table (catch $e 0)))").reason()).isEqualTo("unknown tag $e");
        assertThat(refusal("(func (try_table (nop) (catch_all 0)))").reason()).isEqualTo("unexpected token catch_all");
    }

    @Test
    void nothing_is_imported_behind_a_tag() {
        assertThat(refusal("(tag) (import \"\" \"\" (tag))").reason()).isEqualTo("import after tag");
        assertThat(refusal("(tag $e) (tag $e)").reason()).isEqualTo("duplicate tag $e");
    }

    @Test
    void an_array_of_a_data_segment_needs_the_segments_counted() {
        String module = "(type (array i8)) (data \"a\") (func (drop (array.new_data 0 0 (i32.const 0) (i32.const 1))))";
        assertThat(read(module).dataCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        (func (i32.foo))                          | unknown operator i32.foo           | 1:8
        (func (try (do)))                         | unknown operator try               | 1:8
        (func br 0drop)                           | unknown operator 0drop             | 1:10
        (func i32)                                | unexpected token i32               | 1:7
        (func                                     | unexpected token: the text ends    | 1:6
        (func $f) (func $f)                       | duplicate func $f                  | 1:17
        (func (param $x i32) (local $x i32))      | duplicate local $x                 | 1:29
        (func (local.get $x))                     | unknown local $x                   | 1:18
        (func (br $l))                            | unknown label $l                   | 1:11
        (func block $a end $b)                    | mismatching label $b               | 1:20
        (func (drop (i32.const 0x1_0000_0000)))   | constant out of range              | 1:24
        (func (drop (f32.const 1e39)))            | constant out of range              | 1:24
        (func (drop (f32.const nan:0x80_0000)))   | constant out of range              | 1:24
        (func (drop (i32.load align=3)))          | alignment must be a power of two   | 1:23
        (func) (import "" "" (func))              | import after function              | 1:16
        (func $)                                  | empty identifier                   | 1:7
        (func) (;                                 | unclosed comment                   | 1:8
        (@a (b)                                   | unclosed annotation                | 1:1
        (@ a)                                     | empty annotation id                | 1:1
        (data "a)                                 | unclosed string                    | 1:7
        (data "\\x")                              | illegal escape                     | 1:8
        (import "\\ff" "" (func))                 | malformed UTF-8 encoding           | 1:9
        (func ä)                                  | illegal character                  | 1:7
        (start 0) (start 0)                       | multiple start sections            | 1:18
        (type (func)) (func (type 0) (param i32)) | inline function type [i32] -> []   | 1:21
        """)
    void malformed_texts_are_refused_with_their_place(String text, String reason, String place) {
        ModuleException refusal = refusal(text);
        assertThat(refusal.kind()).isEqualTo(Kind.MALFORMED);
        assertThat(refusal.reason()).startsWith(reason);
        assertThat(refusal.line() + ":" + refusal.column()).isEqualTo(place);
        assertThat(refusal).hasMessageContaining(" at " + place);
    }

    @Test
    void bytes_that_are_no_text_are_refused() {
        byte[] bytes = "(func)\n(; x ;)".getBytes(StandardCharsets.UTF_8);
        bytes[10] = (byte) 0x80;
        ModuleException refusal = catchThrowableOfType(ModuleException.class, () -> TextReader.read(bytes, LIMITS));
        assertThat(refusal.reason()).isEqualTo("malformed UTF-8 encoding");
        assertThat(refusal.line()).isEqualTo(2);
        assertThat(refusal.column()).isEqualTo(4);
    }

    @Test
    void features_that_the_machine_lacks_are_named() {
        assertThat(refusal("(func (drop (v128.const i32x4 0 0 0 0)))").kind()).isEqualTo(Kind.UNSUPPORTED);
    }

    @Test
    void what_the_validator_refuses_is_found_in_the_text() {
        TextModule module = TextReader.read(
                "(module\n  (func (nop))\n  (func (result i32)\n    (i32.add (i32.const 1)\n      (i64.const 2))))"
                        .getBytes(StandardCharsets.UTF_8),
                LIMITS);
        ModuleException refusal =
                catchThrowableOfType(ModuleException.class, () -> Validator.validate(module.definition(), LIMITS));
        ModuleException located = module.inText(refusal);
        assertThat(located.line()).isEqualTo(4);
        assertThat(located.column()).isEqualTo(6);
        assertThat(located.function()).isEqualTo(1);
    }

    @Test
    void what_the_validator_refuses_of_a_definition_is_found_in_the_text() {
        TextModule module =
                TextReader.read("(module\n (export \"f\" (func 3)))".getBytes(StandardCharsets.UTF_8), LIMITS);
        ModuleException refusal =
                catchThrowableOfType(ModuleException.class, () -> Validator.validate(module.definition(), LIMITS));
        assertThat(module.inText(refusal)).hasMessage("invalid module: unknown function 3 at 2:2");
    }

    @Test
    void a_text_beyond_the_limit_is_refused() {
        ModuleLimits small = new ModuleLimits(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 1, 1, 5);
        assertThatThrownBy(() -> TextReader.read("(func)".getBytes(StandardCharsets.UTF_8), small))
                .isInstanceOf(ModuleException.class)
                .hasMessageContaining("moduleBytes 6 exceeds 5");
    }

    private static ModuleException refusal(String text) {
        return catchThrowableOfType(ModuleException.class, () -> read(text));
    }

    private static ModuleDefinition read(String text) {
        return TextReader.read(text.getBytes(StandardCharsets.UTF_8), LIMITS).definition();
    }

    private static ModuleDefinition reread(ModuleDefinition module) {
        return BinaryReader.read(BinaryWriter.write(module), LIMITS);
    }
}
