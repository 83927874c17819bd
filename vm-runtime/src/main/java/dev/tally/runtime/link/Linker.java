package dev.tally.runtime.link;

import dev.tally.core.LinkException;
import dev.tally.core.module.Export;
import dev.tally.core.module.ExternalType;
import dev.tally.core.module.ExternalType.GlobalType;
import dev.tally.core.module.ExternalType.MemoryType;
import dev.tally.core.module.ExternalType.OfFunction;
import dev.tally.core.module.ExternalType.OfGlobal;
import dev.tally.core.module.ExternalType.OfMemory;
import dev.tally.core.module.ExternalType.OfTable;
import dev.tally.core.module.ExternalType.TableType;
import dev.tally.core.module.Import;
import dev.tally.core.module.IndexSpaces;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.module.SizeRange;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.heap.memory.LinearMemory;
import dev.tally.heap.object.Reference;
import dev.tally.heap.word.ReferenceTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes an instance of a program in a guest: resolves and checks imports, reserves memories and tables. It executes
 * nothing; segments, constant expressions and the start function belong to the instantiation function.
 */
public final class Linker {
    private final Store store;
    private final ImportSource source;

    public Linker(Store store, ImportSource source) {
        this.store = store;
        this.source = source;
    }

    /**
     * Links one module.
     *
     * @throws LinkException if an import is missing or has another type; then the guest is as before
     * @throws dev.tally.heap.quota.QuotaExceededException if its memories and tables do not fit into the quota
     */
    public Instance link(Program program) {
        ModuleDefinition module = program.module().definition();
        IndexSpaces spaces = program.module().spaces();
        List<Importable> resolved = new ArrayList<>(module.imports().size());
        for (Import wanted : module.imports()) {
            resolved.add(resolve(wanted));
        }
        GuestFunction[] functions = new GuestFunction[spaces.functions().size()];
        ReferenceTable[] tables = new ReferenceTable[spaces.tables().size()];
        LinearMemory[] memories = new LinearMemory[spaces.memories().size()];
        GuestGlobal[] globals = new GuestGlobal[spaces.globals().size()];
        place(resolved, functions, tables, memories, globals);
        for (int i = spaces.importedTables(); i < tables.length; i++) {
            SizeRange size = spaces.tables().get(i).size();
            tables[i] = store.arena().newTable(size.minimum(), size.maximum(), Reference.NULL);
        }
        for (int i = spaces.importedMemories(); i < memories.length; i++) {
            SizeRange size = spaces.memories().get(i).size();
            memories[i] = store.arena().newMemory(size.minimum(), size.maximum());
        }
        for (int i = spaces.importedGlobals(); i < globals.length; i++) {
            globals[i] = new GuestGlobal(spaces.globals().get(i), store.arena().newGlobal(), null);
        }
        int[] typeNumbers = new int[module.types().size()];
        for (int i = 0; i < typeNumbers.length; i++) {
            typeNumbers[i] = store.typeNumber(module.types().get(i));
        }
        Instance instance =
                new Instance(store.nextInstance(), program, functions, typeNumbers, tables, memories, globals);
        for (int i = spaces.importedFunctions(); i < functions.length; i++) {
            functions[i] = store.addOfInstance(instance, i, spaces.functions().get(i));
        }
        store.add(instance);
        return instance;
    }

    private void place(
            List<Importable> resolved,
            GuestFunction[] functions,
            ReferenceTable[] tables,
            LinearMemory[] memories,
            GuestGlobal[] globals) {
        int function = 0;
        int table = 0;
        int memory = 0;
        int global = 0;
        for (Importable importable : resolved) {
            switch (importable) {
                case Importable.ExistingFunction(GuestFunction given) -> functions[function++] = given;
                case Importable.HostFunction(var kind, String name, FunctionType type, Object target) ->
                    functions[function++] = store.outside(kind, name, type, target);
                case Importable.ExistingTable(ReferenceTable given, TableType ignored) -> tables[table++] = given;
                case Importable.ExistingMemory(LinearMemory given) -> memories[memory++] = given;
                case Importable.ExistingGlobal(GuestGlobal given) -> globals[global++] = given;
            }
        }
    }

    private Importable resolve(Import wanted) {
        Importable given = find(wanted);
        if (given == null) {
            throw LinkException.unknownImport(
                    wanted.module(), wanted.name(), wanted.type().toString());
        }
        ExternalType givenType = typeOf(given);
        if (!matches(givenType, wanted.type())) {
            throw LinkException.incompatibleType(
                    wanted.module(), wanted.name(), wanted.type().toString(), givenType.toString());
        }
        return given;
    }

    private @Nullable Importable find(Import wanted) {
        Importable given = source.find(wanted.module(), wanted.name());
        if (given != null) {
            return given;
        }
        if (wanted.module().equals(StringBuiltin.MODULE)) {
            StringBuiltin builtin = StringBuiltin.of(wanted.name());
            return builtin == null
                    ? null
                    : new Importable.HostFunction(GuestFunction.Kind.BUILTIN, builtin.field(), builtin.type(), builtin);
        }
        GlobalType constantType = new GlobalType(ValueType.EXTERNREF.nonNull(), false);
        if (wanted.module().equals(source.stringConstantsModule()) && wanted.type() instanceof OfGlobal) {
            return new Importable.ExistingGlobal(store.stringConstant(wanted.name(), constantType));
        }
        return null;
    }

    private static ExternalType typeOf(Importable given) {
        return switch (given) {
            case Importable.ExistingFunction(GuestFunction function) -> new OfFunction(function.type());
            case Importable.HostFunction host -> new OfFunction(host.type());
            case Importable.ExistingTable(ReferenceTable table, TableType type) ->
                new OfTable(new TableType(
                        type.element(), new SizeRange(table.size(), type.size().maximum())));
            case Importable.ExistingMemory(LinearMemory memory) ->
                new OfMemory(new MemoryType(new SizeRange(memory.pages(), memory.maximumPages())));
            case Importable.ExistingGlobal(GuestGlobal global) -> new OfGlobal(global.type());
        };
    }

    private static boolean matches(ExternalType given, ExternalType wanted) {
        return switch (wanted) {
            case OfFunction(FunctionType type) -> given instanceof OfFunction(var other) && other.equals(type);
            case OfTable(TableType type) ->
                given instanceof OfTable(var other)
                        && other.element().equals(type.element())
                        && other.size().within(type.size());
            case OfMemory(MemoryType type) ->
                given instanceof OfMemory(var other) && other.size().within(type.size());
            case OfGlobal(GlobalType type) ->
                given instanceof OfGlobal(var other)
                        && other.mutable() == type.mutable()
                        && (type.mutable()
                                ? other.type().equals(type.type())
                                : other.type().matches(type.type()));
        };
    }

    /** What an instance exports under this name, ready to be imported by another; null when there is no such export. */
    public static @Nullable Importable exported(Instance instance, String name) {
        Export export = instance.program().export(name);
        if (export == null) {
            return null;
        }
        return switch (export.kind()) {
            case FUNCTION -> new Importable.ExistingFunction(instance.function(export.index()));
            case TABLE ->
                new Importable.ExistingTable(
                        instance.table(export.index()),
                        instance.program().module().spaces().tables().get(export.index()));
            case MEMORY -> new Importable.ExistingMemory(instance.memory(export.index()));
            case GLOBAL -> new Importable.ExistingGlobal(instance.global(export.index()));
        };
    }
}
