package dev.tally.core.validate;

import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The types of the operands at one point of a body, and how many slots they ever took. Null stands for the unknown
 * operand of code that cannot be reached, which matches every type. Below the floor, where the innermost block began,
 * nothing is popped; an unreachable block has unknown operands there without end.
 */
final class OperandStack {
    private static final int FIRST_CAPACITY = 64;
    private static final int UNKNOWN_SLOTS = 1;
    private static final ReferenceType UNKNOWN_REFERENCE = new ReferenceType(false, HeapType.BOTTOM);

    private final ModuleTypes moduleTypes;
    private final long mostPassed;
    private long passed;

    private ValidationErrors errors = ValidationErrors.OUTSIDE;
    private @Nullable ValueType[] types = new @Nullable ValueType[FIRST_CAPACITY];
    private int height;
    private int floor;
    private boolean unreachable;
    private int slots;
    private int highestSlots;
    private int otherSlots;
    private int frameSlots;

    /**
     * Makes an empty one.
     *
     * @param moduleTypes which tell what matches
     * @param mostPassed how many operands may be passed on in lists, in all bodies together
     */
    OperandStack(ModuleTypes moduleTypes, long mostPassed) {
        this.moduleTypes = moduleTypes;
        this.mostPassed = mostPassed;
    }

    /**
     * Empties it for another body.
     *
     * @param otherSlots the slots of the frame that are not operands
     * @param frameSlots the most that the frame may have
     */
    void begin(ValidationErrors errors, int otherSlots, int frameSlots) {
        this.errors = errors;
        this.height = 0;
        this.floor = 0;
        this.unreachable = false;
        this.slots = 0;
        this.highestSlots = 0;
        this.otherSlots = otherSlots;
        this.frameSlots = frameSlots;
    }

    /** How many operands there are. */
    int height() {
        return height;
    }

    /** The most slots that the operands have taken. */
    int highestSlots() {
        return highestSlots;
    }

    /** Makes another block the innermost one. */
    void within(ControlFrame block) {
        floor = block.height();
        unreachable = block.isUnreachable();
    }

    /** Drops the operands of the innermost block: what follows cannot be reached. */
    void makeUnreachable() {
        while (height > floor) {
            drop();
        }
        unreachable = true;
    }

    void push(@Nullable ValueType type, long offset) {
        slots += slotsOf(type);
        if (slots > highestSlots) {
            highestSlots = slots;
            if (otherSlots + slots > frameSlots) {
                throw errors.limit("frameSlots", otherSlots + slots, frameSlots, offset);
            }
        }
        if (height == types.length) {
            types = Arrays.copyOf(types, 2 * height);
        }
        types[height++] = type;
    }

    void push(List<ValueType> list, long offset) {
        pass(list.size(), offset);
        for (int i = 0; i < list.size(); i++) {
            push(list.get(i), offset);
        }
    }

    /** Pops an operand of any type; null when it is unknown. */
    @Nullable
    ValueType pop(long offset) {
        if (height > floor) {
            return drop();
        }
        if (unreachable) {
            return null;
        }
        throw errors.typeMismatch(offset, "any", null);
    }

    /** Pops a reference of any type; what is unknown is one of no type, which matches all. */
    ReferenceType popReference(long offset) {
        ValueType actual = pop(offset);
        if (actual == null) {
            return UNKNOWN_REFERENCE;
        }
        if (actual instanceof ReferenceType reference) {
            return reference;
        }
        throw errors.typeMismatch(offset, "a reference", actual);
    }

    void pop(ValueType expected, long offset) {
        if (height > floor) {
            check(expected, drop(), offset);
        } else if (!unreachable) {
            throw errors.typeMismatch(offset, expected, null);
        }
    }

    /** Pops so many operands of one type, which may be more than there are where code cannot be reached. */
    void pop(ValueType expected, int count, long offset) {
        for (int left = count; left > 0 && (height > floor || !unreachable); left--) {
            pop(expected, offset);
        }
    }

    void pop(List<ValueType> expected, long offset) {
        pass(expected.size(), offset);
        for (int i = expected.size() - 1; i >= 0; i--) {
            pop(expected.get(i), offset);
        }
    }

    /** Checks the topmost operands and leaves them. */
    void peek(List<ValueType> expected, long offset) {
        pass(expected.size(), offset);
        int count = expected.size();
        int known = Math.min(count, height - floor);
        for (int i = 1; i <= known; i++) {
            check(expected.get(count - i), types[height - i], offset);
        }
        if (known < count && !unreachable) {
            throw errors.typeMismatch(offset, expected.get(count - known - 1), null);
        }
    }

    /** Counts operands that are passed on in a list. */
    void pass(int count, long offset) {
        passed += count;
        if (passed > mostPassed) {
            throw errors.limit("operandsPerByte: passed operands", passed, mostPassed, offset);
        }
    }

    private void check(ValueType expected, @Nullable ValueType actual, long offset) {
        if (actual != null && !moduleTypes.matches(actual, expected)) {
            throw errors.typeMismatch(offset, expected, actual);
        }
    }

    private @Nullable ValueType drop() {
        ValueType type = types[--height];
        slots -= slotsOf(type);
        return type;
    }

    private static int slotsOf(@Nullable ValueType type) {
        return type == null ? UNKNOWN_SLOTS : type.slots();
    }
}
