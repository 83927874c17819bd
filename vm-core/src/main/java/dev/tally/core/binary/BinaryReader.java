package dev.tally.core.binary;

import static dev.tally.core.module.ModuleDefinition.NO_DATA_COUNT;
import static dev.tally.core.module.ModuleDefinition.NO_START;

import dev.tally.core.ModuleException;
import dev.tally.core.ModuleException.Kind;
import dev.tally.core.ModuleLimits;
import dev.tally.core.module.CustomSection;
import dev.tally.core.module.DataSegment;
import dev.tally.core.module.ElementSegment;
import dev.tally.core.module.EntryOffsets;
import dev.tally.core.module.Export;
import dev.tally.core.module.ExternalType;
import dev.tally.core.module.Function;
import dev.tally.core.module.Global;
import dev.tally.core.module.Import;
import dev.tally.core.module.Memory;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.module.Names;
import dev.tally.core.module.RecursiveGroup;
import dev.tally.core.module.Section;
import dev.tally.core.module.Table;
import dev.tally.core.module.Tag;
import dev.tally.core.module.TypeSection;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * From bytes to the module model (specification, chapter "Binary Format"). Refuses whatever is not well-formed, and
 * uses memory in proportion to the bytes it is given, whatever counts they declare. It never judges validity, with one
 * exception: an import of a function or a tag names its type by an index that must exist for the model to be built.
 */
public final class BinaryReader {
    private static final int MAGIC = 0x6D73_6100;
    private static final int VERSION = 1;

    private final ByteCursor module;
    private final TypeSectionReader typeDefinitions;
    private final DefinitionReader definitions;
    private final ModuleLimits limits;
    private final Map<Section, MutableIntList> offsets = new EnumMap<>(Section.class);

    private final List<RecursiveGroup> typeGroups = new ArrayList<>();
    private TypeSection types = TypeSection.of();
    private final List<Import> imports = new ArrayList<>();
    private final MutableIntList functionTypes = IntLists.mutable.empty();
    private final List<Function> functions = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final List<Memory> memories = new ArrayList<>();
    private final List<Tag> tags = new ArrayList<>();
    private final List<Global> globals = new ArrayList<>();
    private final List<Export> exports = new ArrayList<>();
    private final List<ElementSegment> elements = new ArrayList<>();
    private final List<DataSegment> datas = new ArrayList<>();
    private final List<CustomSection> customSections = new ArrayList<>();
    private int startFunction = NO_START;
    private int dataCount = NO_DATA_COUNT;
    private int importedFunctions;
    private @Nullable Section last;

    private BinaryReader(byte[] bytes, ModuleLimits limits) {
        this.module = ByteCursor.over(bytes, 0);
        this.typeDefinitions = new TypeSectionReader(module);
        this.definitions = new DefinitionReader(module);
        this.limits = limits;
    }

    /**
     * Reads a module.
     *
     * @param bytes the whole module; not kept
     * @param limits of which only those are checked here that reading itself depends on
     * @throws ModuleException when the bytes are malformed or beyond a limit, or use a feature that this
     *     machine does not have
     */
    public static ModuleDefinition read(byte[] bytes, ModuleLimits limits) {
        if (bytes.length > limits.moduleBytes()) {
            throw ReadErrors.OUTSIDE.limit("moduleBytes", bytes.length, limits.moduleBytes(), limits.moduleBytes());
        }
        return new BinaryReader(bytes, limits).module();
    }

