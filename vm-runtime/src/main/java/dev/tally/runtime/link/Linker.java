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
import dev.tally.core.module.ExternalType.OfTag;
import dev.tally.core.module.ExternalType.TableType;
import dev.tally.core.module.Import;
import dev.tally.core.module.IndexSpaces;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.module.Renumbering;
import dev.tally.core.module.SizeRange;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.memory.LinearMemory;
import dev.tally.heap.object.Reference;
import dev.tally.heap.word.ReferenceTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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
     * @throws dev.tally.heap.quota.QuotaExceededException if its memories, tables and globals do not fit into the quota; what
     *     was reserved for it already is given back
     * @throws dev.tally.heap.HostResourceException if the JVM has no room for them; likewise
     */
    public Instance link(Program program) {
        ModuleDefinition module = program.module().definition();
        IndexSpaces spaces = program.module().spaces();
        int[] typeNumbers = store.types().addAll(module.types());
        Renumbering toGuest = new Renumbering(index -> typeNumbers[index]);
        List<Importable> resolved = new ArrayList<>(module.imports().size());
        for (Import wanted : module.imports()) {
            resolved.add(resolve(wanted, toGuest.of(wanted.type())));
        }
        GuestFunction[] functions = new GuestFunction[spaces.functions().size()];
        ReferenceTable[] tables = new ReferenceTable[spaces.tables().size()];
        LinearMemory[] memories = new LinearMemory[spaces.memories().size()];
        GuestGlobal[] globals = new GuestGlobal[spaces.globals().size()];
        GuestTag[] tags = new GuestTag[spaces.tags().size()];
        place(resolved, functions, tables, memories, globals, tags);
        try {
            reserve(spaces, toGuest, tables, memories, globals);
        } catch (RuntimeException noRoom) {
            discard(spaces, tables, memories, globals);
            throw noRoom;
        }
        for (int i = spaces.importedTags(); i < tags.length; i++) {
            FunctionType type = toGuest.of(spaces.tags().get(i));
            tags[i] = store.objectTypes()
                    .addTag(
                            program.tagName(i),
                            store.nextInstance(),
                            i,
                            type,
                            typeNumbers[spaces.tagTypes().get(i)]);
        }
        int[] shapes = store.objectTypes().addAll(program.digest(), typeNumbers);
        Instance instance = new Instance(
                store.nextInstance(),
                program,
                functions,
                typeNumbers,
                shapes,
                tables,
                memories,
                globals,
                tags,
                store.arena());
        for (int i = spaces.importedFunctions(); i < functions.length; i++) {
            functions[i] = store.addOfInstance(
                    instance,
                    i,
                    toGuest.of(spaces.functions().get(i)),
                    typeNumbers[spaces.functionTypes().get(i)]);
        }
        store.add(instance);
        return instance;
    }

    private void reserve(
            IndexSpaces spaces,
            Renumbering toGuest,
            ReferenceTable[] tables,
            LinearMemory[] memories,
            GuestGlobal[] globals) {
        for (int i = spaces.importedTables(); i < tables.length; i++) {
            SizeRange size = spaces.tables().get(i).size();
            tables[i] = store.arena().newTable(least(size), most(size), Reference.NULL);
        }
        for (int i = spaces.importedMemories(); i < memories.length; i++) {
            SizeRange size = spaces.memories().get(i).size();
            memories[i] = store.arena().newMemory(least(size), most(size));
        }
        for (int i = spaces.importedGlobals(); i < globals.length; i++) {
            globals[i] = new GuestGlobal(
                    toGuest.of(spaces.globals().get(i)), store.arena().newGlobal(), null);
        }
    }

    /** Takes back what has been reserved so far; the elements behind that are null still. */
    private void discard(
            IndexSpaces spaces,
            @Nullable ReferenceTable[] tables,
            @Nullable LinearMemory[] memories,
            @Nullable GuestGlobal[] globals) {
        Arena arena = store.arena();
        Stream.of(tables).skip(spaces.importedTables()).filter(Objects::nonNull).forEach(arena::discard);
        Stream.of(memories)
                .skip(spaces.importedMemories())
                .filter(Objects::nonNull)
                .forEach(arena::discard);
        Stream.of(globals)
                .skip(spaces.importedGlobals())
                .filter(Objects::nonNull)
                .forEach(global -> arena.discard(global.cell()));
    }

    /** The size to begin with; beyond long all sizes are too large alike. */
    private static long least(SizeRange size) {
        return size.minimum() < 0 ? Long.MAX_VALUE : size.minimum();
    }

    /** The declared maximum, or −1. */
    private static long most(SizeRange size) {
        return size.bounded() && size.maximum() < 0 ? Long.MAX_VALUE : size.maximum();
    }

    private void place(
            List<Importable> resolved,
            GuestFunction[] functions,
            ReferenceTable[] tables,
            LinearMemory[] memories,
            GuestGlobal[] globals,
            GuestTag[] tags) {
        int function = 0;
        int table = 0;
        int memory = 0;
        int global = 0;
        int tag = 0;
        for (Importable importable : resolved) {
            switch (importable) {
                case Importable.ExistingFunction(GuestFunction given) -> functions[function++] = given;
                case Importable.HostFunction(var kind, String name, FunctionType type, Object target) ->
                    functions[function++] = store.outside(kind, name, type, target);
                case Importable.ExistingTable(ReferenceTable given, TableType ignored) -> tables[table++] = given;
                case Importable.ExistingMemory(LinearMemory given, MemoryType ignored) -> memories[memory++] = given;
                case Importable.ExistingGlobal(GuestGlobal given) -> globals[global++] = given;
                case Importable.ExistingTag(GuestTag given) -> tags[tag++] = given;
            }
        }
    }

    /**
     * Finds what an import asks for.
     *
     * @param wantedType the type that it asks for, in the guest's numbers
     */
    private Importable resolve(Import wanted, ExternalType wantedType) {
        Importable given = find(wanted);
        if (given == null) {
            throw LinkException.unknownImport(
                    wanted.module(), wanted.name(), wanted.type().toString());
        }
        ExternalType givenType = typeOf(given);
        if (!matches(givenType, wantedType)) {
            throw LinkException.incompatibleType(
                    wanted.module(), wanted.name(), wantedType.toString(), givenType.toString());
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
                    : new Importable.HostFunction(
                            GuestFunction.Kind.BUILTIN, builtin.field(), typeOf(builtin), builtin);
        }
        GlobalType constantType = new GlobalType(ValueType.EXTERNREF.nonNull(), false);
        if (wanted.module().equals(source.stringConstantsModule()) && wanted.type() instanceof OfGlobal) {
            return new Importable.ExistingGlobal(store.stringConstant(wanted.name(), constantType));
        }
        return null;
    }

    private FunctionType typeOf(StringBuiltin builtin) {
        int[] numbers = store.types().addAll(StringBuiltin.types());
        return new Renumbering(index -> numbers[index]).of(builtin.type());
    }

    private ExternalType typeOf(Importable given) {
        return switch (given) {
            case Importable.ExistingFunction(GuestFunction function) ->
                new OfFunction(function.typeNumber(), function.type());
            case Importable.HostFunction host -> new OfFunction(store.types().add(host.type()), host.type());
            case Importable.ExistingTable(ReferenceTable table, TableType type) ->
                new OfTable(new TableType(type.address(), type.element(), grown(type.size(), table.size())));
            case Importable.ExistingMemory(LinearMemory memory, MemoryType type) ->
                new OfMemory(new MemoryType(type.address(), grown(type.size(), memory.pages())));
            case Importable.ExistingGlobal(GuestGlobal global) -> new OfGlobal(global.type());
            case Importable.ExistingTag(GuestTag tag) -> new OfTag(tag.typeNumber(), tag.type());
        };
    }

    private static SizeRange grown(SizeRange declared, int size) {
        return new SizeRange(size, declared.bounded(), declared.maximum());
    }

    private boolean matches(ExternalType given, ExternalType wanted) {
        return switch (wanted) {
            case OfFunction(int number, var ignored) ->
                given instanceof OfFunction(int givenNumber, var other)
                        && store.types().isSubtype(givenNumber, number);
            case OfTable(TableType type) ->
                given instanceof OfTable(TableType other)
                        && other.address() == type.address()
                        && other.element().equals(type.element())
                        && other.size().within(type.size());
            case OfMemory(MemoryType type) ->
                given instanceof OfMemory(MemoryType other)
                        && other.address() == type.address()
                        && other.size().within(type.size());
            case OfGlobal(GlobalType type) ->
                given instanceof OfGlobal(GlobalType other)
                        && other.mutable() == type.mutable()
                        && (type.mutable()
                                ? other.type().equals(type.type())
                                : store.types().matches(other.type(), type.type()));
            case OfTag(int number, var ignored) ->
                given instanceof OfTag(int givenNumber, var other) && givenNumber == number;
        };
    }

    /** What an instance exports under this name, ready to be imported by another; null when there is no such export. */
    public static @Nullable Importable exported(Instance instance, String name) {
        Export export = instance.program().export(name);
        if (export == null) {
            return null;
        }
        int index = export.index();
        IndexSpaces spaces = instance.program().module().spaces();
        return switch (export.kind()) {
            case FUNCTION -> new Importable.ExistingFunction(instance.function(index));
            case TABLE ->
                new Importable.ExistingTable(
                        instance.table(index),
                        new Renumbering(instance::typeNumber).of(spaces.tables().get(index)));
            case MEMORY ->
                new Importable.ExistingMemory(
                        instance.memory(index), spaces.memories().get(index));
            case GLOBAL -> new Importable.ExistingGlobal(instance.global(index));
            case TAG -> new Importable.ExistingTag(instance.tag(index));
        };
    }
}
