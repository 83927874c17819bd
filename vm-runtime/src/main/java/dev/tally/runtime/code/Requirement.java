package dev.tally.runtime.code;

import dev.tally.core.TrapKind;
import dev.tally.heap.object.Reference;

/** What one look at the bits of a reference tells, and why the guest traps if it is not so. */
public enum Requirement {
    NOT_NULL(-1, TrapKind.NULL_REFERENCE),
    /** Of a reference that is a small integer or null. */
    NOT_NULL_I31(-1, TrapKind.NULL_I31_REFERENCE),
    I31(Reference.I31_BIT, TrapKind.CAST_FAILURE);

    private static final Requirement[] ALL = values();

    private final int bits;
    private final TrapKind trap;

    Requirement(int bits, TrapKind trap) {
        this.bits = bits;
        this.trap = trap;
    }

    /** The requirement with this ordinal. */
    public static Requirement of(int ordinal) {
        return ALL[ordinal];
    }

    /** One of these bits is set. */
    public int bits() {
        return bits;
    }

    public TrapKind trap() {
        return trap;
    }
}
