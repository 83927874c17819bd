package dev.tally.core.assembly;

import dev.tally.core.type.HeapType;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;

/** The bytes of types. */
public final class Encoding {
    private Encoding() {}

    /** What a byte of a type is as a signed integer: the form in which block types and heap types are written. */
    public static long signed(int code) {
        return code - 0x80L;
    }

    /** The byte of an abstract heap type. */
    public static int code(HeapType type) {
        return type.index() & 0x7F;
    }

    /** A type in its shortest form. */
    public static byte[] of(ValueType type) {
        return switch (type) {
            case NumberType number ->
                ByteWriter.bytes(
                        switch (number) {
                            case I32 -> 0x7F;
                            case I64 -> 0x7E;
                            case F32 -> 0x7D;
                            case F64 -> 0x7C;
                        });
            case ReferenceType reference -> {
                HeapType heapType = reference.heapType();
                ByteWriter out = new ByteWriter();
                if (!reference.nullable() || heapType.concrete()) {
                    out.put(reference.nullable() ? 0x63 : 0x64);
                }
                yield out.signed(heapType.index()).toByteArray();
            }
        };
    }
}
