package dev.tally.runtime.code;

/** The places in code where a guest can come to rest. */
public enum SafepointKind {
    FUNCTION_ENTRY,
    LOOP_HEAD,
    CALL_RETURN,
    /** Where a path since the last check would exceed {@link FuelBlocks#LONGEST_PATH}. */
    LONG_PATH,
    BULK_OPERATION,
    GROWTH,
    ALLOCATION,
    /** Where a clause of a {@code try_table} goes on with what it has caught. */
    CATCH,
    /** In a function of the host that rests, or in a builtin that collects its price: the frame is the callee's own. */
    HOST_CALL
}
