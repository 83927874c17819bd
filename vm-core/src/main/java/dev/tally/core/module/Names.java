package dev.tally.core.module;

import org.eclipse.collections.api.map.primitive.ImmutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;
import org.jspecify.annotations.Nullable;

/**
 * What the name section tells. Names are for people: a damaged section is dropped as a whole, without complaint.
 *
 * @param module the module's own name, or null
 * @param functions names by function index
 */
public record Names(@Nullable String module, ImmutableIntObjectMap<String> functions) {
    /** No names at all. */
    public static final Names NONE = new Names(null, IntObjectMaps.immutable.empty());
}
