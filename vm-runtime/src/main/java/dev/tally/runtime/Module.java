package dev.tally.runtime;

import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.validate.ValidModule;
import dev.tally.runtime.code.CallSites;
import dev.tally.runtime.code.RestAnalysis;
import dev.tally.runtime.code.RestCause;
import dev.tally.runtime.compile.CodeSize;
import dev.tally.runtime.link.Program;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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

    /**
     * Bytes of bytecode of the JVM.
     *
     * @param method those of the method for the function itself, which HotSpot compiles as long as it is not too large
     * @param beside those of the methods that belong to it: the way in from a written frame, and rarely run parts
     */
    public record CodeBytes(int method, int beside) {
        /** Of all these methods together. */
        public int all() {
            return method + beside;
        }
    }

    /**
     * What it costs a function in compiled code that guests are governed. Counts and bytes are measured; why it rests is derived from
     * its code and that of all it may call.
     *
     * @param index its index in the module
     * @param calls how many calls stand in it, those of tables, by reference, of the host, and tail calls included
     * @param locals its parameters and declared locals
     * @param loops how many loops it has that are led back to
     * @param ungoverned what it would take without fuel and rest points, or null if it is too large to be compiled
     * @param governed what it takes as it is, or null if it is too large to be tried
     * @param refusal why it stays with the interpreter, or null if it is compiled
     * @param restCause why a guest can come to rest in it or in what it calls; null if it cannot, so that it needs no rest points
     */
    public record FunctionCost(
            String name,
            int index,
            int calls,
            int locals,
            int loops,
            @Nullable CodeBytes ungoverned,
            @Nullable CodeBytes governed,
            @Nullable String refusal,
            @Nullable String restCause) {}

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

    /** What governing guests costs in compiled code, by function. Every one is compiled twice for it, and nothing is kept. */
    public List<FunctionCost> functionCosts() {
        RestAnalysis rests = RestAnalysis.of(valid());
        int imported = valid().spaces().importedFunctions();
        return IntStream.range(imported, imported + definition().functions().size())
                .mapToObj(function -> cost(function, rests))
                .toList();
    }

    private FunctionCost cost(int function, RestAnalysis rests) {
        CodeSize size = CodeSize.of(valid(), function, program.liveness(function));
        CallSites sites = rests.sites(function);
        RestCause cause = rests.cause(function);
        return new FunctionCost(
                program.functionName(function),
                function,
                sites.calls(),
                sites.locals(),
                sites.loops(),
                bytes(size.without()),
                bytes(size.with()),
                size.refusal(),
                cause == null ? null : cause.toString());
    }

    private static @Nullable CodeBytes bytes(CodeSize.@Nullable Bytes bytes) {
        return bytes == null ? null : new CodeBytes(bytes.method(), bytes.beside());
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
