package dev.tally.runtime.compile;

import dev.tally.core.type.FunctionType;
import dev.tally.core.validate.ValidModule;
import dev.tally.runtime.code.Liveness;
import dev.tally.runtime.code.Steps;

/**
 * A function as it is compiled.
 *
 * @param function its index
 * @param localKinds how its locals are held
 */
record FunctionBody(ValidModule module, int function, Steps steps, SlotLiveness liveness, Kind[] localKinds) {
    /** Analyses the steps of a function; {@code liveness} tells which locals are live. */
    static FunctionBody of(ValidModule module, int function, Steps steps, Liveness liveness) {
        return new FunctionBody(
                module, function, steps, SlotLiveness.of(steps, liveness), Floats.localKinds(module, function, steps));
    }

    FunctionType type() {
        return module.spaces().functions().get(function);
    }
}
