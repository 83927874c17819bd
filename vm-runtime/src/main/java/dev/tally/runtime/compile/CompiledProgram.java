package dev.tally.runtime.compile;

import dev.tally.core.type.FunctionType;
import dev.tally.core.validate.ValidModule;
import dev.tally.runtime.code.FunctionCode;
import dev.tally.runtime.code.FunctionCode.Safepoints;
import dev.tally.runtime.code.Lowering;
import dev.tally.runtime.code.SafepointKind;
import dev.tally.runtime.code.Steps;
import dev.tally.runtime.compile.FunctionCompiler.TooLargeException;
import dev.tally.runtime.link.Compilation;
import dev.tally.runtime.link.Program;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.eclipse.collections.api.list.primitive.MutableLongList;
import org.eclipse.collections.api.map.primitive.MutableLongIntMap;
import org.eclipse.collections.api.map.primitive.MutableLongObjectMap;
import org.eclipse.collections.api.set.primitive.MutableLongSet;
import org.eclipse.collections.impl.factory.primitive.LongIntMaps;
import org.eclipse.collections.impl.factory.primitive.LongLists;
import org.eclipse.collections.impl.factory.primitive.LongObjectMaps;
import org.eclipse.collections.impl.factory.primitive.LongSets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The compiled code of a module, shared by all guests that run it: methods of functions, methods that begin at loop heads, and
 * the call sites that lead to them. Classes are hidden and held from here alone, so they go with the module.
 */
public final class CompiledProgram implements Compilation {
    private static final Logger LOG = LoggerFactory.getLogger(CompiledProgram.class);
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final int WHOLE = -1;
    private static final byte[] NOTHING = {};

    /** How much speaks for a place when a guest is found there after a period: twice that is enough, once may be chance. */
    static final int FOUND = 32;

    /** How much speaks for a place when compiled code had to be left for it. */
    static final int MISSED = 1;

    private static final int ENOUGH = 64;

    private final Program program;
    private final ValidModule module;
    private final int imported;
    private final AtomicReferenceArray<@Nullable MutableCallSite> callSites;
    private final AtomicReferenceArray<@Nullable MethodHandle> methods;
    private final AtomicReferenceArray<@Nullable FrameCode> entries;

    /** By function, if it is in parts: what goes on everywhere. */
    private final @Nullable FrameCode[] inParts;

    private final MutableLongObjectMap<FrameCode> continuations;
    private final boolean[] refused;
    private final MutableLongSet tried = LongSets.mutable.empty();
    private final MutableLongIntMap notes = LongIntMaps.mutable.empty();
    private final MutableLongList wanted = LongLists.mutable.empty();
    private final MemoryRoom memoryRoom = new MemoryRoom();
    private final CompileBudget.Part budget;
    private final CodeCache.@Nullable Shelf shelf;
    private volatile int version;
    private volatile int generated;

    private CompiledProgram(Program program, CompileBudget budget, @Nullable CodeCache cache) {
        this.program = program;
        this.budget = budget.partOf(this);
        this.shelf = cache == null ? null : cache.of(program.digest(), this.budget.methodBytes());
        this.module = program.module();
        this.imported = module.spaces().importedFunctions();
        int count = module.definition().functions().size();
        this.callSites = new AtomicReferenceArray<>(count);
        this.methods = new AtomicReferenceArray<>(count);
        this.entries = new AtomicReferenceArray<>(count);
        this.inParts = new FrameCode[count];
        this.continuations = LongObjectMaps.mutable.<FrameCode>empty().asSynchronized();
        this.refused = new boolean[count];
    }

    /** What is compiled of a program, nothing at first. */
    public static CompiledProgram of(Program program) {
        return of(program, CompileBudget.unlimited(), null);
    }

