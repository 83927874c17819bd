package dev.tally.core.binary;

import dev.tally.core.module.CompositeType;
import dev.tally.core.module.FieldType;
import dev.tally.core.module.RecursiveGroup;
import dev.tally.core.module.StorageType;
import dev.tally.core.module.SubType;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.List;

/** Writes types (specification, section "Binary Format: Types"), each in its shortest form. */
final class TypeWriter {
    private static final int REFERENCE = 0x64;
    private static final int NULLABLE_REFERENCE = 0x63;
    private static final int PACKED_8 = 0x78;
    private static final int PACKED_16 = 0x77;
    private static final int GROUP = 0x4E;
    private static final int FINAL = 0x4F;
    private static final int OPEN = 0x50;
    private static final int ARRAYS = 0x5E;
    private static final int STRUCTURES = 0x5F;
    private static final int FUNCTIONS = 0x60;

    private TypeWriter() {}

    static void valueType(ByteWriter out, ValueType type) {
        switch (type) {
            case NumberType.I32 -> out.u8(0x7F);
            case NumberType.I64 -> out.u8(0x7E);
            case NumberType.F32 -> out.u8(0x7D);
            case NumberType.F64 -> out.u8(0x7C);
            case ReferenceType reference -> referenceType(out, reference);
        }
    }

    static void referenceType(ByteWriter out, ReferenceType type) {
        if (!type.nullable()) {
            out.u8(REFERENCE);
        } else if (type.heapType().concrete()) {
            out.u8(NULLABLE_REFERENCE);
        }
        heapType(out, type.heapType());
    }

    static void heapType(ByteWriter out, HeapType type) {
        out.signed(type.index());
    }

    static void valueTypes(ByteWriter out, List<ValueType> types) {
        out.u32(types.size());
        types.forEach(type -> valueType(out, type));
    }

    static void group(ByteWriter out, RecursiveGroup group) {
        if (group.types().size() != 1) {
            out.u8(GROUP);
            out.u32(group.types().size());
        }
        group.types().forEach(type -> subType(out, type));
    }

    private static void subType(ByteWriter out, SubType type) {
        if (!type.isFinal() || type.supertypes().notEmpty()) {
            out.u8(type.isFinal() ? FINAL : OPEN);
            out.u32(type.supertypes().size());
            type.supertypes().forEach(out::u32);
        }
        switch (type.composite()) {
            case CompositeType.OfFunctions(FunctionType(List<ValueType> parameters, List<ValueType> results)) -> {
                out.u8(FUNCTIONS);
                valueTypes(out, parameters);
                valueTypes(out, results);
            }
            case CompositeType.OfStructures(List<FieldType> fields) -> {
                out.u8(STRUCTURES);
                out.u32(fields.size());
                fields.forEach(field -> field(out, field));
            }
            case CompositeType.OfArrays(FieldType element) -> {
                out.u8(ARRAYS);
                field(out, element);
            }
        }
    }

    private static void field(ByteWriter out, FieldType field) {
        switch (field.storage()) {
            case StorageType.Packed.I8 -> out.u8(PACKED_8);
            case StorageType.Packed.I16 -> out.u8(PACKED_16);
            case StorageType.Unpacked(ValueType type) -> valueType(out, type);
        }
        out.u8(field.mutable() ? 1 : 0);
    }
}
