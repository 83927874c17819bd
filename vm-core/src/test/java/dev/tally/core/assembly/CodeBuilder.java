package dev.tally.core.assembly;

import dev.tally.core.isa.Opcode;
import dev.tally.core.type.ValueType;
import java.util.Arrays;
import java.util.List;

/** Writes instructions; how immediates are laid out is read from the opcode table. */
public final class CodeBuilder {
    private final ByteWriter out = new ByteWriter();

    /**
     * Any instruction but a typed select or a block with a result.
     *
     * @param immediates in their order in the binary format; of a memory access alignment, offset and, if not 0, memory;
     *     of a block type the signed number; of labels all, the default one last; of catch clauses a kind, a tag (if any
     *     it has) and a label each
     */
    public CodeBuilder op(Opcode opcode, long... immediates) {
        opcode(opcode);
        switch (opcode.immediates()) {
            case NONE -> {}
            case BLOCK_TYPE, HEAP_TYPE, REFERENCE, NULLABLE_REFERENCE, I32, I64 -> out.signed(immediates[0]);
            case LABEL, LOCAL, GLOBAL, TAG, FUNCTION, TABLE, MEMORY, DATA, ELEMENT, TYPE, STRUCTURE, ARRAY ->
                out.unsigned(immediates[0]);
            case TYPE_AND_TABLE,
                    DATA_AND_MEMORY,
                    MEMORY_AND_MEMORY,
                    ELEMENT_AND_TABLE,
                    TABLE_AND_TABLE,
                    STRUCTURE_AND_FIELD,
                    ARRAY_AND_LENGTH,
                    ARRAY_AND_DATA,
                    ARRAY_AND_ELEMENT,
                    ARRAY_AND_ARRAY -> out.unsigned(immediates[0]).unsigned(immediates[1]);
            case BLOCK_TYPE_AND_CATCHES -> {
                out.signed(immediates[0]);
                catches(Arrays.copyOfRange(immediates, 1, immediates.length));
            }
            case LABEL_AND_CAST ->
                out.unsigned(immediates[0])
                        .unsigned(immediates[1])
                        .signed(immediates[2])
                        .signed(immediates[3]);
            case LABELS -> {
                out.unsigned(immediates.length - 1);
                for (long label : immediates) {
                    out.unsigned(label);
                }
            }
            case VALUE_TYPES -> throw new IllegalArgumentException("say select(types)");
            case F32 -> out.fixed32((int) immediates[0]);
            case F64 -> out.fixed64(immediates[0]);
            case MEMORY_ACCESS_8, MEMORY_ACCESS_16, MEMORY_ACCESS_32, MEMORY_ACCESS_64 -> {
                boolean memory = immediates.length > 2;
                out.unsigned(memory ? immediates[0] | 0x40 : immediates[0]);
                if (memory) {
                    out.unsigned(immediates[2]);
                }
                out.unsigned(immediates[1]);
            }
        }
        return this;
    }

    private void catches(long[] clauses) {
        ByteWriter list = new ByteWriter();
        int count = 0;
        for (int i = 0; i < clauses.length; count++) {
            boolean namesTag = clauses[i] < 2;
            list.unsigned(clauses[i++]);
            if (namesTag) {
                list.unsigned(clauses[i++]);
            }
            list.unsigned(clauses[i++]);
        }
        out.unsigned(count).put(list.toByteArray());
    }

    private void opcode(Opcode opcode) {
        if (opcode.prefix() != 0) {
            out.put(opcode.prefix()).unsigned(opcode.code() & 0xFFFF);
        } else {
            out.put(opcode.code());
        }
    }

    /** A block without parameters and results. */
    public CodeBuilder block(Opcode opcode) {
        return op(opcode, Encoding.signed(0x40));
    }

    /**
     * A block with one result.
     *
     * @param catches the clauses of a try_table, as {@link #op} takes them
     */
    public CodeBuilder block(Opcode opcode, ValueType result, long... catches) {
        opcode(opcode);
        out.put(Encoding.of(result));
        if (opcode == Opcode.TRY_TABLE) {
            catches(catches);
        }
        return this;
    }

    public CodeBuilder select(List<ValueType> types) {
        opcode(Opcode.SELECT_TYPED);
        out.unsigned(types.size());
        types.forEach(type -> out.put(Encoding.of(type)));
        return this;
    }

    /** The same instruction again and again. */
    public CodeBuilder repeat(int times, Opcode opcode, long... immediates) {
        for (int i = 0; i < times; i++) {
            op(opcode, immediates);
        }
        return this;
    }

    public CodeBuilder end() {
        return op(Opcode.END);
    }

    public byte[] toByteArray() {
        return out.toByteArray();
    }
}
