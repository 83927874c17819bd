package dev.tally.runtime.link;

import dev.tally.core.module.Export;
import dev.tally.core.module.ExternalKind;
import dev.tally.core.module.ModuleDefinition;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.heap.HostResourceException;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.collect.RootVisitor;
import dev.tally.heap.memory.LinearMemory;
import dev.tally.heap.object.Reference;
import dev.tally.heap.quota.QuotaExceededException;
import dev.tally.heap.word.GlobalCell;
import dev.tally.heap.word.ReferenceTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A module inside a guest: its functions, tables, memories and globals by the module's indices, imported ones first, and
 * what is left of its segments.
 */
public final class Instance {
    private static final int[] DROPPED_ELEMENTS = {};
    private static final byte[] DROPPED_DATA = {};

    private final int number;
    private final Program program;
    private final GuestFunction[] functions;
    private final int[] typeNumbers;
    private final int[] shapes;
    private final ReferenceTable[] tables;
    private final LinearMemory[] memories;
    private final GuestGlobal[] globals;
    private final GuestTag[] tags;
    private final GlobalCell[] cells;
    private final int[][] elements;
    private final byte[][] datas;
    private final GlobalCell[] referenceCells;

    /** By element segment whose items may be objects: the table of the arena that holds them until it is dropped. */
    private final @Nullable ReferenceTable[] objectElements;

    private final Arena arena;

    private boolean failed;

    Instance(
            int number,
            Program program,
            GuestFunction[] functions,
            int[] typeNumbers,
            int[] shapes,
            ReferenceTable[] tables,
            LinearMemory[] memories,
            GuestGlobal[] globals,
            GuestTag[] tags,
            Arena arena) {
        this.number = number;
        this.program = program;
        this.functions = functions;
        this.typeNumbers = typeNumbers;
        this.shapes = shapes;
        this.tables = tables;
        this.memories = memories;
        this.globals = globals;
        this.tags = tags;
        this.cells = new GlobalCell[globals.length];
        for (int i = 0; i < globals.length; i++) {
            cells[i] = globals[i].cell();
        }
        var definition = program.module().definition();
        this.elements = new int[definition.elements().size()][];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = new int[definition.elements().get(i).items().size()];
        }
        this.referenceCells = Arrays.stream(globals)
                .filter(global -> global.type().type() instanceof ReferenceType)
                .map(GuestGlobal::cell)
                .toArray(GlobalCell[]::new);
        this.arena = arena;
        this.objectElements = new ReferenceTable[elements.length];
        this.datas = new byte[definition.datas().size()][];
        for (int i = 0; i < datas.length; i++) {
            datas[i] = definition.datas().get(i).bytes();
        }
        keepObjectElements(definition);
    }

    /** What may be objects lies in the arena: it is charged, and shown to the collector like any table. */
    private void keepObjectElements(ModuleDefinition definition) {
        try {
            for (int segment = 0; segment < elements.length; segment++) {
                if (mayHoldObjects(definition, segment)) {
                    int size = elements[segment].length;
                    ReferenceTable kept = arena.newTable(size, size, Reference.NULL);
                    objectElements[segment] = kept;
                    elements[segment] = kept.references();
                }
            }
        } catch (QuotaExceededException | HostResourceException unavailable) {
            dropSegments();
            throw unavailable;
        }
    }

    private static boolean mayHoldObjects(ModuleDefinition definition, int segment) {
        HeapType type = definition.elements().get(segment).type().heapType();
        return !(type.equals(HeapType.FUNC)
                || type.concrete() && definition.types().isFunction(type.index()));
    }

    /** Shows what globals refer to, and takes what it becomes. Globals that instances share are shown by each. */
    public void visitReferences(RootVisitor visitor) {
        for (GlobalCell cell : referenceCells) {
            cell.value = visitor.visit((int) cell.value);
        }
    }

    /** Its place among the guest's instances. */
    public int number() {
        return number;
    }

    public Program program() {
        return program;
    }

    /** The functions by index; for reading only. */
    public GuestFunction[] functions() {
        return functions;
    }

    /** Where the values of the globals are, by index; for reading only. */
    public GlobalCell[] cells() {
        return cells;
    }

    /** The tables by index; for reading only. */
    public ReferenceTable[] tables() {
        return tables;
    }

    /** The guest's numbers of the module's types; for reading only. */
    public int[] typeNumbers() {
        return typeNumbers;
    }

    public GuestFunction function(int index) {
        return functions[index];
    }

    /** The guest's number for a type of the module. */
    public int typeNumber(int typeIndex) {
        return typeNumbers[typeIndex];
    }

    /** The type id that objects of a type of the module have in the heap; 0 for a type of functions. */
    public int shape(int typeIndex) {
        return shapes[typeIndex];
    }

    /** Those ids by index; for reading only. */
    public int[] shapes() {
        return shapes;
    }

    public GuestTag tag(int index) {
        return tags[index];
    }

    public ReferenceTable table(int index) {
        return tables[index];
    }

    public LinearMemory memory(int index) {
        return memories[index];
    }

    /** The memory that accesses without an index mean, or null when there is none. */
    public @Nullable LinearMemory defaultMemory() {
        return memories.length == 0 ? null : memories[0];
    }

    public GuestGlobal global(int index) {
        return globals[index];
    }

    public GlobalCell cell(int index) {
        return cells[index];
    }

    public int tableCount() {
        return tables.length;
    }

    public int memoryCount() {
        return memories.length;
    }

    public int globalCount() {
        return globals.length;
    }

    /** The references of an element segment; empty once it is dropped. */
    public int[] element(int segment) {
        return elements[segment];
    }

    public void dropElement(int segment) {
        elements[segment] = DROPPED_ELEMENTS;
        ReferenceTable kept = objectElements[segment];
        if (kept != null) {
            objectElements[segment] = null;
            arena.discard(kept);
        }
    }

    public int elementCount() {
        return elements.length;
    }

    /** The bytes of a data segment; empty once it is dropped. For reading only. */
    public byte[] data(int segment) {
        return datas[segment];
    }

    public void dropData(int segment) {
        datas[segment] = DROPPED_DATA;
    }

    /** Drops what is left of all segments. */
    void dropSegments() {
        for (int segment = 0; segment < elements.length; segment++) {
            dropElement(segment);
        }
        Arrays.fill(datas, DROPPED_DATA);
    }

    public int dataCount() {
        return datas.length;
    }

    /** Its instantiation has trapped or was cancelled: it may be reached by what it did, but offers nothing. */
    public void fail() {
        failed = true;
    }

    public boolean failed() {
        return failed;
    }

    /** The export of this name and kind, or null. */
    public @Nullable Export export(String name, ExternalKind kind) {
        Export export = program.export(name);
        return export != null && export.kind() == kind ? export : null;
    }
}
