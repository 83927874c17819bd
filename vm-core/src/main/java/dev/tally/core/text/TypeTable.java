package dev.tally.core.text;

import dev.tally.core.module.CompositeType.OfFunctions;
import dev.tally.core.module.RecursiveGroup;
import dev.tally.core.module.SubType;
import dev.tally.core.module.TypeSection;
import dev.tally.core.type.FunctionType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types of a module while it is parsed: those it defines, then those that it only uses, each added where it is
 * used first (specification, section "Text Format: Abbreviations" of type uses).
 */
final class TypeTable {
    private final List<RecursiveGroup> groups = new ArrayList<>();
    private final List<SubType> entries = new ArrayList<>();

    /** Function types that stand alone, by their spelling: keys that can be ordered keep the map's speed. */
    private final Map<String, Place> alone = new HashMap<>();

    private record Place(int index) {}

    void add(RecursiveGroup group) {
        if (group.types().size() == 1) {
            SubType type = group.types().getFirst();
            if (type.composite() instanceof OfFunctions(FunctionType function)
                    && type.isFinal()
                    && type.supertypes().isEmpty()) {
                alone.putIfAbsent(function.toString(), new Place(entries.size()));
            }
        }
        groups.add(group);
        entries.addAll(group.types());
    }

    /** The first index of a function type that stands alone; it is added when there is none. */
    int index(FunctionType type) {
        Place place = alone.get(type.toString());
        if (place != null) {
            return place.index();
        }
        add(new RecursiveGroup(List.of(SubType.of(type))));
        return entries.size() - 1;
    }

    /** The function type with this index, or null when there is none. */
    @Nullable
    FunctionType function(int index) {
        return index < entries.size() && entries.get(index).composite() instanceof OfFunctions(FunctionType type)
                ? type
                : null;
    }

    int size() {
        return entries.size();
    }

    TypeSection section() {
        return new TypeSection(groups);
    }
}
