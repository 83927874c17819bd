package dev.tally.runtime.compile;

import dev.tally.core.validate.ValidModule;
import dev.tally.runtime.code.FunctionCode;
import dev.tally.runtime.code.Liveness;
import dev.tally.runtime.code.Lowering;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import org.jspecify.annotations.Nullable;

/**
 * A function that can be written into its callers: a small one without calls and loops, which is paid for where it returns. Where it
 * traps, or has no room for a structure, the interpreter begins anew with the call.
 */
record Inlinee(FunctionBody body, LeafPaths paths) {
    /** Of the body: with more it has too many steps, so that nothing is spent on finding out. */
    private static final int MOST_BYTES = 100;

    private static final int MOST_STEPS = 16;

    /** The function with an index, or null if it is one to be called. */
    static @Nullable Inlinee of(ValidModule module, int function) {
        int defined = function - module.spaces().importedFunctions();
        if (defined < 0
                || module.definition().functions().get(defined).body().bytes().length > MOST_BYTES
                || module.spaces().functions().get(function).results().size() > 1) {
            return null;
        }
        FunctionCode code = Lowering.lower(module, defined);
        Steps steps = Steps.of(module, code);
        LeafPaths paths = steps.count() > MOST_STEPS ? null : LeafPaths.of(steps);
        return paths == null
                ? null
                : new Inlinee(FunctionBody.of(module, function, code, Liveness.of(module, defined)), paths);
    }

    Steps steps() {
        return body.steps();
    }

    int frameSlots() {
        return steps().code().frameSlots();
    }

    /** What it charges if it returns at a step. */
    int priceAt(Step step) {
        return paths.price(steps().at(step.at()));
    }
}
