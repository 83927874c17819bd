package dev.tally.cli.inspect;

import dev.tally.cli.console.ModuleFile;
import dev.tally.core.ModuleLimits;
import dev.tally.core.binary.BinaryReader;
import dev.tally.core.module.ExternalType.GlobalType;
import dev.tally.core.module.ExternalType.MemoryType;
import dev.tally.core.module.ExternalType.TableType;
import dev.tally.core.module.Function;
import dev.tally.core.module.IndexSpaces;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.runtime.Module;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a module without running it. {@link InspectionText} and {@link InspectionJson} say it.
 *
 * @param bytes the size of the file
 * @param globals all globals, imported ones first; likewise tables and memories
 * @param start the function that instantiation calls, or null
 * @param straightPath the costliest path between two checks
 * @param overshoot the most fuel that a tick can charge beyond its grant
 */
record Inspection(
        String file,
        String sha256,
        int bytes,
        List<Module.Import> imports,
        List<Module.Export> exports,
        List<MemoryType> memories,
        List<TableType> tables,
        List<GlobalType> globals,
        Functions functions,
        Segments segments,
        @Nullable FunctionName start,
        Module.StraightPath straightPath,
        long overshoot,
        List<Feature> features) {

    /** A function: its name for people, and its index. */
    record FunctionName(String name, int index) {}

    /** The functions; code is that of the bodies, without declarations of locals. */
    record Functions(
            int imported,
            int defined,
            long codeBytes,
            @Nullable LargestFunction largest) {}

    /** The function with the most code. */
    record LargestFunction(FunctionName name, int codeBytes, int locals) {}

    /** The segments; of the data segments also their bytes. */
    record Segments(int data, long dataBytes, int elements) {}

    /** Looks into a module. */
    static Inspection of(ModuleFile file) {
        // What the engine made of these bytes a moment ago keeps its details to itself.
        ModuleDefinition definition = BinaryReader.read(file.bytes(), ModuleLimits.defaults());
        IndexSpaces spaces = IndexSpaces.of(definition);
        Module module = file.module();
        return new Inspection(
                file.name(),
                module.digest(),
                file.bytes().length,
                module.imports(),
                module.exports(),
                spaces.memories(),
                spaces.tables(),
                spaces.globals(),
                functions(definition, spaces),
                segments(definition),
                definition.startFunction() == ModuleDefinition.NO_START
                        ? null
                        : name(definition, definition.startFunction()),
                module.costliestPath(),
                module.overshoot(),
                FeatureSearch.of(definition, spaces));
    }

    private static Functions functions(ModuleDefinition definition, IndexSpaces spaces) {
        long codeBytes = 0;
        LargestFunction largest = null;
        for (int i = 0; i < definition.functions().size(); i++) {
            Function function = definition.functions().get(i);
            int bytes = function.body().bytes().length;
            codeBytes += bytes;
            if (largest == null || bytes > largest.codeBytes) {
                int index = spaces.importedFunctions() + i;
                int parameters = spaces.functions().get(index).parameters().size();
                largest = new LargestFunction(name(definition, index), bytes, parameters + function.declaredLocals());
            }
        }
        return new Functions(spaces.importedFunctions(), definition.functions().size(), codeBytes, largest);
    }

    private static Segments segments(ModuleDefinition definition) {
        long bytes = definition.datas().stream()
                .mapToLong(segment -> segment.bytes().length)
                .sum();
        return new Segments(
                definition.datas().size(), bytes, definition.elements().size());
    }

    private static FunctionName name(ModuleDefinition definition, int index) {
        String name = definition.names().functions().get(index);
        return new FunctionName(name == null ? "func[" + index + "]" : name, index);
    }
}
