package dev.tally.runtime;

import dev.tally.runtime.interpret.Exit;
import dev.tally.runtime.interpret.Interpreter;
import dev.tally.runtime.link.GuestFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Lets tests see which functions of a guest use its fuel, and which are left to the interpreter; hosts cannot. */
public final class Functions {
    private Functions() {}

    /** Has the interpreter run a guest, and tells {@code seen} the name of the function in which each tick ran out of fuel. */
    public static void watch(Guest guest, Consumer<String> seen) {
        guest.runBy(execution -> {
            Exit exit = Interpreter.run(execution);
            if (exit == Exit.OUT_OF_ALLOWANCE) {
                seen.accept(execution.currentFunction().name());
            }
            return exit;
        });
    }

    /** The names of all functions of a guest's modules of which there is no method, as its last tick has found them. */
    public static List<String> withoutMethod(Guest guest) {
        List<String> names = new ArrayList<>();
        for (GuestFunction function : guest.store().functions()) {
            if (function != null && function.isWasm() && function.index() >= 0 && !function.isCompiled()) {
                names.add(function.name());
            }
        }
        return names;
    }
}
