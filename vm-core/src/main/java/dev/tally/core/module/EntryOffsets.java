package dev.tally.core.module;

import java.util.EnumMap;
import java.util.Map;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.IntList;

/**
 * Where in the module's bytes the entries of its sections stood, so that messages can tell. This is no part of what a
 * module is: any two are equal.
 */
public final class EntryOffsets {
    /** Of a module that was not read from bytes. */
    public static final EntryOffsets NONE = new EntryOffsets(Map.of());

    private final Map<Section, ImmutableIntList> offsets = new EnumMap<>(Section.class);

    /**
     * @param offsets the offset of each entry, by section
     */
    public EntryOffsets(Map<Section, ? extends IntList> offsets) {
        offsets.forEach((section, entries) -> this.offsets.put(section, entries.toImmutable()));
    }

    /** The byte of the module at which the entry of a section stood; 0 when that is not known. */
    public long of(Section section, int entry) {
        ImmutableIntList entries = offsets.get(section);
        return entries == null || entry >= entries.size() ? 0 : entries.get(entry);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntryOffsets;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "offsets of " + offsets.keySet();
    }
}
