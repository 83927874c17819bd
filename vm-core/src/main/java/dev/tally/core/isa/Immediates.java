package dev.tally.core.isa;

/** What follows an opcode in the binary format. */
public enum Immediates {
    NONE,
    BLOCK_TYPE,
    LABEL,
    /** A vector of labels and the default label. */
    LABELS,
    LOCAL,
    GLOBAL,
    FUNCTION,
    TABLE,
    MEMORY,
    DATA,
    ELEMENT,
    TYPE,
    TYPE_AND_TABLE,
    DATA_AND_MEMORY,
    MEMORY_AND_MEMORY,
    ELEMENT_AND_TABLE,
    TABLE_AND_TABLE,
    VALUE_TYPES,
    HEAP_TYPE,
    I32,
    I64,
    F32,
    F64,
    /** Alignment and offset of an access to so many bits. */
    MEMORY_ACCESS_8(1),
    MEMORY_ACCESS_16(2),
    MEMORY_ACCESS_32(4),
    MEMORY_ACCESS_64(8);

    private final int accessBytes;

    Immediates() {
        this(0);
    }

    Immediates(int accessBytes) {
        this.accessBytes = accessBytes;
    }

    /** The bytes that a memory access touches; 0 of anything else. */
    public int accessBytes() {
        return accessBytes;
    }

    public boolean isMemoryAccess() {
        return accessBytes > 0;
    }
}
