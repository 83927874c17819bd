package dev.tally.runtime;

import dev.tally.core.type.HeapType;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.object.HostHandles;
import dev.tally.heap.object.Reference;
import dev.tally.heap.object.Strings;
import dev.tally.runtime.link.Store;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Between the values of hosts and the words of slots. References become strings, host objects, functions or null. */
final class Values {
    private final Guest guest;
    private final Store store;

    Values(Guest guest, Store store) {
        this.guest = guest;
        this.store = store;
    }

    /** The value in a slot, boxed. */
    @Nullable
    Object toHost(ValueType type, long slot) {
        return switch (type) {
            case NumberType.I32 -> (int) slot;
            case NumberType.I64 -> slot;
            case NumberType.F32 -> Float.intBitsToFloat((int) slot);
            case NumberType.F64 -> Double.longBitsToDouble(slot);
            case ReferenceType reference -> toHost((int) slot);
        };
    }

    private @Nullable Object toHost(int reference) {
        if (Reference.isNull(reference)) {
            return null;
        }
        if (Reference.isFunction(reference)) {
            return new FunctionReference(guest, store.function(Reference.functionIndex(reference)));
        }
        if (Reference.isHostHandle(reference)) {
            return store.arena().hostHandles().get(reference);
        }
        return store.arena().strings().toJavaString(reference);
    }

    /**
     * The slot for a value of the host. A string is made a string of the guest and counted as its allocation.
     *
     * @throws IllegalArgumentException if the value is not of the type
     * @throws IllegalStateException if the guest's quota has no room for it
     */
    long toSlot(ValueType type, @Nullable Object value, String what) {
        if (value == null && type instanceof ReferenceType reference && reference.nullable()) {
            return Reference.NULL;
        }
        return switch (value) {
            case Integer number when type == NumberType.I32 -> number;
            case Long number when type == NumberType.I64 -> number;
            case Float number when type == NumberType.F32 -> Float.floatToRawIntBits(number);
            case Double number when type == NumberType.F64 -> Double.doubleToRawLongBits(number);
            case FunctionReference function
            when admits(type, function) -> Reference.function(function.in(guest).number());
            case String text when refersTo(HeapType.EXTERN, type) -> toGuest(text);
            case Object object when refersTo(HeapType.EXTERN, type) -> toHandle(object);
            case null -> throw new IllegalArgumentException(what + " has type " + type + ", which null is not");
            default ->
                throw new IllegalArgumentException(what + " has type " + type + ", which "
                        + value.getClass().getSimpleName() + " " + value + " is not");
        };
    }

    /** Whether a function is a value of a type, whose references are numbers of the guest. */
    private boolean admits(ValueType type, FunctionReference function) {
        return type instanceof ReferenceType reference
                && store.types().matches(HeapType.NOFUNC, reference.heapType())
                && store.types().matches(new HeapType(function.in(guest).typeNumber()), reference.heapType());
    }

    private static boolean refersTo(HeapType heapType, ValueType type) {
        return type instanceof ReferenceType reference && reference.heapType().equals(heapType);
    }

    /** A string of the guest with this text. */
    int toGuest(String text) {
        Arena arena = store.arena();
        long bytes = Strings.bytesFor(text.length());
        if (arena.quota().available() >= bytes) {
            arena.strings().reserve(bytes);
        }
        int reference = arena.strings().allocate(text);
        if (Reference.isNull(reference)) {
            throw noRoom("a string of " + text.length() + " units", bytes);
        }
        return reference;
    }

    private int toHandle(Object object) {
        int reference = store.arena().hostHandles().add(object);
        if (Reference.isNull(reference)) {
            throw noRoom("a handle", HostHandles.ENTRY_BYTES);
        }
        return reference;
    }

    private IllegalStateException noRoom(String what, long bytes) {
        return new IllegalStateException(String.format(
                Locale.ROOT,
                "no room for %s of %d bytes: %d of %d bytes of the guest's quota are charged",
                what,
                bytes,
                store.arena().quota().charged(),
                store.arena().quota().limit()));
    }
}
