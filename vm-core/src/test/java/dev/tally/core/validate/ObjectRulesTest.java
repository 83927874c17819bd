package dev.tally.core.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.ModuleLimits;
import dev.tally.core.assembly.Assembler;
import dev.tally.core.assembly.ByteWriter;
import dev.tally.core.assembly.ModuleBuilder;
import dev.tally.core.binary.BinaryReader;
import dev.tally.core.module.Section;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Instructions about objects, in functions that return nothing. Type 0 is {@code [] -> []}; type 1 is an open structure of
 * a mutable i8 and an i64, type 2 stands beneath it and adds a {@code (ref 1)}. Type 3 is an array of mutable i16, type 4
 * of i32, type 5 of mutable {@code (ref null 1)}, type 6 of mutable {@code (ref 2)}, type 7 of mutable i8. Data segment 0
 * is passive, as are element segments 0 of {@code (ref null 2)} and 1 of funcref. Local 0 is a {@code (ref null 1)}.
 */
final class ObjectRulesTest {
    private static final ModuleLimits LIMITS = ModuleLimits.defaults();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "i32.const 1; i64.const 2; struct.new 1; local.set 0",
                "i32.const 1; i64.const 2; struct.new_default 1; struct.new 2; local.set 0",
                "struct.new_default 1; struct.get_s 1 0; drop",
                "local.get 0; struct.get 1 1; i64.eqz; drop",
                "ref.null 2; struct.get 1 1; drop",
                "ref.null 2; struct.get 2 2; struct.get_u 1 0; drop",
                "ref.null none; struct.get_u 1 0; drop",
                "ref.null 2; i32.const 1; struct.set 1 0",
                "i32.const 1; i32.const 2; array.new 3; drop",
                "i32.const 2; array.new_default 5; drop",
                "array.new_fixed 6 0; array.len; drop",
                "local.get 0; ref.null 2; array.new_fixed 5 2; drop",
                "i32.const 0; i32.const 1; array.new_data 4 0; i32.const 0; array.get 4; drop",
                "i32.const 0; i32.const 1; array.new_elem 5 0; drop",
                "ref.null 3; i32.const 0; array.get_s 3; drop",
                "ref.null 3; i32.const 0; i32.const 9; array.set 3",
                "ref.null 5; i32.const 0; ref.null none; i32.const 9; array.fill 5",
                "ref.null 5; i32.const 0; ref.null 6; i32.const 0; i32.const 9; array.copy 5 6",
                "ref.null 7; i32.const 0; ref.null 7; i32.const 0; i32.const 9; array.copy 7 7",
                "ref.null 3; i32.const 0; i32.const 0; i32.const 9; array.init_data 3 0",
                "ref.null 5; i32.const 0; i32.const 0; i32.const 9; array.init_elem 5 0",
                "local.get 0; ref.test 2; drop",
                "local.get 0; ref.cast 2; struct.get 2 2; drop",
                "local.get 0; ref.cast 2?; struct.get 2 2; drop",
                "local.get 0; ref.cast i31; i31.get_u; drop",
                "ref.null func; ref.cast 0; call_ref 0",
                "ref.null extern; ref.test noextern?; drop",
                "ref.null exn; ref.test exn; drop",
                "local.get 0; i32.const 1; ref.i31; ref.eq; drop",
                "ref.null extern; any.convert_extern; ref.cast 1; local.set 0",
                "local.get 0; extern.convert_any; any.convert_extern; drop",
                "block extern!; i32.const 0; ref.i31; extern.convert_any; end; drop",
                "block 2!; local.get 0; br_on_cast 0 1? 2; drop; return; end; drop",
                "block 2?; local.get 0; br_on_cast 0 1? 2?; struct.get_s 1 0; drop; return; end; drop",
                "block 1!; local.get 0; br_on_cast_fail 0 1? 2?; drop; return; end; drop",
                "block 1?; local.get 0; br_on_cast_fail 0 1? 2; struct.get 2 2; drop; return; end; drop",
                "block any!; local.get 0; br_on_cast 0 any? 2; drop; return; end; drop",
                "unreachable; struct.new 2; array.new_fixed 6 2147483647; drop",
                "unreachable; struct.get 2 2; local.set 0",
                "unreachable; array.copy 5 6",
                "unreachable; any.convert_extern; ref.as_non_null; ref.cast i31; i31.get_s; drop",
                "block 0!; unreachable; br_on_cast 0 func? 0; drop; return; end; drop"
            })
    void operands_and_results_are_what_types_say(String body) {
        assertThatCode(() -> validate(module().function(0, "1?", body))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        i32.const 1; struct.new 1; drop                              | type mismatch: instruction requires [i64] but stack has [i32]
        i32.const 1; i64.const 2; ref.null 1; struct.new 2; drop     | type mismatch: instruction requires [(ref 1)] but stack has [(ref null 1)]
        struct.new_default 2; drop                                   | type 2 is not defaultable
        struct.new 3; drop                                           | non-structure type 3
        struct.new_default 0; drop                                   | non-structure type 0
        struct.new 99; drop                                          | unknown type 99
        ref.null 1; struct.get 1 2; drop                             | unknown field 2
        ref.null 1; struct.get 1 0; drop                             | field is packed: (mut i8)
        ref.null 1; struct.get_u 1 1; drop                           | field is unpacked: i64
        ref.null 1; struct.get 2 1; drop                             | type mismatch: instruction requires [(ref null 2)] but stack has [(ref null 1)]
        ref.null 1; i64.const 0; struct.set 1 1                      | immutable field 1
        ref.null 1; i64.const 0; struct.set 1 0                      | type mismatch: instruction requires [i32] but stack has [i64]
        i32.const 0; array.new_default 6; drop                       | type 6 is not defaultable
        i32.const 0; array.new_default 1; drop                       | non-array type 1
        i64.const 0; i32.const 0; array.new 3; drop                  | type mismatch: instruction requires [i32] but stack has [i64]
        local.get 0; array.new_fixed 6 1; drop                       | type mismatch: instruction requires [(ref 2)] but stack has [(ref null 1)]
        array.new_fixed 4 1; drop                                    | type mismatch: instruction requires [i32] but stack has []
        array.new_fixed 4 2147483647; drop                           | type mismatch: instruction requires [i32] but stack has []
        i32.const 0; i32.const 0; array.new_data 5 0; drop           | array type is not numeric or vector
        i32.const 0; i32.const 0; array.new_data 4 1; drop           | unknown data segment 1
        i32.const 0; i32.const 0; array.new_elem 4 0; drop           | type mismatch: the array requires i32 but has (ref null 2)
        i32.const 0; i32.const 0; array.new_elem 6 0; drop           | type mismatch: the array requires (ref 2) but has (ref null 2)
        i32.const 0; i32.const 0; array.new_elem 5 2; drop           | unknown elem segment 2
        ref.null 3; i32.const 0; array.get 3; drop                   | array is packed: (mut i16)
        ref.null 4; i32.const 0; array.get_s 4; drop                 | array is unpacked: i32
        ref.null 4; i32.const 0; i32.const 0; array.set 4            | immutable array of type 4
        ref.null 4; i32.const 0; i32.const 0; i32.const 0; array.fill 4 | immutable array of type 4
        ref.null 4; i32.const 0; i32.const 0; i32.const 0; array.init_data 4 0 | immutable array of type 4
        ref.null 4; i32.const 0; ref.null 4; i32.const 0; i32.const 0; array.copy 4 4 | immutable array of type 4
        ref.null 6; i32.const 0; ref.null 5; i32.const 0; i32.const 0; array.copy 6 5 | array types do not match
        ref.null 3; i32.const 0; ref.null 4; i32.const 0; i32.const 0; array.copy 3 4 | array types do not match
        ref.null 3; i32.const 0; ref.null 7; i32.const 0; i32.const 0; array.copy 3 7 | array types do not match
        ref.null 1; array.len; drop                                  | type mismatch: instruction requires [arrayref] but stack has [(ref null 1)]
        ref.null func; ref.test 1; drop                              | type mismatch: instruction requires [anyref] but stack has [funcref]
        local.get 0; ref.cast 0; drop                                | type mismatch: instruction requires [funcref] but stack has [(ref null 1)]
        ref.null any; ref.test exn?; drop                            | type mismatch: instruction requires [exnref] but stack has [anyref]
        local.get 0; ref.cast 99; drop                               | unknown type 99
        ref.null any; ref.null any; ref.eq; drop                     | type mismatch: instruction requires [eqref] but stack has [anyref]
        ref.null any; i31.get_s; drop                                | type mismatch: instruction requires [i31ref] but stack has [anyref]
        i64.const 0; ref.i31; drop                                   | type mismatch: instruction requires [i32] but stack has [i64]
        ref.null any; any.convert_extern; drop                       | type mismatch: instruction requires [externref] but stack has [anyref]
        i32.const 0; extern.convert_any; drop                        | type mismatch: instruction requires [a reference] but stack has [i32]
        block extern!; ref.null any; extern.convert_any; end; drop   | type mismatch: instruction requires [(ref extern)] but stack has [externref]
        block 2!; local.get 0; br_on_cast 0 2? 1; drop; end; drop    | type mismatch: a cast from (ref null 2) requires a type beneath it but has (ref 1)
        block 2!; local.get 0; br_on_cast 0 1 1?; drop; end; drop    | type mismatch: a cast from (ref 1) requires a type beneath it but has (ref null 1)
        block 2!; local.get 0; br_on_cast 0 1? 2?; drop; return; end; drop | type mismatch: instruction requires [(ref 2)] but stack has [(ref null 2)]
        block 1!; local.get 0; br_on_cast_fail 0 1? 2; drop; return; end; drop | type mismatch: instruction requires [(ref 1)] but stack has [(ref null 1)]
        block; local.get 0; br_on_cast 0 1? 2; drop; end             | type mismatch: the label of a br_on_cast takes no reference
        local.get 0; br_on_cast_fail 0 1? 2; drop                    | type mismatch: the label of a br_on_cast_fail takes no reference
        block 2!; local.get 0; br_on_cast 0 1? 99; drop; end; drop   | unknown type 99
        block 2!; local.get 0; br_on_cast 7 1? 2; drop; end; drop    | unknown label 7
        """)
    void what_types_do_not_say_is_invalid(String body, String reason) {
        assertInvalid(reason, module().function(0, "1?", body));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        1! | i32.const 1; i64.const 2; struct.new 1
        1? | struct.new_default 1
        5! | ref.null 2; i32.const 3; array.new 5
        4! | i32.const 3; array.new_default 4
        3! | i32.const 1; i32.const 2; array.new_fixed 3 2
        i31! | i32.const 1; i32.const 2; i32.add; ref.i31
        externref | i32.const 1; ref.i31; extern.convert_any
        any! | i32.const 1; ref.i31; extern.convert_any; any.convert_extern
        """)
    void constant_expressions_allocate(String type, String initializer) {
        assertThatCode(() -> validate(module().global(Assembler.type(type), false, initializer)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        4! | i32.const 0; i32.const 1; array.new_data 4 0 | constant expression required, not array.new_data
        5! | i32.const 0; i32.const 1; array.new_elem 5 0 | constant expression required, not array.new_elem
        i64 | struct.new_default 1; struct.get 1 1        | constant expression required, not struct.get
        i31! | ref.null any; ref.cast i31                 | constant expression required, not ref.cast
        i32 | i32.const 1; ref.i31; i31.get_s             | constant expression required, not i31.get_s
        2! | struct.new_default 1                         | type mismatch: instruction requires [(ref 2)] but stack has [(ref 1)]
        2! | struct.new_default 2                         | type 2 is not defaultable
        """)
    void constant_expressions_do_nothing_else_with_objects(String type, String initializer, String reason) {
        assertInvalid(reason, module().global(Assembler.type(type), false, initializer));
    }

    @Test
    void fields_that_are_passed_on_count_against_the_limit() {
        ByteWriter structure = new ByteWriter().put(0x5F).unsigned(ModuleLimits.FIELDS);
        for (int i = 0; i < ModuleLimits.FIELDS; i++) {
            structure.put(0x7F, 0x00);
        }
        byte[] module = new ModuleBuilder()
                .type(FunctionType.of())
                .entry(Section.TYPE, structure.toByteArray())
                .function(0, "unreachable" + "; struct.new 1; drop".repeat(200))
                .build();
        assertThatThrownBy(() -> Validator.validate(BinaryReader.read(module, LIMITS), LIMITS))
                .isInstanceOfSatisfying(ModuleException.class, refusal -> {
                    assertThat(refusal.kind()).isEqualTo(Kind.LIMIT);
                    assertThat(refusal.reason()).startsWith("operandsPerByte");
                });
    }

    private static ModuleBuilder module() {
        return new ModuleBuilder()
                .type(FunctionType.of())
                .entry(Section.TYPE, 0x50, 0x00, 0x5F, 0x02, 0x78, 0x01, 0x7E, 0x00)
                .entry(Section.TYPE, 0x4F, 0x01, 0x01, 0x5F, 0x03, 0x78, 0x01, 0x7E, 0x00, 0x64, 0x01, 0x00)
                .entry(Section.TYPE, 0x5E, 0x77, 0x01)
                .entry(Section.TYPE, 0x5E, 0x7F, 0x00)
                .entry(Section.TYPE, 0x5E, 0x63, 0x01, 0x01)
                .entry(Section.TYPE, 0x5E, 0x64, 0x02, 0x01)
                .entry(Section.TYPE, 0x5E, 0x78, 0x01)
                .table(ValueType.FUNCREF, 0)
                .entry(Section.ELEMENT, 0x05, 0x63, 0x02, 0x00)
                .entry(Section.ELEMENT, 0x05, 0x70, 0x00)
                .dataCount(1)
                .passiveData(1, 2, 3);
    }

    private static void assertInvalid(String reason, ModuleBuilder module) {
        assertThatThrownBy(() -> validate(module)).isInstanceOfSatisfying(ModuleException.class, refusal -> {
            assertThat(refusal.reason()).startsWith(reason);
            assertThat(refusal.kind()).isEqualTo(Kind.INVALID);
        });
    }

    private static void validate(ModuleBuilder module) {
        Validator.validate(BinaryReader.read(module.build(), LIMITS), LIMITS);
    }
}
