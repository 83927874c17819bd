package dev.tally.core.binary;

import dev.tally.core.module.CompositeType;
import dev.tally.core.module.FieldType;
import dev.tally.core.module.RecursiveGroup;
import dev.tally.core.module.StorageType;
import dev.tally.core.module.SubType;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * Reads the entries of the type section (specification, section "Binary Format: Types"). The first byte of each form is
 * the whole of a negative integer, so that none could be taken for an index.
 *
 * <pre>
 *    group     =  0x4E count { type }              a recursive group
 *              |  type                             a group of one
 *    type      =  0x50 count { index } composite   open, with its supertypes
 *              |  0x4F count { index } composite   final, with its supertypes
 *              |  composite                        final, without supertypes
 *    composite =  0x5E field                       arrays
 *              |  0x5F count { field }             structures
 *              |  0x60 count { value type } count { value type }
 * </pre>
 */
final class TypeSectionReader {
    private static final int GROUP = 0x4E;
    private static final int FINAL = 0x4F;
    private static final int OPEN = 0x50;
    private static final int ARRAYS = 0x5E;
    private static final int STRUCTURES = 0x5F;
    private static final int FUNCTIONS = 0x60;
    private static final int PACKED_16 = 0x77;
    private static final int PACKED_8 = 0x78;

    private final ByteCursor cursor;

    TypeSectionReader(ByteCursor cursor) {
        this.cursor = cursor;
    }

    /** Reads one entry of the section. */
    RecursiveGroup group() {
        if (cursor.peek() != GROUP) {
            return new RecursiveGroup(List.of(type()));
        }
        cursor.u8();
        int count = cursor.length();
        List<SubType> types = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            types.add(type());
        }
        return new RecursiveGroup(types);
    }

    private SubType type() {
        int form = cursor.peek();
        if (form != OPEN && form != FINAL) {
            return SubType.of(composite());
        }
        cursor.u8();
        int count = cursor.length();
        MutableIntList supertypes = IntLists.mutable.empty();
        for (int i = 0; i < count; i++) {
            supertypes.add(cursor.index());
        }
        return new SubType(form == FINAL, supertypes.toImmutable(), composite());
    }

    private CompositeType composite() {
        long place = cursor.moduleOffset(cursor.at());
        int form = cursor.u8();
        return switch (form) {
            case FUNCTIONS -> {
                List<ValueType> parameters = TypeReader.valueTypes(cursor);
                yield new CompositeType.OfFunctions(new FunctionType(parameters, TypeReader.valueTypes(cursor)));
            }
            case STRUCTURES -> {
                int count = cursor.length();
                List<FieldType> fields = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    fields.add(field());
                }
                yield new CompositeType.OfStructures(fields);
            }
            case ARRAYS -> new CompositeType.OfArrays(field());
            default -> throw cursor.errors().definedType(form, place);
        };
    }

    private FieldType field() {
        StorageType storage = storage();
        return new FieldType(storage, TypeReader.mutability(cursor));
    }

    private StorageType storage() {
        return switch (cursor.peek()) {
            case PACKED_8 -> packed(StorageType.Packed.I8);
            case PACKED_16 -> packed(StorageType.Packed.I16);
            default -> new StorageType.Unpacked(TypeReader.valueType(cursor));
        };
    }

    private StorageType packed(StorageType.Packed type) {
        cursor.u8();
        return type;
    }
}
