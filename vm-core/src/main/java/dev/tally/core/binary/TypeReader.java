package dev.tally.core.binary;

import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Reads value types (specification, section "Binary Format: Types"); the common ones are always the same objects. */
final class TypeReader {
    private static final int REFERENCE = 0x64;
    private static final int NULLABLE_REFERENCE = 0x63;

    /** What a byte that is the whole of a negative integer is greater than it by. */
    private static final int CODE_BIAS = 0x80;

    /** A function, never null. */
    static final ReferenceType FUNCTION_REFERENCE = ValueType.FUNCREF.nonNull();

    private static final ReferenceType EXTERN_REFERENCE = ValueType.EXTERNREF.nonNull();

    private TypeReader() {}

    /** Whether a byte is the whole of a negative integer: the space in which codes of types live beside indices. */
    static boolean isCode(int firstByte) {
        return firstByte >= 0x40 && firstByte < 0x80;
    }

    static ValueType valueType(ByteCursor cursor) {
        int code = cursor.peek();
        return switch (code) {
            case 0x7F -> skip(cursor, ValueType.I32);
            case 0x7E -> skip(cursor, ValueType.I64);
            case 0x7D -> skip(cursor, ValueType.F32);
            case 0x7C -> skip(cursor, ValueType.F64);
            default -> {
                if (!isReference(code)) {
                    throw cursor.errors().valueType(code, cursor.moduleOffset(cursor.at()));
                }
                yield referenceType(cursor);
            }
        };
    }

    private static ValueType skip(ByteCursor cursor, ValueType type) {
        cursor.u8();
        return type;
    }

    private static boolean isReference(int code) {
        return code == REFERENCE || code == NULLABLE_REFERENCE || HeapType.isAbstract(code - CODE_BIAS);
    }

    static ReferenceType referenceType(ByteCursor cursor) {
        int place = cursor.at();
        int code = cursor.u8();
        if (code == REFERENCE || code == NULLABLE_REFERENCE) {
            return reference(code == NULLABLE_REFERENCE, heapType(cursor));
        }
        if (!HeapType.isAbstract(code - CODE_BIAS)) {
            throw cursor.errors().referenceType(code, cursor.moduleOffset(place));
        }
        return reference(true, HeapType.of(code - CODE_BIAS));
    }

    static ReferenceType reference(boolean nullable, HeapType type) {
        if (type.equals(HeapType.FUNC)) {
            return nullable ? ValueType.FUNCREF : FUNCTION_REFERENCE;
        }
        if (type.equals(HeapType.EXTERN)) {
            return nullable ? ValueType.EXTERNREF : EXTERN_REFERENCE;
        }
        return new ReferenceType(nullable, type);
    }

    /** Reads a heap type. No module has so many types that an index beyond int could be one of them. */
    static HeapType heapType(ByteCursor cursor) {
        int place = cursor.at();
        int code = cursor.peek();
        if (isCode(code)) {
            cursor.u8();
            if (!HeapType.isAbstract(code - CODE_BIAS)) {
                throw cursor.errors().heapType(code, cursor.moduleOffset(place));
            }
            return HeapType.of(code - CODE_BIAS);
        }
        long index = cursor.s33();
        if (index < 0) {
            throw cursor.errors().heapType(cursor.moduleOffset(place));
        }
        return new HeapType((int) Math.min(index, Integer.MAX_VALUE));
    }

    /** Reads whether a global or a field can be written. */
    static boolean mutability(ByteCursor cursor) {
        int place = cursor.at();
        int mutability = cursor.u8();
        if (mutability > 1) {
            throw cursor.errors().mutability(mutability, cursor.moduleOffset(place));
        }
        return mutability == 1;
    }

    static List<ValueType> valueTypes(ByteCursor cursor) {
        int count = cursor.length();
        List<ValueType> types = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            types.add(valueType(cursor));
        }
        return List.copyOf(types);
    }
}
