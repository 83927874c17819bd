package dev.tally.conformance.script;

import java.util.List;

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
