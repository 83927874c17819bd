package dev.tally.core.text;

import dev.tally.core.module.EntryOffsets;
import dev.tally.core.module.Section;
import java.util.EnumMap;
import java.util.Map;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * Where in the text the parts of a module stand. The parts get offsets as if they lay one behind the other in a module's
 * bytes; what the validator then says of such an offset can be found in the text.
 */
final class SourceMap {
    private final MutableIntList offsets = IntLists.mutable.empty();
    private final MutableIntList places = IntLists.mutable.empty();
    private final Map<Section, MutableIntList> entries = new EnumMap<>(Section.class);
    private int next;

    /** The offset of the next part. */
    int next() {
        return next;
    }

    /** Gives an entry of a section the next offset. */
    void entry(Section section, int place) {
        entries.computeIfAbsent(section, key -> IntLists.mutable.empty()).add(next);
        instruction(0, place);
        next++;
    }

    /** What begins so many bytes behind the next offset stands at this place of the text. */
    void instruction(int size, int place) {
        offsets.add(next + size);
        places.add(place);
    }

    /** Moves on behind code of so many bytes. */
    void skip(int size) {
        next += size;
    }

    EntryOffsets entryOffsets() {
        return new EntryOffsets(entries);
    }

    /** The byte of the text at which stands what has this offset. */
    int place(long offset) {
        int found = offsets.binarySearch((int) Math.min(offset, Integer.MAX_VALUE));
        int part = found >= 0 ? found : -found - 2;
        return part < 0 ? 0 : places.get(part);
    }
}
