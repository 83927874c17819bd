package dev.tally.core.validate;

import dev.tally.core.module.Function;
import dev.tally.core.module.Function.LocalRun;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * The locals of one function: their types, and which of those without a default value have been set. Runs are never
 * expanded, for a few bytes can declare fifty thousand locals, in each of very many functions.
 */
final class Locals {
    private final MutableIntList runEnds = IntLists.mutable.empty();
    private final List<ValueType> runTypes = new ArrayList<>();
    private final BitSet set = new BitSet();
    private final MutableIntList settings = IntLists.mutable.empty();
    private List<ValueType> parameters = List.of();
    private int count;

    /** Begins another function, whose locals are known to be no more than ints can count. */
    void begin(FunctionType type, Function function) {
        forgetSince(0);
        runEnds.clear();
        runTypes.clear();
        parameters = type.parameters();
        count = parameters.size();
        for (LocalRun run : function.locals()) {
            if (run.count() > 0) {
                count += run.count();
                runEnds.add(count);
                runTypes.add(run.type());
            }
        }
    }

    /** How many there are, parameters included. */
    int count() {
        return count;
    }

    /** The slots that all of them take. */
    int slots() {
        int slots = 0;
        for (ValueType parameter : parameters) {
            slots += parameter.slots();
        }
        int begin = parameters.size();
        for (int run = 0; run < runTypes.size(); run++) {
            slots += (runEnds.get(run) - begin) * runTypes.get(run).slots();
            begin = runEnds.get(run);
        }
        return slots;
    }

    /** The type of one of them. */
    ValueType type(int index) {
        if (index < parameters.size()) {
            return parameters.get(index);
        }
        int found = runEnds.binarySearch(index);
        // A run ends before the index that its end names, which is the first of the next run.
        return runTypes.get(found >= 0 ? found + 1 : -found - 1);
    }

    /** Whether it has a value at this point: as a parameter, by default, or because it was set. */
    boolean hasValue(int index) {
        return index < parameters.size() || set.get(index) || type(index).defaultable();
    }

    void set(int index) {
        if (!hasValue(index)) {
            set.set(index);
            settings.add(index);
        }
    }

    /** How many settings there have been that gave a local its first value. */
    int settings() {
        return settings.size();
    }

    /** Takes back the settings after the first so many: a block's settings end with it. */
    void forgetSince(int kept) {
        for (int i = settings.size() - 1; i >= kept; i--) {
            set.clear(settings.removeAtIndex(i));
        }
    }
}
