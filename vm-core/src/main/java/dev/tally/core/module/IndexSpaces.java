package dev.tally.core.module;

import dev.tally.core.module.ExternalType.GlobalType;
import dev.tally.core.module.ExternalType.MemoryType;
import dev.tally.core.module.ExternalType.OfFunction;
import dev.tally.core.module.ExternalType.OfGlobal;
import dev.tally.core.module.ExternalType.OfMemory;
import dev.tally.core.module.ExternalType.OfTable;
import dev.tally.core.module.ExternalType.OfTag;
import dev.tally.core.module.ExternalType.TableType;
import dev.tally.core.type.FunctionType;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * The index spaces of a module: imported functions, tables, memories, globals and tags first, then its own. Built
 * once, when the type indices of all functions and tags are known to exist.
 *
 * @param functions the type of every function
 * @param functionTypes the index of that type in the type section
 * @param tables the type of every table
 * @param memories the type of every memory
 * @param globals the type of every global
 * @param tags the type of every tag
 * @param tagTypes the index of that type in the type section
 * @param importedFunctions how many of the functions are imported; likewise for the other kinds
 */
public record IndexSpaces(
        List<FunctionType> functions,
        ImmutableIntList functionTypes,
        List<TableType> tables,
        List<MemoryType> memories,
        List<GlobalType> globals,
        List<FunctionType> tags,
        ImmutableIntList tagTypes,
        int importedFunctions,
        int importedTables,
        int importedMemories,
        int importedGlobals,
        int importedTags) {

    public IndexSpaces {
        functions = List.copyOf(functions);
        tables = List.copyOf(tables);
        memories = List.copyOf(memories);
        globals = List.copyOf(globals);
        tags = List.copyOf(tags);
    }

    /** The index spaces of a module whose functions and tags all have types that exist. */
    public static IndexSpaces of(ModuleDefinition module) {
        List<FunctionType> functions = new ArrayList<>();
        MutableIntList functionTypes = IntLists.mutable.empty();
        List<TableType> tables = new ArrayList<>();
        List<MemoryType> memories = new ArrayList<>();
        List<GlobalType> globals = new ArrayList<>();
        List<FunctionType> tags = new ArrayList<>();
        MutableIntList tagTypes = IntLists.mutable.empty();
        for (Import imported : module.imports()) {
            switch (imported.type()) {
                case OfFunction(int typeIndex, FunctionType type) -> {
                    functions.add(type);
                    functionTypes.add(typeIndex);
                }
                case OfTable(TableType type) -> tables.add(type);
                case OfMemory(MemoryType type) -> memories.add(type);
                case OfGlobal(GlobalType type) -> globals.add(type);
                case OfTag(int typeIndex, FunctionType type) -> {
                    tags.add(type);
                    tagTypes.add(typeIndex);
                }
            }
        }
        int importedFunctions = functions.size();
        int importedTables = tables.size();
        int importedMemories = memories.size();
        int importedGlobals = globals.size();
        int importedTags = tags.size();
        for (Function function : module.functions()) {
            functions.add(module.types().get(function.typeIndex()));
            functionTypes.add(function.typeIndex());
        }
        module.tables().forEach(table -> tables.add(table.type()));
        module.memories().forEach(memory -> memories.add(memory.type()));
        module.globals().forEach(global -> globals.add(global.type()));
        for (Tag tag : module.tags()) {
            tags.add(module.types().get(tag.typeIndex()));
            tagTypes.add(tag.typeIndex());
        }
        return new IndexSpaces(
                functions,
                functionTypes.toImmutable(),
                tables,
                memories,
                globals,
                tags,
                tagTypes.toImmutable(),
                importedFunctions,
                importedTables,
                importedMemories,
                importedGlobals,
                importedTags);
    }

    /** The type of an exported or imported thing. */
    public ExternalType typeOf(ExternalKind kind, int index) {
        return switch (kind) {
            case FUNCTION -> new OfFunction(functionTypes.get(index), functions.get(index));
            case TABLE -> new OfTable(tables.get(index));
            case MEMORY -> new OfMemory(memories.get(index));
            case GLOBAL -> new OfGlobal(globals.get(index));
            case TAG -> new OfTag(tagTypes.get(index), tags.get(index));
        };
    }
}
