package dev.tally.runtime.compile;

import dev.tally.core.validate.ValidModule;
import dev.tally.runtime.code.Liveness;
import dev.tally.runtime.code.Lowering;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A function that is written into a caller, where it has ways on which it comes to its end without calls and loops, or all ways are such:
 * they are paid for where it returns. On all others, if it traps, or has no room for a structure, it begins anew, called.
 */
record Inlinee(FunctionBody body, LeafPaths paths) {
    /** Of the body: with more it has too many steps, so that nothing is spent on finding out. */
    private static final int MOST_BYTES = 100;

    private static final int MOST_STEPS = 16;

    /** Of ways that may be gone in vain. */
    private static final int MOST_STEPS_BEFORE_CALL = 8;

    /** The whole of a small function, by its index; null if it is to be called. */
    static @Nullable Inlinee wholeOf(ValidModule module, int function) {
        int defined = function - module.spaces().importedFunctions();
        if (defined < 0
                || module.definition().functions().get(defined).body().bytes().length > MOST_BYTES
                || module.spaces().functions().get(function).results().size() > 1) {
            return null;
        }
        Steps steps = Steps.of(module, Lowering.lower(module, defined));
        LeafPaths paths = LeafPaths.of(steps);
        return paths == null || !paths.areAll() || paths.count() > MOST_STEPS
                ? null
                : new Inlinee(FunctionBody.of(module, function, steps, Liveness.of(module, defined)), paths);
    }

    /** The ways on which a function returns at once, or null if there are none. */
    static @Nullable Inlinee beginningOf(FunctionBody body) {
        if (body.type().results().size() > 1) {
            return null;
        }
        LeafPaths paths = LeafPaths.of(body.steps());
        return paths == null || paths.canBeSeen() || paths.count() > MOST_STEPS_BEFORE_CALL
                ? null
                : new Inlinee(body, paths);
    }

    Steps steps() {
        return body.steps();
    }

    /** Whether it is never called. */
    boolean isWhole() {
        return paths.areAll();
    }

    int frameSlots() {
        return steps().code().frameSlots();
    }

    /** Gives the steps that are written. */
    void eachStep(Consumer<Step> each) {
        for (int i = 0; i < steps().count(); i++) {
            if (paths.has(i)) {
                each.accept(steps().get(i));
            }
        }
    }

    /** What it charges if it returns at a step. */
    int priceAt(Step step) {
        return paths.price(steps().at(step.at()));
    }
}
