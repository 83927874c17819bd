package dev.tally.core.module;

import dev.tally.core.module.CompositeType.OfArrays;
import dev.tally.core.module.CompositeType.OfFunctions;
import dev.tally.core.module.CompositeType.OfStructures;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Writes a recursive group as a string that is the same for equal groups and for no others. A reference into the group
 * counts from the group's beginning; one to an earlier type is that type's canonical number. A string, because maps keep
 * their speed with keys that can be ordered, even when a hostile module gives all of them one hash code.
 *
 * <p>Each word is two chars. What follows a word tells what the word begins, so that no two groups are written alike:
 *
 * <pre>
 *    group     = count { type }
 *    type      = final  count { reference }  composite
 *    composite = functions count { value } count { value }  |  structures count { field }  |  arrays field
 *    field     = mutable  ( i8 | i16 | value )
 *    value     = number type  |  nullable or not, heap type
 *    heap type = abstract  |  inside the group, position  |  earlier, number
 * </pre>
 */
final class GroupKey {
    private static final int FUNCTIONS = 0;
    private static final int STRUCTURES = 1;
    private static final int ARRAYS = 2;
    private static final int PACKED = 0x10;
    private static final int NUMBER = 0x20;
    private static final int NULLABLE = 0x30;
    private static final int NON_NULL = 0x31;
    private static final int ABSTRACT = 0;
    private static final int INSIDE = 1;
    private static final int EARLIER = 2;

    private final StringBuilder key = new StringBuilder();
    private final int base;
    private final IntUnaryOperator earlier;

    private GroupKey(int base, IntUnaryOperator earlier) {
        this.base = base;
        this.earlier = earlier;
    }

    /**
     * The key of a group.
     *
     * @param base the index of its first type: references from there on lead into it
     * @param earlier the canonical numbers of the types before it, by index
     */
    static String of(RecursiveGroup group, int base, IntUnaryOperator earlier) {
        return new GroupKey(base, earlier).write(group);
    }

    private String write(RecursiveGroup group) {
        word(group.types().size());
        group.types().forEach(this::type);
        return key.toString();
    }

    private void type(SubType type) {
        word(type.isFinal() ? 1 : 0);
        word(type.supertypes().size());
        type.supertypes().forEach(this::reference);
        switch (type.composite()) {
            case OfFunctions(FunctionType(List<ValueType> parameters, List<ValueType> results)) -> {
                word(FUNCTIONS);
                values(parameters);
                values(results);
            }
            case OfStructures(List<FieldType> fields) -> {
                word(STRUCTURES);
                word(fields.size());
                fields.forEach(this::field);
            }
            case OfArrays(FieldType element) -> {
                word(ARRAYS);
                field(element);
            }
        }
    }

    private void field(FieldType field) {
        word(field.mutable() ? 1 : 0);
        switch (field.storage()) {
            case StorageType.Packed packed -> word(PACKED + packed.ordinal());
            case StorageType.Unpacked(ValueType type) -> value(type);
        }
    }

    private void values(List<ValueType> types) {
        word(types.size());
        types.forEach(this::value);
    }

    private void value(ValueType type) {
        switch (type) {
            case NumberType number -> word(NUMBER + number.ordinal());
            case ReferenceType reference -> {
                word(reference.nullable() ? NULLABLE : NON_NULL);
                if (reference.heapType().concrete()) {
                    reference(reference.heapType().index());
                } else {
                    word(ABSTRACT);
                    word(reference.heapType().index());
                }
            }
        }
    }

    private void reference(int index) {
        if (index >= base) {
            word(INSIDE);
            word(index - base);
        } else {
            word(EARLIER);
            word(earlier.applyAsInt(index));
        }
    }

    private void word(int word) {
        key.append((char) (word >>> Character.SIZE)).append((char) word);
    }
}