    private ModuleDefinition module() {
        header();
        while (module.hasRemaining()) {
            section();
        }
        checkCounts();
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
                customSections,
                names(),
                new EntryOffsets(offsets));
    }

    private void header() {
        if (word() != MAGIC) {
            throw module.errors().magicHeader(0);
        }
        if (word() != VERSION) {
            throw module.errors().version(Integer.BYTES);
        }
    }

    private int word() {
        if (module.remaining() < Integer.BYTES) {
            throw module.errors().unexpectedEnd(module.at() + module.remaining());
        }
        return module.fixed32();
    }

    private void section() {
        int place = module.at();
        int code = module.u8();
        Section section = Section.of(code);
        if (section == null && code != Section.CUSTOM) {
            throw module.errors().sectionId(code, place);
        }
        int length = module.length();
        int end = module.at() + length;
        if (section == null) {
            custom(module.part(length));
            module.skip(length);
        } else {
            if (last != null && section.compareTo(last) <= 0) {
                throw module.errors().sectionOrder(place);
            }
            last = section;
            known(section, end);
        }
        if (module.at() != end) {
            throw module.errors().size("section", end, module.at());
        }
    }

    private void known(Section section, int end) {
        try {
            content(section);
        } catch (ModuleException refusal) {
            // A feature that is met behind the section is not used there: the section's content just never ended.
            throw refusal.kind() == Kind.UNSUPPORTED && refusal.offset() >= end
                    ? module.errors().unexpectedEndOfPart(end)
                    : refusal;
        }
    }

    private void content(Section section) {
        switch (section) {
            case TYPE -> {
                entries(section, () -> typeGroups.add(typeDefinitions.group()));
                types = new TypeSection(typeGroups);
            }
            case IMPORT -> entries(section, () -> imports.add(imported()));
            case FUNCTION -> entries(section, () -> functionTypes.add(module.index()));
            case TABLE -> entries(section, () -> tables.add(definitions.table()));
            case MEMORY -> entries(section, () -> memories.add(new Memory(definitions.memoryType())));
            case TAG -> entries(section, () -> tags.add(definitions.tag()));
            case GLOBAL -> entries(section, () -> globals.add(definitions.global()));
            case EXPORT -> entries(section, () -> exports.add(definitions.export()));
            case START -> {
                enter(section);
                startFunction = module.index();
            }
            case ELEMENT -> entries(section, () -> elements.add(definitions.elementSegment()));
            case DATA_COUNT -> dataCount = module.index();
            case CODE -> code();
            case DATA -> entries(section, () -> datas.add(definitions.dataSegment()));
        }
    }

    private void entries(Section section, Runnable readEntry) {
        int count = module.length();
        for (int i = 0; i < count; i++) {
            enter(section);
            readEntry.run();
        }
    }

    private void enter(Section section) {
        offsets.computeIfAbsent(section, key -> IntLists.mutable.empty()).add(module.at());
    }

    private Import imported() {
        Import imported = definitions.imported(types);
        if (imported.type() instanceof ExternalType.OfFunction) {
            importedFunctions++;
        }
        return imported;
    }

    private void code() {
        int place = module.at();
        int count = module.length();
        if (count > functionTypes.size()) {
            throw module.errors().functionCounts(functionTypes.size(), count, place);
        }
        FunctionReader reader = new FunctionReader(module, limits, dataCount != NO_DATA_COUNT);
        for (int i = 0; i < count; i++) {
            functions.add(reader.function(importedFunctions + i, functionTypes.get(i)));
        }
        module.within(ReadErrors.OUTSIDE);
    }

    private void custom(ByteCursor content) {
        String name = content.name();
        byte[] bytes = content.rest();
        customSections.add(new CustomSection(name, last == null ? Section.CUSTOM : last.code(), bytes));
    }

    private void checkCounts() {
        if (functions.size() != functionTypes.size()) {
            throw module.errors().functionCounts(functionTypes.size(), functions.size(), module.at());
        }
        if (dataCount != NO_DATA_COUNT && dataCount != datas.size()) {
            throw module.errors().dataCounts(dataCount, datas.size(), module.at());
        }
    }

    private Names names() {
        Names names = Names.NONE;
        for (CustomSection section : customSections) {
            if (section.name().equals(NameSection.NAME)) {
                names = NameSection.read(section.bytes(), importedFunctions + functions.size());
            }
        }
        return names;
    }
}
