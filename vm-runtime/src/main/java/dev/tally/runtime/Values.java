package dev.tally.runtime;

import dev.tally.core.module.CompositeType;
import dev.tally.core.module.FieldType;
import dev.tally.core.module.TypeSection;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import dev.tally.heap.collect.Collector;
import dev.tally.heap.object.HeapObjects;
import dev.tally.heap.object.HostHandles;
import dev.tally.heap.object.Reference;
import dev.tally.heap.object.ScopedHandles;
import dev.tally.heap.object.Strings;
import dev.tally.runtime.link.Instance;
import dev.tally.runtime.link.Store;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Between the values of hosts and the words of slots. References become strings, host objects, functions or null. */
final class Values {
    private static final int NO_PLACE = -1;

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
        if (Reference.isI31(reference)) {
            return Reference.i31Value(reference);
        }
        return store.arena().strings().isString(reference)
                ? store.arena().strings().toJavaString(reference)
                : new GuestObject(guest, guest.hostScope(), this, reference);
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
            case Integer number when admits(type, HeapType.I31) && fitsSmall(number) -> Reference.i31(number);
            case GuestObject object when admits(type, object) -> object.reference(guest);
            case String text when refersToOutside(type) -> toGuest(text);
            case GuestObject refused -> throw unfit(type, what, refused);
            case Integer refused when admits(type, HeapType.I31) -> throw unfit(type, what, refused);
            case Object object when refersToOutside(type) -> toHandle(object);
            case null -> throw new IllegalArgumentException(what + " has type " + type + ", which null is not");
            default -> throw unfit(type, what, value);
        };
    }

    /**
     * Writes values of the host side by side into slots. Making a string may move objects, so nothing is written before all
     * are made.
     *
     * @param what what they are called in messages, before their numbers
     * @param whose what comes behind them
     */
    void toSlots(
            List<ValueType> types, @Nullable Object[] given, String what, String whose, long[] slots, int firstSlot) {
        ScopedHandles handles = store.arena().scopedHandles();
        int scope = handles.open();
        long[] made = new long[given.length];
        int[] places = new int[given.length];
        try {
            for (int i = 0; i < given.length; i++) {
                made[i] = toSlot(types.get(i), given[i], what + i + whose);
                places[i] = types.get(i) instanceof ReferenceType ? handles.add((int) made[i]) : NO_PLACE;
            }
            for (int i = 0; i < given.length; i++) {
                slots[firstSlot + i] = places[i] == NO_PLACE ? made[i] : handles.get(places[i]);
            }
        } finally {
            handles.close(scope);
        }
    }

    private static IllegalArgumentException unfit(ValueType type, String what, Object value) {
        return new IllegalArgumentException(
                what + " has type " + type + ", which " + value.getClass().getSimpleName() + " " + value + " is not");
    }

    private static boolean fitsSmall(int number) {
        return number == number << 1 >> 1;
    }

    private boolean admits(ValueType type, HeapType heapType) {
        return type instanceof ReferenceType reference && store.types().matches(heapType, reference.heapType());
    }

    /** Whether an object is a value of a type; outside, all are. */
    private boolean admits(ValueType type, GuestObject object) {
        int id = store.arena().objects().type(object.reference(guest));
        int number = store.objectTypes().typeNumber(id);
        return number < 0
                ? admits(type, HeapType.EXN)
                : admits(type, new HeapType(number)) || admits(type, HeapType.EXTERN);
    }

    /** Whether strings and objects of the host are values of a type: from outside, or taken in. */
    private static boolean refersToOutside(ValueType type) {
        return type instanceof ReferenceType reference
                && (reference.heapType().equals(HeapType.EXTERN)
                        || reference.heapType().equals(HeapType.ANY));
    }

    /** Whether a function is a value of a type, whose references are numbers of the guest. */
    private boolean admits(ValueType type, FunctionReference function) {
        return type instanceof ReferenceType reference
                && store.types().matches(HeapType.NOFUNC, reference.heapType())
                && store.types().matches(new HeapType(function.in(guest).typeNumber()), reference.heapType());
    }

    /** A string of the guest with this text. */
    int toGuest(String text) {
        requireRoom(Strings.bytesFor(text.length()), "a string of " + text.length() + " units");
        return store.arena().strings().allocate(text);
    }

    private int toHandle(Object object) {
        payForCensus(store.arena().collector().priceOfHandle(object));
        int reference = store.arena().hostHandles().add(object);
        if (Reference.isNull(reference)) {
            throw noRoom("a handle", HostHandles.ENTRY_BYTES);
        }
        return reference;
    }

    /**
     * Makes room for one object of so many bytes, which must be made next. Objects may move.
     *
     * @throws IllegalStateException if the guest's quota has no room for it
     */
    void requireRoom(long bytes, String what) {
        Collector collector = store.arena().collector();
        if (!collector.hasRoom(bytes)) {
            payForCensus(collector.priceOfRoom(bytes));
            if (!collector.makeRoom(bytes)) {
                throw noRoom(what, bytes);
            }
        }
    }

    /** A census that the host has made necessary: the guest owes its price. */
    private void payForCensus(long price) {
        if (price > 0) {
            store.arena().collector().census();
            guest.owe(price);
        }
    }

    /** A structure of a type of an instance's module, with these fields. */
    GuestObject newStructure(Instance instance, int type, @Nullable Object... fields) {
        if (!(composite(instance, type) instanceof CompositeType.OfStructures(List<FieldType> types))
                || types.size() != fields.length) {
            throw new IllegalArgumentException(
                    "type " + type + " is none of structures with " + fields.length + " fields");
        }
        HeapObjects objects = store.arena().objects();
        int id = instance.shape(type);
        requireRoom(objects.shapes().structBytes(id), "a structure");
        GuestObject made = new GuestObject(guest, guest.hostScope(), this, objects.newStruct(id));
        for (int i = 0; i < fields.length; i++) {
            made.initialise(i, fields[i]);
        }
        return made;
    }

    /** An array of a type of an instance's module. */
    GuestObject newArray(Instance instance, int type, int length) {
        if (!(composite(instance, type) instanceof CompositeType.OfArrays(FieldType element))
                || element.storage().valueType() instanceof ReferenceType(boolean nullable, var ignored) && !nullable
                || length < 0) {
            throw new IllegalArgumentException("type " + type + " is none of arrays of " + length + " zeros or nulls");
        }
        HeapObjects objects = store.arena().objects();
        int id = instance.shape(type);
        requireRoom(objects.shapes().arrayBytes(id, length), "an array");
        return new GuestObject(guest, guest.hostScope(), this, objects.newArray(id, length));
    }

    private static @Nullable CompositeType composite(Instance instance, int type) {
        TypeSection types = instance.program().module().definition().types();
        return type < 0 || type >= types.size() ? null : types.entry(type).composite();
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
