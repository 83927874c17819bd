package dev.tally.runtime;

import dev.tally.core.module.CompositeType;
import dev.tally.core.module.FieldType;
import dev.tally.core.module.StorageType;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ValueType;
import dev.tally.heap.memory.LittleEndian;
import dev.tally.heap.object.HeapObjects;
import dev.tally.runtime.code.Layouts;
import dev.tally.runtime.link.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A structure, an array or an exception of a guest, held by its host for a while: until the function of the host returns that was
 * given it, or until the next tick begins. After that every method is an {@link IllegalStateException}; so the host can keep nothing
 * alive that the guest has dropped. To keep an object, have the guest keep it, in a global or a table.
 *
 * <p>Fields and elements are counted from 0; a place that there is none of is an {@link IndexOutOfBoundsException}. Of a packed
 * field the bits are read without a sign, and the low ones are stored. Exceptions are opaque and have no fields here.
 */
public final class GuestObject {
    private final Guest guest;
    private final HostScope scope;
    private final Values values;
    private final long scopeNumber;
    private final int place;

    GuestObject(Guest guest, HostScope scope, Values values, int reference) {
        this.guest = guest;
        this.scope = scope;
        this.values = values;
        this.place = scope.hold(reference);
        this.scopeNumber = scope.number();
    }

    /** The reference as it is now; objects move. */
    int reference(Guest owner) {
        if (owner != guest) {
            throw new IllegalArgumentException("this is an object of another guest");
        }
        guest.requireReadable();
        return scope.reference(scopeNumber, place);
    }

    private Store store() {
        return guest.store();
    }

    private HeapObjects objects() {
        return store().arena().objects();
    }

    private @Nullable CompositeType type() {
        return store().objectTypes().composite(objects().type(reference(guest)));
    }

    public boolean isStructure() {
        return type() instanceof CompositeType.OfStructures;
    }

    public boolean isArray() {
        return type() instanceof CompositeType.OfArrays;
    }

    /** How many fields a structure has, or how many elements an array. */
    public int size() {
        return switch (type()) {
            case CompositeType.OfStructures(List<FieldType> fields) -> fields.size();
            case CompositeType.OfArrays ignored -> objects().length(reference(guest));
            case null, default -> 0;
        };
    }

    /** What it is and how large, such as {@code array of 3 elements}; the same for equal objects of all guests. */
    @Override
    public String toString() {
        try {
            return switch (type()) {
                case CompositeType.OfStructures(List<FieldType> fields) ->
                    "structure of " + counted(fields.size(), "field");
                case CompositeType.OfArrays ignored -> "array of " + counted(size(), "element");
                case null, default -> "exception";
            };
        } catch (IllegalStateException notHeld) {
            return "object that is no longer held";
        }
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** Whether both are the same object of the guest. */
    public boolean isSame(GuestObject other) {
        return reference(guest) == other.reference(guest);
    }

    /**
     * A field or an element, boxed as {@link Guest#result} boxes: a number, a {@link String}, a {@link GuestObject}, a {@link
     * FunctionReference}, an object of the host, or null. What is packed is an {@link Integer}.
     */
    public @Nullable Object get(int index) {
        FieldType field = field(index);
        int at = offset(index);
        byte[] bytes = objects().bytes();
        return switch (field.storage()) {
            case StorageType.Packed.I8 -> Byte.toUnsignedInt(bytes[at]);
            case StorageType.Packed.I16 -> Short.toUnsignedInt(LittleEndian.getShort(bytes, at));
            case StorageType.Unpacked(ValueType type) -> values.toHost(type, slot(type, bytes, at));
        };
    }

    private static long slot(ValueType type, byte[] bytes, int at) {
        return type == NumberType.I64 || type == NumberType.F64
                ? LittleEndian.getLong(bytes, at)
                : LittleEndian.getInt(bytes, at);
    }

    /**
     * Stores a field or an element, given as {@link Guest#call(String, Object...)} takes arguments.
     *
     * @throws IllegalArgumentException if the value does not fit the type, or the field or element is immutable
     * @throws IllegalStateException if the guest's quota has no room for a string or a handle
     */
    public void set(int index, @Nullable Object value) {
        FieldType field = field(index);
        if (!field.mutable()) {
            throw new IllegalArgumentException("field " + index + " is immutable");
        }
        long slot = values.toSlot(field.storage().valueType(), value, "field " + index);
        store(field.storage(), index, slot);
    }

    /** Stores what fits, whether the field is mutable or not: of an object that is being made. */
    void initialise(int index, @Nullable Object value) {
        StorageType storage = field(index).storage();
        store(storage, index, values.toSlot(storage.valueType(), value, "field " + index));
    }

    private void store(StorageType storage, int index, long slot) {
        int at = offset(index);
        byte[] bytes = objects().bytes();
        switch (Layouts.storage(storage)) {
            case I8 -> bytes[at] = (byte) slot;
            case I16 -> LittleEndian.setShort(bytes, at, (short) slot);
            case I32 -> LittleEndian.setInt(bytes, at, (int) slot);
            case I64 -> LittleEndian.setLong(bytes, at, slot);
            case REFERENCE -> {
                int object = reference(guest);
                objects().setReference(object, at - object, (int) slot);
            }
            case V128 -> throw new IllegalStateException("there are no vectors yet");
        }
    }

    /** An i32, or what is packed; without boxing, and likewise for the other types of numbers. */
    public int getInt(int index) {
        return (int) number(index, NumberType.I32);
    }

    public long getLong(int index) {
        return number(index, NumberType.I64);
    }

    public float getFloat(int index) {
        return Float.intBitsToFloat((int) number(index, NumberType.F32));
    }

    public double getDouble(int index) {
        return Double.longBitsToDouble(number(index, NumberType.F64));
    }

    private long number(int index, NumberType wanted) {
        StorageType storage = field(index).storage();
        if (!storage.valueType().equals(wanted)) {
            throw new IllegalArgumentException("field " + index + " is " + storage + ", not " + wanted);
        }
        int at = offset(index);
        byte[] bytes = objects().bytes();
        return switch (storage) {
            case StorageType.Packed.I8 -> Byte.toUnsignedInt(bytes[at]);
            case StorageType.Packed.I16 -> Short.toUnsignedInt(LittleEndian.getShort(bytes, at));
            case StorageType.Unpacked ignored -> slot(wanted, bytes, at);
        };
    }

    /** The type of a field or of the elements, in the guest's numbers. */
    private FieldType field(int index) {
        return switch (type()) {
            case CompositeType.OfStructures(List<FieldType> fields)
            when index >= 0 && index < fields.size() -> fields.get(index);
            case CompositeType.OfArrays(FieldType element) when index >= 0 && index < size() -> element;
            case null, default ->
                throw new IndexOutOfBoundsException("there is no field or element " + index + " among " + size());
        };
    }

    private int offset(int index) {
        int object = reference(guest);
        int id = objects().type(object);
        return object
                + (objects().shapes().isArray(id)
                        ? objects().elementOffset(id, index)
                        : objects().shapes().fieldOffset(id, index));
    }
}
