package dev.tally.core.binary;

import static dev.tally.core.module.ModuleDefinition.NO_DATA_COUNT;
import static dev.tally.core.module.ModuleDefinition.NO_START;

import dev.tally.core.isa.Opcode;
import dev.tally.core.module.Code;
import dev.tally.core.module.CustomSection;
import dev.tally.core.module.DataSegment;
import dev.tally.core.module.ElementSegment;
import dev.tally.core.module.Export;
import dev.tally.core.module.ExternalType.GlobalType;
import dev.tally.core.module.ExternalType.MemoryType;
import dev.tally.core.module.ExternalType.OfFunction;
import dev.tally.core.module.ExternalType.OfGlobal;
import dev.tally.core.module.ExternalType.OfMemory;
import dev.tally.core.module.ExternalType.OfTable;
import dev.tally.core.module.ExternalType.OfTag;
import dev.tally.core.module.ExternalType.TableType;
import dev.tally.core.module.Function;
import dev.tally.core.module.Function.LocalRun;
import dev.tally.core.module.Global;
import dev.tally.core.module.Import;
import dev.tally.core.module.Memory;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.module.Section;
import dev.tally.core.module.SegmentMode;
import dev.tally.core.module.SizeRange;
import dev.tally.core.module.Table;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ValueType;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * From the module model to bytes (specification, chapter "Binary Format"). Reading what it wrote gives an equal module,
 * custom sections included; it never judges whether a module is valid. Everything but code is written in its shortest
 * form; code is kept as it is.
 */
public final class BinaryWriter {
    private static final int MAGIC = 0x6D73_6100;
    private static final int VERSION = 1;
    private static final int TABLE_WITH_INITIALIZER = 0x40;
    private static final int SIZE_BOUNDED = 1;
    private static final int SIZE_OF_64_BITS = 4;

    private static final int OTHER_MODE = 1;
    private static final int EXPLICIT = 2;
    private static final int EXPRESSIONS = 4;

    private final ModuleDefinition module;
    private final ByteWriter out = new ByteWriter();

    private BinaryWriter(ModuleDefinition module) {
        this.module = module;
    }

    /** The module's bytes. */
    public static byte[] write(ModuleDefinition module) {
        return new BinaryWriter(module).bytes();
    }

    private byte[] bytes() {
        out.fixed32(MAGIC);
        out.fixed32(VERSION);
        customSections(Section.CUSTOM);
        for (Section section : Section.values()) {
            section(section);
            customSections(section.code());
        }
        return out.toByteArray();
    }

    private void customSections(int afterSection) {
        for (CustomSection section : module.customSections()) {
            if (section.afterSection() == afterSection) {
                ByteWriter content = new ByteWriter();
                content.name(section.name());
                content.raw(section.bytes());
                out.u8(Section.CUSTOM);
                out.vector(content);
            }
        }
    }

    private void section(Section section) {
        switch (section) {
            case TYPE -> section(section, module.types().groups(), (to, group) -> TypeWriter.group(to, group));
            case IMPORT -> section(section, module.imports(), BinaryWriter::imported);
            case FUNCTION -> section(section, module.functions(), (to, function) -> to.u32(function.typeIndex()));
            case TABLE -> section(section, module.tables(), BinaryWriter::table);
            case MEMORY -> section(section, module.memories(), BinaryWriter::memory);
            case TAG -> section(section, module.tags(), (to, tag) -> tag(to, tag.typeIndex()));
            case GLOBAL -> section(section, module.globals(), BinaryWriter::global);
            case EXPORT -> section(section, module.exports(), BinaryWriter::export);
            case START -> number(section, module.startFunction(), NO_START);
            case ELEMENT -> section(section, module.elements(), BinaryWriter::element);
            case DATA_COUNT -> number(section, module.dataCount(), NO_DATA_COUNT);
            case CODE -> section(section, module.functions(), BinaryWriter::body);
            case DATA -> section(section, module.datas(), BinaryWriter::data);
        }
    }

    /** Writes a section of entries; an empty one only where a custom section says that it stands behind it. */
    private <T> void section(Section section, List<T> entries, BiConsumer<ByteWriter, T> write) {
        if (entries.isEmpty() && !isFollowed(section)) {
            return;
        }
        ByteWriter content = new ByteWriter();
        content.u32(entries.size());
        entries.forEach(entry -> write.accept(content, entry));
        out.u8(section.code());
        out.vector(content);
    }

    private boolean isFollowed(Section section) {
        return module.customSections().stream().anyMatch(custom -> custom.afterSection() == section.code());
    }

    private void number(Section section, int number, int absent) {
        if (number != absent) {
            ByteWriter content = new ByteWriter();
            content.u32(number);
            out.u8(section.code());
            out.vector(content);
        }
    }

