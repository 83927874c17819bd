package dev.tally.core.text;

import dev.tally.core.binary.InstructionReader;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.Code;
import dev.tally.core.module.CompositeType;
import dev.tally.core.module.CustomSection;
import dev.tally.core.module.DataSegment;
import dev.tally.core.module.ElementSegment;
import dev.tally.core.module.Export;
import dev.tally.core.module.ExternalKind;
import dev.tally.core.module.ExternalType.GlobalType;
import dev.tally.core.module.ExternalType.MemoryType;
import dev.tally.core.module.ExternalType.OfFunction;
import dev.tally.core.module.ExternalType.OfGlobal;
import dev.tally.core.module.ExternalType.OfMemory;
import dev.tally.core.module.ExternalType.OfTable;
import dev.tally.core.module.ExternalType.OfTag;
import dev.tally.core.module.ExternalType.TableType;
import dev.tally.core.module.FieldType;
import dev.tally.core.module.Function;
import dev.tally.core.module.Function.LocalRun;
import dev.tally.core.module.Global;
import dev.tally.core.module.Import;
import dev.tally.core.module.Memory;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.module.RecursiveGroup;
import dev.tally.core.module.Section;
import dev.tally.core.module.SegmentMode;
import dev.tally.core.module.SizeRange;
import dev.tally.core.module.SubType;
import dev.tally.core.module.Table;
import dev.tally.core.module.Tag;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ValueType;
import java.util.List;

/**
 * From the module model to text (specification, chapter "Text Format"). Reading what it wrote gives an equal module, but
 * for what only the encoding of a binary module tells: integers that are longer than need be, sections without entries,
 * a data count that nothing needs, runs of locals that could be one. It never judges whether a module is valid.
 */
public final class TextWriter {
    private final ModuleDefinition module;
    private final TextOutput out;
    private final FunctionNames functions;
    private final InstructionWriter instructions;
    private final int[] counts = new int[ExternalKind.values().length];

    private TextWriter(ModuleDefinition module, Appendable to) {
        this.module = module;
        this.out = new TextOutput(to);
        this.functions = new FunctionNames(module);
        this.instructions = new InstructionWriter(out, functions);
    }

    /** The module's text. */
    public static String write(ModuleDefinition module) {
        StringBuilder text = new StringBuilder();
        write(module, text);
        return text.toString();
    }

    /**
     * Writes the module's text, which may be far longer than the module: text names each local.
     *
     * @throws java.io.UncheckedIOException if the text cannot be written
     */
    public static void write(ModuleDefinition module, Appendable to) {
        new TextWriter(module, to).module();
    }

    private void module() {
        out.text("(module");
        functions.module(out);
        out.indent(1);
        types();
        module.imports().forEach(this::imported);
        module.functions().forEach(this::function);
        module.tables().forEach(this::table);
        module.memories().forEach(this::memory);
        module.tags().forEach(this::tag);
        module.globals().forEach(this::global);
        module.exports().forEach(this::export);
        if (module.startFunction() != ModuleDefinition.NO_START) {
            functions.refer(out.line().text("(start "), module.startFunction());
            out.text(')');
        }
        for (int i = 0; i < module.elements().size(); i++) {
            element(module.elements().get(i), i);
        }
        for (int i = 0; i < module.datas().size(); i++) {
            data(module.datas().get(i), i);
        }
        module.customSections().forEach(this::custom);
        out.text(")\n");
    }

    /** Begins the field of a thing, with its index as a comment. */
    private void begin(String word, int index) {
        out.line().text('(').text(word);
        comment(index);
    }

    private void comment(int index) {
        out.text(" (;").text(Integer.toString(index)).text(";)");
    }

    private int count(ExternalKind kind) {
        return counts[kind.ordinal()]++;
    }

    // Types.

    private void types() {
        int index = 0;
        for (RecursiveGroup group : module.types().groups()) {
            boolean alone = group.types().size() == 1;
            if (!alone) {
                out.line().text("(rec");
                out.indent(1);
            }
            for (SubType type : group.types()) {
                begin("type", index++);
                subType(type);
                out.text(')');
            }
            if (!alone) {
                out.indent(-1);
                out.text(')');
            }
        }
    }

    private void subType(SubType type) {
        boolean shortForm = type.isFinal() && type.supertypes().isEmpty();
        if (shortForm) {
            composite(type.composite());
            return;
        }
        out.text(type.isFinal() ? " (sub final" : " (sub");
        type.supertypes().forEach(index -> out.text(' ').text(Integer.toString(index)));
        composite(type.composite());
        out.text(')');
    }

    private void composite(CompositeType composite) {
        switch (composite) {
            case CompositeType.OfFunctions(FunctionType type) -> {
                out.text(" (func");
                signature(type);
            }
            case CompositeType.OfStructures(List<FieldType> fields) -> {
                out.text(" (struct");
                fields.forEach(
                        field -> out.text(" (field ").text(field.toString()).text(')'));
            }
            case CompositeType.OfArrays(FieldType element) ->
                out.text(" (array ").text(element.toString());
        }
        out.text(')');
    }

    private void signature(FunctionType type) {
        values("param", type.parameters());
        values("result", type.results());
    }

    private void values(String word, List<ValueType> types) {
        if (!types.isEmpty()) {
            out.text(" (").text(word);
            InstructionWriter.values(out, types);
            out.text(')');
        }
    }

