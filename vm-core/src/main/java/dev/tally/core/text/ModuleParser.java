package dev.tally.core.text;

import static dev.tally.core.module.ModuleDefinition.NO_DATA_COUNT;
import static dev.tally.core.module.ModuleDefinition.NO_START;

import dev.tally.core.binary.NameSection;
import dev.tally.core.module.Code;
import dev.tally.core.module.DataSegment;
import dev.tally.core.module.ElementSegment;
import dev.tally.core.module.Export;
import dev.tally.core.module.ExternalKind;
import dev.tally.core.module.ExternalType;
import dev.tally.core.module.ExternalType.GlobalType;
import dev.tally.core.module.ExternalType.MemoryType;
import dev.tally.core.module.ExternalType.OfGlobal;
import dev.tally.core.module.ExternalType.OfMemory;
import dev.tally.core.module.ExternalType.OfTable;
import dev.tally.core.module.ExternalType.TableType;
import dev.tally.core.module.Function;
import dev.tally.core.module.Function.LocalRun;
import dev.tally.core.module.Global;
import dev.tally.core.module.Import;
import dev.tally.core.module.Memory;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.module.Names;
import dev.tally.core.module.Section;
import dev.tally.core.module.SizeRange;
import dev.tally.core.module.Table;
import dev.tally.core.module.Tag;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses a module (specification, section "Text Format: Modules"). {@link Declarations} walks over the fields first;
 * this, the second walk, builds the module. It never judges whether the module is valid, with the exception that the
 * binary reader makes: the type of an imported function or tag must exist.
 */
final class ModuleParser {
    private final TokenCursor cursor;
    private final ModuleScope scope = new ModuleScope();
    private final TypeTable table = new TypeTable();
    private final SourceMap map = new SourceMap();
    private final CustomSections custom;
    private final TypeParser types;
    private final TypeUses typeUses;
    private final ImmediateParser immediates;
    private final InstructionParser instructions;
    private final SegmentParser segments;

    private final List<Import> imports = new ArrayList<>();
    private final List<Function> functions = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final List<Memory> memories = new ArrayList<>();
    private final List<Tag> tags = new ArrayList<>();
    private final List<Global> globals = new ArrayList<>();
    private final List<Export> exports = new ArrayList<>();
    private final List<ElementSegment> elements = new ArrayList<>();
    private final List<DataSegment> datas = new ArrayList<>();
    private final int[] counts = new int[ExternalKind.values().length];
    private int startFunction = NO_START;

    ModuleParser(TokenCursor cursor) {
        this.cursor = cursor;
        custom = new CustomSections(cursor);
        types = new TypeParser(cursor, scope);
        typeUses = new TypeUses(cursor, scope.types, types, table);
        immediates = new ImmediateParser(cursor, scope, types, typeUses, table);
        instructions = new InstructionParser(cursor, immediates, map);
        segments = new SegmentParser(cursor, scope, types, instructions, map);
    }

    /** Takes the identifier of the module, if it has one, and its fields; stops before whatever else follows. */
    TextModule module() {
        Declarations declarations = new Declarations(cursor, scope, map, custom);
        declarations.moduleName();
        int first = cursor.position();
        declarations.fields();
        int behind = cursor.position();
        declarations.types(types, table);
        cursor.moveTo(first);
        while (cursor.is(TokenKind.LEFT)) {
            field();
        }
        cursor.moveTo(behind);
        return new TextModule(definition(declarations.names()), cursor.source(), map);
    }

    private ModuleDefinition definition(Names declared) {
        int dataCount = immediates.datasUsed() ? datas.size() : NO_DATA_COUNT;
        Names names = declared;
        byte[] nameSection = custom.content(NameSection.NAME);
        if (nameSection != null) {
            names = NameSection.read(nameSection, counts[ExternalKind.FUNCTION.ordinal()]);
        } else if (!names.equals(Names.NONE)) {
            custom.addLast(NameSection.NAME, NameSection.write(names));
        }
        ModuleDefinition bare = new ModuleDefinition(
                table.section(),
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
                List.of(),
                names,
                map.entryOffsets());
        return bare.withCustomSections(custom.inOrder(bare));
    }

    private void field() {
        int place = cursor.offset();
        cursor.take(TokenKind.LEFT);
        if (cursor.isKeyword("type") || cursor.isKeyword("rec")) {
            cursor.closeGroup();
            return;
        }
        switch (cursor.keyword()) {
            case "import" -> imported(place);
            case "func" -> function(place);
            case "table" -> table(place);
            case "memory" -> memory(place);
            case "global" -> global(place);
            case "tag" -> tag(place);
            case "export" -> export(place);
            case "start" -> start(place);
            case "elem" -> {
                skipId();
                map.entry(Section.ELEMENT, place);
                elements.add(segments.element());
            }
            case "data" -> {
                skipId();
                map.entry(Section.DATA, place);
                datas.add(segments.data());
            }
            default -> throw cursor.unexpected();
        }
        cursor.close();
    }

    private void skipId() {
        if (cursor.is(TokenKind.ID)) {
            cursor.skip();
        }
    }

    /** Counts a thing in its index space; answers its index. */
    private int count(ExternalKind kind) {
        return counts[kind.ordinal()]++;
    }

    // Imports and exports.

