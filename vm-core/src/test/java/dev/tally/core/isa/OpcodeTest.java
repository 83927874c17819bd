package dev.tally.core.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tally.core.type.NumberType;
import dev.tally.core.type.ValueType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The opcode table: what each row promises to those who read it. */
final class OpcodeTest {
    private static final Set<Opcode> FREE = EnumSet.of(Opcode.NOP, Opcode.BLOCK, Opcode.LOOP, Opcode.ELSE, Opcode.END);

    @ParameterizedTest
    @EnumSource
    void an_opcode_is_found_by_its_code(Opcode opcode) {
        assertThat(opcode.prefix() == 0 ? Opcode.of(opcode.code()) : Opcode.of(opcode.prefix(), opcode.code() & 0xFFFF))
                .isSameAs(opcode);
        assertThat(Opcode.isPrefix(opcode.code())).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void every_row_has_a_mnemonic_and_a_meaning(Opcode opcode) {
        assertThat(opcode.mnemonic()).matches("[a-z0-9_.]+");
        assertThat(opcode.meaning()).isNotBlank().doesNotEndWith(".");
    }

    @ParameterizedTest
    @EnumSource
    void all_instructions_cost_one_but_those_that_do_nothing(Opcode opcode) {
        assertThat(opcode.price()).isEqualTo(FREE.contains(opcode) ? 0 : 1);
    }

    @Test
    void mnemonics_are_unique_but_for_those_that_immediates_tell_apart() {
        Map<Opcode, Opcode> homonyms = Map.of(
                Opcode.SELECT_TYPED, Opcode.SELECT,
                Opcode.REF_TEST_NULL, Opcode.REF_TEST,
                Opcode.REF_CAST_NULL, Opcode.REF_CAST);
        assertThat(Arrays.stream(Opcode.values())
                        .filter(opcode -> !homonyms.containsKey(opcode))
                        .map(Opcode::mnemonic))
                .doesNotHaveDuplicates();
        homonyms.forEach((opcode, other) -> {
            assertThat(opcode.mnemonic()).isEqualTo(other.mnemonic());
            assertThat(opcode.immediates()).isNotEqualTo(other.immediates());
        });
    }

    @Test
    void a_block_begins_with_four_opcodes() {
        assertThat(Arrays.stream(Opcode.values()).filter(Opcode::beginsBlock))
                .containsExactlyInAnyOrder(Opcode.BLOCK, Opcode.LOOP, Opcode.IF, Opcode.TRY_TABLE);
    }

    @Test
    void operand_types_may_be_references() {
        assertThat(Opcode.REF_EQ.parameters()).hasToString("[eqref, eqref]");
        assertThat(Opcode.ARRAY_LEN.parameters()).hasToString("[arrayref]");
        assertThat(Opcode.I31_GET_S.parameters()).hasToString("[i31ref]");
        assertThat(Opcode.REF_I31.results()).hasToString("[(ref i31)]");
    }

    @Test
    void codes_are_unique() {
        assertThat(Arrays.stream(Opcode.values()).map(Opcode::code).collect(Collectors.toSet()))
                .hasSameSizeAs(Opcode.values());
    }

    @Test
    void codes_beyond_the_tables_are_no_opcodes() {
        assertThat(Opcode.of(-1)).isNull();
        assertThat(Opcode.of(0x100)).isNull();
        assertThat(Opcode.of(0xFC)).isNull();
        assertThat(Opcode.of(0xFC, -1)).isNull();
        assertThat(Opcode.of(0xFC, Integer.MAX_VALUE)).isNull();
        assertThat(Opcode.of(0xFB)).isNull();
        assertThat(Opcode.of(0xFB, 0x1F)).isNull();
        assertThat(Opcode.of(0xFB, 0x20)).isNull();
        assertThat(Opcode.of(0xFD, 0)).isNull();
        assertThat(Opcode.of(0, 0)).isNull();
    }

    @Test
    void operand_types_of_an_opcode_with_a_rule_of_its_own_are_not_told() {
        assertThat(Opcode.CALL.hasFixedTypes()).isFalse();
        assertThatIllegalStateException().isThrownBy(Opcode.CALL::parameters).withMessageContaining("call");
        assertThatIllegalStateException().isThrownBy(Opcode.CALL::results);
    }

    @Test
    void operand_types_say_which_operands_are_addresses() {
        assertThat(Opcode.I64_STORE.hasAddress()).isTrue();
        assertThat(Opcode.I64_STORE.parameters()).containsExactly(ValueType.I32, ValueType.I64);
        assertThat(Opcode.I64_STORE.parameters(NumberType.I64)).containsExactly(ValueType.I64, ValueType.I64);
        assertThat(Opcode.MEMORY_GROW.results(NumberType.I64)).containsExactly(ValueType.I64);
        assertThat(Opcode.I32_ADD.hasAddress()).isFalse();
        assertThat(Opcode.I32_ADD.parameters(NumberType.I64)).isEqualTo(Opcode.I32_ADD.parameters());
        assertThat(Opcode.CALL.hasAddress()).isFalse();
    }

    @Test
    void memory_accesses_say_how_many_bytes_they_touch() {
        assertThat(Opcode.I64_LOAD32_U.immediates().accessBytes()).isEqualTo(4);
        assertThat(Opcode.F64_STORE.immediates().accessBytes()).isEqualTo(8);
        assertThat(Opcode.I32_LOAD8_S.immediates().isMemoryAccess()).isTrue();
        assertThat(Opcode.MEMORY_SIZE.immediates().isMemoryAccess()).isFalse();
    }
}
