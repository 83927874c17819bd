package dev.tally.core.module;

import dev.tally.core.type.ReferenceType;
import java.util.List;

/**
 * References for a table.
 *
 * @param items one constant expression an element; segments that list function indices are read as {@code ref.func}
 */
public record ElementSegment(SegmentMode mode, ReferenceType type, List<Code> items) {
    public ElementSegment {
        items = List.copyOf(items);
    }
}