    private static void imported(ByteWriter to, Import imported) {
        to.name(imported.module());
        to.name(imported.name());
        to.u8(imported.type().kind().code());
        switch (imported.type()) {
            case OfFunction function -> to.u32(function.typeNumber());
            case OfTable(TableType type) -> tableType(to, type);
            case OfMemory(MemoryType type) -> memoryType(to, type);
            case OfGlobal(GlobalType type) -> globalType(to, type);
            case OfTag tag -> tag(to, tag.typeNumber());
        }
    }

    private static void table(ByteWriter to, Table table) {
        Code initializer = table.initializer();
        if (initializer != null) {
            to.u8(TABLE_WITH_INITIALIZER);
            to.u8(0);
        }
        tableType(to, table.type());
        if (initializer != null) {
            to.raw(initializer.bytes());
        }
    }

    private static void tableType(ByteWriter to, TableType type) {
        TypeWriter.referenceType(to, type.element());
        sizeRange(to, type.address(), type.size());
    }

    private static void memory(ByteWriter to, Memory memory) {
        memoryType(to, memory.type());
    }

    private static void memoryType(ByteWriter to, MemoryType type) {
        sizeRange(to, type.address(), type.size());
    }

    private static void sizeRange(ByteWriter to, NumberType address, SizeRange size) {
        int flags = (size.bounded() ? SIZE_BOUNDED : 0) | (address == NumberType.I64 ? SIZE_OF_64_BITS : 0);
        to.u8(flags);
        to.u64(size.minimum());
        if (size.bounded()) {
            to.u64(size.maximum());
        }
    }

    private static void tag(ByteWriter to, int typeIndex) {
        to.u8(0);
        to.u32(typeIndex);
    }

    private static void global(ByteWriter to, Global global) {
        globalType(to, global.type());
        to.raw(global.initializer().bytes());
    }

    private static void globalType(ByteWriter to, GlobalType type) {
        TypeWriter.valueType(to, type.type());
        to.u8(type.mutable() ? 1 : 0);
    }

    private static void export(ByteWriter to, Export export) {
        to.name(export.name());
        to.u8(export.kind().code());
        to.u32(export.index());
    }

    /** Writes an element segment in the shortest of the eight forms that {@link DefinitionReader} draws. */
    private static void element(ByteWriter to, ElementSegment segment) {
        boolean functions = segment.type().equals(TypeReader.FUNCTION_REFERENCE)
                && segment.items().stream().allMatch(BinaryWriter::isFunction);
        boolean typed = !functions && !segment.type().equals(ValueType.FUNCREF);
        int form = functions ? 0 : EXPRESSIONS;
        switch (segment.mode()) {
            case SegmentMode.Active(int table, Code offset) -> {
                boolean explicit = typed || table != 0;
                to.u32(explicit ? form | EXPLICIT : form);
                if (explicit) {
                    to.u32(table);
                }
                to.raw(offset.bytes());
                if (explicit) {
                    elementType(to, segment, functions);
                }
            }
            case SegmentMode.Passive() -> {
                to.u32(form | OTHER_MODE);
                elementType(to, segment, functions);
            }
            case SegmentMode.Declarative() -> {
                to.u32(form | OTHER_MODE | EXPLICIT);
                elementType(to, segment, functions);
            }
        }
        to.u32(segment.items().size());
        for (Code item : segment.items()) {
            byte[] code = item.bytes();
            if (functions) {
                for (int i = 1; i < code.length - 1; i++) {
                    to.u8(code[i]);
                }
            } else {
                to.raw(code);
            }
        }
    }

    private static void elementType(ByteWriter to, ElementSegment segment, boolean functions) {
        if (functions) {
            to.u8(0);
        } else {
            TypeWriter.referenceType(to, segment.type());
        }
    }

    /** Whether an item is a single reference to a function, which can be written as its index. */
    private static boolean isFunction(Code item) {
        InstructionReader reader = new InstructionReader(item, -1);
        return reader.next() == Opcode.REF_FUNC && reader.next() == Opcode.END;
    }

    private static void body(ByteWriter to, Function function) {
        ByteWriter content = new ByteWriter();
        content.u32(function.locals().size());
        for (LocalRun run : function.locals()) {
            content.u32(run.count());
            TypeWriter.valueType(content, run.type());
        }
        content.raw(function.body().bytes());
        to.vector(content);
    }

    private static void data(ByteWriter to, DataSegment segment) {
        switch (segment.mode()) {
            case SegmentMode.Active(int memory, Code offset) -> {
                to.u32(memory == 0 ? 0 : EXPLICIT);
                if (memory != 0) {
                    to.u32(memory);
                }
                to.raw(offset.bytes());
            }
            case SegmentMode.Passive(), SegmentMode.Declarative() -> to.u32(OTHER_MODE);
        }
        to.vector(segment.bytes());
    }
}
