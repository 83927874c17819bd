package dev.tally.runtime.link;

/** What a compiled tier has made of a module; the tier alone knows more of it. */
public interface Compilation {
    /** How often something was added. */
    int version();

    /** Whether a function that the module defines can be entered in compiled code. */
    boolean isCompiled(int function);
}
