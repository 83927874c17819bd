package dev.tally.core.validate;

import dev.tally.core.ModuleLimits;
import dev.tally.core.module.Code;
import dev.tally.core.module.DataSegment;
import dev.tally.core.module.ElementSegment;
import dev.tally.core.module.Export;
import dev.tally.core.module.ExternalKind;
import dev.tally.core.module.ExternalType.MemoryType;
import dev.tally.core.module.ExternalType.OfFunction;
import dev.tally.core.module.ExternalType.OfGlobal;
import dev.tally.core.module.ExternalType.OfMemory;
import dev.tally.core.module.ExternalType.OfTable;
import dev.tally.core.module.ExternalType.OfTag;
import dev.tally.core.module.ExternalType.TableType;
import dev.tally.core.module.Function;
import dev.tally.core.module.Global;
import dev.tally.core.module.Import;
import dev.tally.core.module.IndexSpaces;
import dev.tally.core.module.Memory;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.module.Section;
import dev.tally.core.module.SegmentMode;
import dev.tally.core.module.SizeRange;
import dev.tally.core.module.Table;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.NumberType;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides whether a module is valid (specification, section "Validation: Modules") and within the limits. It never
 * changes the module, and what it lets pass needs no check of types, indices or stack heights when it runs.
 */
public final class Validator {
    private static final long MOST_PAGES = 1L << 16;
    private static final long MOST_PAGES_OF_64_BITS = 1L << 48;
    private static final long MOST_ELEMENTS = (1L << Integer.SIZE) - 1;

    private final ModuleDefinition module;
    private final ModuleLimits limits;
    private final ValidationErrors errors = ValidationErrors.OUTSIDE;

    private Validator(ModuleDefinition module, ModuleLimits limits) {
        this.module = module;
        this.limits = limits;
    }

    /**
     * Validates a module.
     *
     * @throws dev.tally.core.ModuleException when it is not valid or beyond a limit; the first fault found is told
     */
    public static ValidModule validate(ModuleDefinition module, ModuleLimits limits) {
        return new Validator(module, limits).validate();
    }

    private ValidModule validate() {
        atMost("types", module.types().size(), limits.types(), Section.TYPE);
        ModuleTypes types = new ModuleTypes(module.types());
        types.validate(limits, module.offsets());
        functionTypes(types);
        tagTypes(types);
        IndexSpaces spaces = IndexSpaces.of(module);
        counts(spaces);
        Context context = new Context(module, types, spaces, new BitSet());
        ConstantValidator constants = new ConstantValidator(context, limits);
        imports(types);
        tables(constants, context);
        memories();
        tags(spaces);
        globals(constants, context);
        exports(context);
        start(context);
        elements(constants, context);
        datas(constants, context);
        return functions(context);
    }

    private void functionTypes(ModuleTypes types) {
        for (int i = 0; i < module.functions().size(); i++) {
            types.function(module.functions().get(i).typeIndex(), errors, offset(Section.FUNCTION, i));
        }
    }

    private void tagTypes(ModuleTypes types) {
        for (int i = 0; i < module.tags().size(); i++) {
            types.function(module.tags().get(i).typeIndex(), errors, offset(Section.TAG, i));
        }
    }

    private void counts(IndexSpaces spaces) {
        atMost("imports", module.imports().size(), limits.imports(), Section.IMPORT);
        atMost("functions", spaces.functions().size(), limits.functions(), Section.FUNCTION);
        atMost("tables", spaces.tables().size(), limits.tables(), Section.TABLE);
        atMost("memories", spaces.memories().size(), limits.memories(), Section.MEMORY);
        atMost("tags", spaces.tags().size(), ModuleLimits.TAGS, Section.TAG);
        atMost("globals", spaces.globals().size(), limits.globals(), Section.GLOBAL);
        atMost("exports", module.exports().size(), limits.exports(), Section.EXPORT);
        atMost("segments", module.elements().size(), limits.segments(), Section.ELEMENT);
        atMost("segments", module.datas().size(), limits.segments(), Section.DATA);
    }

    private void atMost(String name, int count, int allowed, Section section) {
        if (count > allowed) {
            throw errors.limit(name, count, allowed, offset(section, 0));
        }
    }

    private void imports(ModuleTypes types) {
        List<Import> imports = module.imports();
        for (int i = 0; i < imports.size(); i++) {
            long offset = offset(Section.IMPORT, i);
            switch (imports.get(i).type()) {
                case OfFunction function -> types.function(function.typeNumber(), errors, offset);
                case OfTable table -> tableType(types, table.type(), offset);
                case OfMemory memory -> memoryType(memory.type(), offset);
                case OfGlobal global -> types.exists(global.type().type(), errors, offset);
                case OfTag(int typeIndex, FunctionType type) -> {
                    types.function(typeIndex, errors, offset);
                    tagType(type, offset);
                }
            }
        }
    }

    private void tables(ConstantValidator constants, Context context) {
        for (int i = 0; i < module.tables().size(); i++) {
            Table table = module.tables().get(i);
            long offset = offset(Section.TABLE, i);
            tableType(context.types(), table.type(), offset);
            Code initializer = table.initializer();
            if (initializer != null) {
                constants.validate(
                        initializer, table.type().element(), context.spaces().importedGlobals());
            } else if (!table.type().element().defaultable()) {
                throw errors.typeMismatch(
                        offset,
                        "a table without initializer",
                        "a nullable type",
                        table.type().element());
            }
        }
    }

