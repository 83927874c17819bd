package dev.tally.runtime.link;

import dev.tally.core.module.Export;
import dev.tally.core.module.ExternalKind;
import dev.tally.core.validate.ValidModule;
import dev.tally.runtime.code.CodeSpace;
import dev.tally.runtime.code.FunctionCode;
import dev.tally.runtime.code.Liveness;
import dev.tally.runtime.code.Lowering;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.eclipse.collections.api.map.primitive.IntObjectMap;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;
import org.jspecify.annotations.Nullable;

/**
 * A valid module and its executable code, shared by all guests. Functions are lowered when they are first called,
 * by whichever guest comes first.
 */
public final class Program {
    private final ValidModule module;
    private final String digest;
    private final CodeSpace space = new CodeSpace();
    private final AtomicReferenceArray<@Nullable FunctionCode> codes;
    private final AtomicReferenceArray<@Nullable Liveness> livenesses;
    private final Map<String, Export> exports = new HashMap<>();
    private volatile @Nullable FunctionCode instantiation;
    private volatile @Nullable IntObjectMap<String> exportedNames;
    private volatile @Nullable Compilation compilation;

    public Program(ValidModule module, String digest) {
        this.module = module;
        this.digest = digest;
        this.livenesses =
                new AtomicReferenceArray<>(module.definition().functions().size());
        this.codes = new AtomicReferenceArray<>(module.definition().functions().size());
        for (Export export : module.definition().exports()) {
            exports.put(export.name(), export);
        }
    }

    /** The export of this name, or null. */
    public @Nullable Export export(String name) {
        return exports.get(name);
    }

    public ValidModule module() {
        return module;
    }

    /** The code of a function by its index, imported ones first. */
    public FunctionCode code(int function) {
        int defined = function - module.spaces().importedFunctions();
        FunctionCode code = codes.get(defined);
        if (code == null) {
            lower(defined);
            code = codes.get(defined);
        }
        if (code == null) {
            throw new IllegalStateException("function " + function + " was lowered and is gone");
        }
        return code;
    }

    private synchronized void lower(int defined) {
        if (codes.get(defined) == null) {
            codes.set(defined, space.place(Lowering.lower(module, defined)));
        }
    }

    /** What a compiled tier has made of the module, or null. */
    public @Nullable Compilation compilation() {
        return compilation;
    }

    /** Lets a compiled tier keep what it makes of the module. */
    public void setCompilation(Compilation made) {
        compilation = made;
    }

    /** Lets the branches back to a loop head lead to where compiled code is entered; see {@link CodeSpace#leadToCompiled}. */
    public void leadToCompiled(int[] branchWords, int head) {
        space.leadToCompiled(branchWords, head);
    }

    /** The words of the functions lowered so far; those of a function are in every array that is got after it was. */
    public long[] words() {
        return space.words();
    }

    /** Which locals are live at the safepoints of a function, by its index, imported ones first. */
    public Liveness liveness(int function) {
        int defined = function - module.spaces().importedFunctions();
        Liveness known = livenesses.get(defined);
        if (known == null) {
            known = Liveness.of(module, defined);
            livenesses.set(defined, known);
        }
        return known;
    }

    /** The SHA-256 of the module's bytes, in hex. */
    public String digest() {
        return digest;
    }

    /** The function that instantiates the module. */
    FunctionCode instantiation() {
        FunctionCode code = instantiation;
        if (code == null) {
            synchronized (this) {
                code = instantiation;
                if (code == null) {
                    code = space.place(Lowering.lowerInstantiation(module));
                    instantiation = code;
                }
            }
        }
        return code;
    }

    /** The most fuel that a tick can overshoot its grant by: the longest path to a check, and the block charged there. */
    public long overshoot() {
        long path = instantiation().longestPath();
        long entry = instantiation().entryPrice();
        for (int i = 0; i < codes.length(); i++) {
            FunctionCode code = code(module.spaces().importedFunctions() + i);
            path = Math.max(path, code.longestPath());
            entry = Math.max(entry, code.entryPrice());
        }
        return path + Math.max(path, entry);
    }

    /** The most fuel between two checks of a function, or of the instantiation for −1. */
    public long longestPath(int function) {
        return (function < 0 ? instantiation() : code(function)).longestPath();
    }

    /** The function with the costliest path between two checks, the first of several; −1 for the instantiation. */
    public int costliestFunction() {
        int costliest = -1;
        for (int i = 0; i < codes.length(); i++) {
            int function = module.spaces().importedFunctions() + i;
            if (longestPath(function) > longestPath(costliest)) {
                costliest = function;
            }
        }
        return costliest;
    }

    /** A name for people: of the name section, otherwise of an export, otherwise the index. */
    public String functionName(int function) {
        String ownName = module.definition().names().functions().get(function);
        if (ownName != null) {
            return ownName;
        }
        IntObjectMap<String> names = exportedNames;
        if (names == null) {
            names = exportedNames();
            exportedNames = names;
        }
        String exported = names.get(function);
        if (exported != null) {
            return exported;
        }
        return "func[" + function + "]";
    }

    /** A name of a tag for people: of an export, otherwise the index. */
    String tagName(int tag) {
        for (Export export : module.definition().exports()) {
            if (export.kind() == ExternalKind.TAG && export.index() == tag) {
                return export.name();
            }
        }
        return "tag[" + tag + "]";
    }

    private IntObjectMap<String> exportedNames() {
        MutableIntObjectMap<String> names = IntObjectMaps.mutable.empty();
        for (Export export : module.definition().exports()) {
            if (export.kind() == ExternalKind.FUNCTION) {
                names.getIfAbsentPut(export.index(), export.name());
            }
        }
        return names;
    }
}
