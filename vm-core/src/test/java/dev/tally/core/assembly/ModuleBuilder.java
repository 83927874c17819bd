package dev.tally.core.assembly;

import dev.tally.core.module.ExternalKind;
import dev.tally.core.module.Section;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Writes modules section by section. Indices are the caller's to count. */
public final class ModuleBuilder {
    private static final byte[] HEADER = ByteWriter.bytes(0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00);

    private final Map<Section, List<byte[]>> entries = new EnumMap<>(Section.class);
    private final List<byte[]> customSections = new ArrayList<>();

    /** A module of a function that takes nothing and returns these types, with its body as text. */
    public static ModuleBuilder ofBody(String body, ValueType... results) {
        return new ModuleBuilder().type(FunctionType.of().returning(results)).function(0, body);
    }

    /** The header and these bytes. */
    public static byte[] ofSections(int... bytes) {
        return new ByteWriter().put(HEADER).put(bytes).toByteArray();
    }

    /** Any entry of a section; sections are written in order, with the number of their entries. */
    public ModuleBuilder entry(Section section, byte[] entry) {
        entries.computeIfAbsent(section, key -> new ArrayList<>()).add(entry);
        return this;
    }

    public ModuleBuilder entry(Section section, int... entry) {
        return entry(section, ByteWriter.bytes(entry));
    }

    public ModuleBuilder type(FunctionType type) {
        ByteWriter out = new ByteWriter().put(0x60);
        types(out, type.parameters());
        types(out, type.results());
        return entry(Section.TYPE, out.toByteArray());
    }

    private static void types(ByteWriter out, List<ValueType> types) {
        out.unsigned(types.size());
        types.forEach(type -> out.put(Encoding.of(type)));
    }

    /**
     * Any import.
     *
     * @param description the kind's byte and what follows it
     */
    public ModuleBuilder imported(String module, String name, int... description) {
        return entry(
                Section.IMPORT,
                new ByteWriter().name(module).name(name).put(description).toByteArray());
    }

    /** A function without locals, with its body as text. */
    public ModuleBuilder function(int type, String body) {
        return function(type, "", body);
    }

    /**
     * A function with locals, with its body as text.
     *
     * @param locals the names of their types, apart by spaces
     */
    public ModuleBuilder function(int type, String locals, String body) {
        return function(type, locals, Assembler.assemble(body));
    }

    /**
     * A function with locals.
     *
     * @param locals the names of their types, apart by spaces
     * @param body its {@code end} included
     */
    public ModuleBuilder function(int type, String locals, CodeBuilder body) {
        ByteWriter runs = new ByteWriter();
        String[] names = locals.isEmpty() ? new String[0] : locals.split(" ", -1);
        runs.unsigned(names.length);
        for (String name : names) {
            runs.unsigned(1).put(Encoding.of(Assembler.type(name)));
        }
        return function(type, runs.toByteArray(), body.toByteArray());
    }

    /**
     * A function of any bytes.
     *
     * @param locals the vector of runs
     */
    public ModuleBuilder function(int type, byte[] locals, byte[] body) {
        entry(Section.FUNCTION, new ByteWriter().unsigned(type).toByteArray());
        byte[] content = new ByteWriter().put(locals).put(body).toByteArray();
        return entry(Section.CODE, new ByteWriter().vector(content).toByteArray());
    }

    /** A table without a maximum. */
    public ModuleBuilder table(ReferenceType type, long minimum) {
        return entry(
                Section.TABLE,
                new ByteWriter()
                        .put(Encoding.of(type))
                        .put(0x00)
                        .unsigned(minimum)
                        .toByteArray());
    }

    /** A memory without a maximum. */
    public ModuleBuilder memory(long minimum) {
        return entry(
                Section.MEMORY, new ByteWriter().put(0x00).unsigned(minimum).toByteArray());
    }

    public ModuleBuilder global(ValueType type, boolean mutable, String initializer) {
        return entry(
                Section.GLOBAL,
                new ByteWriter()
                        .put(Encoding.of(type))
                        .put(mutable ? 1 : 0)
                        .put(Assembler.assemble(initializer).toByteArray())
                        .toByteArray());
    }

    public ModuleBuilder export(String name, ExternalKind kind, int index) {
        return entry(
                Section.EXPORT,
                new ByteWriter().name(name).put(kind.code()).unsigned(index).toByteArray());
    }

    public ModuleBuilder start(long function) {
        return entry(Section.START, new ByteWriter().unsigned(function).toByteArray());
    }

    /** A segment that only declares functions. */
    public ModuleBuilder declared(int... functions) {
        ByteWriter out = new ByteWriter().put(0x03, 0x00).unsigned(functions.length);
        for (int function : functions) {
            out.unsigned(function);
        }
        return entry(Section.ELEMENT, out.toByteArray());
    }

    public ModuleBuilder passiveData(int... bytes) {
        return entry(
                Section.DATA,
                new ByteWriter().put(0x01).vector(ByteWriter.bytes(bytes)).toByteArray());
    }

    public ModuleBuilder dataCount(int count) {
        return entry(Section.DATA_COUNT, new ByteWriter().unsigned(count).toByteArray());
    }

    /** A custom section behind all others. */
    public ModuleBuilder custom(String name, byte[] content) {
        customSections.add(new ByteWriter().name(name).put(content).toByteArray());
        return this;
    }

    public byte[] build() {
        ByteWriter out = new ByteWriter().put(HEADER);
        entries.forEach((section, list) -> {
            ByteWriter content = new ByteWriter();
            if (section != Section.START && section != Section.DATA_COUNT) {
                content.unsigned(list.size());
            }
            list.forEach(content::put);
            out.put(section.code()).vector(content.toByteArray());
        });
        customSections.forEach(content -> out.put(Section.CUSTOM).vector(content));
        return out.toByteArray();
    }
}
