package dev.tally.runtime.code;

import static dev.tally.core.isa.Opcode.BLOCK;
import static dev.tally.core.isa.Opcode.BR;
import static dev.tally.core.isa.Opcode.BR_IF;
import static dev.tally.core.isa.Opcode.CALL;
import static dev.tally.core.isa.Opcode.DROP;
import static dev.tally.core.isa.Opcode.ELSE;
import static dev.tally.core.isa.Opcode.END;
import static dev.tally.core.isa.Opcode.I32_ADD;
import static dev.tally.core.isa.Opcode.I32_CLZ;
import static dev.tally.core.isa.Opcode.I32_CONST;
import static dev.tally.core.isa.Opcode.I32_DIV_S;
import static dev.tally.core.isa.Opcode.I32_EQZ;
import static dev.tally.core.isa.Opcode.I32_GT_S;
import static dev.tally.core.isa.Opcode.I32_LT_S;
import static dev.tally.core.isa.Opcode.I32_SUB;
import static dev.tally.core.isa.Opcode.IF;
import static dev.tally.core.isa.Opcode.LOCAL_GET;
import static dev.tally.core.isa.Opcode.LOCAL_SET;
import static dev.tally.core.isa.Opcode.LOCAL_TEE;
import static dev.tally.core.isa.Opcode.LOOP;
import static dev.tally.core.isa.Opcode.NOP;
import static dev.tally.core.isa.Opcode.RETURN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.isa.Opcode;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bodies become words: which operation each part of a body turns into, and where its operands lie. */
final class LoweringTest {
    private static final FunctionType NOTHING = FunctionType.of();
    private static final FunctionType TWO_INTS = FunctionType.of(ValueType.I32, ValueType.I32);
    private static final FunctionType SUM = TWO_INTS.returning(ValueType.I32);

    @Test
    void a_sum_of_locals_goes_straight_into_the_local_that_takes_it() {
        FunctionCode code = Bodies.lower(TWO_INTS, 0, LOCAL_GET, 0, LOCAL_GET, 1, I32_ADD, LOCAL_SET, 0, END);
        assertThat(code.words()[0]).isEqualTo(Operation.word(Operation.I32_ADD, 0, 0, 0, 1));
        assertThat(Bodies.operation(code, 1)).isEqualTo(Operation.RETURN);
    }

    @Test
    void a_small_constant_is_part_of_the_operation() {
        FunctionCode code = Bodies.lower(TWO_INTS, 0, LOCAL_GET, 0, I32_CONST, 7, I32_SUB, LOCAL_SET, 1, END);
        assertThat(code.words()[0]).isEqualTo(Operation.word(Operation.I32_ADD_IMMEDIATE, 0, 1, 0, -7));
    }

    @Test
    void a_greater_than_constant_becomes_not_less_than_its_successor() {
        FunctionCode code = Bodies.lower(TWO_INTS, 0, LOCAL_GET, 0, I32_CONST, 7, I32_GT_S, LOCAL_SET, 1, END);
        assertThat(code.words()[0]).isEqualTo(Operation.word(Operation.GE_S_IMMEDIATE, 0, 1, 0, 8));
    }

    @Test
    void a_comparison_and_its_branch_are_one_operation() {
        FunctionCode code = Bodies.lower(
                TWO_INTS, 0, BLOCK, Bodies.EMPTY, LOCAL_GET, 0, LOCAL_GET, 1, I32_LT_S, BR_IF, 0, NOP, END, END);
        assertThat(Bodies.operation(code, 0)).isEqualTo(Operation.BRANCH_LT_S);
    }

    @Test
    void a_negated_comparison_and_its_branch_are_one_operation() {
        FunctionCode code = Bodies.lower(
                TWO_INTS, 0, BLOCK, Bodies.EMPTY, LOCAL_GET, 0, LOCAL_GET, 1, I32_LT_S, I32_EQZ, BR_IF, 0, END, END);
        assertThat(code.words()[0])
                .as("not (x < y) is y <= x")
                .isEqualTo(Operation.word(Operation.BRANCH_LE_S, 0, 0, 1, 0));
    }

    @Test
    void a_result_that_the_next_operation_adds_is_fed_to_it() {
        FunctionCode code =
                Bodies.lower(SUM, 0, LOCAL_GET, 0, LOCAL_GET, 1, I32_SUB, LOCAL_GET, 1, I32_ADD, RETURN, END);
        int operand = 2 + FunctionCode.HEADER_SLOTS;
        assertThat(code.words()[0]).isEqualTo(Operation.word(Operation.I32_SUB, 0, operand, 0, 1) | Operation.FEEDS);
        assertThat(code.words()[1]).isEqualTo(Operation.word(Operation.FED_I32_ADD, 0, operand, 1, 0) | Operation.FED);
    }

