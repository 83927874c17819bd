package dev.tally.core.type;

/**
 * The type of a value that a guest computes with (specification, section "Types"). It must never get a default method:
 * with one, two threads that load their first modules could each wait for the other to initialise it or its constants.
 */
public sealed interface ValueType permits NumberType, ReferenceType {
    ValueType I32 = NumberType.I32;
    ValueType I64 = NumberType.I64;
    ValueType F32 = NumberType.F32;
    ValueType F64 = NumberType.F64;

    /** A function or null. */
    ReferenceType FUNCREF = new ReferenceType(true, HeapType.FUNC);

    /** A value of the host, a string, or null. */
    ReferenceType EXTERNREF = new ReferenceType(true, HeapType.EXTERN);

    /** The stack slots that one value takes. */
    int slots();

    /** Whether a fresh local of this type has a value: zero, or null. */
    boolean defaultable();
}
