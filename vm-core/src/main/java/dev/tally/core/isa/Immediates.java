package dev.tally.core.isa;

/** What follows an opcode in the binary format. */
public enum Immediates {
    NONE,
    BLOCK_TYPE,
    /** The type of a block and a vector of {@link CatchClause catch clauses}. */
    BLOCK_TYPE_AND_CATCHES,
    LABEL,
    /** A vector of labels and the default label. */
    LABELS,
    LOCAL,
    GLOBAL,
    TAG,
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
    /** A type of structures. */
    STRUCTURE,
    /** A type of structures, and the index of one of its fields. */
    STRUCTURE_AND_FIELD,
    /** A type of arrays. */
    ARRAY,
    /** A type of arrays, and a number of elements. */
    ARRAY_AND_LENGTH,
    ARRAY_AND_DATA,
    ARRAY_AND_ELEMENT,
    /** The type of the array that is copied into, then that of the source. */
    ARRAY_AND_ARRAY,
    /** The heap type of references that are not null. */
    REFERENCE,
    /** The heap type of references that may be null. */
    NULLABLE_REFERENCE,
    /** Two bits that say which of two reference types may be null, a label, and the heap types of both. */
    LABEL_AND_CAST,
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
