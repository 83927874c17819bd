package dev.tally.core.text;

import dev.tally.core.binary.CodeWriter;
import dev.tally.core.isa.Immediates;
import dev.tally.core.isa.Opcode;
import dev.tally.core.type.FunctionType;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * Parses what follows a mnemonic, and encodes the instruction. Which immediates follow is told by the opcode table; here
 * stands only how each kind of them is written.
 */
final class ImmediateParser {
    private final TokenCursor cursor;
    private final ModuleScope scope;
    private final TypeParser types;
    private final TypeUses typeUses;
    private final TypeTable table;

    private IndexSpace locals = new IndexSpace("local");
    private Labels labels = new Labels();
    private boolean datasUsed;

    ImmediateParser(TokenCursor cursor, ModuleScope scope, TypeParser types, TypeUses typeUses, TypeTable table) {
        this.cursor = cursor;
        this.scope = scope;
        this.types = types;
        this.typeUses = typeUses;
        this.table = table;
    }

    /** From here on instructions mean these locals and labels. */
    void within(IndexSpace newLocals, Labels newLabels) {
        locals = newLocals;
        labels = newLabels;
    }

    /** Whether any instruction so far names a data segment, so that there must be a data count section. */
    boolean datasUsed() {
        return datasUsed;
    }

    /** Takes the immediates of an instruction that is no block, and writes it. */
    void instruction(Opcode opcode, CodeWriter out) {
        Opcode homonym = Keywords.homonym(opcode);
        Opcode meant = homonym != null && cursor.isOpen("result") ? homonym : opcode;
        out.opcode(meant);
        immediates(meant.immediates(), out);
    }

    private void immediates(Immediates immediates, CodeWriter out) {
        switch (immediates) {
            case NONE -> {}
            case BLOCK_TYPE -> blockType(out);
            case LABEL -> out.index(labels.index(cursor));
            case LABELS -> labels(out);
            case LOCAL -> out.index(locals.index(cursor));
            case GLOBAL -> out.index(scope.globals.index(cursor));
            case FUNCTION -> out.index(scope.functions.index(cursor));
            case TABLE -> out.index(scope.tables.optionalIndex(cursor));
            case MEMORY -> out.index(scope.memories.optionalIndex(cursor));
            case DATA -> out.index(data());
            case ELEMENT -> out.index(scope.elements.index(cursor));
            case TYPE -> out.index(scope.types.index(cursor));
            case TYPE_AND_TABLE -> {
                int tableIndex = scope.tables.optionalIndex(cursor);
                out.index(typeUses.index(null));
                out.index(tableIndex);
            }
            case DATA_AND_MEMORY -> {
                int memory = target(scope.memories);
                out.index(data());
                out.index(memory);
            }
            case ELEMENT_AND_TABLE -> {
                int tableIndex = target(scope.tables);
                out.index(scope.elements.index(cursor));
                out.index(tableIndex);
            }
            case MEMORY_AND_MEMORY -> targetAndSource(scope.memories, out);
            case TABLE_AND_TABLE -> targetAndSource(scope.tables, out);
            case VALUE_TYPES -> out.valueTypes(types.values("result", null));
            case HEAP_TYPE -> out.heapType(types.heapType());
            case I32 -> out.integer(cursor.i32());
            case I64 -> out.integer(cursor.i64());
            case F32 -> out.float32(cursor.f32());
            case F64 -> out.float64(cursor.f64());
            case MEMORY_ACCESS_8, MEMORY_ACCESS_16, MEMORY_ACCESS_32, MEMORY_ACCESS_64 ->
                memoryAccess(immediates.accessBytes(), out);
        }
    }

    /** Takes the type of a block, and writes it in its shortest form, unless it is given by index. */
    void blockType(CodeWriter out) {
        if (cursor.isOpen("type")) {
            out.blockTypeIndex(typeUses.index(null));
            return;
        }
        FunctionType type = types.functionType(null);
        if (!type.parameters().isEmpty() || type.results().size() > 1) {
            out.blockTypeIndex(table.index(type));
        } else if (type.results().isEmpty()) {
            out.emptyBlockType();
        } else {
            out.blockResult(type.results().getFirst());
        }
    }

    private void labels(CodeWriter out) {
        MutableIntList indices = IntLists.mutable.empty();
        do {
            indices.add(labels.index(cursor));
        } while (cursor.isIndex());
        out.index(indices.size() - 1);
        indices.forEach(out::index);
    }

    private int data() {
        datasUsed = true;
        return scope.datas.index(cursor);
    }

    /** Takes the index of what a segment is copied into: it is there only when another index follows. */
    private int target(IndexSpace space) {
        int token = cursor.position();
        cursor.skip();
        boolean present = cursor.isIndex();
        cursor.moveTo(token);
        return present ? space.index(cursor) : 0;
    }

    private void targetAndSource(IndexSpace space, CodeWriter out) {
        boolean present = cursor.isIndex();
        out.index(present ? space.index(cursor) : 0);
        out.index(present ? space.index(cursor) : 0);
    }

    private void memoryAccess(int accessBytes, CodeWriter out) {
        int memory = scope.memories.optionalIndex(cursor);
        long offset = cursor.argument("offset=", 0);
        int token = cursor.position();
        long alignment = cursor.argument("align=", accessBytes);
        if (Long.bitCount(alignment) != 1) {
            cursor.moveTo(token);
            throw cursor.malformed("alignment must be a power of two");
        }
        out.memoryAccess(Long.numberOfTrailingZeros(alignment), memory, offset);
    }
}
