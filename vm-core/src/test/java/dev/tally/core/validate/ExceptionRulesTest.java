package dev.tally.core.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.ModuleLimits;
import dev.tally.core.assembly.ModuleBuilder;
import dev.tally.core.binary.BinaryReader;
import dev.tally.core.module.ExternalKind;
import dev.tally.core.module.ExternalType.OfTag;
import dev.tally.core.module.Section;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tags, throwing and catching, in functions that return nothing. Tag 0 has no values, tag 1 an i32 and tag 2 a
 * {@code (ref 0)}; type 4 is {@code [] -> [i32 (ref exn)]}. Local 0 is an exnref.
 */
final class ExceptionRulesTest {
    private static final ModuleLimits LIMITS = ModuleLimits.defaults();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throw 0",
                "i32.const 1; throw 1; i32.add; drop",
                "ref.func 0; throw 2",
                "local.get 0; throw_ref; i32.add; drop",
                "ref.null noexn; throw_ref",
                "try_table; end",
                "try_table i32; i32.const 1; end; drop",
                "i32.const 1; try_table 3; i32.eqz; end; drop",
                "try_table catch 0 0 catch_all 0; end",
                "try_table catch_all 0; br 0; end",
                "block i32; try_table catch 1 0; end; i32.const 0; end; drop",
                "block 4; try_table catch_ref 1 0; end; unreachable; end; throw_ref",
                "block exn!; try_table catch_all_ref 0; end; return; end; throw_ref",
                "block exnref; try_table catch_all_ref 0 catch_ref 0 0; end; local.get 0; end; throw_ref",
                "block 0!; try_table catch 2 0; end; return; end; call_ref 0",
                "block funcref; try_table catch 2 0; end; return; end; drop",
                "block; loop; try_table catch 0 0 catch_all 1; br 1; end; end; end",
                "try_table catch_all 0; unreachable; throw_ref; end",
            })
    void exceptions_are_thrown_and_caught_by_the_types_of_their_tags(String body) {
        assertThatCode(() -> validate(body)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        throw 9                                                    | unknown tag 9
        throw 1                                                    | type mismatch: instruction requires [i32] but stack has []
        i64.const 1; throw 1                                       | type mismatch: instruction requires [i32] but stack has [i64]
        ref.null 0; throw 2                                        | type mismatch: instruction requires [(ref 0)] but stack has [(ref null 0)]
        ref.null any; throw_ref                                    | type mismatch: instruction requires [exnref] but stack has [anyref]
        try_table i32; end; drop                                   | type mismatch: instruction requires [i32] but stack has []
        try_table; i32.const 1; end                                | type mismatch: 1 values remain on the stack at the end of the block
        try_table catch 9 0; end                                   | unknown tag 9
        try_table catch 0 1; end                                   | unknown label 1
        try_table catch_all 1; end                                 | unknown label 1
        try_table catch 1 0; end                                   | type mismatch: a catch of values [i32] branches to a label that takes []
        try_table catch_ref 0 0; end                               | type mismatch: a catch_ref of values [] branches to a label that takes []
        try_table catch_all_ref 0; end                             | type mismatch: a catch_all_ref of values [] branches to a label that takes []
        block i32; try_table catch_all 0; end; i32.const 1; end; drop   | type mismatch: a catch_all of values [] branches to a label that takes [i32]
        block i64; try_table catch 1 0; end; i64.const 1; end; drop     | type mismatch: a catch of values [i32] branches to a label that takes [i64]
        block 4; try_table catch 1 0; end; unreachable; end; drop; drop | type mismatch: a catch of values [i32] branches to a label that takes [i32, (ref exn)]
        block noexn!; try_table catch_all_ref 0; end; return; end; drop | type mismatch: a catch_all_ref of values [] branches to a label that takes [(ref noexn)]
        try_table i32 catch 1 0; i32.const 1; end; drop            | type mismatch: a catch of values [i32] branches to a label that takes []
        try_table 9; end                                           | unknown type 9
        block exn!; local.get 0; end; drop                         | type mismatch: instruction requires [(ref exn)] but stack has [exnref]
        """)
    void whatever_differs_from_the_types_of_tags_and_labels_is_invalid(String body, String reason) {
        assertInvalid(reason, module().function(0, "exnref", body));
    }

    @Test
    void tags_are_imported_and_exported() {
        ModuleBuilder module = module().imported("host", "thrown", 0x04, 0x00, 0x01)
                .export("first", ExternalKind.TAG, 0)
                .export("second", ExternalKind.TAG, 2);
        ValidModule valid = validate(module);
        assertThat(valid.spaces().importedTags()).isEqualTo(1);
        assertThat(valid.spaces().tags()).hasSize(4);
        assertThat(valid.spaces().typeOf(ExternalKind.TAG, 0)).isEqualTo(new OfTag(1, FunctionType.of(ValueType.I32)));
        assertThat(valid.spaces().typeOf(ExternalKind.TAG, 1)).hasToString("tag [] -> []");
        assertInvalid("unknown tag 3", module().export("third", ExternalKind.TAG, 3));
    }

    @Test
    void exceptions_have_values_and_no_results() {
        assertInvalid("non-empty tag result type [i32] -> [i32]", module().entry(Section.TAG, 0x00, 0x03));
        assertInvalid("non-empty tag result type [i32] -> [i32]", module().imported("m", "n", 0x04, 0x00, 0x03));
        assertInvalid("unknown type 9", module().entry(Section.TAG, 0x00, 0x09));
        assertInvalid("non-function type 5", module().entry(Section.TAG, 0x00, 0x05));
        assertInvalid("non-function type 5", module().imported("m", "n", 0x04, 0x00, 0x05));
    }

    @Test
    void exceptions_are_no_constants() {
        assertInvalid("constant expression required, not throw", module().global(ValueType.I32, false, "throw 0"));
    }

    private static ModuleBuilder module() {
        ReferenceType exception = new ReferenceType(false, HeapType.EXN);
        return new ModuleBuilder()
                .type(FunctionType.of())
                .type(FunctionType.of(ValueType.I32))
                .type(FunctionType.of(new ReferenceType(false, new HeapType(0))))
                .type(FunctionType.of(ValueType.I32).returning(ValueType.I32))
                .type(FunctionType.of().returning(ValueType.I32, exception))
                .entry(Section.TYPE, 0x5F, 0x00)
                .entry(Section.TAG, 0x00, 0x00)
                .entry(Section.TAG, 0x00, 0x01)
                .entry(Section.TAG, 0x00, 0x02)
                .declared(0)
                .function(0, "");
    }

    private static void assertInvalid(String reason, ModuleBuilder module) {
        assertThatThrownBy(() -> validate(module)).isInstanceOfSatisfying(ModuleException.class, refusal -> {
            assertThat(refusal.reason()).startsWith(reason);
            assertThat(refusal.kind()).isEqualTo(Kind.INVALID);
        });
    }

    private static void validate(String body) {
        validate(module().function(0, "exnref", body));
    }

    private static ValidModule validate(ModuleBuilder module) {
        return Validator.validate(BinaryReader.read(module.build(), LIMITS), LIMITS);
    }
}
