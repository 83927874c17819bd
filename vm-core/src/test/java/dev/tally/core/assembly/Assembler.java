package dev.tally.core.assembly;

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
    private static final String EMPTY_BLOCK = "-64";

    static {
        for (Opcode opcode : Opcode.values()) {
            OPCODES.putIfAbsent(opcode.mnemonic(), opcode);
        }
        for (ValueType type : NumberType.values()) {
            TYPES.put(type.toString(), type);
        }
        for (HeapType type : List.of(HeapType.FUNC, HeapType.EXTERN)) {
            TYPES.put(type + "ref", new ReferenceType(true, type));
            TYPES.put(type + "!", new ReferenceType(false, type));
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
        } else if (!immediates.isEmpty() && TYPES.containsKey(immediates.getFirst())) {
            code.block(opcode, type(immediates.getFirst()));
        } else {
            List<String> numbers = immediates.isEmpty() ? List.of(EMPTY_BLOCK) : immediates;
            code.op(opcode, numbers.stream().mapToLong(Assembler::number).toArray());
        }
    }

    private static long number(String word) {
        return switch (word) {
            case "func" -> Encoding.signed(Encoding.code(HeapType.FUNC));
            case "extern" -> Encoding.signed(Encoding.code(HeapType.EXTERN));
            default -> Long.decode(word);
        };
    }

    /** The type of this name: {@code i32}, {@code funcref}, and {@code func!} for a reference that is never null. */
    public static ValueType type(String name) {
        ValueType type = TYPES.get(name);
        if (type == null) {
            throw new IllegalArgumentException("no type is called " + name);
        }
        return type;
    }
}
