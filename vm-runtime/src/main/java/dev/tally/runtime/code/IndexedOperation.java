package dev.tally.runtime.code;

import dev.tally.core.isa.Opcode;

/**
 * Operations on tables, memories and segments that take a short, bounded time and that the interpreter's loop leaves to
 * others. Their operands lie side by side from the operation's slot {@code a}; a result replaces the first of them.
 */
public enum IndexedOperation {
    MEMORY_SIZE,
    TABLE_SIZE,
    TABLE_GET,
    TABLE_SET,
    DATA_DROP,
    ELEMENT_DROP,
    /** Instantiation only: stores the operand as an item of an element segment. */
    ELEMENT_SET,

    /**
     * Makes an address of 64 bits one of 32: those that do not fit become the greatest. No memory and no table reaches so far,
     * so every operation takes both for out of bounds, and no other operation need know of 64-bit addresses.
     */
    SATURATE,

    // Loads from and stores to memories other than the first, of which the loop knows nothing. The first index is the
    // memory, the second the offset; greater offsets than it can hold are out of bounds as the greatest is.
    LOAD_8_S,
    LOAD_8_U,
    LOAD_16_S,
    LOAD_16_U,
    LOAD_32_S,
    LOAD_32_U,
    LOAD_64,
    STORE_8,
    STORE_16,
    STORE_32,
    STORE_64;

    private static final IndexedOperation[] ALL = values();

    /** The operation with this ordinal. */
    public static IndexedOperation of(int ordinal) {
        return ALL[ordinal];
    }

    /** The load or store for an opcode of memory access. */
    static IndexedOperation access(Opcode opcode) {
        return switch (opcode) {
            case I32_LOAD8_S, I64_LOAD8_S -> LOAD_8_S;
            case I32_LOAD8_U, I64_LOAD8_U -> LOAD_8_U;
            case I32_LOAD16_S, I64_LOAD16_S -> LOAD_16_S;
            case I32_LOAD16_U, I64_LOAD16_U -> LOAD_16_U;
            case I32_LOAD, F32_LOAD, I64_LOAD32_S -> LOAD_32_S;
            case I64_LOAD32_U -> LOAD_32_U;
            case I64_LOAD, F64_LOAD -> LOAD_64;
            case I32_STORE8, I64_STORE8 -> STORE_8;
            case I32_STORE16, I64_STORE16 -> STORE_16;
            case I32_STORE, F32_STORE, I64_STORE32 -> STORE_32;
            case I64_STORE, F64_STORE -> STORE_64;
            default -> throw new IllegalArgumentException(opcode.mnemonic() + " accesses no memory");
        };
    }

    /** An offset as the second index of an access. */
    static int offsetIndex(long offset) {
        return Long.compareUnsigned(offset, 0xFFFF_FFFFL) > 0 ? -1 : (int) offset;
    }

    /** The bytes that an access touches; 0 of anything else. */
    public int accessBytes() {
        return switch (this) {
            case LOAD_8_S, LOAD_8_U, STORE_8 -> Byte.BYTES;
            case LOAD_16_S, LOAD_16_U, STORE_16 -> Short.BYTES;
            case LOAD_32_S, LOAD_32_U, STORE_32 -> Integer.BYTES;
            case LOAD_64, STORE_64 -> Long.BYTES;
            default -> 0;
        };
    }
}
