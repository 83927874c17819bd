package dev.tally.core.binary;

import dev.tally.core.ModuleLimits;
import dev.tally.core.module.Function;
import dev.tally.core.module.Function.LocalRun;
import java.util.ArrayList;
import java.util.List;

/** Reads the entries of the code section: declared locals and instructions. */
final class FunctionReader {
    private static final long TOO_MANY_LOCALS = 1L << Integer.SIZE;

    private final ByteCursor cursor;
    private final ModuleLimits limits;
    private final boolean dataCounted;
    private final ExpressionReader expressions;

    /**
     * @param cursor over the entries of the section
     * @param dataCounted whether there is a data count section
     */
    FunctionReader(ByteCursor cursor, ModuleLimits limits, boolean dataCounted) {
        this.cursor = cursor;
        this.limits = limits;
        this.dataCounted = dataCounted;
        this.expressions = new ExpressionReader(cursor);
    }

    Function function(int index, int typeIndex) {
        cursor.within(new ReadErrors(index));
        int length = cursor.length();
        int end = cursor.at() + length;
        Function function = new Function(typeIndex, locals(), expressions.body(dataCounted));
        if (cursor.at() != end) {
            throw cursor.errors().size("function", cursor.moduleOffset(end), cursor.moduleOffset(cursor.at()));
        }
        return function;
    }

    private List<LocalRun> locals() {
        int place = cursor.at();
        int runs = cursor.length();
        List<LocalRun> locals = new ArrayList<>(runs);
        long total = 0;
        for (int i = 0; i < runs; i++) {
            int count = cursor.u32();
            total += Integer.toUnsignedLong(count);
            locals.add(new LocalRun(count, TypeReader.valueType(cursor)));
        }
        if (total >= TOO_MANY_LOCALS) {
            throw cursor.errors().tooManyLocals(total, cursor.moduleOffset(place));
        }
        // Beyond this limit the counts of the runs could be negative, so it is checked before anyone sees them.
        if (total > limits.locals()) {
            throw cursor.errors().limit("locals", total, limits.locals(), cursor.moduleOffset(place));
        }
        return locals;
    }
}
