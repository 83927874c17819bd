package dev.tally.core.assembly;

import dev.tally.core.isa.CatchClause;
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
 * apart by semicolons, the last {@code end} implied. A block takes nothing, a type or the index of a type; those of a
 * {@code try_table} are followed by its clauses. A type to which a reference is cast, and which may be null, is written
 * {@code eq?} or {@code 3?}.
 *
 * <pre>{@code block i32; i32.const 1; local.get 0; br_if 0; end; drop}</pre>
 */
public final class Assembler {
    private static final Map<String, Opcode> OPCODES = new HashMap<>();
    private static final Map<String, ValueType> TYPES = new HashMap<>();
    private static final Map<String, HeapType> HEAP_TYPES = new HashMap<>();
    private static final Map<String, CatchClause.Kind> KINDS = new HashMap<>();
    private static final Map<Opcode, Opcode> NULLABLE =
            Map.of(Opcode.REF_TEST, Opcode.REF_TEST_NULL, Opcode.REF_CAST, Opcode.REF_CAST_NULL);
    private static final String EMPTY_BLOCK = "-64";

    static {
        for (Opcode opcode : Opcode.values()) {
            OPCODES.putIfAbsent(opcode.mnemonic(), opcode);
        }
        for (CatchClause.Kind kind : CatchClause.Kind.values()) {
            KINDS.put(kind.toString(), kind);
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
        } else if (opcode.beginsBlock()) {
            block(code, opcode, immediates);
        } else if (opcode.immediates() == Immediates.REFERENCE) {
            boolean nullable = immediates.getFirst().endsWith("?");
            Opcode meant = nullable ? NULLABLE.getOrDefault(opcode, opcode) : opcode;
            code.op(meant, number(immediates.getFirst()));
        } else if (opcode.immediates() == Immediates.LABEL_AND_CAST) {
            long flags = (immediates.get(1).endsWith("?") ? 1L : 0)
                    + (immediates.get(2).endsWith("?") ? 2L : 0);
            code.op(opcode, flags, number(immediates.get(0)), number(immediates.get(1)), number(immediates.get(2)));
        } else {
            code.op(opcode, numbers(immediates));
        }
    }

    private static void block(CodeBuilder code, Opcode opcode, List<String> immediates) {
        boolean typed = !immediates.isEmpty() && !KINDS.containsKey(immediates.getFirst());
        String type = typed ? immediates.getFirst() : EMPTY_BLOCK;
        long[] catches = numbers(typed ? immediates.subList(1, immediates.size()) : immediates);
        if (type.matches("-?\\d+")) {
            long[] all = new long[catches.length + 1];
            all[0] = Long.parseLong(type);
            System.arraycopy(catches, 0, all, 1, catches.length);
            code.op(opcode, all);
        } else {
            code.block(opcode, type(type), catches);
        }
    }

    private static long[] numbers(List<String> words) {
        return words.stream().mapToLong(Assembler::number).toArray();
    }

    private static long number(String word) {
        CatchClause.Kind kind = KINDS.get(word);
        if (kind != null) {
            return kind.code();
        }
        String name = word.replaceFirst("\\?$", "");
        HeapType heapType = HEAP_TYPES.get(name);
        return heapType == null ? Long.decode(name) : heapType.index();
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
