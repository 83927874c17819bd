package dev.tally.core.binary;

import dev.tally.core.isa.CatchClause;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.Code;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.List;

/**
 * Writes encoded instructions: the counterpart of {@link InstructionReader}. Its caller writes an opcode and then the
 * immediates that the {@link Opcode#immediates opcode table} gives it, in the order of the binary format; nothing is
 * checked.
 */
public final class CodeWriter {
    private static final int PREFIX_SHIFT = 16;
    private static final int SUB_CODE = 0xFFFF;
    private static final int MEMORY_INDEX_FOLLOWS = 0x40;
    private static final int EMPTY_BLOCK_TYPE = 0x40;

    private final ByteWriter out = new ByteWriter();

    /** Bytes written so far. */
    public int size() {
        return out.size();
    }

    public void opcode(Opcode opcode) {
        if (Opcode.isPrefix(opcode.prefix())) {
            out.u8(opcode.code() >>> PREFIX_SHIFT);
            out.u32(opcode.code() & SUB_CODE);
        } else {
            out.u8(opcode.code());
        }
    }

    /** An index, or the count of a list. */
    public void index(int index) {
        out.u32(index);
    }

    /** A constant of type i32 or i64. */
    public void integer(long value) {
        out.signed(value);
    }

    /** The bits of a constant of type f32. */
    public void float32(int bits) {
        out.fixed32(bits);
    }

    /** The bits of a constant of type f64. */
    public void float64(long bits) {
        out.fixed64(bits);
    }

    /** The type of a block that takes and leaves nothing. */
    public void emptyBlockType() {
        out.u8(EMPTY_BLOCK_TYPE);
    }

    /** The type of a block that takes nothing and leaves one value. */
    public void blockResult(ValueType result) {
        TypeWriter.valueType(out, result);
    }

    /** The type of a block by its index in the type section. */
    public void blockTypeIndex(int index) {
        out.signed(index);
    }

    public void valueTypes(List<ValueType> types) {
        TypeWriter.valueTypes(out, types);
    }

    public void heapType(HeapType type) {
        TypeWriter.heapType(out, type);
    }

    public void catches(List<CatchClause> clauses) {
        out.u32(clauses.size());
        for (CatchClause clause : clauses) {
            out.u8(clause.kind().code());
            if (clause.kind().namesTag()) {
                out.u32(clause.tag());
            }
            out.u32(clause.label());
        }
    }

    /** The immediates of a branch on a cast from one type to another. */
    public void labelAndCast(int label, ReferenceType from, ReferenceType to) {
        out.u8((from.nullable() ? InstructionReader.FROM_NULLABLE : 0)
                | (to.nullable() ? InstructionReader.TO_NULLABLE : 0));
        out.u32(label);
        heapType(from.heapType());
        heapType(to.heapType());
    }

    /**
     * The immediates of a memory access.
     *
     * @param alignment the exponent of a power of two
     * @param offset unsigned
     */
    public void memoryAccess(int alignment, int memory, long offset) {
        if (memory == 0) {
            out.u32(alignment);
        } else {
            out.u32(alignment | MEMORY_INDEX_FOLLOWS);
            out.u32(memory);
        }
        out.u64(offset);
    }

    /** Takes over what another writer wrote from a place on, which it forgets. */
    public void take(CodeWriter other, int from) {
        out.raw(other.out, from);
        other.out.truncate(from);
    }

    /**
     * Everything written, as code; the writer is empty afterwards.
     *
     * @param moduleOffset where the code stands, for messages
     */
    public Code code(long moduleOffset) {
        Code code = new Code(out.toByteArray(), moduleOffset);
        out.truncate(0);
        return code;
    }
}
