package dev.tally.core.validate;

import dev.tally.core.module.IndexSpaces;
import dev.tally.core.module.ModuleDefinition;

/** A module that obeys every rule of validation, with what validation learned of it. Only the validator makes one. */
public final class ValidModule {
    private final ModuleDefinition definition;
    private final IndexSpaces spaces;
    private final int[] operandSlots;
    private final boolean hasTailCalls;

    ValidModule(ModuleDefinition definition, IndexSpaces spaces, int[] operandSlots, boolean hasTailCalls) {
        this.definition = definition;
        this.spaces = spaces;
        this.operandSlots = operandSlots;
        this.hasTailCalls = hasTailCalls;
    }

    /** The module itself. */
    public ModuleDefinition definition() {
        return definition;
    }

    /** Its index spaces. */
    public IndexSpaces spaces() {
        return spaces;
    }

    /** Whether one of its functions calls another in its own place. */
    public boolean hasTailCalls() {
        return hasTailCalls;
    }

    /**
     * The highest that the operand stack of a function gets, in slots.
     *
     * @param function counted from the first function that the module defines itself
     */
    public int operandSlots(int function) {
        return operandSlots[function];
    }
}