    private void imported(int place) {
        String module = cursor.name();
        String name = cursor.name();
        cursor.take(TokenKind.LEFT);
        ExternalKind kind = Keywords.kind(cursor);
        cursor.skip();
        skipId();
        imported(place, kind, module, name);
        cursor.close();
    }

    private void imported(int place, ExternalKind kind, String module, String name) {
        map.entry(Section.IMPORT, place);
        ExternalType type = switch (kind) {
            case FUNCTION -> typeUses.imported();
            case TABLE -> new OfTable(tableType(types.addressType()));
            case MEMORY -> new OfMemory(memoryType(types.addressType()));
            case GLOBAL -> new OfGlobal(globalType());
            case TAG -> typeUses.importedTag();
        };
        imports.add(new Import(module, name, type));
        count(kind);
    }

    /** Takes the exports and the import that a definition begins with; answers whether it is an import. */
    private boolean inline(int place, ExternalKind kind) {
        skipId();
        while (cursor.isOpen("export")) {
            map.entry(Section.EXPORT, cursor.offset());
            cursor.open("export");
            exports.add(new Export(cursor.name(), kind, counts[kind.ordinal()]));
            cursor.close();
        }
        if (!cursor.opens("import")) {
            return false;
        }
        String module = cursor.name();
        String name = cursor.name();
        cursor.close();
        imported(place, kind, module, name);
        return true;
    }

    private void export(int place) {
        map.entry(Section.EXPORT, place);
        String name = cursor.name();
        cursor.take(TokenKind.LEFT);
        ExternalKind kind = Keywords.kind(cursor);
        cursor.skip();
        exports.add(new Export(name, kind, scope.of(kind).index(cursor)));
        cursor.close();
    }

    private void start(int place) {
        if (startFunction != NO_START) {
            throw cursor.malformed("multiple start sections");
        }
        map.entry(Section.START, place);
        startFunction = scope.functions.index(cursor);
    }

    // Definitions.

    private void function(int place) {
        if (inline(place, ExternalKind.FUNCTION)) {
            return;
        }
        count(ExternalKind.FUNCTION);
        map.entry(Section.FUNCTION, place);
        IndexSpace locals = new IndexSpace("local");
        int type = typeUses.index(locals);
        List<LocalRun> runs = runs(types.values("local", locals));
        functions.add(new Function(type, runs, instructions.expression(locals)));
    }

    private static List<LocalRun> runs(List<ValueType> locals) {
        List<LocalRun> runs = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= locals.size(); i++) {
            if (i == locals.size() || !locals.get(i).equals(locals.get(from))) {
                runs.add(new LocalRun(i - from, locals.get(from)));
                from = i;
            }
        }
        return runs;
    }

    private void table(int place) {
        if (inline(place, ExternalKind.TABLE)) {
            return;
        }
        int index = count(ExternalKind.TABLE);
        map.entry(Section.TABLE, place);
        NumberType address = types.addressType();
        if (types.isReferenceType()) {
            ReferenceType type = types.referenceType();
            map.entry(Section.ELEMENT, cursor.offset());
            ElementSegment segment = segments.elementOf(index, address, type);
            elements.add(segment);
            int size = segment.items().size();
            tables.add(new Table(new TableType(address, type, SizeRange.between(size, size)), null));
            return;
        }
        TableType type = tableType(address);
        Code initializer = cursor.is(TokenKind.RIGHT) ? null : segments.constant();
        tables.add(new Table(type, initializer));
    }

    private TableType tableType(NumberType address) {
        SizeRange size = sizeRange();
        return new TableType(address, types.referenceType(), size);
    }

    private void memory(int place) {
        if (inline(place, ExternalKind.MEMORY)) {
            return;
        }
        int index = count(ExternalKind.MEMORY);
        map.entry(Section.MEMORY, place);
        NumberType address = types.addressType();
        if (!cursor.isOpen("data")) {
            memories.add(new Memory(memoryType(address)));
            return;
        }
        map.entry(Section.DATA, cursor.offset());
        DataSegment segment = segments.dataOf(index, address);
        datas.add(segment);
        int pages = Math.ceilDiv(segment.bytes().length, MemoryType.PAGE_BYTES);
        memories.add(new Memory(new MemoryType(address, SizeRange.between(pages, pages))));
    }

    private MemoryType memoryType(NumberType address) {
        return new MemoryType(address, sizeRange());
    }

    private SizeRange sizeRange() {
        long minimum = cursor.u64();
        return cursor.is(TokenKind.NATURAL) ? SizeRange.between(minimum, cursor.u64()) : SizeRange.from(minimum);
    }

    private void global(int place) {
        if (inline(place, ExternalKind.GLOBAL)) {
            return;
        }
        count(ExternalKind.GLOBAL);
        map.entry(Section.GLOBAL, place);
        GlobalType type = globalType();
        globals.add(new Global(type, segments.constant()));
    }

    private void tag(int place) {
        if (inline(place, ExternalKind.TAG)) {
            return;
        }
        count(ExternalKind.TAG);
        map.entry(Section.TAG, place);
        tags.add(new Tag(typeUses.index(new IndexSpace("local"))));
    }

    private GlobalType globalType() {
        if (cursor.opens("mut")) {
            GlobalType type = new GlobalType(types.valueType(), true);
            cursor.close();
            return type;
        }
        return new GlobalType(types.valueType(), false);
    }
}