    private void memories() {
        for (int i = 0; i < module.memories().size(); i++) {
            Memory memory = module.memories().get(i);
            memoryType(memory.type(), offset(Section.MEMORY, i));
        }
    }

    private void tags(IndexSpaces spaces) {
        for (int i = 0; i < module.tags().size(); i++) {
            tagType(spaces.tags().get(spaces.importedTags() + i), offset(Section.TAG, i));
        }
    }

    private void tagType(FunctionType type, long offset) {
        if (!type.results().isEmpty()) {
            throw errors.tagResults(offset, type);
        }
    }

    private void globals(ConstantValidator constants, Context context) {
        int imported = context.spaces().importedGlobals();
        for (int i = 0; i < module.globals().size(); i++) {
            Global global = module.globals().get(i);
            context.types().exists(global.type().type(), errors, offset(Section.GLOBAL, i));
            constants.validate(global.initializer(), global.type().type(), imported + i);
        }
    }

    private void exports(Context context) {
        // This set keeps its speed when all names have one hash code, as a hostile module's may.
        Set<String> names = new HashSet<>();
        for (int i = 0; i < module.exports().size(); i++) {
            Export export = module.exports().get(i);
            long offset = offset(Section.EXPORT, i);
            switch (export.kind()) {
                case FUNCTION -> context.function(export.index(), errors, offset);
                case TABLE -> context.table(export.index(), errors, offset);
                case MEMORY -> context.memory(export.index(), errors, offset);
                case GLOBAL -> context.global(export.index(), errors, offset);
                case TAG -> context.tag(export.index(), errors, offset);
            }
            if (export.kind() == ExternalKind.FUNCTION) {
                context.declared().set(export.index());
            }
            if (!names.add(export.name())) {
                throw errors.duplicateExport(offset, export.name());
            }
        }
    }

    private void start(Context context) {
        if (module.startFunction() == ModuleDefinition.NO_START) {
            return;
        }
        long offset = offset(Section.START, 0);
        FunctionType type = context.function(module.startFunction(), errors, offset);
        if (!type.equals(FunctionType.of())) {
            throw errors.startType(offset, type);
        }
    }

    private void elements(ConstantValidator constants, Context context) {
        for (int i = 0; i < module.elements().size(); i++) {
            ElementSegment segment = module.elements().get(i);
            long offset = offset(Section.ELEMENT, i);
            context.types().exists(segment.type(), errors, offset);
            if (segment.mode() instanceof SegmentMode.Active active) {
                TableType table = context.table(active.target(), errors, offset);
                if (!context.types().matches(segment.type(), table.element())) {
                    throw errors.typeMismatch(offset, "table " + active.target(), table.element(), segment.type());
                }
                constants.validate(
                        active.offset(),
                        table.address(),
                        context.spaces().globals().size());
            }
            for (Code item : segment.items()) {
                constants.validate(
                        item, segment.type(), context.spaces().globals().size());
            }
        }
    }

    private void datas(ConstantValidator constants, Context context) {
        for (int i = 0; i < module.datas().size(); i++) {
            DataSegment segment = module.datas().get(i);
            if (segment.mode() instanceof SegmentMode.Active active) {
                MemoryType memory = context.memory(active.target(), errors, offset(Section.DATA, i));
                constants.validate(
                        active.offset(),
                        memory.address(),
                        context.spaces().globals().size());
            }
        }
    }

    private ValidModule functions(Context context) {
        FunctionValidator validator = new FunctionValidator(context, limits);
        int imported = context.spaces().importedFunctions();
        int[] operandSlots = new int[module.functions().size()];
        for (int i = 0; i < operandSlots.length; i++) {
            Function function = module.functions().get(i);
            operandSlots[i] = validator.validate(function, imported + i);
        }
        return new ValidModule(module, context.spaces(), operandSlots, validator.hasSeenTailCalls());
    }

    private void tableType(ModuleTypes types, TableType type, long offset) {
        types.exists(type.element(), errors, offset);
        long largest = largest(type.size());
        if (type.address() == NumberType.I32 && Long.compareUnsigned(largest, MOST_ELEMENTS) > 0) {
            throw errors.tableSize(offset, largest);
        }
        order(type.size(), offset);
    }

    private void memoryType(MemoryType type, long offset) {
        long largest = largest(type.size());
        if (type.address() == NumberType.I32 && Long.compareUnsigned(largest, MOST_PAGES) > 0) {
            throw errors.memorySize(offset, "65536 pages (4GiB)", largest);
        }
        if (Long.compareUnsigned(largest, MOST_PAGES_OF_64_BITS) > 0) {
            throw errors.memorySize(offset, "2^48 pages (16EiB)", largest);
        }
        order(type.size(), offset);
    }

    /** The largest size that is declared. */
    private static long largest(SizeRange size) {
        return size.bounded() && Long.compareUnsigned(size.maximum(), size.minimum()) > 0
                ? size.maximum()
                : size.minimum();
    }

    private void order(SizeRange size, long offset) {
        if (Long.compareUnsigned(size.minimum(), size.maximum()) > 0) {
            throw errors.sizeOrder(offset, size);
        }
    }

    private long offset(Section section, int entry) {
        return module.offsets().of(section, entry);
    }
}
