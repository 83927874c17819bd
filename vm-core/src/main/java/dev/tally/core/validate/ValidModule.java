package dev.tally.core.validate;

import dev.tally.core.module.IndexSpaces;
import dev.tally.core.module.ModuleDefinition;

/** A module that obeys every rule of validation, with what validation learned of it. Only the validator makes one. */
public final class ValidModule {
    private final ModuleDefinition definition;
    private final IndexSpaces spaces;
    private final int[] operandSlots;

    ValidModule(ModuleDefinition definition, IndexSpaces spaces, int[] operandSlots) {
        this.definition = definition;
        this.spaces = spaces;
        this.operandSlots = operandSlots;
    }

    /** The module itself. */
    public ModuleDefinition definition() {
        return definition;
    }

    /** Its index spaces. */
    public IndexSpaces spaces() {
        return spaces;
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
