package dev.tally.runtime.code;

/**
 * Operations on tables, memories and segments that take a short, bounded time. Their operands lie side by side from the
 * operation's slot {@code a}; a result replaces the first of them.
 */
public enum IndexedOperation {
    MEMORY_SIZE,
    TABLE_SIZE,
    TABLE_GET,
    TABLE_SET,
    REF_FUNC,
    DATA_DROP,
    ELEMENT_DROP,
    /** Instantiation only: stores the operand as an item of an element segment. */
    ELEMENT_SET;

    private static final IndexedOperation[] ALL = values();

    /** The operation with this ordinal. */
    public static IndexedOperation of(int ordinal) {
        return ALL[ordinal];
    }
}