    private void typeUse(int index) {
        out.text(" (type ").text(Integer.toString(index)).text(')');
        if (module.types().isFunction(index)) {
            signature(module.types().get(index));
        }
    }

    private void tableType(TableType type) {
        sizeRange(type.address(), type.size());
        out.text(' ').text(type.element().toString());
    }

    private void memoryType(MemoryType type) {
        sizeRange(type.address(), type.size());
    }

    private void sizeRange(NumberType address, SizeRange size) {
        if (address == NumberType.I64) {
            out.text(" i64");
        }
        out.text(' ').text(Long.toUnsignedString(size.minimum()));
        if (size.bounded()) {
            out.text(' ').text(Long.toUnsignedString(size.maximum()));
        }
    }

    // Imports and exports.

    private void imported(Import imported) {
        out.line().text("(import ").name(imported.module()).text(' ').name(imported.name());
        int index = count(imported.type().kind());
        out.text(" (").text(imported.type().kind().toString());
        switch (imported.type()) {
            case OfFunction function -> {
                functions.declare(out, index);
                comment(index);
                typeUse(function.typeNumber());
            }
            case OfTable(TableType type) -> {
                comment(index);
                tableType(type);
            }
            case OfMemory(MemoryType type) -> {
                comment(index);
                memoryType(type);
            }
            case OfGlobal(GlobalType type) -> {
                comment(index);
                out.text(' ').text(type.toString());
            }
            case OfTag tag -> {
                comment(index);
                typeUse(tag.typeNumber());
            }
        }
        out.text("))");
    }

    private void export(Export export) {
        out.line()
                .text("(export ")
                .name(export.name())
                .text(" (")
                .text(export.kind().toString())
                .text(' ');
        if (export.kind() == ExternalKind.FUNCTION) {
            functions.refer(out, export.index());
        } else {
            out.text(Integer.toString(export.index()));
        }
        out.text("))");
    }

    // Definitions.

    private void function(Function function) {
        int index = count(ExternalKind.FUNCTION);
        out.line().text("(func");
        functions.declare(out, index);
        comment(index);
        typeUse(function.typeIndex());
        out.indent(1);
        locals(function.locals());
        instructions.body(function.body());
        out.indent(-1);
        out.text(')');
    }

    /** Writes the locals of a function, those of one type that follow each other in one line. */
    private void locals(List<LocalRun> runs) {
        String previous = "";
        for (LocalRun run : runs) {
            String type = run.type().toString();
            for (int i = 0; i < run.count(); i++) {
                if (!type.equals(previous)) {
                    out.text(previous.isEmpty() ? "" : ")").line().text("(local");
                    previous = type;
                }
                out.text(' ').text(type);
            }
        }
        out.text(previous.isEmpty() ? "" : ")");
    }

    private void table(Table table) {
        begin("table", count(ExternalKind.TABLE));
        tableType(table.type());
        Code initializer = table.initializer();
        if (initializer != null) {
            out.text(' ');
            instructions.constant(initializer, "");
        }
        out.text(')');
    }

    private void memory(Memory memory) {
        begin("memory", count(ExternalKind.MEMORY));
        memoryType(memory.type());
        out.text(')');
    }

    private void tag(Tag tag) {
        begin("tag", count(ExternalKind.TAG));
        typeUse(tag.typeIndex());
        out.text(')');
    }

    private void global(Global global) {
        begin("global", count(ExternalKind.GLOBAL));
        out.text(' ').text(global.type().toString()).text(' ');
        instructions.constant(global.initializer(), "");
        out.text(')');
    }

    // Segments.

    private void element(ElementSegment segment, int index) {
        begin("elem", index);
        mode(segment.mode(), "table");
        boolean ofFunctions = segment.type().equals(ValueType.FUNCREF.nonNull())
                && segment.items().stream().allMatch(item -> function(item) >= 0);
        out.text(' ').text(ofFunctions ? "func" : segment.type().toString());
        for (Code item : segment.items()) {
            out.text(' ');
            if (ofFunctions) {
                functions.refer(out, function(item));
            } else {
                instructions.constant(item, "item");
            }
        }
        out.text(')');
    }

    /** The function that an item refers to, if it does nothing else; otherwise −1. */
    private static int function(Code item) {
        InstructionReader reader = new InstructionReader(item, -1);
        if (reader.next() != Opcode.REF_FUNC) {
            return -1;
        }
        int index = reader.index();
        return reader.next() == Opcode.END ? index : -1;
    }

    private void data(DataSegment segment, int index) {
        begin("data", index);
        mode(segment.mode(), "memory");
        out.text(' ').string(segment.bytes()).text(')');
    }

    private void mode(SegmentMode mode, String word) {
        switch (mode) {
            case SegmentMode.Active(int target, Code offset) -> {
                if (target != 0) {
                    out.text(" (")
                            .text(word)
                            .text(' ')
                            .text(Integer.toString(target))
                            .text(')');
                }
                out.text(' ');
                instructions.constant(offset, "offset");
            }
            case SegmentMode.Passive() -> {}
            case SegmentMode.Declarative() -> out.text(" declare");
        }
    }

    // Custom sections.

    private void custom(CustomSection section) {
        if (functions.implies(section)) {
            return;
        }
        out.line().text("(@custom ").name(section.name()).text(' ');
        out.text(CustomSections.placement(Section.of(section.afterSection())));
        out.text(' ').string(section.bytes()).text(')');
    }
}
