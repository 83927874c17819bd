package dev.tally.core.module;

import java.util.List;

/** Types that may refer to each other. A type that stands alone is a group of one, whether the source says so or not. */
public record RecursiveGroup(List<SubType> types) {
    public RecursiveGroup {
        types = List.copyOf(types);
    }
}
