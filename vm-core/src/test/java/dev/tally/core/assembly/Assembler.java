package dev.tally.core.assembly;

import dev.tally.core.isa.Immediates;
import dev.tally.core.isa.Opcode;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes instructions from one line of text: mnemonics and immediates as the binary format orders them, instructions
 * apart by semicolons, the last {@code end} implied. A block takes nothing, a type or the index of a type.
 *
 * <pre>{@code block i32; i32.const 1; local.get 0; br_if 0; end; drop}</pre>
 */
public final class Assembler {
    private static final Map<String, Opcode> OPCODES = new HashMap<>();
    private static final Map<String, ValueType> TYPES = new HashMap<>();
    private static final Map<String, HeapType> HEAP_TYPES = new HashMap<>();
    private static final String EMPTY_BLOCK = "-64";

    static {
        for (Opcode opcode : Opcode.values()) {
            OPCODES.putIfAbsent(opcode.mnemonic(), opcode);
        }
        for (ValueType type : NumberType.values()) {
            TYPES.put(type.toString(), type);
        }
        for (int number = -1; number >= -0x40; number--) {
            if (HeapType.isAbstract(number)) {
                HeapType type = HeapType.of(number);
                HEAP_TYPES.put(type.toString(), type);
                TYPES.put(type + "ref", new ReferenceType(true, type));
                TYPES.put(type + "!", new ReferenceType(false, type));
            }
        }
    }

    private Assembler() {}

    /** The bytes of an expression, its {@code end} included. */
    public static CodeBuilder assemble(String text) {
        CodeBuilder code = new CodeBuilder();
        for (String instruction : text.split(";", -1)) {
            if (!instruction.isBlank()) {
                List<String> words = Arrays.asList(instruction.strip().split(" +", -1));
                instruction(code, words.getFirst(), words.subList(1, words.size()));
            }
        }
        return code.end();
    }

    private static void instruction(CodeBuilder code, String mnemonic, List<String> immediates) {
        Opcode opcode = OPCODES.get(mnemonic);
        if (opcode == null) {
            throw new IllegalArgumentException("no opcode is called " + mnemonic);
        }
        if (opcode == Opcode.SELECT && !immediates.isEmpty()) {
            code.select(immediates.stream().map(Assembler::type).toList());
        } else if (opcode.immediates() == Immediates.BLOCK_TYPE
                && !immediates.isEmpty()
                && !immediates.getFirst().matches("\\d+")) {
            code.block(opcode, type(immediates.getFirst()));
        } else {
            List<String> numbers = immediates.isEmpty() ? List.of(EMPTY_BLOCK) : immediates;
            code.op(opcode, numbers.stream().mapToLong(Assembler::number).toArray());
        }
    }

    private static long number(String word) {
        HeapType heapType = HEAP_TYPES.get(word);
        return heapType == null ? Long.decode(word) : heapType.index();
    }

    /**
     * The type of this name: {@code i32}, {@code funcref}, {@code func!} for a reference that is never null, and {@code 3!}
     * and {@code 3?} for references to what is of the module's type 3.
     */
    public static ValueType type(String name) {
        ValueType type = TYPES.get(name);
        if (type != null) {
            return type;
        }
        if (name.matches("\\d+[!?]")) {
            int index = Integer.parseInt(name.substring(0, name.length() - 1));
            return new ReferenceType(name.endsWith("?"), new HeapType(index));
        }
        throw new IllegalArgumentException("no type is called " + name);
    }
}
