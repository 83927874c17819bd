package dev.tally.runtime.link;

import dev.tally.core.module.CanonicalTypes;
import dev.tally.core.module.CompositeType;
import dev.tally.core.module.FieldType;
import dev.tally.core.module.SubType;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.HeapType;
import dev.tally.heap.object.Shape;
import dev.tally.heap.object.Shapes;
import dev.tally.runtime.code.Layouts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The run-time types of a guest's objects: between the shapes, whose ids stand in the headers of objects, and the types of
 * the bytecode. There is one shape for each structure and array type that is different from all others of the guest, and one
 * for each tag. Ids follow from the order of linking alone.
 */
public final class ObjectTypes {
    private static final int NO_SHAPE = 0;
    private static final int[] NO_ANCESTORS = {};

    /** The first module of the guest that defines a type, and the type's index there. */
    public record Origin(String moduleDigest, int typeIndex) {}

    private final CanonicalTypes types;
    private final Shapes shapes;

    /** By the number of a type: the id of its shape. */
    private int[] shapeOfType = new int[8];

    /** By id: the ids of the supertypes from the outermost on, its own last; empty for strings and exceptions. */
    private int[][] ancestors = {NO_ANCESTORS, NO_ANCESTORS};

    /** By id: the number of the type. */
    private int[] numbers = new int[8];

    /** By id: the type or the tag. */
    private final List<@Nullable Object> meanings = new ArrayList<>();

    /** By id: where a type comes from. */
    private final List<@Nullable Origin> origins = new ArrayList<>();

    ObjectTypes(CanonicalTypes types, Shapes shapes) {
        this.types = types;
        this.shapes = shapes;
    }

    /** The ids of a module's types by index, given their numbers; 0 for types of functions. */
    int[] addAll(String moduleDigest, int[] typeNumbers) {
        int[] ids = new int[typeNumbers.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = add(typeNumbers[i]);
            if (ids[i] != NO_SHAPE && origins.get(ids[i]) == null) {
                origins.set(ids[i], new Origin(moduleDigest, i));
            }
        }
        return ids;
    }

    private int add(int number) {
        if (number < shapeOfType.length && shapeOfType[number] != NO_SHAPE) {
            return shapeOfType[number];
        }
        SubType type = types.type(number);
        Shape shape = Layouts.shape(type.composite());
        if (shape == null) {
            return NO_SHAPE;
        }
        int[] above = type.supertypes().isEmpty()
                ? NO_ANCESTORS
                : ancestors[add(type.supertypes().get(0))];
        int id = shapes.add(shape);
        if (number >= shapeOfType.length) {
            shapeOfType = Arrays.copyOf(shapeOfType, Math.max(number + 1, 2 * shapeOfType.length));
        }
        shapeOfType[number] = id;
        int[] line = Arrays.copyOf(above, above.length + 1);
        line[above.length] = id;
        note(id, type.composite(), line);
        numbers = numbers.length > id ? numbers : Arrays.copyOf(numbers, ancestors.length);
        numbers[id] = number;
        return id;
    }

    private void note(int id, Object meaning, int[] line) {
        if (id >= ancestors.length) {
            int known = ancestors.length;
            ancestors = Arrays.copyOf(ancestors, Math.max(id + 1, 2 * known));
            Arrays.fill(ancestors, known, ancestors.length, NO_ANCESTORS);
        }
        ancestors[id] = line;
        while (meanings.size() <= id) {
            meanings.add(null);
            origins.add(null);
        }
        meanings.set(id, meaning);
    }

    /** A new tag. */
    GuestTag addTag(String name, int instance, int index, FunctionType type, int typeNumber) {
        int id = shapes.add(new Shape.Thrown(Layouts.values(type.parameters())));
        GuestTag tag = new GuestTag(name, instance, index, type, typeNumber, id);
        note(id, tag, NO_ANCESTORS);
        return tag;
    }

    /** The guest's number of the type of structures or arrays with this type id; −1 of anything else. */
    public int typeNumber(int id) {
        return composite(id) == null ? -1 : numbers[id];
    }

    /** Where the type of structures or arrays with this type id comes from. */
    public Origin origin(int id) {
        return Objects.requireNonNull(origins.get(id), "a type of no module");
    }

    /** The tag of an exception with this type id. */
    public GuestTag tag(int id) {
        if (meanings.get(id) instanceof GuestTag tag) {
            return tag;
        }
        throw new IllegalArgumentException("type " + id + " is of no exception");
    }

    /** The fields of a structure with this type id, or the element of an array; null for strings and exceptions. */
    public @Nullable CompositeType composite(int id) {
        return id < meanings.size() && meanings.get(id) instanceof CompositeType type ? type : null;
    }

    /** Whether objects with a type id are also of the type with another. */
    public boolean isSubtype(int id, int other) {
        return isSubtype(id, other, ancestors[other].length - 1);
    }

    /** The same of a type with so many supertypes. */
    public boolean isSubtype(int id, int other, int supertypes) {
        int[] line = ancestors[id];
        return supertypes < line.length && line[supertypes] == other;
    }

    /** Whether objects with this type id are structures, or arrays; strings and exceptions are neither. */
    public boolean isOf(int id, HeapType abstractType) {
        return switch (composite(id)) {
            case null -> false;
            case CompositeType.OfStructures(List<FieldType> ignored) -> !abstractType.equals(HeapType.ARRAY);
            case CompositeType.OfArrays(FieldType ignored) -> !abstractType.equals(HeapType.STRUCT);
            case CompositeType.OfFunctions ignored -> false;
        };
    }
}
