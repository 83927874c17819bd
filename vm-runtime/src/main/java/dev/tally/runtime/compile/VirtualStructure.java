package dev.tally.runtime.compile;

import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.compile.SlotValues.Held;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A structure that has its place, its price and its count, but is not written: what its fields hold is in variables of the method, and
 * nobody looks into it unless the method is left.
 */
final class VirtualStructure {
    private final int type;

    /** Those that are not 0. */
    private final List<Field> fields = new ArrayList<>();

    /** A field of so many bytes, as a power of 2, and what it holds. */
    record Field(int offset, int shift, Held value) {}

    /** Made of a type of the module, all of whose fields are 0 and null. */
    VirtualStructure(int type) {
        this.type = type;
    }

    int type() {
        return type;
    }

    void eachField(Consumer<Field> each) {
        fields.forEach(each);
    }

    /** What a field holds, or null if that is 0. */
    @Nullable
    Held read(Step load) {
        int offset = offsetOfLoaded(load);
        return fields.stream()
                .filter(field -> field.offset() == offset)
                .map(Field::value)
                .findFirst()
                .orElse(null);
    }

    /** From now on a field holds a value, or 0 if that is null. */
    void set(int offset, int shift, @Nullable Held value) {
        fields.removeIf(field -> field.offset() == offset);
        if (value != null) {
            fields.add(new Field(offset, shift, value));
        }
    }

    /**
     * What it is now, for somebody who leaves from here.
     *
     * @param copies those made so far, by what they are copies of
     */
    VirtualStructure copy(Map<VirtualStructure, VirtualStructure> copies) {
        VirtualStructure known = copies.get(this);
        if (known != null) {
            return known;
        }
        VirtualStructure copy = new VirtualStructure(type);
        copies.put(this, copy);
        fields.forEach(
                field -> copy.set(field.offset(), field.shift(), field.value().copy(copies)));
        return copy;
    }

    /** Whether a step takes a field as it was stored, and neither extends nor cuts it. */
    static boolean canBeRead(Step load) {
        Access access = Access.ofLoaded(load.kind());
        return access.width() == (access.kind() == Kind.LONG ? Long.BYTES : Integer.BYTES);
    }

    /** Where the field is that a step reads. */
    static int offsetOfLoaded(Step load) {
        return load.c() << (load.kind() >> 1);
    }

    /** Where the field is that a step writes. */
    static int offsetOfStored(Step store) {
        return store.c() << (store.kind() & Operation.STORES_64);
    }
}
