package dev.tally.runtime;

import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.validate.ValidModule;
import dev.tally.runtime.link.Program;
import java.util.List;

/** A decoded, valid module: immutable, and shared by any number of guests. */
public final class Module {
    private final Program program;

    Module(Program program) {
        this.program = program;
    }

    /** Something that the module asks for. */
    public record Import(String module, String name, String type) {}

    /** Something that the module offers. */
    public record Export(String name, String type) {}

    /**
     * The costliest path through a function without a check on it.
     *
     * @param function the function's name for people
     * @param index its index in the module, or −1 for what instantiates the module
     * @param fuel what the path costs
     */
    public record StraightPath(String function, int index, long fuel) {}

    /** The SHA-256 of the module's bytes, in lower-case hex. */
    public String digest() {
        return program.digest();
    }

    /** The imports in the module's order, their types in the words of the specification. */
    public List<Import> imports() {
        return definition().imports().stream()
                .map(wanted ->
                        new Import(wanted.module(), wanted.name(), wanted.type().toString()))
                .toList();
    }

    /** The exports in the module's order, their types in the words of the specification. */
    public List<Export> exports() {
        return definition().exports().stream()
                .map(export -> new Export(
                        export.name(),
                        valid().spaces().typeOf(export.kind(), export.index()).toString()))
                .toList();
    }

    /** The most fuel that a tick of this module can overshoot its grant by; a static figure. */
    public long overshoot() {
        return program.overshoot();
    }

    /** The costliest path between two checks in any function: the static figure that the overshoot comes from. */
    public StraightPath costliestPath() {
        int function = program.costliestFunction();
        String name = function < 0 ? "instantiation" : program.functionName(function);
        return new StraightPath(name, function, program.longestPath(function));
    }

    private ModuleDefinition definition() {
        return valid().definition();
    }

    /** The valid module itself, for tools that look inside. */
    ValidModule valid() {
        return program.module();
    }

    Program program() {
        return program;
    }
}