    @Test
    void what_is_fed_feeds_in_turn() {
        FunctionCode code = Bodies.lower(
                SUM, 0, LOCAL_GET, 0, LOCAL_GET, 1, I32_SUB, LOCAL_GET, 1, I32_ADD, LOCAL_GET, 0, I32_ADD, END);
        int operand = 2 + FunctionCode.HEADER_SLOTS;
        long fed = Operation.word(Operation.FED_I32_ADD, 0, operand, 1, 0) | Operation.FED;
        assertThat(code.words()[1]).isEqualTo(fed | Operation.FEEDS);
        assertThat(code.words()[2]).isEqualTo(Operation.word(Operation.FED_I32_ADD, 0, operand, 0, 0) | Operation.FED);
    }

    @Test
    void a_copy_behind_a_write_is_one_step_with_it() {
        FunctionCode code =
                Bodies.lower(TWO_INTS, 0, LOCAL_GET, 0, I32_CONST, 1, I32_ADD, LOCAL_TEE, 0, LOCAL_SET, 1, END);
        assertThat(code.words()[0])
                .isEqualTo(Operation.word(Operation.I32_ADD_IMMEDIATE, 0, 0, 0, 1) | Operation.FEEDS);
        assertThat(code.words()[1]).isEqualTo(Operation.word(Operation.FED_COPY, 0, 1, 0, 0) | Operation.FED);
    }

    @Test
    void a_copy_where_code_may_arrive_stands_alone() {
        FunctionCode code = Bodies.lower(
                TWO_INTS,
                0,
                BLOCK,
                Bodies.EMPTY,
                LOCAL_GET,
                1,
                BR_IF,
                0,
                I32_CONST,
                1,
                LOCAL_SET,
                0,
                END,
                LOCAL_GET,
                0,
                LOCAL_SET,
                1,
                END);
        assertThat(code.words()[2] & Operation.FEEDS).isZero();
        assertThat(Bodies.operation(code, 4)).isEqualTo(Operation.COPY);
    }

    @Test
    void what_the_loop_may_leave_to_others_is_not_fed() {
        FunctionCode code =
                Bodies.lower(SUM, 0, LOCAL_GET, 0, LOCAL_GET, 1, I32_DIV_S, LOCAL_GET, 1, I32_ADD, RETURN, END);
        assertThat(code.words()[0] & Operation.FEEDS).isZero();
        assertThat(Bodies.operation(code, 1)).isEqualTo(Operation.I32_ADD);
    }

    @Test
    void a_selector_that_looks_like_the_flag_of_a_fed_word_is_none() {
        FunctionCode code =
                Bodies.lower(TWO_INTS, 0, LOCAL_GET, 0, I32_CLZ, LOCAL_SET, 0, LOCAL_GET, 1, LOCAL_SET, 0, END);
        long word = Operation.word(Operation.NUMERIC, I32_CLZ.ordinal(), 0, 0, 0);
        assertThat(word & Operation.FED).isNotZero();
        assertThat(code.words()[0]).isEqualTo(word);
        assertThat(Bodies.operation(code, 1)).isEqualTo(Operation.COPY);
    }

    @Test
    void an_operand_that_equals_a_local_is_kept_when_the_local_changes() {
        FunctionCode code = Bodies.lower(SUM, 0, LOCAL_GET, 0, LOCAL_GET, 1, LOCAL_SET, 0, LOCAL_GET, 0, I32_ADD, END);
        int operand = 2 + FunctionCode.HEADER_SLOTS;
        assertThat(code.words()[0]).isEqualTo(Operation.word(Operation.COPY, 0, operand, 0, 0) | Operation.FEEDS);
        assertThat(code.words()[1]).isEqualTo(Operation.word(Operation.FED_COPY, 0, 0, 1, 0) | Operation.FED);
        assertThat(code.words()[2]).isEqualTo(Operation.word(Operation.I32_ADD, 0, operand, operand, 0));
    }

    @Test
    void what_code_leaves_behind_when_it_returns_says_nothing_about_the_operands_behind_its_block() {
        FunctionCode code = Bodies.lower(
                SUM, 0, BLOCK, Bodies.I32, I32_CONST, 7, LOCAL_GET, 1, BR_IF, 0, DROP, LOCAL_GET, 0, RETURN, END, END);
        int operand = 2 + FunctionCode.HEADER_SLOTS;
        long last = code.words()[code.words().length - 1];
        assertThat(last).isEqualTo(Operation.word(Operation.RETURN, 0, 2, operand, 1));
    }

