package dev.tally.core.type;

/** The type of a value that a guest computes with (specification, section "Types"). */
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
    default int slots() {
        return 1;
    }

    /** Whether a fresh local of this type has a value: zero, or null. */
    default boolean defaultable() {
        return true;
    }

    /** Whether every value of this type is also one of {@code other}. */
    boolean matches(ValueType other);
}
