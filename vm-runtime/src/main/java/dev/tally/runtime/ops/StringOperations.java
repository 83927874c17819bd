package dev.tally.runtime.ops;

import dev.tally.core.TrapKind;
import dev.tally.heap.object.Reference;
import dev.tally.heap.object.Strings;
import dev.tally.runtime.frame.Execution;
import dev.tally.runtime.link.StringBuiltin;

/**
 * The string builtins. What they build or compare is paid for by size before it happens: one for each 8 bytes of the
 * object built, or of the shorter of two strings compared.
 */
public final class StringOperations {
    private static final int BYTES_PER_UNIT = 2;

    private StringOperations() {}

    /**
     * Executes or goes on with a builtin.
     *
     * @param base the slot of its first argument, where its result goes
     */
    public static Progress execute(StringBuiltin builtin, Execution execution, int base) {
        if (execution.restsBeforeOperation()) {
            return Progress.RESTS;
        }
        long[] slots = execution.slots();
        Strings strings = execution.store().arena().strings();
        int first = (int) slots[base];
        return switch (builtin) {
            case LENGTH -> {
                if (!strings.isString(first)) {
                    yield trap(execution, TrapKind.NOT_A_STRING);
                }
                slots[base] = strings.length(first);
                yield Progress.DONE;
            }
            case CHAR_CODE_AT -> {
                if (!strings.isString(first)) {
                    yield trap(execution, TrapKind.NOT_A_STRING);
                }
                int index = (int) slots[base + 1];
                if (Integer.compareUnsigned(index, strings.length(first)) >= 0) {
                    yield trap(execution, TrapKind.OUT_OF_BOUNDS_STRING_ACCESS);
                }
                slots[base] = strings.charAt(first, index);
                yield Progress.DONE;
            }
            case CONCAT -> concat(execution, strings, slots, base);
            case SUBSTRING -> substring(execution, strings, slots, base);
            case EQUALS -> equal(execution, strings, slots, base);
            case COMPARE -> compare(execution, strings, slots, base);
            case FROM_CHAR_CODE -> {
                if (!payForString(execution, strings, 1)) {
                    yield Progress.RESTS;
                }
                yield built(execution, slots, base, strings.fromCharCode(first & 0xFFFF));
            }
        };
    }

    private static Progress trap(Execution execution, TrapKind kind) {
        execution.commit();
        execution.trap(kind, null, -1);
        return Progress.TRAPPED;
    }

    /** Pays for a string of so many units and makes room for it. */
    private static boolean payForString(Execution execution, Strings strings, long units) {
        long bytes = Strings.bytesFor(units);
        if (!execution.prepay(bytes / BulkOperations.BYTES_PER_FUEL)) {
            return false;
        }
        if (execution.store().arena().quota().available() >= bytes) {
            strings.reserve(bytes);
        }
        return true;
    }

    private static Progress built(Execution execution, long[] slots, int base, int reference) {
        execution.commit();
        if (Reference.isNull(reference)) {
            return trap(execution, TrapKind.OUT_OF_BYTES);
        }
        slots[base] = reference;
        return Progress.DONE;
    }

    private static Progress concat(Execution execution, Strings strings, long[] slots, int base) {
        int left = (int) slots[base];
        int right = (int) slots[base + 1];
        if (!strings.isString(left) || !strings.isString(right)) {
            return trap(execution, TrapKind.NOT_A_STRING);
        }
        long units = (long) strings.length(left) + strings.length(right);
        if (units > Strings.MAX_UNITS) {
            return trap(execution, TrapKind.STRING_TOO_LONG);
        }
        if (!payForString(execution, strings, units)) {
            return Progress.RESTS;
        }
        return built(execution, slots, base, strings.concat(left, right));
    }

    private static Progress substring(Execution execution, Strings strings, long[] slots, int base) {
        int string = (int) slots[base];
        if (!strings.isString(string)) {
            return trap(execution, TrapKind.NOT_A_STRING);
        }
        long length = strings.length(string);
        long from = slots[base + 1] & 0xFFFFFFFFL;
        long to = Math.min(slots[base + 2] & 0xFFFFFFFFL, length);
        if (from > length || from > to) {
            from = 0;
            to = 0;
        }
        if (!payForString(execution, strings, to - from)) {
            return Progress.RESTS;
        }
        return built(execution, slots, base, strings.substring(string, (int) from, (int) to));
    }

    private static Progress equal(Execution execution, Strings strings, long[] slots, int base) {
        int left = (int) slots[base];
        int right = (int) slots[base + 1];
        boolean leftIsNull = Reference.isNull(left);
        boolean rightIsNull = Reference.isNull(right);
        if (!leftIsNull && !strings.isString(left) || !rightIsNull && !strings.isString(right)) {
            return trap(execution, TrapKind.NOT_A_STRING);
        }
        if (leftIsNull || rightIsNull) {
            slots[base] = leftIsNull && rightIsNull ? 1 : 0;
            return Progress.DONE;
        }
        if (!payForComparison(execution, strings, left, right)) {
            return Progress.RESTS;
        }
        execution.commit();
        slots[base] = strings.equal(left, right) ? 1 : 0;
        return Progress.DONE;
    }

    private static Progress compare(Execution execution, Strings strings, long[] slots, int base) {
        int left = (int) slots[base];
        int right = (int) slots[base + 1];
        if (!strings.isString(left) || !strings.isString(right)) {
            return trap(execution, TrapKind.NOT_A_STRING);
        }
        if (!payForComparison(execution, strings, left, right)) {
            return Progress.RESTS;
        }
        execution.commit();
        slots[base] = strings.compare(left, right);
        return Progress.DONE;
    }

    private static boolean payForComparison(Execution execution, Strings strings, int left, int right) {
        long units = Math.min(strings.length(left), strings.length(right));
        long bytes = units * BYTES_PER_UNIT;
        return execution.prepay((bytes + BulkOperations.BYTES_PER_FUEL - 1) / BulkOperations.BYTES_PER_FUEL);
    }
}
