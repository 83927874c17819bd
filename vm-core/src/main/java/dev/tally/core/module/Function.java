package dev.tally.core.module;

import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import java.util.ArrayList;
import java.util.Collections;
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

    /** The types of all its locals: the parameters of its type, then those it declares. */
    public List<ValueType> localTypes(FunctionType type) {
        List<ValueType> types = new ArrayList<>(type.parameters());
        for (LocalRun run : locals) {
            types.addAll(Collections.nCopies(run.count(), run.type()));
        }
        return types;
    }
}
