package dev.tally.runtime.ops;

import dev.tally.core.type.HeapType;
import dev.tally.heap.object.Reference;
import dev.tally.runtime.link.Instance;
import dev.tally.runtime.link.ObjectTypes;
import dev.tally.runtime.link.Store;

/**
 * Whether references are of types. Validation has seen to it that both stand in the same tree of types, so everything is of the
 * type at its top.
 */
public final class Casts {
    private Casts() {}

    /**
     * Whether a reference is of a type.
     *
     * @param heapType the number of an abstract type, or the index of a type of the instance's module
     * @param orNull whether null is of it
     */
    public static boolean isOf(Store store, Instance instance, int reference, int heapType, boolean orNull) {
        if (Reference.isNull(reference)) {
            return orNull;
        }
        if (heapType >= 0) {
            return Reference.isFunction(reference)
                    ? isFunctionOf(store, instance, reference, heapType)
                    : Reference.isObject(reference) && isObjectOf(store, instance, reference, heapType);
        }
        return isOf(store, reference, HeapType.of(heapType));
    }

    private static boolean isFunctionOf(Store store, Instance instance, int reference, int type) {
        int number = store.function(Reference.functionIndex(reference)).typeNumber();
        return store.types().isSubtype(number, instance.typeNumber(type));
    }

    private static boolean isObjectOf(Store store, Instance instance, int reference, int type) {
        int id = store.arena().objects().type(reference);
        return store.objectTypes().isSubtype(id, instance.shape(type));
    }

    private static boolean isOf(Store store, int reference, HeapType type) {
        if (type.equals(HeapType.I31)) {
            return Reference.isI31(reference);
        }
        if (type.equals(HeapType.EQ) || type.equals(HeapType.STRUCT) || type.equals(HeapType.ARRAY)) {
            ObjectTypes types = store.objectTypes();
            return Reference.isObject(reference)
                    ? types.isOf(store.arena().objects().type(reference), type)
                    : Reference.isI31(reference) && type.equals(HeapType.EQ);
        }
        return store.types().top(type).equals(type);
    }
}
