package dev.tally.cli.stats;

import dev.tally.cli.console.ModuleFile;
import dev.tally.runtime.Module.CodeBytes;
import dev.tally.runtime.Module.FunctionCost;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What being governed costs the functions of a module in code. {@link StatisticsText} and {@link StatisticsJson} say it, and mark each
 * figure as measured or derived; only what is compiled counts in the sums.
 *
 * @param functions all functions that the module defines, by their index
 * @param ungoverned the bytes of bytecode of all functions that are compiled, as if nothing governed them
 * @param governed the bytes of bytecode of the same functions as they are
 * @param resting in how many functions a guest can come to rest
 */
record Statistics(
        String file,
        String sha256,
        List<FunctionCost> functions,
        Sum ungoverned,
        Sum governed,
        int resting,
        GrowthModel model) {
    private static final int PERCENT = 100;

    /**
     * Bytes of bytecode of many functions.
     *
     * @param method those of the methods for the functions themselves
     * @param beside those of the methods that belong to them
     */
    record Sum(long method, long beside) {
        static Sum of(List<CodeBytes> parts) {
            return new Sum(
                    parts.stream().mapToLong(CodeBytes::method).sum(),
                    parts.stream().mapToLong(CodeBytes::beside).sum());
        }

        long all() {
            return method + beside;
        }
    }

    /** Compiles each function of a module twice, and keeps the sizes alone. */
    static Statistics of(ModuleFile file) {
        List<FunctionCost> functions = file.module().functionCosts();
        List<FunctionCost> compiled = compiled(functions);
        return new Statistics(
                file.name(),
                file.module().digest(),
                functions,
                Sum.of(compiled.stream()
                        .map(function -> Objects.requireNonNull(function.ungoverned()))
                        .toList()),
                Sum.of(compiled.stream()
                        .map(function -> Objects.requireNonNull(function.governed()))
                        .toList()),
                (int) functions.stream()
                        .filter(function -> function.restCause() != null)
                        .count(),
                GrowthModel.of(compiled));
    }

    private static List<FunctionCost> compiled(List<FunctionCost> functions) {
        return functions.stream().filter(function -> function.refusal() == null).toList();
    }

    /** The functions that stay with the interpreter. */
    List<FunctionCost> refused() {
        return functions.stream().filter(function -> function.refusal() != null).toList();
    }

    /** How many functions are compiled. */
    int compiledCount() {
        return functions.size() - refused().size();
    }

    /** How many functions need no rest points, since no guest rests in them. */
    int calm() {
        return functions.size() - resting;
    }

    /** By how many percent all that is compiled grows, with one decimal; null if nothing is. */
    @Nullable
    BigDecimal growth() {
        return growth(ungoverned.all(), governed.all());
    }

    /** The same of the methods for the functions themselves, which is what HotSpot compiles and takes into others. */
    @Nullable
    BigDecimal growthOfMethods() {
        return growth(ungoverned.method(), governed.method());
    }

    /** By how many percent a function grows; null if its sizes are not known. */
    static @Nullable BigDecimal growth(FunctionCost function) {
        CodeBytes without = function.ungoverned();
        CodeBytes with = function.governed();
        return without == null || with == null ? null : growth(without.all(), with.all());
    }

    private static @Nullable BigDecimal growth(long without, long with) {
        return without == 0
                ? null
                : BigDecimal.valueOf((with - without) * PERCENT)
                        .divide(BigDecimal.valueOf(without), 1, RoundingMode.HALF_EVEN);
    }
}
