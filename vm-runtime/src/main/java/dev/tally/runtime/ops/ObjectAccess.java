package dev.tally.runtime.ops;

import dev.tally.core.TrapKind;
import dev.tally.heap.object.HeapObjects;
import dev.tally.heap.object.Reference;
import dev.tally.runtime.frame.Execution;
import org.jspecify.annotations.Nullable;

/** What is left of reading and writing fields and elements when a tier cannot do it at once: it traps, or must be remembered. */
public final class ObjectAccess {
    private ObjectAccess() {}

    /** Why an access to an element traps, or null when it does not. */
    public static @Nullable TrapKind ofElement(Execution execution, int array, int index) {
        if (Reference.isNull(array)) {
            return TrapKind.NULL_ARRAY_REFERENCE;
        }
        int length = execution.store().arena().objects().length(array);
        return Integer.compareUnsigned(index, length) < 0 ? null : TrapKind.OUT_OF_BOUNDS_ARRAY_ACCESS;
    }

    /** Stores a reference at an offset of an object that may be older than what is stored. */
    public static void store(Execution execution, int object, int offset, int reference) {
        HeapObjects objects = execution.store().arena().objects();
        objects.setReference(object, offset, reference);
    }
}