    @Test
    void what_one_arm_leaves_behind_when_it_returns_says_nothing_about_the_parameters_of_the_other() {
        FunctionCode code = Bodies.lower(
                SUM, 0, LOCAL_GET, 0, I32_CONST, 7, LOCAL_GET, 1, IF, 0, DROP, LOCAL_GET, 1, RETURN, ELSE, I32_ADD, END,
                END);
        int operand = 2 + FunctionCode.HEADER_SLOTS;
        assertThat(code.words()).contains(Operation.word(Operation.I32_ADD, 0, operand, operand, operand + 1));
    }

    @Test
    void entering_costs_the_first_block_and_one_for_each_eight_declared_locals() {
        assertThat(Bodies.lower(NOTHING, 0, END).entryPrice()).isZero();
        assertThat(Bodies.lower(NOTHING, 7, END).entryPrice()).isZero();
        assertThat(Bodies.lower(NOTHING, 17, END).entryPrice()).isEqualTo(2);
        assertThat(Bodies.lower(NOTHING, 0, I32_CONST, 1, DROP, RETURN, END).entryPrice())
                .isEqualTo(3);
    }

    @Test
    void a_loop_is_charged_at_its_head_and_by_the_branch_back() {
        FunctionCode code = Bodies.lower(TWO_INTS, 0, LOOP, Bodies.EMPTY, LOCAL_GET, 0, BR_IF, 0, END, END);
        assertThat(Bodies.operation(code, 0)).isEqualTo(Operation.CHARGE);
        assertThat(code.words()[0] & Operation.CHECKS).isNotZero();
        assertThat(code.words()[0] >>> 48).as("charge at the head").isEqualTo(2);
        long branch = code.words()[2];
        assertThat(branch >> 32).as("target, from the branch").isEqualTo(-1);
        assertThat(branch & 0xFFFF).as("charge of the branch").isEqualTo(2);
        assertThat((int) branch).as("the flag of a loop's head").isNegative();
    }

    @Test
    void code_that_cannot_be_reached_is_neither_emitted_nor_charged() {
        FunctionCode plain = Bodies.lower(NOTHING, 0, RETURN, END);
        FunctionCode padded =
                Bodies.lower(NOTHING, 0, RETURN, BLOCK, Bodies.EMPTY, I32_CONST, 1, DROP, BR, 0, END, END);
        assertThat(padded.words()).containsExactly(plain.words());
        assertThat(padded.entryPrice()).isEqualTo(plain.entryPrice());
    }

    @Test
    void a_call_is_a_safepoint_that_charges_what_stands_behind_it() {
        FunctionCode code = Bodies.lower(NOTHING, 0, CALL, 0, I32_CONST, 1, DROP, END);
        assertThat(code.entryPrice()).isEqualTo(1);
        assertThat(code.safepoints().kind(1)).isEqualTo(SafepointKind.CALL_RETURN);
        assertThat(code.resumePrice(1)).isEqualTo(2);
    }

    @Test
    void a_long_path_is_checked_before_it_exceeds_the_bound() {
        List<Object> body = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            Collections.addAll(body, I32_CONST, 1, DROP);
        }
        body.add(END);
        FunctionCode code = Bodies.lower(NOTHING, 0, body.toArray());
        assertThat(code.longestPath()).isEqualTo(FuelBlocks.LONGEST_PATH);
        assertThat(code.safepoints().count()).isEqualTo(1 + 10_000 / FuelBlocks.LONGEST_PATH);
        assertThat(code.safepoints().kind(1)).isEqualTo(SafepointKind.LONG_PATH);
    }

    @Test
    void a_long_path_through_many_blocks_is_checked_as_well() {
        List<Object> body = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            Collections.addAll(body, BLOCK, Bodies.EMPTY, LOCAL_GET, 0, BR_IF, 0, END);
        }
        body.add(END);
        FunctionCode code = Bodies.lower(TWO_INTS, 0, body.toArray());
        assertThat(code.longestPath()).isLessThanOrEqualTo(FuelBlocks.LONGEST_PATH);
        assertThat(code.safepoints().count()).isEqualTo(2);
    }

    @Test
    void words_are_linear_in_the_body_however_operands_pile_up() {
        assertThat(wordsOfPile(20_000)).isLessThan(3 * wordsOfPile(10_000));
    }

    /** Operands that equal one local, while another is set again and again. */
    private static int wordsOfPile(int height) {
        List<Object> body = new ArrayList<>();
        for (int i = 0; i < height; i++) {
            Collections.addAll(body, LOCAL_GET, 0, LOCAL_GET, 1, LOCAL_SET, 1);
        }
        body.addAll(Collections.nCopies(height, Opcode.DROP));
        body.add(END);
        return Bodies.lower(TWO_INTS, 0, body.toArray()).words().length;
    }
}
