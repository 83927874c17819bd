package dev.tally.core.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.ModuleLimits;
import dev.tally.core.assembly.ModuleBuilder;
import dev.tally.core.binary.BinaryReader;
import dev.tally.core.module.Section;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Typed references to functions and tail calls, in functions that return nothing. Type 0 is {@code [] -> []}, type 1
 * {@code [i32] -> [i64]}, type 2 {@code [(ref 0)] -> [(ref null 0)]}; type 3 is open, {@code [] -> []}, and type 4 stands
 * beneath it. Functions 0 to 4 have these types; local 0 is a {@code (ref 0)}.
 */
final class ReferenceRulesTest {
    private static final ModuleLimits LIMITS = ModuleLimits.defaults();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ref.func 0; call_ref 0",
                "i32.const 1; ref.func 1; call_ref 1; i64.eqz; drop",
                "ref.func 0; ref.func 2; call_ref 2; call_ref 0",
                "ref.null nofunc; call_ref 0",
                "unreachable; call_ref 1; i64.eqz; drop",
                "ref.func 4; call_ref 3",
                "block func!; ref.func 0; end; drop",
                "block func!; local.get 0; end; drop",
                "block funcref; ref.null 0; end; drop",
                "block 0?; ref.null nofunc; end; drop",
                "block 3?; ref.func 4; end; drop",
                "ref.null 0; ref.as_non_null; local.set 0",
                "unreachable; ref.as_non_null; local.set 0",
                "unreachable; ref.as_non_null; call_ref 0",
                "block; ref.null 0; br_on_null 0; local.set 0; end",
                "block i32; i32.const 1; ref.null 0; br_on_null 0; call_ref 0; end; drop",
                "block; unreachable; br_on_null 0; local.set 0; end",
                "block 0!; ref.null 0; br_on_non_null 0; return; end; call_ref 0",
                "block func!; ref.null 0; br_on_non_null 0; return; end; drop",
                "block 0!; unreachable; br_on_non_null 0; return; end; drop",
                "block; return_call 0; end",
                "ref.func 0; return_call_ref 0",
                "ref.func 4; return_call_ref 3",
                "i32.const 0; return_call_indirect 3 0",
                "i32.const 0; table.get 1; ref.as_non_null; local.set 0",
                "i32.const 0; ref.func 0; table.set 0",
                "i32.const 0; ref.func 0; table.set 1",
                "ref.func 0; ref.func 0; i32.const 1; select 0!; call_ref 0",
                "ref.func 0; ref.null 0; i32.const 1; select 0?; call_ref 0",
                "local.get 0; ref.is_null; drop",
                "unreachable; ref.is_null; i32.eqz; drop",
            })
    void a_reference_is_good_for_whatever_its_type_matches(String body) {
        assertThatCode(() -> validate(body)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ref.null func; call_ref 0                                 | type mismatch: instruction requires [(ref null 0)] but stack has [funcref]
        ref.func 1; call_ref 0                                    | type mismatch: instruction requires [(ref null 0)] but stack has [(ref 1)]
        ref.func 3; call_ref 4                                    | type mismatch: instruction requires [(ref null 4)] but stack has [(ref 3)]
        ref.func 1; call_ref 1; drop                              | type mismatch: instruction requires [i32] but stack has []
        ref.null 0; local.set 0                                   | type mismatch: instruction requires [(ref 0)] but stack has [(ref null 0)]
        i32.const 0; ref.as_non_null; drop                        | type mismatch: instruction requires [a reference] but stack has [i32]
        ref.null extern; ref.as_non_null; local.set 0             | type mismatch: instruction requires [(ref 0)] but stack has [(ref extern)]
        unreachable; ref.as_non_null; i32.eqz; drop               | type mismatch: instruction requires [i32] but stack has [(ref bottom)]
        block; i32.const 0; br_on_null 0; drop; end               | type mismatch: instruction requires [a reference] but stack has [i32]
        block i32; ref.null 0; br_on_null 0; drop; i32.const 0; end; drop | type mismatch: instruction requires [i32] but stack has []
        ref.null 0; br_on_null 7; drop                            | unknown label 7
        block; ref.null 0; br_on_non_null 0; end                  | type mismatch: the label of a br_on_non_null takes no reference
        block i32; ref.null 0; br_on_non_null 0; i32.const 0; end; drop | type mismatch: instruction requires [i32] but stack has [(ref 0)]
        block i32; unreachable; br_on_non_null 0; i32.const 0; end; drop | type mismatch: instruction requires [i32] but stack has [(ref bottom)]
        block 1?; ref.null 0; br_on_non_null 0; ref.null 1; end; drop | type mismatch: instruction requires [(ref null 1)] but stack has [(ref 0)]
        ref.null 0; br_on_non_null 7                              | unknown label 7
        i32.const 0; return_call 1                                | type mismatch: the caller requires [] but has [i64]
        ref.func 1; return_call_ref 1                             | type mismatch: the caller requires [] but has [i64]
        i32.const 0; return_call_indirect 1 0                     | type mismatch: the caller requires [] but has [i64]
        unreachable; return_call 1                                | type mismatch: the caller requires [] but has [i64]
        return_call 9                                             | unknown function 9
        i32.const 0; return_call_indirect 0 9                     | unknown table 9
        i32.const 0; return_call_indirect 9 0                     | unknown type 9
        i32.const 0; ref.null func; table.set 1                   | type mismatch: instruction requires [(ref null 0)] but stack has [funcref]
        i32.const 0; i32.const 0; i32.const 0; table.copy 1 0     | type mismatch: the destination
        ref.func 0; ref.func 1; i32.const 1; select 0!; drop      | type mismatch: instruction requires [(ref 0)] but stack has [(ref 1)]
        ref.func 0; ref.func 0; i32.const 1; select; drop         | type mismatch: instruction requires [a number] but stack has [(ref 0)]
        local.get 1; drop                                         | uninitialized local 1
        block; local.get 0; local.set 1; end; local.get 1; drop   | uninitialized local 1
        ref.func 5; drop                                          | undeclared function reference 5
        """)
    void a_reference_that_does_not_match_is_invalid(String body, String reason) {
        assertThatThrownBy(() -> validate(body)).isInstanceOfSatisfying(ModuleException.class, refusal -> {
            assertThat(refusal.reason()).startsWith(reason);
            assertThat(refusal.kind()).isEqualTo(Kind.INVALID);
        });
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, true", "2, false"})
    void a_tail_call_may_return_what_matches_the_results_of_its_caller(int callee, boolean valid) {
        ReferenceType mayBeTo0 = new ReferenceType(true, new HeapType(0));
        byte[] module = new ModuleBuilder()
                .type(FunctionType.of())
                .type(FunctionType.of().returning(mayBeTo0))
                .type(FunctionType.of().returning(mayBeTo0.nonNull()))
                .type(FunctionType.of().returning(ValueType.FUNCREF))
                .function(1, "unreachable")
                .function(2, "unreachable")
                .function(3, "unreachable")
                .function(1, "return_call " + callee)
                .build();
        if (valid) {
            assertThatCode(() -> validate(module)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> validate(module))
                    .isInstanceOfSatisfying(
                            ModuleException.class,
                            refusal -> assertThat(refusal.reason())
                                    .startsWith("type mismatch: the caller requires [(ref null 0)] but has [funcref]"));
        }
    }

    private static void validate(String body) {
        ReferenceType to0 = new ReferenceType(false, new HeapType(0));
        ReferenceType mayBeTo0 = new ReferenceType(true, new HeapType(0));
        validate(new ModuleBuilder()
                .type(FunctionType.of())
                .type(FunctionType.of(ValueType.I32).returning(ValueType.I64))
                .type(FunctionType.of(to0).returning(mayBeTo0))
                .entry(Section.TYPE, 0x50, 0x00, 0x60, 0x00, 0x00)
                .entry(Section.TYPE, 0x4F, 0x01, 0x03, 0x60, 0x00, 0x00)
                .type(FunctionType.of(to0))
                .function(0, "")
                .function(1, "i64.const 0")
                .function(2, "local.get 0")
                .function(3, "")
                .function(4, "")
                .function(5, "0! i32", body)
                .table(ValueType.FUNCREF, 1)
                .table(mayBeTo0, 1)
                .declared(0, 1, 2, 3, 4)
                .build());
    }

    private static void validate(byte[] module) {
        Validator.validate(BinaryReader.read(module, LIMITS), LIMITS);
    }
}
