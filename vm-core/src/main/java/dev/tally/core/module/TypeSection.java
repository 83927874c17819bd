package dev.tally.core.module;

import dev.tally.core.module.CompositeType.OfFunctions;
import dev.tally.core.type.FunctionType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The types that a module defines, in recursive groups. Indices count the types themselves, across groups. Whether two
 * indices mean the same type is not told here but by {@link CanonicalTypes}.
 */
public final class TypeSection {
    private final List<RecursiveGroup> groups;
    private final List<SubType> entries;

    public TypeSection(List<RecursiveGroup> groups) {
        this.groups = List.copyOf(groups);
        List<SubType> all = new ArrayList<>();
        groups.forEach(group -> all.addAll(group.types()));
        this.entries = List.copyOf(all);
    }

    /** A section of function types that stand alone. */
    public static TypeSection of(FunctionType... types) {
        return new TypeSection(Arrays.stream(types)
                .map(type -> new RecursiveGroup(List.of(SubType.of(type))))
                .toList());
    }

    /** The groups in their order; groups may be empty. */
    public List<RecursiveGroup> groups() {
        return groups;
    }

    /** The types of all groups by index. */
    public List<SubType> entries() {
        return entries;
    }

    /** How many types there are. */
    public int size() {
        return entries.size();
    }

    public SubType entry(int index) {
        return entries.get(index);
    }

    /** Whether there is a type with this index and it is one of functions. */
    public boolean isFunction(int index) {
        return index < size() && entry(index).composite() instanceof OfFunctions;
    }

    /** The function type with this index, which is known to be one. */
    public FunctionType get(int index) {
        if (entry(index).composite() instanceof OfFunctions(FunctionType type)) {
            return type;
        }
        throw new IllegalArgumentException("type " + index + " is no function type");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TypeSection section && groups.equals(section.groups);
    }

    @Override
    public int hashCode() {
        return groups.hashCode();
    }

    @Override
    public String toString() {
        return groups.toString();
    }
}
