package dev.tally.core.module;

import java.util.List;

/**
 * A decoded module: well-formed, not yet validated, immutable. The lists hold what the module defines itself; the index
 * spaces of the specification, where imported ones come first, are {@link IndexSpaces}.
 *
 * @param startFunction the index of the start function, or {@link #NO_START}
 * @param dataCount what the data count section declares, or {@link #NO_DATA_COUNT}
 * @param offsets where the entries stood, for messages
 */
public record ModuleDefinition(
        TypeSection types,
        List<Import> imports,
        List<Function> functions,
        List<Table> tables,
        List<Memory> memories,
        List<Tag> tags,
        List<Global> globals,
        List<Export> exports,
        int startFunction,
        List<ElementSegment> elements,
        List<DataSegment> datas,
        int dataCount,
        List<CustomSection> customSections,
        Names names,
        EntryOffsets offsets) {
    /** There is no start function. */
    public static final int NO_START = -1;

    /** There is no data count section. */
    public static final int NO_DATA_COUNT = -1;

    public ModuleDefinition {
        imports = List.copyOf(imports);
        functions = List.copyOf(functions);
        tables = List.copyOf(tables);
        memories = List.copyOf(memories);
        tags = List.copyOf(tags);
        globals = List.copyOf(globals);
        exports = List.copyOf(exports);
        elements = List.copyOf(elements);
        datas = List.copyOf(datas);
        customSections = List.copyOf(customSections);
    }

    /** The same module with these custom sections. */
    public ModuleDefinition withCustomSections(List<CustomSection> sections) {
        return new ModuleDefinition(
                types,
                imports,
                functions,
                tables,
                memories,
                tags,
                globals,
                exports,
                startFunction,
                elements,
                datas,
                dataCount,
                sections,
                names,
                offsets);
    }
}
