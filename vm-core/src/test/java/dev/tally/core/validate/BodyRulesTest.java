package dev.tally.core.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.ModuleLimits;
import dev.tally.core.assembly.Assembler;
import dev.tally.core.assembly.ByteWriter;
import dev.tally.core.assembly.CodeBuilder;
import dev.tally.core.assembly.ModuleBuilder;
import dev.tally.core.assembly.OpcodePrograms;
import dev.tally.core.binary.BinaryReader;
import dev.tally.core.isa.Opcode;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules for instructions beyond what {@link OpcodeProgramsTest} asks of each opcode. */
final class BodyRulesTest {
    private static final ModuleLimits LIMITS = ModuleLimits.defaults();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        local.get 2; drop                                     | unknown local 2
        global.get 2; drop                                    | unknown global 2
        i32.const 0; global.set 2                             | unknown global 2
        call 3                                                | unknown function 3
        ref.func 3; drop                                      | unknown function 3
        ref.func 1; drop                                      | undeclared function reference 1
        br 2147483647                                         | unknown label 2147483647
        i32.const 0; br_table 0 1 0                           | unknown label 1
        i32.const 0; br_table 0 0 1                           | unknown label 1
        block 9; end                                          | unknown type 9
        i32.const 0; call_indirect 9 0                        | unknown type 9
        i32.const 0; call_indirect 0 2                        | unknown table 2
        i32.const 0; table.get 2; drop                        | unknown table 2
        table.size 2; drop                                    | unknown table 2
        i32.const 0; i32.load 0 0 1; drop                     | unknown memory 1
        memory.size 1; drop                                   | unknown memory 1
        i32.const 0; i32.const 0; i32.const 0; memory.fill 1  | unknown memory 1
        i32.const 0; i32.const 0; i32.const 0; memory.copy 0 1 | unknown memory 1
        i32.const 0; i32.const 0; i32.const 0; memory.copy 1 0 | unknown memory 1
        i32.const 0; i32.const 0; i32.const 0; memory.init 0 1 | unknown memory 1
        i32.const 0; i32.const 0; i32.const 0; memory.init 1 0 | unknown data segment 1
        data.drop 1                                           | unknown data segment 1
        i32.const 0; i32.const 0; i32.const 0; table.init 2 0 | unknown elem segment 2
        i32.const 0; i32.const 0; i32.const 0; table.init 0 2 | unknown table 2
        i32.const 0; i32.const 0; i32.const 0; table.copy 0 2 | unknown table 2
        elem.drop 2                                           | unknown elem segment 2
        i32.const 0; i32.load 3 0; drop                       | alignment must not be larger than natural
        i32.const 0; i32.load8_u 1 0; drop                    | alignment must not be larger than natural
        i32.const 0; i64.load 63 0; drop                      | alignment must not be larger than natural
        i32.const 0; i32.load 0 4294967296; drop              | offset out of range: 4294967296
        i32.const 0; i32.load 0 -1; drop                      | offset out of range: 18446744073709551615
        i64.const 0; global.set 1                             | immutable global 1
        i32.const 0; i32.const 0; i32.const 0; select i32 i32 | invalid result arity: select of 2 types
        """)
    void immediates_that_name_nothing_or_ask_too_much_are_invalid(String body, String reason) {
        assertInvalid(body, reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        i32.add; drop                          | instruction requires [i32] but stack has []
        i32.const 0; i64.const 0; i32.add; drop | instruction requires [i32] but stack has [i64]
        drop                                   | instruction requires [any] but stack has []
        i32.const 0                            | 1 values remain on the stack at the end of the block
        i32.const 0; block; drop; end          | instruction requires [any] but stack has []
        block i32; end; drop                   | instruction requires [i32] but stack has []
        block i32; i64.const 0; end; drop      | instruction requires [i32] but stack has [i64]
        block; i32.const 0; end                | 1 values remain on the stack at the end of the block
        block; unreachable; i32.const 0; end   | 1 values remain on the stack at the end of the block
        loop 1; end                            | instruction requires [i32] but stack has []
        i64.const 0; if; end                   | instruction requires [i32] but stack has [i64]
        i32.const 0; if i32; i32.const 0; end; drop | an if of type [] -> [i32] requires an else
        i32.const 0; if; i32.const 0; else; end | 1 values remain on the stack at the end of the block
        i32.const 0; if; else; i32.const 0; end | 1 values remain on the stack at the end of the block
        block i32; i32.const 0; i64.const 0; br_if 0; end; drop | instruction requires [i32] but stack has [i64]
        block i32; i64.const 0; i32.const 0; br_if 0; drop; i32.const 0; end; drop | instruction requires [i32] but stack has [i64]
        block i32; block; i32.const 0; br_table 0 1 0; end; i32.const 0; end; drop | labels of one br_table take 0 and 1 values
        block i32; block i64; i32.const 0; i32.const 0; br_table 0 1; end; drop; i32.const 0; end; drop | instruction requires [i64] but stack has [i32]
        i64.const 0; i32.const 0; i32.const 0; select; drop | instruction requires [i64] but stack has [i32]
        i64.const 0; i64.const 0; i64.const 0; select; drop | instruction requires [i32] but stack has [i64]
        ref.null func; i32.const 0; i32.const 0; select; drop | instruction requires [a number] but stack has [funcref]
        i32.const 0; ref.is_null; drop         | instruction requires [a reference] but stack has [i32]
        i32.const 0; call_indirect 0 1         | table 1 requires funcref but has externref
        i32.const 0; i32.const 0; i32.const 0; table.copy 1 0 | the destination requires funcref but has externref
        i32.const 0; i32.const 0; i32.const 0; table.init 0 1 | the destination requires funcref but has externref
        """)
    void operands_of_the_wrong_type_or_number_are_invalid(String body, String reason) {
        assertInvalid(body, "type mismatch: " + reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "block; i32.const 0; br 0; end",
                "block i32; i64.const 0; return; end; drop",
                "i32.const 0; loop 1; br 0; end; drop",
                "i32.const 0; i32.const 0; if 1; i32.eqz; end; drop",
                "i64.const 0; block i32; i32.const 1; i32.const 2; br_if 0; end; drop; drop",
                "f64.const 0; f64.const 0; i32.const 0; select f64; drop",
                "i32.const 0; i64.load 3 4294967295; drop",
            })
    void values_may_lie_below_a_label_and_pass_through_it(String body) {
        assertValid(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unreachable; i32.add; drop",
                "unreachable; i64.const 0; i32.const 0; select; drop",
                "unreachable; i32.const 0; select; i32.eqz; drop",
                "unreachable; select; drop",
                "unreachable; select; i64.eqz; drop",
                "unreachable; ref.is_null; drop",
                "unreachable; drop; drop; drop",
                "block i32; unreachable; end; drop",
                "block i32; br 1; i64.const 0; drop; end; drop",
                "block i32; block i64; unreachable; br_table 0 1 0; end; drop; i32.const 0; end; drop",
                "block i32; unreachable; br_if 0; i32.eqz; end; drop",
                "unreachable; block; end; drop",
                "unreachable; call 1; i32.eqz; drop",
                "unreachable; i32.const 0; if i32; unreachable; else; unreachable; end; drop",
                "loop; br 0; end; i32.const 0; drop",
            })
    void code_that_cannot_be_reached_has_whatever_operands_it_asks_for(String body) {
        assertValid(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unreachable; i64.const 0; i32.eqz; drop",
                "unreachable; i32.const 0; i64.const 0; select; drop",
                "unreachable; i32.const 0; select; i64.eqz; i64.eqz; drop",
                "unreachable; i32.const 0",
                "block i32; block i64; i32.const 0; unreachable; i32.const 0; i32.const 0; br_table 0 1; end; drop;"
                        + " i32.const 0; end; drop",
                "block i32; block; unreachable; br_table 0 1 0; end; i32.const 0; end; drop",
                "return; block; drop; end",
                "unreachable; local.get 9; drop",
                "br 0; block; i32.const 0; end",
            })
    void code_that_cannot_be_reached_still_obeys_the_types_it_has(String body) {
        assertInvalid(body, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local.get 0; local.set 1; local.get 1; drop",
                "local.get 0; local.tee 1; drop; local.get 1; drop",
                "local.get 0; local.set 1; block; local.get 1; drop; end",
                "i32.const 0; if; local.get 0; local.set 1; local.get 1; drop; else; local.get 0; local.set 1; end",
                "local.get 3; drop; local.get 0; local.set 1; block; local.get 0; local.set 1; end; local.get 1; drop",
            })
    void a_local_without_default_value_is_readable_once_it_was_set(String body) {
        assertThatCode(() -> validate(withNonNullLocals(body))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        local.get 1; drop                                          | 1
        local.get 2; drop                                          | 2
        block; local.get 0; local.set 1; end; local.get 1; drop    | 1
        loop; local.get 0; local.set 1; end; local.get 1; drop     | 1
        i32.const 0; if; local.get 0; local.set 1; else; local.get 1; drop; end | 1
        i32.const 0; if; local.get 0; local.set 1; else; local.get 0; local.set 1; end; local.get 1; drop | 1
        local.get 0; local.set 1; local.get 2; drop                | 2
        unreachable; local.get 1; drop                             | 1
        """)
    void a_local_without_default_value_is_unreadable_before_and_after_the_block_that_sets_it(String body, int local) {
        assertRefused(() -> validate(withNonNullLocals(body)), Kind.INVALID, "uninitialized local " + local);
    }

    /** A function with a parameter and two locals that are never null, and one local that may be. */
    private static byte[] withNonNullLocals(String body) {
        return new ModuleBuilder()
                .type(FunctionType.of(ValueType.EXTERNREF.nonNull()))
                .function(0, "extern! extern! externref", body)
                .build();
    }

    @Test
    void a_setting_in_one_function_says_nothing_of_the_next() {
        byte[] module = new ModuleBuilder()
                .type(FunctionType.of(ValueType.EXTERNREF.nonNull()))
                .function(0, "extern!", "local.get 0; local.set 1")
                .function(0, "extern!", "local.get 1; drop")
                .build();
        assertRefused(() -> validate(module), Kind.INVALID, "uninitialized local 1");
    }

    @Test
    void a_fault_is_told_with_function_and_byte() {
        byte[] module = OpcodePrograms.module(List.of("", "nop; i64.const 1; i32.eqz; drop"))
                .build();
        assertThatThrownBy(() -> validate(module)).isInstanceOfSatisfying(ModuleException.class, refusal -> {
            assertThat(refusal.function()).isEqualTo(3);
            assertThat(module[(int) refusal.offset()]).isEqualTo((byte) Opcode.I32_EQZ.code());
            assertThat(refusal)
                    .hasMessage(
                            "invalid module: type mismatch: instruction requires [i32] but stack has [i64]"
                                    + " at byte 0x%x in function 3",
                            refusal.offset());
        });
    }

    @Test
    void runs_of_locals_and_parameters_make_one_index_space() {
        ModuleBuilder module = new ModuleBuilder()
                .type(FunctionType.of(ValueType.I32, ValueType.I64))
                .function(
                        0,
                        ByteWriter.bytes(0x04, 0x02, 0x7D, 0x00, 0x7F, 0x03, 0x7C, 0x01, 0x6F),
                        Assembler.assemble("local.get 0; i32.eqz; drop; local.get 1; i64.eqz; drop; local.get 2; "
                                        + "local.get 3; f32.add; drop; local.get 4; local.get 6; f64.add; drop; "
                                        + "local.get 7; ref.is_null; drop")
                                .toByteArray());
        assertThatCode(() -> validate(module.build())).doesNotThrowAnyException();
    }

    @Test
    void the_highest_operands_are_counted_in_slots() {
        assertThat(slots("")).isZero();
        assertThat(slots("i32.const 1; drop; i32.const 1; drop")).isEqualTo(1);
        assertThat(slots("i64.const 1; i64.const 2; i32.const 1; select; drop; i32.const 0; drop"))
                .isEqualTo(3);
        assertThat(slots("i32.const 1; block i32; i32.const 1; block i32; i32.const 1; end; drop; end; drop; drop"))
                .isEqualTo(3);
        assertThat(slots("i32.const 1; call 1; drop")).isEqualTo(1);
    }

    private static int slots(String body) {
        return validate(OpcodePrograms.module(List.of(body)).build()).operandSlots(2);
    }

    @Test
    void blocks_nest_without_end_and_without_the_java_stack() {
        int depth = 300_000;
        byte[] body = new CodeBuilder()
                .repeat(depth, Opcode.BLOCK, -64)
                .repeat(depth + 1, Opcode.END)
                .toByteArray();
        byte[] module = new ModuleBuilder()
                .type(FunctionType.of())
                .function(0, new byte[] {0}, body)
                .build();
        assertThatCode(() -> validate(module)).doesNotThrowAnyException();
    }

    private static void assertValid(String body) {
        assertThatCode(() -> validate(OpcodePrograms.module(List.of(body)).build()))
                .doesNotThrowAnyException();
    }

    private static void assertInvalid(String body, String reason) {
        assertRefused(() -> validate(OpcodePrograms.module(List.of(body)).build()), Kind.INVALID, reason);
    }

    private static void assertRefused(ThrowingCallable validation, Kind kind, String reason) {
        assertThatThrownBy(validation).isInstanceOfSatisfying(ModuleException.class, refusal -> {
            assertThat(refusal.reason()).startsWith(reason);
            assertThat(refusal.kind()).isEqualTo(kind);
        });
    }

    private static ValidModule validate(byte[] module) {
        return Validator.validate(BinaryReader.read(module, LIMITS), LIMITS);
    }
}
