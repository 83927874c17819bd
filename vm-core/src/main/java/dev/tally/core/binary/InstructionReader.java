package dev.tally.core.binary;

import dev.tally.core.isa.CatchClause;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.Code;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over encoded instructions: {@link #next} reads one with its immediates, the accessors tell them. An accessor
 * means something only for immediates that the {@link Opcode#immediates opcode table} gives the instruction read last.
 * It allocates only for what is a list (labels, catch clauses, annotated types) and for types. Malformed code gives a
 * {@link dev.tally.core.ModuleException} with its offset; indices are not checked against any index space, that is the
 * validator's part. They are never negative: those beyond int read as the greatest int, where no index space reaches.
 */
public final class InstructionReader {
    private static final int MEMORY_INDEX_FOLLOWS = 0x40;
    private static final int ALIGNMENT_BITS = 0x3F;
    private static final int EMPTY_BLOCK_TYPE = 0x40;
    private static final int FIRST_LABELS = 16;
    static final int FROM_NULLABLE = 1;
    static final int TO_NULLABLE = 2;
    private static final int[] NO_LABELS = {};

    private final ByteCursor cursor;
    private final int begin;

    private int position;
    private int index;
    private int secondIndex;
    private long constant;
    private long offset;
    private int alignment;
    private int blockTypeIndex;
    private @Nullable ValueType blockResult;
    private int[] labels = NO_LABELS;
    private int labelCount;
    private List<ValueType> valueTypes = List.of();
    private List<CatchClause> catches = List.of();
    private HeapType heapType = HeapType.FUNC;
    private ReferenceType castFrom = ValueType.FUNCREF;
    private ReferenceType castTo = ValueType.FUNCREF;

    /**
     * Begins before the first instruction.
     *
     * @param function the index of the function that the code belongs to, for messages; −1 outside functions
     */
    public InstructionReader(Code code, int function) {
        this(ByteCursor.over(code.bytes(), code.moduleOffset()));
        cursor.within(new ReadErrors(function));
    }

    /** Reads instructions from where the cursor stands, and moves it. */
    InstructionReader(ByteCursor cursor) {
        this.cursor = cursor;
        this.begin = cursor.at();
    }

    /** Whether an instruction is left. */
    public boolean hasNext() {
        return cursor.hasRemaining();
    }

    /**
     * Reads the next instruction and its immediates.
     *
     * @throws dev.tally.core.ModuleException when there is none, or no whole one, or its bytes mean nothing
     */
    public Opcode next() {
        position = cursor.at();
        Opcode opcode = opcode();
        switch (opcode.immediates()) {
            case NONE -> {}
            case BLOCK_TYPE -> blockType();
            case BLOCK_TYPE_AND_CATCHES -> {
                blockType();
                catchClauses();
            }
            case LABEL, LOCAL, GLOBAL, TAG, FUNCTION, TABLE, MEMORY, DATA, ELEMENT, TYPE, STRUCTURE, ARRAY ->
                index = cursor.index();
            case TYPE_AND_TABLE,
                    DATA_AND_MEMORY,
                    MEMORY_AND_MEMORY,
                    ELEMENT_AND_TABLE,
                    TABLE_AND_TABLE,
                    STRUCTURE_AND_FIELD,
                    ARRAY_AND_LENGTH,
                    ARRAY_AND_DATA,
                    ARRAY_AND_ELEMENT,
                    ARRAY_AND_ARRAY -> {
                index = cursor.index();
                secondIndex = cursor.index();
            }
            case LABELS -> labels();
            case VALUE_TYPES -> valueTypes = TypeReader.valueTypes(cursor);
            case HEAP_TYPE -> heapType = TypeReader.heapType(cursor);
            case REFERENCE -> castTo = TypeReader.reference(false, TypeReader.heapType(cursor));
            case NULLABLE_REFERENCE -> castTo = TypeReader.reference(true, TypeReader.heapType(cursor));
            case LABEL_AND_CAST -> labelAndCast();
            case I32 -> constant = cursor.s32();
            case I64 -> constant = cursor.s64();
            case F32 -> constant = cursor.fixed32();
            case F64 -> constant = cursor.fixed64();
            case MEMORY_ACCESS_8, MEMORY_ACCESS_16, MEMORY_ACCESS_32, MEMORY_ACCESS_64 -> memoryAccess();
        }
        return opcode;
    }

    private Opcode opcode() {
        int code = cursor.u8();
        if (!Opcode.isPrefix(code)) {
            Opcode opcode = Opcode.of(code);
            if (opcode == null) {
                throw cursor.errors().opcode(code, moduleOffset());
            }
            return opcode;
        }
        int subCode = cursor.u32();
        Opcode opcode = Opcode.of(code, subCode);
        if (opcode == null) {
            throw cursor.errors().opcode(code, subCode, moduleOffset());
        }
        return opcode;
    }

    private void blockType() {
        blockTypeIndex = -1;
        blockResult = null;
        int first = cursor.peek();
        if (first == EMPTY_BLOCK_TYPE) {
            cursor.u8();
        } else if (TypeReader.isCode(first)) {
            blockResult = TypeReader.valueType(cursor);
        } else {
            int place = cursor.at();
            long type = cursor.s33();
            if (type < 0) {
                throw cursor.errors().blockType(cursor.moduleOffset(place));
            }
            // No module has so many types that a number beyond int could be one of them.
            blockTypeIndex = (int) Math.min(type, Integer.MAX_VALUE);
        }
    }

    private void catchClauses() {
        int count = cursor.length();
        List<CatchClause> clauses = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            clauses.add(catchClause());
        }
        catches = clauses;
    }

    private CatchClause catchClause() {
        int place = cursor.at();
        int code = cursor.u8();
        CatchClause.Kind kind = CatchClause.Kind.of(code);
        if (kind == null) {
            throw cursor.errors().catchClause(code, cursor.moduleOffset(place));
        }
        int tag = kind.namesTag() ? cursor.index() : CatchClause.ANY_TAG;
        return new CatchClause(kind, tag, cursor.index());
    }

    private void labelAndCast() {
        int place = cursor.at();
        int flags = cursor.u8();
        if ((flags & ~(FROM_NULLABLE | TO_NULLABLE)) != 0) {
            throw cursor.errors().castFlags(flags, cursor.moduleOffset(place));
        }
        index = cursor.index();
        castFrom = TypeReader.reference((flags & FROM_NULLABLE) != 0, TypeReader.heapType(cursor));
        castTo = TypeReader.reference((flags & TO_NULLABLE) != 0, TypeReader.heapType(cursor));
    }

    private void labels() {
        labelCount = cursor.length() + 1;
        if (labels.length < labelCount) {
            labels = new int[Math.max(labelCount, FIRST_LABELS)];
        }
        for (int i = 0; i < labelCount; i++) {
            labels[i] = cursor.index();
        }
    }

    private void memoryAccess() {
        int flags = cursor.u32();
        if (flags < 0 || flags > (MEMORY_INDEX_FOLLOWS | ALIGNMENT_BITS)) {
            throw cursor.errors().memoryFlags(flags, moduleOffset());
        }
        alignment = flags & ALIGNMENT_BITS;
        index = (flags & MEMORY_INDEX_FOLLOWS) != 0 ? cursor.index() : 0;
        offset = cursor.u64();
    }

    /** Where in the code the instruction read last begins, in bytes from the code's first. */
    public int position() {
        return position - begin;
    }

    /** The byte of the module at which the instruction read last begins. */
    public long moduleOffset() {
        return cursor.moduleOffset(position);
    }

    /** The (first) index: label, local, global, tag, function, table, memory, segment, or type. */
    public int index() {
        return index;
    }

    /**
     * The second index: the table of call_indirect, the memory or table that a segment is copied into, the field of a
     * structure, the segment or the length that an array is made of; for copies {@link #index} is the destination and
     * this the source.
     */
    public int secondIndex() {
        return secondIndex;
    }

    /** The constant of i32.const (sign-extended) and i64.const, the bits of f32.const (sign-extended) and f64.const. */
    public long constant() {
        return constant;
    }

    /** The offset of a memory access, unsigned. */
    public long offset() {
        return offset;
    }

    /** The alignment of a memory access, as the exponent of a power of two. */
    public int alignment() {
        return alignment;
    }

    /** The memory of a memory access. */
    public int memory() {
        return index;
    }

    /** The type index of a block type, or −1 when {@link #blockResult} tells. */
    public int blockTypeIndex() {
        return blockTypeIndex;
    }

    /** The only result of a block type without index, or null when it has none. */
    public @Nullable ValueType blockResult() {
        return blockResult;
    }

    /** How many labels a br_table has, the default one included. */
    public int labelCount() {
        return labelCount;
    }

    /** A label of br_table; the last is the default. */
    public int label(int i) {
        return labels[i];
    }

    /** The types of an annotated select. */
    public List<ValueType> valueTypes() {
        return valueTypes;
    }

    /** The heap type of ref.null. */
    public HeapType heapType() {
        return heapType;
    }

    /** The clauses of try_table. */
    public List<CatchClause> catches() {
        return catches;
    }

    /** The type that the operand of br_on_cast and br_on_cast_fail has. */
    public ReferenceType castFrom() {
        return castFrom;
    }

    /** The type that a cast or a test asks for. */
    public ReferenceType castTo() {
        return castTo;
    }
}
