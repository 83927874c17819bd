package dev.tally.conformance.script;

import java.util.List;
import java.util.Map;

/** A command of a script. Where a name is optional, one that is absent is empty. */
public sealed interface Command {
    /** The line that the command begins in, from 1. */
    int line();

    /** Defines a module; instantiates it as well unless the script says otherwise. */
    record Define(int line, String name, ModuleSource source, boolean instantiates) implements Command {}

    /** Instantiates a module that was defined. */
    record Instantiate(int line, String name, String module) implements Command {}

    /** Offers an instance for import. */
    record Register(int line, String importName, String instance) implements Command {}

    /** An action whose results do not matter. */
    record Perform(int line, Action action) implements Command {}

    record AssertReturn(int line, Action action, List<Expected> results) implements Command {}

    record AssertTrap(int line, Action action, String message) implements Command {}

    record AssertExhaustion(int line, Action action, String message) implements Command {}

    record AssertException(int line, Action action) implements Command {}

    /** The module is loaded and linked, and its instantiation traps. */
    record AssertModuleTraps(int line, ModuleSource source, String message) implements Command {}

    /** The module is refused. */
    record AssertRefused(int line, ModuleSource source, Refusal refusal, String message) implements Command {}

    // What the suite has no words for; only the project's own scripts use it.

    /** The guest that runs the script has these limits; nothing may stand before it. */
    record Confine(int line, long bytes, int stackSlots) implements Command {}

    /** What the action costs, whether it returns or traps. */
    record AssertFuel(int line, Action action, long fuel) implements Command {}

    /** What the instantiation of the module costs. */
    record AssertModuleFuel(int line, ModuleSource source, long fuel) implements Command {}

    /** How often the guest comes to rest in the action if it does so at every safepoint, by the kind of safepoint. */
    record AssertRests(int line, Action action, Map<String, Integer> rests) implements Command {}

    /** The action traps, and these functions are on the stack, innermost first. */
    record AssertStack(int line, Action action, String message, List<String> functions) implements Command {}

    /** The outcomes of all ticks that did not end for want of fuel alone. */
    record AssertOutcomes(int line, Action action, List<String> outcomes) implements Command {}

    /** Who must refuse a module. */
    enum Refusal {
        /** The reader, of the binary or the text format. */
        MALFORMED,
        /** The validator. */
        INVALID,
        /** The linker. */
        UNLINKABLE
    }
}
