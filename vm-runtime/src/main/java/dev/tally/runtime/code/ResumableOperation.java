package dev.tally.runtime.code;

/**
 * Operations whose price grows with an operand. Each stands at a safepoint and is executed again when the guest goes on,
 * until it is done: copies, fills and initialisations do a part at a time and rewrite their operands; growth and the
 * making of objects collect their price first and then happen at once.
 */
public enum ResumableOperation {
    MEMORY_COPY(SafepointKind.BULK_OPERATION),
    MEMORY_FILL(SafepointKind.BULK_OPERATION),
    MEMORY_INIT(SafepointKind.BULK_OPERATION),
    MEMORY_GROW(SafepointKind.GROWTH),
    TABLE_COPY(SafepointKind.BULK_OPERATION),
    TABLE_FILL(SafepointKind.BULK_OPERATION),
    TABLE_INIT(SafepointKind.BULK_OPERATION),
    TABLE_GROW(SafepointKind.GROWTH),
    /** Reads an imported immutable global that may be a string constant not made yet. */
    CONSTANT_GET(SafepointKind.ALLOCATION),

    STRUCT_NEW(SafepointKind.ALLOCATION),
    STRUCT_NEW_DEFAULT(SafepointKind.ALLOCATION),
    ARRAY_NEW(SafepointKind.ALLOCATION),
    ARRAY_NEW_DEFAULT(SafepointKind.ALLOCATION),
    ARRAY_NEW_FIXED(SafepointKind.ALLOCATION),
    ARRAY_NEW_DATA(SafepointKind.ALLOCATION),
    ARRAY_NEW_ELEM(SafepointKind.ALLOCATION),
    ARRAY_FILL(SafepointKind.BULK_OPERATION),
    ARRAY_COPY(SafepointKind.BULK_OPERATION),
    ARRAY_INIT_DATA(SafepointKind.BULK_OPERATION),
    ARRAY_INIT_ELEM(SafepointKind.BULK_OPERATION);

    private static final ResumableOperation[] ALL = values();

    private final SafepointKind safepointKind;

    ResumableOperation(SafepointKind safepointKind) {
        this.safepointKind = safepointKind;
    }

    /** The operation with this ordinal. */
    public static ResumableOperation of(int ordinal) {
        return ALL[ordinal];
    }

    /** Whether it makes an object; what does not asks the arena for nothing, unless it makes something grow. */
    public boolean makesObjects() {
        return safepointKind == SafepointKind.ALLOCATION;
    }

    public SafepointKind safepointKind() {
        return safepointKind;
    }
}
