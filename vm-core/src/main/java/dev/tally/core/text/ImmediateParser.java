package dev.tally.core.text;

import dev.tally.core.binary.CodeWriter;
import dev.tally.core.isa.CatchClause;
import dev.tally.core.isa.Immediates;
import dev.tally.core.isa.Opcode;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ReferenceType;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

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
        if (homonym == null) {
            out.opcode(opcode);
            immediates(opcode.immediates(), out);
        } else if (opcode.immediates() == Immediates.REFERENCE) {
            ReferenceType target = types.referenceType();
            out.opcode(target.nullable() ? homonym : opcode);
            out.heapType(target.heapType());
        } else {
            Opcode meant = cursor.isOpen("result") ? homonym : opcode;
            out.opcode(meant);
            immediates(meant.immediates(), out);
        }
    }

    /** Takes the immediates of an instruction that begins a block, behind its label, and writes them. */
    void block(Opcode opcode, CodeWriter out) {
        immediates(opcode.immediates(), out);
    }

    private void immediates(Immediates immediates, CodeWriter out) {
        switch (immediates) {
            case NONE -> {}
            case BLOCK_TYPE -> blockType(out);
            case BLOCK_TYPE_AND_CATCHES -> {
                blockType(out);
                catches(out);
            }
            case LABEL -> out.index(labels.index(cursor));
            case LABELS -> labels(out);
            case LOCAL -> out.index(locals.index(cursor));
            case GLOBAL -> out.index(scope.globals.index(cursor));
            case TAG -> out.index(scope.tags.index(cursor));
            case FUNCTION -> out.index(scope.functions.index(cursor));
            case TABLE -> out.index(scope.tables.optionalIndex(cursor));
            case MEMORY -> out.index(scope.memories.optionalIndex(cursor));
            case DATA -> out.index(data());
            case ELEMENT -> out.index(scope.elements.index(cursor));
            case TYPE, STRUCTURE, ARRAY -> out.index(scope.types.index(cursor));
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
            case STRUCTURE_AND_FIELD -> {
                int type = scope.types.index(cursor);
                out.index(type);
                out.index(scope.fields(type).index(cursor));
            }
            case ARRAY_AND_LENGTH -> {
                out.index(scope.types.index(cursor));
                out.index(cursor.u32());
            }
            case ARRAY_AND_DATA -> {
                out.index(scope.types.index(cursor));
                out.index(data());
            }
            case ARRAY_AND_ELEMENT -> {
                out.index(scope.types.index(cursor));
                out.index(scope.elements.index(cursor));
            }
            case ARRAY_AND_ARRAY -> {
                out.index(scope.types.index(cursor));
                out.index(scope.types.index(cursor));
            }
            case REFERENCE, NULLABLE_REFERENCE ->
                out.heapType(types.referenceType().heapType());
            case LABEL_AND_CAST -> {
                int label = labels.index(cursor);
                ReferenceType from = types.referenceType();
                out.labelAndCast(label, from, types.referenceType());
            }
            case I32 -> out.integer(cursor.i32());
            case I64 -> out.integer(cursor.i64());
            case F32 -> out.float32(cursor.f32());
            case F64 -> out.float64(cursor.f64());
            case MEMORY_ACCESS_8, MEMORY_ACCESS_16, MEMORY_ACCESS_32, MEMORY_ACCESS_64 ->
                memoryAccess(immediates.accessBytes(), out);
        }
    }

    /** Takes the type of a block, and writes it in its shortest form, unless it is given by index. */
    private void blockType(CodeWriter out) {
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

    private void catches(CodeWriter out) {
        List<CatchClause> clauses = new ArrayList<>();
        CatchClause.Kind kind = catchKind();
        while (kind != null) {
            cursor.open(kind.toString());
            int tag = kind.namesTag() ? scope.tags.index(cursor) : CatchClause.ANY_TAG;
            clauses.add(new CatchClause(kind, tag, labels.index(cursor)));
            cursor.close();
            kind = catchKind();
        }
        out.catches(clauses);
    }

    /** The kind of the clause that comes next, or null when none does. */
    private CatchClause.@Nullable Kind catchKind() {
        for (CatchClause.Kind kind : CatchClause.Kind.values()) {
            if (cursor.isOpen(kind.toString())) {
                return kind;
            }
        }
        return null;
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