    /** The same; what is made then takes from a budget, and is looked for and kept in a cache. */
    public static CompiledProgram of(Program program, CompileBudget budget, @Nullable CodeCache cache) {
        synchronized (program) {
            if (program.compilation() instanceof CompiledProgram compiled) {
                return compiled;
            }
            CompiledProgram made = new CompiledProgram(program, budget, cache);
            program.setCompilation(made);
            return made;
        }
    }

    @Override
    public boolean isCompiled(int function) {
        return entry(function) != null;
    }

    @Override
    public int version() {
        return version;
    }

    /** How many classes were generated, and not found in a cache, or were found to be too large. */
    int generated() {
        return generated;
    }

    MemoryRoom memoryRoom() {
        return memoryRoom;
    }

    // Calls.

    /** The call site of a function. */
    MutableCallSite callSite(int function) {
        MutableCallSite site = callSites.get(function - imported);
        if (site == null) {
            synchronized (this) {
                site = callSites.get(function - imported);
                if (site == null) {
                    MethodHandle method = method(function);
                    site = new MutableCallSite(method != null ? method : declining(function));
                    callSites.set(function - imported, site);
                }
            }
        }
        return site;
    }

    /** What stands for a method that there is not. */
    private MethodHandle declining(int function) {
        try {
            MethodType type = methodType(function);
            MethodHandle refuse =
                    LOOKUP.findVirtual(Machine.class, "refuse", MethodType.methodType(void.class, long.class));
            MethodHandle returning = type.returnType() == void.class
                    ? refuse
                    : MethodHandles.filterReturnValue(refuse, MethodHandles.zero(type.returnType()));
            return MethodHandles.dropArguments(
                    returning, 2, type.parameterList().subList(2, type.parameterCount()));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private MethodType methodType(int function) {
        FunctionType type = module.spaces().functions().get(function);
        try {
            return FunctionCompiler.methodType(type).resolveConstantDesc(LOOKUP);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The method of a function that this module defines, or null while there is none. */
    @Nullable
    MethodHandle method(int function) {
        return methods.get(function - imported);
    }

    /** What runs a function whose frame is written and whose entry is paid; null if there is nothing that does. */
    @Nullable
    FrameCode entry(int function) {
        return function < imported ? null : entries.get(function - imported);
    }

    /** What goes on at a safepoint where a guest rests, or null. */
    @Nullable
    FrameCode continuation(int function, int safepoint) {
        return continuations.get(key(function, safepoint));
    }

    private static long key(int function, int safepoint) {
        return (long) function << 32 | safepoint;
    }

    // Compilation.

    /** Compiles all functions, and what follows their entries, loop heads and clauses that catch. */
    public void compileAll() {
        for (int i = 0; i < refused.length; i++) {
            int function = imported + i;
            compile(function);
            Safepoints safepoints = program.code(function).safepoints();
            for (int safepoint = 0; safepoint < safepoints.count(); safepoint++) {
                SafepointKind kind = safepoints.kind(safepoint);
                if (Parts.isEntered(kind)) {
                    compileContinuation(function, safepoint);
                }
            }
        }
    }

    /** Compiles a function of this module, unless that was done or refused before. */
    public synchronized void compile(int function) {
        int defined = function - imported;
        if (refused[defined] || methods.get(defined) != null) {
            return;
        }
        FrameCode entry = codeOf(function, WHOLE);
        if (entry == null) {
            refused[defined] = true;
            return;
        }
        MethodHandle method = methodOf(entry, function);
        entries.set(defined, entry);
        methods.set(defined, method);
        MutableCallSite site = callSites.get(defined);
        if (site != null) {
            site.setTarget(method);
            MutableCallSite.syncAll(new MutableCallSite[] {site});
        }
        version++;
    }

    /** Compiles what follows a loop head, or the entry, of a function. */
    public synchronized void compileContinuation(int function, int safepoint) {
        if (continuation(function, safepoint) != null || !tried.add(key(function, safepoint))) {
            return;
        }
        FrameCode whole = inParts[function - imported];
        FrameCode continuation = whole == null ? codeOf(function, safepoint) : whole;
        if (continuation == null) {
            return;
        }
        continuations.put(key(function, safepoint), continuation);
        FunctionCode code = program.code(function);
        int[] branches = loops(function).branchesTo(safepoint);
        for (int i = 0; i < branches.length; i++) {
            branches[i] += code.firstWord();
        }
        if (branches.length > 0) {
            program.leadToCompiled(branches, code.resumeWord(safepoint));
        }
        version++;
    }

    /** The code for a place, of the cache if it has it, otherwise new; null if there is to be none. */
    private @Nullable FrameCode codeOf(int function, int safepoint) {
        byte[] found = shelf == null ? null : shelf.find(function, safepoint);
        byte[] bytes = found == null ? generate(function, safepoint) : found;
        if (bytes.length == 0) {
            return null;
        }
        if (!budget.take(bytes.length)) {
            LOG.debug("{} is not compiled: the engine keeps no more classes", program.functionName(function));
            return null;
        }
        if (found == null) {
            return define(bytes, function);
        }
        try {
            return define(found, function);
        } catch (LinkageError | IllegalArgumentException strange) {
            Objects.requireNonNull(shelf).refuse(function, safepoint, strange);
            byte[] instead = generate(function, safepoint);
            return instead.length == 0 ? null : define(instead, function);
        }
    }

    /** Generates the class for a place and keeps it; of no bytes if it would be too large to be of use. */
    private synchronized byte[] generate(int function, int safepoint) {
        byte[] bytes;
        try {
            bytes = FunctionCompiler.compile(
                    module, function, program.liveness(function), safepoint, budget.methodBytes(), Metering.WRITTEN);
        } catch (TooLargeException tooLarge) {
            LOG.debug("{} is not compiled, having {}", program.functionName(function), tooLarge.getMessage());
            bytes = NOTHING;
        }
        generated++;
        if (shelf != null) {
            shelf.keep(function, safepoint, bytes);
        }
        return bytes;
    }

    private Loops loops(int function) {
        return Loops.of(Steps.of(module, Lowering.lower(module, function - imported)));
    }

    // Warmth.

    /**
     * Takes note of a place that should be compiled, and will be when enough speaks for it.
     *
     * @param weight {@link #FOUND} or {@link #MISSED}
     * @return whether there is something new to compile
     */
    boolean note(int function, int safepoint, int weight) {
        if (function < imported || refused[function - imported]) {
            return false;
        }
        long key = key(function, safepoint);
        synchronized (notes) {
            int before = notes.get(key);
            notes.put(key, Math.min(before + weight, 2 * ENOUGH));
            if (before >= ENOUGH || before + weight < ENOUGH) {
                return false;
            }
            wanted.add(key);
        }
        return true;
    }

    /** Compiles all that enough speaks for; answers how many places that were. */
    public int compileWanted() {
        int done = 0;
        while (true) {
            long key;
            synchronized (notes) {
                if (wanted.isEmpty()) {
                    return done;
                }
                key = wanted.removeAtIndex(0);
            }
            int function = (int) (key >>> 32);
            compile(function);
            int head =
                    loops(function).around(program.code(function).safepoints().resumeWord((int) key));
            if (head >= 0) {
                compileContinuation(function, head);
            }
            done++;
        }
    }

    private FrameCode define(byte[] bytes, int function) {
        try {
            Class<?> type =
                    LOOKUP.defineHiddenClassWithClassData(bytes, this, true).lookupClass();
            Leaving.define(bytes);
            FrameCode code = (FrameCode) type.getDeclaredConstructor().newInstance();
            if (FunctionCompiler.isInParts(bytes)) {
                inParts[function - imported] = code;
            }
            return code;
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private MethodHandle methodOf(FrameCode entry, int function) {
        try {
            return LOOKUP.findStatic(entry.getClass(), FunctionCompiler.CODE, methodType(function));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
