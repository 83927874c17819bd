package dev.tally.cli.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Fits whose answer is known. */
final class LeastSquaresTest {
    private static long[][] rows(long[]... rows) {
        return rows;
    }

    private static long[] values(long... values) {
        return values;
    }

    @Test
    void a_line_through_three_points_is_the_one_computed_by_hand() {
        LeastSquares fit = LeastSquares.of(rows(values(1, 0), values(1, 1), values(1, 2)), values(1, 3, 4));
        assertThat(fit.multiple(0)).as("7/6").isEqualTo("1.17");
        assertThat(fit.multiple(1)).as("3/2").isEqualTo("1.50");
        assertThat(fit.residual(0)).as("-1/6").isEqualTo("-0.17");
        assertThat(fit.residual(1)).as("1/3").isEqualTo("0.33");
        assertThat(fit.worstRow()).isEqualTo(1);
        assertThat(fit.rootMeanSquare()).as("the square root of 1/18").isEqualTo("0.24");
    }

    @Test
    void a_constant_alone_is_the_mean() {
        LeastSquares fit = LeastSquares.of(rows(values(1), values(1), values(1), values(1)), values(2, 4, 6, 9));
        assertThat(fit.multiple(0)).isEqualTo("5.25");
        assertThat(fit.worstRow()).isEqualTo(3);
        assertThat(fit.residual(3)).isEqualTo("3.75");
    }

    @Test
    void what_was_planted_is_found() {
        long[][] rows = new long[40][];
        long[] values = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = values(1, i % 7, i * i % 11, i / 9);
            values[i] = 33 + 25L * rows[i][1] - 2L * rows[i][2] + 118L * rows[i][3];
        }
        LeastSquares fit = LeastSquares.of(rows, values);
        assertThat(fit.multiple(0)).isEqualTo("33.00");
        assertThat(fit.multiple(1)).isEqualTo("25.00");
        assertThat(fit.multiple(2)).isEqualTo("-2.00");
        assertThat(fit.multiple(3)).isEqualTo("118.00");
        assertThat(fit.rootMeanSquare()).isEqualTo("0.00");
        assertThat(fit.residual(fit.worstRow())).isEqualTo("0.00");
    }

    @Test
    void a_value_that_was_changed_is_the_worst() {
        long[][] rows = new long[30][];
        long[] values = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = values(1, i % 5, i % 3);
            values[i] = 10 + 4L * rows[i][1] + 7L * rows[i][2];
        }
        values[17] -= 300;
        LeastSquares fit = LeastSquares.of(rows, values);
        assertThat(fit.worstRow()).isEqualTo(17);
        assertThat(fit.residual(17)).isNegative();
        assertThat(fit.rootMeanSquare()).isPositive();
    }

    @Test
    void a_column_that_follows_from_those_before_it_is_left_out() {
        LeastSquares fit = LeastSquares.of(
                rows(values(1, 2, 5, 0), values(1, 3, 7, 0), values(1, 4, 9, 0), values(1, 6, 13, 0)),
                values(10, 13, 16, 22));
        assertThat(fit.determines(0)).isTrue();
        assertThat(fit.determines(1)).isTrue();
        assertThat(fit.determines(2)).as("twice the one before and one more").isFalse();
        assertThat(fit.determines(3)).as("all zero").isFalse();
        assertThat(fit.rank()).isEqualTo(2);
        assertThat(fit.multiple(0)).isEqualTo("4.00");
        assertThat(fit.multiple(1)).isEqualTo("3.00");
        assertThatThrownBy(() -> fit.multiple(2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fewer_values_than_columns_determine_only_as_many() {
        LeastSquares one = LeastSquares.of(rows(values(1, 3, 2)), values(50));
        assertThat(one.rank()).isEqualTo(1);
        assertThat(one.multiple(0)).isEqualTo("50.00");
        LeastSquares two = LeastSquares.of(rows(values(1, 3, 2), values(1, 5, 9)), values(50, 60));
        assertThat(two.rank()).isEqualTo(2);
        assertThat(two.multiple(0)).isEqualTo("35.00");
        assertThat(two.multiple(1)).isEqualTo("5.00");
    }

    @Test
    void nothing_determines_nothing() {
        assertThat(LeastSquares.of(new long[0][], new long[0]).rank()).isZero();
    }

    @Test
    void nearly_dependent_columns_are_told_apart_exactly() {
        long large = 1L << 40;
        LeastSquares fit = LeastSquares.of(
                rows(values(large, large), values(large, large + 1), values(large, large + 3)),
                values(5 * large, 5 * large + 3, 5 * large + 9));
        assertThat(fit.rank()).isEqualTo(2);
        assertThat(fit.multiple(0)).isEqualTo("2.00");
        assertThat(fit.multiple(1)).isEqualTo("3.00");
    }
}
