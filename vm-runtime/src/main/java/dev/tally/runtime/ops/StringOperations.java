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
                Progress room = room(execution, 1);
                yield room == Progress.DONE ? made(execution, base, strings.fromCharCode(first & 0xFFFF)) : room;
            }
            case FROM_CODE_POINT -> fromCodePoint(execution, strings, base, first);
            case CODE_POINT_AT -> {
                if (!strings.isString(first)) {
                    yield trap(execution, TrapKind.NOT_A_STRING);
                }
                int index = (int) slots[base + 1];
                if (Integer.compareUnsigned(index, strings.length(first)) >= 0) {
                    yield trap(execution, TrapKind.OUT_OF_BOUNDS_STRING_ACCESS);
                }
                slots[base] = strings.codePointAt(first, index);
                yield Progress.DONE;
            }
            case FROM_CHAR_CODE_ARRAY -> fromArray(execution, strings, slots, base);
            case INTO_CHAR_CODE_ARRAY -> intoArray(execution, strings, slots, base);
            case TEST -> {
                slots[base] = strings.isString(first) ? 1 : 0;
                yield Progress.DONE;
            }
            case CAST -> strings.isString(first) ? Progress.DONE : trap(execution, TrapKind.NOT_A_STRING);
        };
    }

    private static Progress trap(Execution execution, TrapKind kind) {
        execution.commit();
        execution.trap(kind, null, -1);
        return Progress.TRAPPED;
    }

    /** Pays for a string of so many units and makes room for it; references must be read again from their slots then. */
    private static Progress room(Execution execution, long units) {
        long bytes = Strings.bytesFor(units);
        return Room.forObject(execution, bytes, bytes / BulkOperations.BYTES_PER_FUEL);
    }

    private static Progress made(Execution execution, int base, int reference) {
        execution.commit();
        execution.slots()[base] = reference;
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
        Progress room = room(execution, units);
        return room == Progress.DONE
                ? made(execution, base, strings.concat((int) slots[base], (int) slots[base + 1]))
                : room;
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
        Progress room = room(execution, to - from);
        return room == Progress.DONE
                ? made(execution, base, strings.substring((int) slots[base], (int) from, (int) to))
                : room;
    }

    private static Progress fromCodePoint(Execution execution, Strings strings, int base, int codePoint) {
        if (!Character.isValidCodePoint(codePoint)) {
            return trap(execution, TrapKind.INVALID_CODE_POINT);
        }
        Progress room = room(execution, Character.charCount(codePoint));
        return room == Progress.DONE ? made(execution, base, strings.fromCodePoint(codePoint)) : room;
    }

    /** The arguments are an array of 16-bit elements, the first index and the one behind the last. */
    private static Progress fromArray(Execution execution, Strings strings, long[] slots, int base) {
        int array = (int) slots[base];
        if (Reference.isNull(array)) {
            return trap(execution, TrapKind.NULL_ARRAY_REFERENCE);
        }
        long from = slots[base + 1] & 0xFFFFFFFFL;
        long to = slots[base + 2] & 0xFFFFFFFFL;
        if (from > to || to > execution.store().arena().objects().length(array)) {
            return trap(execution, TrapKind.OUT_OF_BOUNDS_ARRAY_ACCESS);
        }
        if (to - from > Strings.MAX_UNITS) {
            return trap(execution, TrapKind.STRING_TOO_LONG);
        }
        Progress room = room(execution, to - from);
        return room == Progress.DONE
                ? made(execution, base, strings.fromCharCodeArray((int) slots[base], (int) from, (int) to))
                : room;
    }

    /** The arguments are a string, an array of 16-bit elements and the index of the first; the result is the string's length. */
    private static Progress intoArray(Execution execution, Strings strings, long[] slots, int base) {
        int string = (int) slots[base];
        if (!strings.isString(string)) {
            return trap(execution, TrapKind.NOT_A_STRING);
        }
        int array = (int) slots[base + 1];
        if (Reference.isNull(array)) {
            return trap(execution, TrapKind.NULL_ARRAY_REFERENCE);
        }
        long to = slots[base + 2] & 0xFFFFFFFFL;
        int units = strings.length(string);
        if (to + units > execution.store().arena().objects().length(array)) {
            return trap(execution, TrapKind.OUT_OF_BOUNDS_ARRAY_ACCESS);
        }
        if (!execution.prepay(priceOf((long) units * BYTES_PER_UNIT))) {
            return Progress.RESTS;
        }
        execution.commit();
        strings.intoCharCodeArray(string, 0, array, (int) to, units);
        strings.countCopy();
        slots[base] = units;
        return Progress.DONE;
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
        return execution.prepay(priceOf(units * BYTES_PER_UNIT));
    }

    private static long priceOf(long bytes) {
        return (bytes + BulkOperations.BYTES_PER_FUEL - 1) / BulkOperations.BYTES_PER_FUEL;
    }
}
