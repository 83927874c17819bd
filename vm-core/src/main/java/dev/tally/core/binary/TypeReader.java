package dev.tally.core.binary;

import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Reads value types (specification, section "Binary Format: Types"); equal types are always the same object. */
final class TypeReader {
    private static final int REFERENCE = 0x64;
    private static final int NULLABLE_REFERENCE = 0x63;
    private static final int FUNCTION = 0x70;
    private static final int EXTERN = 0x6F;

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
            case FUNCTION, EXTERN, REFERENCE, NULLABLE_REFERENCE -> referenceType(cursor);
            default -> throw cursor.errors().valueType(code, cursor.moduleOffset(cursor.at()));
        };
    }

    private static ValueType skip(ByteCursor cursor, ValueType type) {
        cursor.u8();
        return type;
    }

    static ReferenceType referenceType(ByteCursor cursor) {
        int place = cursor.at();
        int code = cursor.u8();
        return switch (code) {
            case FUNCTION -> ValueType.FUNCREF;
            case EXTERN -> ValueType.EXTERNREF;
            case NULLABLE_REFERENCE -> heapType(cursor).equals(HeapType.FUNC) ? ValueType.FUNCREF : ValueType.EXTERNREF;
            case REFERENCE -> heapType(cursor).equals(HeapType.FUNC) ? FUNCTION_REFERENCE : EXTERN_REFERENCE;
            default -> throw cursor.errors().referenceType(code, cursor.moduleOffset(place));
        };
    }

    static HeapType heapType(ByteCursor cursor) {
        int place = cursor.at();
        int code = cursor.peek();
        if (isCode(code)) {
            cursor.u8();
            return switch (code) {
                case FUNCTION -> HeapType.FUNC;
                case EXTERN -> HeapType.EXTERN;
                default -> throw cursor.errors().heapType(code, cursor.moduleOffset(place));
            };
        }
        throw cursor.s33() < 0
                ? cursor.errors().heapType(cursor.moduleOffset(place))
                : cursor.errors().concreteHeapType(cursor.moduleOffset(place));
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
