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
    /** In a function of the host that rests, or in a builtin that collects its price: the frame is the callee's own. */
    HOST_CALL
}
