package dev.tally.runtime.code;

import dev.tally.core.module.CompositeType;
import dev.tally.core.module.FieldType;
import dev.tally.core.module.StorageType;
import dev.tally.core.module.SubType;
import dev.tally.core.module.TypeSection;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import dev.tally.heap.object.Shape;
import dev.tally.heap.object.Storage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From the types of the bytecode to the shapes of the heap, which knows no types. */
public final class Layouts {
    private Layouts() {}

    /** The shape of the objects of a type; null for functions, which are no objects. */
    public static @Nullable Shape shape(CompositeType type) {
        return switch (type) {
            case CompositeType.OfFunctions ignored -> null;
            case CompositeType.OfStructures(List<FieldType> fields) -> new Shape.Struct(fields(fields));
            case CompositeType.OfArrays(FieldType element) -> new Shape.Array(storage(element.storage()));
        };
    }

    /** The fields of a type of structures, by its index. */
    public static List<FieldType> fieldTypes(TypeSection types, int type) {
        if (types.entry(type).composite() instanceof CompositeType.OfStructures(List<FieldType> fields)) {
            return fields;
        }
        throw new IllegalArgumentException("type " + type + " is no structure");
    }

    /** How many types a type is below, by its index. */
    public static int supertypeCount(TypeSection types, int type) {
        int count = 0;
        for (SubType at = types.entry(type); at.supertypes().notEmpty(); count++) {
            at = types.entry(at.supertypes().get(0));
        }
        return count;
    }

    /** The elements of a type of arrays, by its index. */
    public static StorageType elementType(TypeSection types, int type) {
        if (types.entry(type).composite() instanceof CompositeType.OfArrays(FieldType element)) {
            return element.storage();
        }
        throw new IllegalArgumentException("type " + type + " is no array");
    }

    /** How the fields of a structure are kept. */
    public static List<Storage> fields(List<FieldType> fields) {
        return fields.stream().map(field -> storage(field.storage())).toList();
    }

    /** How the values of an exception are kept. */
    public static List<Storage> values(List<ValueType> types) {
        return types.stream().map(Layouts::storage).toList();
    }

    /** How a field or an element is kept. */
    public static Storage storage(StorageType type) {
        return switch (type) {
            case StorageType.Packed.I8 -> Storage.I8;
            case StorageType.Packed.I16 -> Storage.I16;
            case StorageType.Unpacked(ValueType value) -> storage(value);
        };
    }

    private static Storage storage(ValueType type) {
        return switch (type) {
            case NumberType.I32, NumberType.F32 -> Storage.I32;
            case NumberType.I64, NumberType.F64 -> Storage.I64;
            case ReferenceType ignored -> Storage.REFERENCE;
        };
    }
}
