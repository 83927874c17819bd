package dev.tally.runtime.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The operations of lowered code: their words, their fields and how comparisons turn around. */
final class OperationTest {
    static IntStream comparisons() {
        return IntStream.rangeClosed(Operation.EQ, Operation.GE_U_IMMEDIATE);
    }

    @ParameterizedTest
    @MethodSource("comparisons")
    void a_comparison_negated_twice_is_itself(int comparison) {
        assertThat(Operation.negated(Operation.negated(comparison))).isEqualTo(comparison);
        assertThat(Operation.swapsWhenNegated(Operation.negated(comparison)))
                .isEqualTo(Operation.swapsWhenNegated(comparison));
    }

    @ParameterizedTest
    @MethodSource("comparisons")
    void the_branch_of_a_negated_comparison_is_the_negated_branch(int comparison) {
        assertThat(Operation.branchOn(Operation.negated(comparison)))
                .isEqualTo(Operation.negated(Operation.branchOn(comparison)));
    }
}
