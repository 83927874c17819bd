package dev.tally.runtime.compile;

import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;

/** In which order {@link MethodWriter} takes the operands of a step. */
final class Operands {
    private static final int NONE = -1;

    private Operands() {}

    /** The slot that is put on top of the operands before anything else is, or −1. */
    static int takenFirst(Step step) {
        if (step.isFed()) {
            return NONE;
        }
        int operation = step.operation();
        if (Arithmetic.knows(operation) || Operation.isAccess(operation)) {
            return step.b();
        }
        if (Steps.isConditional(operation)) {
            return operation == Operation.BRANCH_ON_CAST ? NONE : step.b();
        }
        return switch (operation) {
            case Operation.COPY,
                    Operation.BRANCH_TABLE,
                    Operation.FIELD_GET,
                    Operation.FIELD_SET,
                    Operation.ELEMENT_GET,
                    Operation.ELEMENT_SET,
                    Operation.ARRAY_LENGTH -> step.b();
            case Operation.SELECT -> (int) step.second();
            case Operation.RETURN -> step.c() == 1 ? step.b() : NONE;
            default -> NONE;
        };
    }

    /** Whether the step takes a slot again after it has taken the first. */
    static boolean takenLater(Step step, int slot) {
        int operation = step.operation();
        return switch (operation) {
            case Operation.SELECT -> slot == step.b() || slot == step.c();
            case Operation.FIELD_SET -> slot == step.a();
            case Operation.ELEMENT_SET -> slot == step.a() || slot == step.c();
            // The other fields of most steps are slots or numbers; a number that looks like the slot costs little.
            default -> slot == step.c();
        };
    }
}
