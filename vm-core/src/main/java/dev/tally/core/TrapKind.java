package dev.tally.core;

/**
 * Why a guest's call ended without a result. The names are stable: certificates, summaries and hosts' own rules may
 * rely on them. The messages are those of the WebAssembly test suite where the specification knows the trap.
 */
public enum TrapKind {
    UNREACHABLE("unreachable"),
    INTEGER_DIVIDE_BY_ZERO("integer divide by zero"),
    INTEGER_OVERFLOW("integer overflow"),
    INVALID_CONVERSION_TO_INTEGER("invalid conversion to integer"),
    OUT_OF_BOUNDS_MEMORY_ACCESS("out of bounds memory access"),
    OUT_OF_BOUNDS_TABLE_ACCESS("out of bounds table access"),
    UNDEFINED_ELEMENT("undefined element"),
    UNINITIALIZED_ELEMENT("uninitialized element"),
    INDIRECT_CALL_TYPE_MISMATCH("indirect call type mismatch"),
    NULL_REFERENCE("null reference"),
    NULL_FUNCTION_REFERENCE("null function reference"),
    NULL_STRUCTURE_REFERENCE("null structure reference"),
    NULL_ARRAY_REFERENCE("null array reference"),
    NULL_I31_REFERENCE("null i31 reference"),
    NULL_EXCEPTION_REFERENCE("null exception reference"),
    OUT_OF_BOUNDS_ARRAY_ACCESS("out of bounds array access"),
    CAST_FAILURE("cast failure"),

    /** An exception that no handler of the guest caught; the trap's message names its tag. */
    UNCAUGHT_EXCEPTION("uncaught exception"),

    /** A string builtin was handed a reference that is not a string, or null. */
    NOT_A_STRING("not a string"),

    /** A string builtin was handed an index beyond the string's end. */
    OUT_OF_BOUNDS_STRING_ACCESS("out of bounds string access"),

    /** A string builtin was handed a number that is no code point. */
    INVALID_CODE_POINT("invalid code point"),

    /** A string would have grown beyond the longest that the machine knows. */
    STRING_TOO_LONG("string too long"),

    /** The next frame would not have fitted into the guest's stack. */
    CALL_STACK_EXHAUSTED("call stack exhausted"),

    /** A request for arena bytes would have exceeded the guest's quota. */
    OUT_OF_BYTES("out of bytes"),

    /** A function of the host threw; the trap carries the cause. */
    HOST_FAILURE("host function failed"),

    /** The guest ended itself, for example by the {@code proc_exit} of WASI. */
    EXIT("exit");

    private final String message;

    TrapKind(String message) {
        this.message = message;
    }

    /** The message, in the terms of the specification where it has one. */
    public String message() {
        return message;
    }
}
