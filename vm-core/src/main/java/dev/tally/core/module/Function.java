package dev.tally.core.module;

import dev.tally.core.type.ValueType;
import java.util.List;

/**
 * A function that the module defines.
 *
 * @param typeIndex its type in the type section
 * @param locals its declared locals, parameters not included, as runs of equal types
 * @param body its instructions
 */
public record Function(int typeIndex, List<LocalRun> locals, Code body) {
    public Function {
        locals = List.copyOf(locals);
    }

    /** {@code count} locals of one type. */
    public record LocalRun(int count, ValueType type) {}

    /** How many locals it declares beside its parameters. */
    public int declaredLocals() {
        int count = 0;
        for (LocalRun run : locals) {
            count += run.count;
        }
        return count;
    }
}
