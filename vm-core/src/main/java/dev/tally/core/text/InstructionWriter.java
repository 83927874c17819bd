package dev.tally.core.text;

import dev.tally.core.binary.InstructionReader;
import dev.tally.core.isa.CatchClause;
import dev.tally.core.isa.Immediates;
import dev.tally.core.isa.Opcode;
import dev.tally.core.module.Code;
import dev.tally.core.type.ValueType;
import java.util.List;

/** Writes code as plain instructions. How each kind of immediates is written stands here; which follow, in the opcode table. */
final class InstructionWriter {
    private static final int FLOAT_SIGNIFICAND = 0x7F_FFFF;
    private static final long DOUBLE_SIGNIFICAND = 0xF_FFFF_FFFF_FFFFL;

    private final TextOutput out;
    private final FunctionNames functions;

    InstructionWriter(TextOutput out, FunctionNames functions) {
        this.out = out;
        this.functions = functions;
    }

    /** Writes a body, an instruction a line, without its last end. */
    void body(Code code) {
        InstructionReader reader = new InstructionReader(code, -1);
        int level = 0;
        while (true) {
            Opcode opcode = reader.next();
            if (opcode == Opcode.END && level == 0) {
                return;
            }
            boolean leaves = opcode == Opcode.END || opcode == Opcode.ELSE;
            boolean enters = opcode == Opcode.ELSE || opcode.beginsBlock();
            if (leaves) {
                level--;
                out.indent(-1);
            }
            out.line();
            instruction(opcode, reader);
            if (enters) {
                level++;
                out.indent(1);
            }
        }
    }

    /**
     * Writes a constant expression in one line.
     *
     * @param word what it is wrapped into if it is not one instruction alone; nothing where it needs no wrapping
     */
    void constant(Code code, String word) {
        boolean folded = isSingle(code);
        InstructionReader reader = new InstructionReader(code, -1);
        if (folded) {
            out.text('(');
            instruction(reader.next(), reader);
            out.text(')');
            return;
        }
        if (!word.isEmpty()) {
            out.text('(').text(word).text(' ');
        }
        int level = 0;
        Opcode opcode = reader.next();
        for (boolean first = true; opcode != Opcode.END || level > 0; first = false) {
            if (!first) {
                out.text(' ');
            }
            instruction(opcode, reader);
            level += opcode.beginsBlock() ? 1 : opcode == Opcode.END ? -1 : 0;
            opcode = reader.next();
        }
        if (!word.isEmpty()) {
            out.text(')');
        }
    }

    /** Whether code is one instruction, and not a block. */
    private static boolean isSingle(Code code) {
        InstructionReader reader = new InstructionReader(code, -1);
        Opcode opcode = reader.next();
        return opcode != Opcode.END && !opcode.beginsBlock() && reader.next() == Opcode.END;
    }

    private void instruction(Opcode opcode, InstructionReader reader) {
        out.text(opcode.mnemonic());
        Immediates immediates = opcode.immediates();
        switch (immediates) {
            case NONE -> {}
            case BLOCK_TYPE -> blockType(reader);
            case BLOCK_TYPE_AND_CATCHES -> {
                blockType(reader);
                reader.catches().forEach(this::catchClause);
            }
            case LABEL, LOCAL, GLOBAL, TAG, TABLE, DATA, ELEMENT, TYPE, STRUCTURE, ARRAY -> index(reader.index());
            case STRUCTURE_AND_FIELD, ARRAY_AND_LENGTH, ARRAY_AND_DATA, ARRAY_AND_ELEMENT, ARRAY_AND_ARRAY -> {
                index(reader.index());
                index(reader.secondIndex());
            }
            case REFERENCE, NULLABLE_REFERENCE ->
                out.text(' ').text(reader.castTo().toString());
            case LABEL_AND_CAST -> {
                index(reader.index());
                out.text(' ').text(reader.castFrom().toString());
                out.text(' ').text(reader.castTo().toString());
            }
            case FUNCTION -> functions.refer(out.text(' '), reader.index());
            case MEMORY -> unlessZero(reader.index());
            case LABELS -> {
                for (int i = 0; i < reader.labelCount(); i++) {
                    index(reader.label(i));
                }
            }
            case TYPE_AND_TABLE -> {
                unlessZero(reader.secondIndex());
                out.text(" (type")
                        .text(' ')
                        .text(Integer.toString(reader.index()))
                        .text(')');
            }
            case DATA_AND_MEMORY, ELEMENT_AND_TABLE -> {
                unlessZero(reader.secondIndex());
                index(reader.index());
            }
            case MEMORY_AND_MEMORY, TABLE_AND_TABLE -> {
                if (reader.index() != 0 || reader.secondIndex() != 0) {
                    index(reader.index());
                    index(reader.secondIndex());
                }
            }
            case VALUE_TYPES -> {
                out.text(" (result");
                values(out, reader.valueTypes());
                out.text(')');
            }
            case HEAP_TYPE -> out.text(' ').text(reader.heapType().toString());
            case I32, I64 -> out.text(' ').text(Long.toString(reader.constant()));
            case F32 -> out.text(' ').text(float32((int) reader.constant()));
            case F64 -> out.text(' ').text(float64(reader.constant()));
            case MEMORY_ACCESS_8, MEMORY_ACCESS_16, MEMORY_ACCESS_32, MEMORY_ACCESS_64 ->
                memoryAccess(immediates.accessBytes(), reader);
        }
    }

    /** Writes types, with a space before each. */
    static void values(TextOutput out, List<ValueType> types) {
        types.forEach(type -> out.text(' ').text(type.toString()));
    }

    private void index(int index) {
        out.text(' ').text(Integer.toString(index));
    }

    private void unlessZero(int index) {
        if (index != 0) {
            index(index);
        }
    }

    private void blockType(InstructionReader reader) {
        ValueType result = reader.blockResult();
        if (reader.blockTypeIndex() >= 0) {
            out.text(" (type")
                    .text(' ')
                    .text(Integer.toString(reader.blockTypeIndex()))
                    .text(')');
        } else if (result != null) {
            out.text(" (result ").text(result.toString()).text(')');
        }
    }

    private void catchClause(CatchClause clause) {
        out.text(" (").text(clause.kind().toString());
        if (clause.kind().namesTag()) {
            index(clause.tag());
        }
        index(clause.label());
        out.text(')');
    }

    private void memoryAccess(int accessBytes, InstructionReader reader) {
        unlessZero(reader.memory());
        if (reader.offset() != 0) {
            out.text(" offset=").text(Long.toUnsignedString(reader.offset()));
        }
        if (reader.alignment() != Integer.numberOfTrailingZeros(accessBytes)) {
            out.text(" align=").text(Long.toUnsignedString(1L << reader.alignment()));
        }
    }

    /** The shortest decimal that means these bits, or what stands for them that are no number. */
    private static String float32(int bits) {
        float value = Float.intBitsToFloat(bits);
        if (Float.isNaN(value)) {
            return (bits < 0 ? "-" : "") + "nan:0x" + Integer.toHexString(bits & FLOAT_SIGNIFICAND);
        }
        return Float.isInfinite(value) ? (bits < 0 ? "-inf" : "inf") : Float.toString(value);
    }

    private static String float64(long bits) {
        double value = Double.longBitsToDouble(bits);
        if (Double.isNaN(value)) {
            return (bits < 0 ? "-" : "") + "nan:0x" + Long.toHexString(bits & DOUBLE_SIGNIFICAND);
        }
        return Double.isInfinite(value) ? (bits < 0 ? "-inf" : "inf") : Double.toString(value);
    }
}
