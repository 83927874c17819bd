package dev.tally.runtime.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.runtime.Guest;
import dev.tally.runtime.Guests;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Comparisons of floats that are one operation with their branch; with NaN neither {@code <} nor {@code >=} holds. */
final class FloatBranchTest {
    private static final List<Double> NUMBERS =
            List.of(Double.NaN, Double.NEGATIVE_INFINITY, -1.0, -0.0, 0.0, 1.0, Double.POSITIVE_INFINITY);

    @ParameterizedTest
    @ValueSource(strings = {"lt", "le", "gt", "ge"})
    void a_branch_is_taken_exactly_if_the_comparison_holds(String comparison) {
        Guest guest = Guests.spawnText("""
            (module
              (func (export "branch") (param f64 f64) (result i32)
                (block (br_if 0 (f64.COMPARISON (local.get 0) (local.get 1))) (return (i32.const 0)))
                (i32.const 1))
              (func (export "choice") (param f64 f64) (result i32)
                (if (result i32) (f64.COMPARISON (local.get 0) (local.get 1))
                  (then (i32.const 1))
                  (else (i32.const 0)))))
            """.replace("COMPARISON", comparison));
        for (double x : NUMBERS) {
            for (double y : NUMBERS) {
                boolean holds = switch (comparison) {
                    case "lt" -> x < y;
                    case "le" -> x <= y;
                    case "gt" -> x > y;
                    default -> x >= y;
                };
                for (String export : List.of("branch", "choice")) {
                    Guests.run(guest, export, x, y);
                    assertThat(guest.resultInt(0))
                            .as("%s of %s %s %s", export, x, comparison, y)
                            .isEqualTo(holds ? 1 : 0);
                }
            }
        }
    }
}
