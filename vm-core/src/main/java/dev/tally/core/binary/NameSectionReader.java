package dev.tally.core.binary;

import dev.tally.core.ModuleException;
import dev.tally.core.module.Names;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;
import org.jspecify.annotations.Nullable;

/** Reads the name section (specification, appendix "Custom Sections"). It never refuses a module for its names. */
final class NameSectionReader {
    static final int MODULE = 0;
    static final int FUNCTIONS = 1;

    private final MutableIntObjectMap<String> functions = IntObjectMaps.mutable.empty();
    private final int functionCount;
    private @Nullable String module;

    private NameSectionReader(int functionCount) {
        this.functionCount = functionCount;
    }

    /**
     * The names in a section's content; none at all when it is damaged.
     *
     * @param functionCount the functions of the module: names of others are dropped, for their indices are free to be
     *     chosen so that all of them collide in the map
     */
    static Names read(byte[] content, int functionCount) {
        try {
            return new NameSectionReader(functionCount).names(ByteCursor.over(content, 0));
        } catch (ModuleException damaged) {
            return Names.NONE;
        }
    }

    private Names names(ByteCursor cursor) {
        while (cursor.hasRemaining()) {
            int kind = cursor.u8();
            int length = cursor.length();
            ByteCursor subsection = cursor.part(length);
            cursor.skip(length);
            switch (kind) {
                case MODULE -> module = subsection.name();
                case FUNCTIONS -> functionNames(subsection);
                default -> {}
            }
        }
        return new Names(module, functions.toImmutable());
    }

    private void functionNames(ByteCursor cursor) {
        int count = cursor.length();
        for (int i = 0; i < count; i++) {
            int index = cursor.index();
            String name = cursor.name();
            if (index < functionCount) {
                functions.put(index, name);
            }
        }
    }
}
