package dev.tally.cli.stats;

import dev.tally.runtime.Module.FunctionCost;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * By how many bytes functions grow when they are governed, told from what they are: so many for each, and so many more for each call,
 * local and loop. A coefficient is null where the functions do not determine it, because there are too few of them or because what it
 * counts follows from the others in all of them.
 *
 * @param functions how many functions it is fitted to
 * @param residual how far it is off; null when there is nothing to be off, as many coefficients as functions being found
 */
record GrowthModel(
        int functions,
        @Nullable BigDecimal constant,
        @Nullable BigDecimal perCall,
        @Nullable BigDecimal perLocal,
        @Nullable BigDecimal perLoop,
        @Nullable Residual residual) {
    private static final int CONSTANT = 0;
    private static final int CALLS = 1;
    private static final int LOCALS = 2;
    private static final int LOOPS = 3;

    /**
     * What the model does not explain: above all how much is live at each place where a guest can rest.
     *
     * @param rootMeanSquare in bytes of a function
     * @param largest of one function, by how many bytes it grows more than the model says
     * @param function that one
     */
    record Residual(BigDecimal rootMeanSquare, BigDecimal largest, FunctionCost function) {}

    /** Fits the model to functions of which both sizes are known. */
    static GrowthModel of(List<FunctionCost> measured) {
        long[][] rows = new long[measured.size()][];
        long[] growths = new long[measured.size()];
        for (int i = 0; i < rows.length; i++) {
            FunctionCost function = measured.get(i);
            rows[i] = new long[] {1, function.calls(), function.locals(), function.loops()};
            growths[i] = (long) Objects.requireNonNull(function.governed()).all()
                    - Objects.requireNonNull(function.ungoverned()).all();
        }
        LeastSquares fit = LeastSquares.of(rows, growths);
        return new GrowthModel(
                rows.length,
                coefficient(fit, CONSTANT),
                coefficient(fit, CALLS),
                coefficient(fit, LOCALS),
                coefficient(fit, LOOPS),
                fit.rank() >= rows.length ? null : residual(fit, measured));
    }

    private static @Nullable BigDecimal coefficient(LeastSquares fit, int column) {
        return fit.determines(column) ? fit.multiple(column) : null;
    }

    private static Residual residual(LeastSquares fit, List<FunctionCost> measured) {
        int worst = fit.worstRow();
        return new Residual(fit.rootMeanSquare(), fit.residual(worst), measured.get(worst));
    }
}
