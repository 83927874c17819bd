package dev.tally.core.validate;

import dev.tally.core.ModuleLimits;
import dev.tally.core.module.CanonicalTypes;
import dev.tally.core.module.CompositeType;
import dev.tally.core.module.CompositeType.OfArrays;
import dev.tally.core.module.CompositeType.OfFunctions;
import dev.tally.core.module.CompositeType.OfStructures;
import dev.tally.core.module.EntryOffsets;
import dev.tally.core.module.FieldType;
import dev.tally.core.module.RecursiveGroup;
import dev.tally.core.module.Renumbering;
import dev.tally.core.module.Section;
import dev.tally.core.module.StorageType;
import dev.tally.core.module.SubType;
import dev.tally.core.module.TypeSection;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import dev.tally.core.validate.ValidationErrors.Space;
import java.util.BitSet;
import java.util.List;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * The types of a module: validates its type section (specification, section "Validation: Types") and then tells which of
 * its types exist and which match. Types come here with the module's own indices.
 */
final class ModuleTypes {
    private final TypeSection section;
    private final CanonicalTypes canonical = new CanonicalTypes();
    private final MutableIntList numbers = IntLists.mutable.empty();
    private final Renumbering toCanonical = new Renumbering(numbers::get);

    /** How many supertypes each type has. They are limited before canonical numbers are asked for, which keep them all. */
    private final MutableIntList depths = IntLists.mutable.empty();

    /** The types of structures and arrays that have a field which must be given a value. */
    private final BitSet withoutDefaults = new BitSet();

    /** How many of the types may be referred to: while a group is validated, those up to its end. */
    private int visible;

    ModuleTypes(TypeSection section) {
        this.section = section;
    }

    /** Validates the section, group by group, since a type refers to its own group and to those before it. */
    void validate(ModuleLimits limits, EntryOffsets offsets) {
        ValidationErrors errors = ValidationErrors.OUTSIDE;
        for (int i = 0; i < section.groups().size(); i++) {
            RecursiveGroup group = section.groups().get(i);
            long offset = offsets.of(Section.TYPE, i);
            int begin = visible;
            visible += group.types().size();
            for (int type = begin; type < visible; type++) {
                references(type, limits, errors, offset);
            }
            canonical.add(group, numbers);
            for (int type = begin; type < visible; type++) {
                supertypes(type, errors, offset);
            }
        }
    }

    private void references(int index, ModuleLimits limits, ValidationErrors errors, long offset) {
        SubType type = section.entry(index);
        if (type.supertypes().size() > 1) {
            throw errors.subtype(offset, index, "has more than one supertype");
        }
        type.supertypes().forEach(supertype -> {
            if (supertype >= visible) {
                throw errors.unknown(Space.TYPE, supertype, offset);
            }
            if (supertype >= index) {
                throw errors.subtype(offset, index, "uses type " + supertype + " before it is defined");
            }
        });
        checkDepth(type, errors, offset);
        switch (type.composite()) {
            case OfFunctions(FunctionType(List<ValueType> parameters, List<ValueType> results)) -> {
                int longest = Math.max(parameters.size(), results.size());
                if (longest > limits.parameters()) {
                    throw errors.limit("parameters", longest, limits.parameters(), offset);
                }
                parameters.forEach(parameter -> exists(parameter, errors, offset));
                results.forEach(result -> exists(result, errors, offset));
            }
            case OfStructures(List<FieldType> fields) -> {
                if (fields.size() > ModuleLimits.FIELDS) {
                    throw errors.limit("fields", fields.size(), ModuleLimits.FIELDS, offset);
                }
                fields.forEach(field -> field(index, field, errors, offset));
            }
            case OfArrays(FieldType element) -> field(index, element, errors, offset);
        }
    }

    private void supertypes(int index, ValidationErrors errors, long offset) {
        int number = numbers.get(index);
        SubType type = canonical.type(number);
        type.supertypes().forEach(superNumber -> {
            SubType supertype = canonical.type(superNumber);
            if (supertype.isFinal()) {
                throw errors.subtype(offset, index, "has a final supertype");
            }
            if (!canonical.matches(type.composite(), supertype.composite())) {
                throw errors.subtype(
                        offset,
                        index,
                        "does not match super type "
                                + section.entry(index).supertypes().get(0));
            }
        });
    }

    private void checkDepth(SubType type, ValidationErrors errors, long offset) {
        int depth =
                type.supertypes().isEmpty() ? 0 : depths.get(type.supertypes().get(0)) + 1;
        if (depth > ModuleLimits.SUPERTYPE_DEPTH) {
            throw errors.limit("supertypes", depth, ModuleLimits.SUPERTYPE_DEPTH, offset);
        }
        depths.add(depth);
    }

    private void field(int index, FieldType field, ValidationErrors errors, long offset) {
        ValueType type = field.storage().valueType();
        exists(type, errors, offset);
        if (!type.defaultable()) {
            withoutDefaults.set(index);
        }
    }

    /** Refuses a type that refers to none of the module's. */
    void exists(ValueType type, ValidationErrors errors, long offset) {
        if (type instanceof ReferenceType reference) {
            exists(reference.heapType(), errors, offset);
        }
    }

    void exists(HeapType type, ValidationErrors errors, long offset) {
        if (type.index() >= visible) {
            throw errors.unknown(Space.TYPE, type.index(), offset);
        }
    }

    /** The function type with this index. */
    FunctionType function(int index, ValidationErrors errors, long offset) {
        if (index >= visible) {
            throw errors.unknown(Space.TYPE, index, offset);
        }
        if (!section.isFunction(index)) {
            throw errors.otherType(offset, "function", index);
        }
        return section.get(index);
    }

    /** The fields of the structure type with this index. */
    List<FieldType> structure(int index, ValidationErrors errors, long offset) {
        if (composite(index, errors, offset) instanceof OfStructures(List<FieldType> fields)) {
            return fields;
        }
        throw errors.otherType(offset, "structure", index);
    }

    /** The elements of the array type with this index. */
    FieldType element(int index, ValidationErrors errors, long offset) {
        if (composite(index, errors, offset) instanceof OfArrays(FieldType element)) {
            return element;
        }
        throw errors.otherType(offset, "array", index);
    }

    private CompositeType composite(int index, ValidationErrors errors, long offset) {
        if (index >= visible) {
            throw errors.unknown(Space.TYPE, index, offset);
        }
        return section.entry(index).composite();
    }

    /** Whether all fields, or elements, of the type with this index can be zero or null. */
    boolean hasDefaults(int index) {
        return !withoutDefaults.get(index);
    }

    /** The type above all others that have values in common with this one. */
    HeapType top(HeapType type) {
        return canonical.top(toCanonical.of(type));
    }

    boolean matches(StorageType type, StorageType other) {
        return type.equals(other)
                || type instanceof StorageType.Unpacked(ValueType value)
                        && other instanceof StorageType.Unpacked(ValueType otherValue)
                        && matches(value, otherValue);
    }

    /** Whether every value of one type is also one of the other; both are known to exist. */
    boolean matches(ValueType type, ValueType other) {
        return type.equals(other) || canonical.matches(toCanonical.of(type), toCanonical.of(other));
    }

    /** Whether as many types match, each the other of its place. */
    boolean matchAll(List<ValueType> types, List<ValueType> others) {
        if (types.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < types.size(); i++) {
            if (!matches(types.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }
}
