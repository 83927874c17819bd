package dev.tally.cli.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.runtime.Module.CodeBytes;
import dev.tally.runtime.Module.FunctionCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The model of what functions grow by. */
final class GrowthModelTest {
    private static FunctionCost function(int index, int calls, int locals, int loops, int growth) {
        return new FunctionCost(
                "f" + index,
                index,
                calls,
                locals,
                loops,
                new CodeBytes(100, 40),
                new CodeBytes(100 + growth, 40),
                null,
                null);
    }

    @Test
    void a_planted_model_is_found_with_nothing_unexplained() {
        List<FunctionCost> functions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            functions.add(function(i, i % 4, i % 3, i % 2, 30 + 20 * (i % 4) + 2 * (i % 3) + 15 * (i % 2)));
        }
        GrowthModel model = GrowthModel.of(functions);
        assertThat(model.functions()).isEqualTo(20);
        assertThat(model.constant()).isEqualTo("30.00");
        assertThat(model.perCall()).isEqualTo("20.00");
        assertThat(model.perLocal()).isEqualTo("2.00");
        assertThat(model.perLoop()).isEqualTo("15.00");
        assertThat(Objects.requireNonNull(model.residual()).rootMeanSquare()).isEqualTo("0.00");
    }

    @Test
    void the_function_that_the_model_explains_least_is_named() {
        List<FunctionCost> functions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            functions.add(function(i, i % 4, i % 3, i % 2, i == 7 ? 500 : 30 + 20 * (i % 4)));
        }
        GrowthModel.Residual residual =
                Objects.requireNonNull(GrowthModel.of(functions).residual());
        assertThat(residual.function().name()).isEqualTo("f7");
        assertThat(residual.largest()).isPositive();
        assertThat(residual.rootMeanSquare()).isPositive().isLessThan(residual.largest());
    }

    @Test
    void what_no_function_has_costs_nobody_knows_what() {
        GrowthModel model =
                GrowthModel.of(List.of(function(0, 0, 1, 0, 12), function(1, 0, 2, 0, 14), function(2, 0, 5, 0, 20)));
        assertThat(model.constant()).isEqualTo("10.00");
        assertThat(model.perCall()).isNull();
        assertThat(model.perLocal()).isEqualTo("2.00");
        assertThat(model.perLoop()).isNull();
        assertThat(Objects.requireNonNull(model.residual()).rootMeanSquare()).isEqualTo("0.00");
    }

    @Test
    void as_many_coefficients_as_functions_leave_no_residual_that_would_say_anything() {
        assertThat(GrowthModel.of(List.of(function(0, 1, 1, 1, 50))).residual()).isNull();
        assertThat(GrowthModel.of(List.of(function(0, 1, 1, 1, 50), function(1, 2, 9, 0, 70)))
                        .residual())
                .isNull();
        assertThat(GrowthModel.of(List.of(function(0, 1, 1, 1, 50), function(1, 1, 1, 1, 70)))
                        .residual())
                .as("the same function twice, with two sizes")
                .isNotNull();
    }

    @Test
    void without_functions_there_is_no_model() {
        GrowthModel model = GrowthModel.of(List.of());
        assertThat(model.functions()).isZero();
        assertThat(model.constant()).isNull();
        assertThat(model.residual()).isNull();
    }
}
