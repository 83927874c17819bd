package dev.tally.runtime;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleLimits;
import dev.tally.core.binary.BinaryReader;
import dev.tally.core.validate.ValidModule;
import dev.tally.core.validate.Validator;
import dev.tally.runtime.compile.CodeCache;
import dev.tally.runtime.compile.CompileBudget;
import dev.tally.runtime.compile.CompiledProgram;
import dev.tally.runtime.compile.CompiledTier;
import dev.tally.runtime.link.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads modules and spawns guests. Safe for use by many threads; a process needs one. */
public final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final ModuleLimits moduleLimits;
    private final @Nullable Executor compiler;
    private final CompileBudget budget;
    private final @Nullable CodeCache codeCache;
    private final LoadedPrograms programs = new LoadedPrograms();

    private Engine(
            ModuleLimits moduleLimits,
            @Nullable Executor compiler,
            CompileBudget budget,
            @Nullable CodeCache codeCache) {
        this.moduleLimits = moduleLimits;
        this.compiler = compiler;
        this.budget = budget;
        this.codeCache = codeCache;
    }

    /**
     * How much of what an engine's guests use may be compiled; the rest stays with the interpreter.
     *
     * @param classBytesPerModule bytes of generated classes for one module
     * @param classBytes the same for all modules that are in use
     * @param methodBytes the most bytes of bytecode of a method; functions that need more are cut into parts
     */
    public record CompileLimits(long classBytesPerModule, long classBytes, int methodBytes) {
        /** 16 MiB for a module, 128 MiB in all; methods of 8,000 bytes, since HotSpot compiles none that are larger. */
        public static CompileLimits defaults() {
            return new CompileLimits(16L << 20, 128L << 20, CompileBudget.MOST_METHOD_BYTES);
        }
    }

    /** What runs guests' code. Whichever it is, guests compute the same, pay the same and rest at the same places. */
    public enum Tier {
        /** The interpreter. */
        INTERPRETED,
        /** Methods of the JVM: all functions of the guest's modules become some at once, and stay so for other guests. */
        COMPILED,
        /** Both, changing at random: a test mode. */
        MIXED
    }

    /** An engine that accepts what {@link ModuleLimits#defaults} allow. */
    public static Engine create() {
        return create(ModuleLimits.defaults());
    }

    /** An engine that refuses modules beyond the given limits. */
    public static Engine create(ModuleLimits moduleLimits) {
        return new Engine(moduleLimits, null, CompileBudget.unlimited(), null);
    }

    /**
     * An engine whose guests begin in the interpreter; what they use much is compiled to methods of the JVM.
     *
     * @param compiler runs what compiles: in the background, if it runs tasks on threads of its own, and never within a tick
     *     in any case as long as it does not run them at once
     */
    public static Engine create(ModuleLimits moduleLimits, Executor compiler) {
        return create(moduleLimits, compiler, CompileLimits.defaults());
    }

    /** The same with other limits for what is compiled. */
    public static Engine create(ModuleLimits moduleLimits, Executor compiler, CompileLimits compileLimits) {
        CompileBudget budget = new CompileBudget(
                compileLimits.classBytesPerModule(), compileLimits.classBytes(), compileLimits.methodBytes());
        return new Engine(moduleLimits, compiler, budget, null);
    }

    /**
     * An engine like this one, with the same budget for compiled code, that keeps such code in a directory and takes from there
     * what it or another engine has compiled before, also in another process. Guests that find it there do the same as without.
     *
     * <p>Entries are of one module, one version of the engine and one of Java; those that are damaged or of others are ignored,
     * with a warning in the log. If the directory cannot be written, all is as if there were none, but for one more warning. Nothing
     * is ever removed from it. Whoever may write there can have this process run what he likes: it must not be open to guests
     * or strangers.
     *
     * @param directory where; made when there is something to keep
     */
    public Engine keepingCodeIn(Path directory) {
        return new Engine(moduleLimits, compiler, budget, new CodeCache(directory));
    }

    /**
     * Decodes and validates a module of the binary format. The bytes are not needed afterwards. Modules of the same bytes
     * share what is compiled of them as long as one of them is in use.
     *
     * @throws ModuleException if it is not one, or uses what cannot run yet, with the byte offset
     */
    public Module load(byte[] bytes) {
        String digest = sha256(bytes);
        Program program = programs.find(digest);
        if (program == null) {
            ValidModule valid = Validator.validate(BinaryReader.read(bytes, moduleLimits), moduleLimits);
            program = programs.add(new Program(valid, digest));
        }
        Module module = new Module(program);
        LOG.debug(
                "loaded a module of {} bytes with {} functions",
                bytes.length,
                module.valid().definition().functions().size());
        return module;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    /**
     * Decodes and validates the module in a file.
     *
     * @throws IOException if the file cannot be read
     * @throws ModuleException if it is not a valid module, with the byte offset
     */
    public Module load(Path file) throws IOException {
        long size = Files.size(file);
        if (size > moduleLimits.moduleBytes()) {
            throw new ModuleException(
                    ModuleException.Kind.LIMIT,
                    "the module has " + size + " bytes, the limit moduleBytes is " + moduleLimits.moduleBytes(),
                    0,
                    -1);
        }
        return load(Files.readAllBytes(file));
    }

    /**
     * Links a module and reserves its memories, tables and stack in a new guest. No guest code runs: segments, constant
     * expressions and the start function belong to the first ticks. Close the guest when it is no longer needed.
     *
     * @throws dev.tally.core.LinkException if an import is missing or has another type, or if what the module declares
     *     does not fit into the quota
     */
    public Guest spawn(Module module, Imports imports, Limits limits) {
        Guest guest = new Guest(module, imports, limits);
        if (compiler != null || codeCache != null) {
            CompiledProgram.of(module.program(), budget, codeCache);
        }
        if (compiler != null) {
            guest.runBy(CompiledTier.watching(program -> compiler.execute(program::compileWanted)));
        }
        LOG.debug("spawned a guest with {}", limits);
        return guest;
    }
}
