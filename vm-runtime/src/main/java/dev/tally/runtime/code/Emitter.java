package dev.tally.runtime.code;

import dev.tally.heap.object.Reference;

/**
 * Writes operations for operands: it chooses immediate forms, lets a result go straight into the local that takes it,
 * and joins a comparison with the branch behind it.
 */
final class Emitter implements OperandStack.Spill {
    private static final int NO_WORD = -1;

    private final CodeBuffer buffer;
    private final OperandStack stack;

    /** The first word of the operation that made the topmost operand, while nothing stands behind it. */
    private int lastResult = NO_WORD;

    private int lastResultEnd = NO_WORD;

    /** The first word of the operation that wrote a slot last, while nothing stands behind it. */
    private int lastWrite = NO_WORD;

    private int lastWriteEnd = NO_WORD;

    Emitter(CodeBuffer buffer, OperandStack stack) {
        this.buffer = buffer;
        this.stack = stack;
    }

    /** Code may arrive here from elsewhere: what was emitted before is no longer known to precede. */
    void forgetLastResult() {
        lastResultEnd = NO_WORD;
        lastWriteEnd = NO_WORD;
    }

    @Override
    public void fromLocal(int operandSlot, int local) {
        copy(operandSlot, local);
    }

    /** Copies a slot, in one step with the operation before, if that has written one. */
    private void copy(int to, int from) {
        if (lastWriteEnd == buffer.size() && feeds(lastWrite)) {
            wrote(addFed(lastWrite, Operation.FED_COPY, to, from));
        } else {
            wrote(buffer.add(Operation.word(Operation.COPY, 0, to, from, 0)));
        }
    }

    @Override
    public void fromConstant(int operandSlot, long value) {
        int first;
        if (value == (int) value) {
            first = buffer.add(Operation.wordWithNumber(Operation.CONSTANT, operandSlot, (int) value));
        } else {
            first = buffer.add(Operation.word(Operation.CONSTANT_WIDE, 0, operandSlot, 0, 0));
            buffer.add(value);
        }
        wrote(first);
    }

    /** Marks the words from {@code first} on as an operation that stores its result in a slot. */
    private void wrote(int first) {
        lastWrite = first;
        lastWriteEnd = buffer.size();
    }

    void settleAll() {
        stack.settleAll(this);
    }

    /** The slot of the operand so many below the top. */
    private int readable(int depth) {
        return stack.readableSlot(stack.height() - 1 - depth, this);
    }

    /** Marks the words from {@code first} on as the operation that made the operand about to be pushed. */
    private void pushResult(int first, boolean reference) {
        wrote(first);
        lastResult = first;
        lastResultEnd = buffer.size();
        stack.push(reference);
    }

    private boolean topWasJustMade() {
        return lastResultEnd == buffer.size() && stack.topIsInSlot() && resultSlot(lastResult) == stack.nextSlot() - 1;
    }

    private int resultSlot(int word) {
        return (int) (buffer.word(word) >>> 16) & 0xFFFF;
    }

    /** Whether a slot holds the operand that the last operation has made and can feed to the next one. */
    private boolean canFeed(int slot) {
        return lastResultEnd == buffer.size() && resultSlot(lastResult) == slot && feeds(lastResult);
    }

    private boolean feeds(int word) {
        return isFed(word) || Selection.feeds(operationOf(word));
    }

    /** Adds a word that is executed together with the operation before it, whose result it takes. */
    private int addFed(int before, int operation, int a, int other) {
        buffer.set(before, buffer.word(before) | Operation.FEEDS);
        return buffer.add(Operation.word(operation | Operation.FED, 0, a, other, 0));
    }

    /** Pops the topmost operand into a local. */
    void setLocal(int local) {
        if (stack.topLocal() == local) {
            stack.pop();
            return;
        }
        if (stack.mentions(local)) {
            stack.settleLocal(local, this);
        }
        if (topWasJustMade()) {
            buffer.setFieldA(lastResult, local);
        } else if (stack.topIsConstant()) {
            fromConstant(local, stack.topConstant());
        } else {
            copy(local, readable(0));
        }
        stack.pop();
        lastResultEnd = NO_WORD;
    }

    /** An operation with one operand in {@code b}. */
    void unary(int operation, int extra) {
        int operand = readable(0);
        stack.pop();
        int first = buffer.add(Operation.word(operation, extra, stack.nextSlot(), operand, 0));
        pushResult(first, false);
    }

    /** An operation with operands in {@code b} and {@code c}. */
    void binary(int operation, int extra) {
        int left = readable(1);
        int right = readable(0);
        binary(operation, extra, left, right);
    }

    /** The same with the operands in the other order. */
    void binarySwapped(int operation) {
        int left = readable(1);
        int right = readable(0);
        binary(operation, 0, right, left);
    }

    private void binary(int operation, int extra, int left, int right) {
        stack.pop(2);
        int result = stack.nextSlot();
        int first;
        if (Selection.fedLeft(operation) != Selection.NONE && canFeed(left)) {
            first = addFed(lastResult, Selection.fedLeft(operation), result, right);
        } else if (Selection.fedRight(operation) != Selection.NONE && canFeed(right)) {
            first = addFed(lastResult, Selection.fedRight(operation), result, left);
        } else {
            first = buffer.add(Operation.word(operation, extra, result, left, right));
        }
        pushResult(first, false);
    }

    /** An operation whose right operand is a number in its own word. */
    void binaryImmediate(int operation, long number) {
        stack.pop();
        int left = readable(0);
        stack.pop();
        pushResult(buffer.add(Operation.word(operation, 0, stack.nextSlot(), left, (int) number)), false);
    }

    /** The same with the number as the left operand, for operations that commute. */
    void binaryImmediateLeft(int operation, long number) {
        int right = readable(0);
        stack.pop(2);
        pushResult(buffer.add(Operation.word(operation, 0, stack.nextSlot(), right, (int) number)), false);
    }

    /** Pops a number and pushes whether it is zero. */
    void isZero() {
        if (topWasJustMade() && Operation.isComparison(operationOf(lastResult))) {
            buffer.set(lastResult, negate(buffer.word(lastResult)));
            return;
        }
        int operand = readable(0);
        stack.pop();
        pushResult(buffer.add(Operation.word(Operation.EQ_IMMEDIATE, 0, stack.nextSlot(), operand, 0)), false);
    }

    private boolean isFed(int word) {
        return Operation.isFed(buffer.word(word));
    }

    private int operationOf(int word) {
        return isFed(word) ? Selection.NONE : (int) buffer.word(word) & 0xFF;
    }

    private static long negate(long comparison) {
        int operation = (int) comparison & 0xFF;
        int a = (int) (comparison >>> 16) & 0xFFFF;
        int b = (int) (comparison >>> 32) & 0xFFFF;
        int c = (int) (comparison >>> 48);
        boolean swaps = Operation.swapsWhenNegated(operation);
        return Operation.word(Operation.negated(operation), 0, a, swaps ? c : b, swaps ? b : c);
    }

    /**
     * Pops a condition, settles what remains, and emits the first word of a branch that is taken if the condition holds,
     * or if it does not. A branch word must follow.
     */
    void conditionalBranch(boolean ifHolds) {
        if (topWasJustMade() && Operation.isBranchingFloatComparison(operationOf(lastResult))) {
            long comparison = takeBackResult();
            settleAll();
            addBranch(Operation.floatBranchOn((int) comparison & 0xFF, ifHolds), comparison);
            return;
        }
        long comparison;
        if (topWasJustMade() && Operation.isComparison(operationOf(lastResult))) {
            comparison = takeBackResult();
        } else {
            int condition = readable(0);
            stack.pop();
            comparison = Operation.word(Operation.NE_IMMEDIATE, 0, 0, condition, 0);
        }
        long wanted = ifHolds ? comparison : negate(comparison);
        settleAll();
        addBranch(Operation.branchOn((int) wanted & 0xFF), wanted);
    }

    /** The first word of a branch that compares what a comparison compares. */
    private void addBranch(int branch, long comparison) {
        int left = (int) (comparison >>> 32) & 0xFFFF;
        int right = (int) (comparison >>> 48);
        forgetLastResult();
        buffer.add(Operation.word(branch, 0, 0, left, right));
    }

    /** Takes back the operation that made the topmost operand, and the operand; gives its first word. */
    private long takeBackResult() {
        long word = buffer.word(lastResult);
        buffer.truncate(lastResult);
        stack.pop();
        forgetLastResult();
        return word;
    }

    /** Pops the selector, settles what remains, and emits the first word of a branch by the selector. */
    void branchTable() {
        int slot = readable(0);
        stack.pop();
        settleAll();
        buffer.add(Operation.word(Operation.BRANCH_TABLE, 0, 0, slot, 0));
    }

    /** Settles all and emits the first word of a branch on whether the topmost operand, which stays, is null or is not. */
    void branchOnNull(boolean ifNull) {
        settleAll();
        int branch = ifNull ? Operation.BRANCH_EQ_IMMEDIATE : Operation.BRANCH_NE_IMMEDIATE;
        buffer.add(Operation.word(branch, 0, 0, stack.nextSlot() - 1, 0));
        forgetLastResult();
    }

    /** Checks something of the topmost operand; it stays where it is. */
    void require(Requirement requirement) {
        buffer.add(Operation.word(Operation.REQUIRE, requirement.ordinal(), 0, readable(0), requirement.bits()));
    }

    /** Pushes a reference to a function. */
    void functionReference(int function) {
        int first = buffer.add(Operation.word(Operation.REF_FUNC, 0, stack.nextSlot(), 0, 0));
        buffer.add(Operation.pair(function, 0));
        pushResult(first, true);
    }

    /** Checks that the topmost operand is of a type; it stays where it is. */
    void requireType(boolean orNull, long heapType) {
        buffer.add(Operation.word(Operation.REF_CAST, orNull ? Operation.OR_NULL : 0, 0, readable(0), 0));
        buffer.add(heapType);
    }

    /** Whether the topmost operand is of a type. */
    void testType(boolean orNull, long heapType) {
        int reference = readable(0);
        stack.pop();
        int first = buffer.add(
                Operation.word(Operation.REF_TEST, orNull ? Operation.OR_NULL : 0, stack.nextSlot(), reference, 0));
        buffer.add(heapType);
        pushResult(first, false);
    }

    /** Settles all and emits the first words of a branch on the type of the topmost operand, which stays. */
    void branchOnCast(boolean orNull, long heapType, boolean ifOfType) {
        settleAll();
        int flags = (orNull ? Operation.OR_NULL : 0) | (ifOfType ? 0 : Operation.UNLESS);
        buffer.add(Operation.word(Operation.BRANCH_ON_CAST, flags, 0, stack.nextSlot() - 1, 0));
        buffer.add(heapType);
        forgetLastResult();
    }

    /** Settles all and emits the first words of a branch on whether the topmost operand, which stays, is a small integer. */
    void branchOnI31(boolean ifI31) {
        settleAll();
        int reference = stack.nextSlot() - 1;
        int bit = stack.spareSlot();
        buffer.add(Operation.word(Operation.AND_IMMEDIATE, 0, bit, reference, Reference.I31_BIT));
        int branch = ifI31 ? Operation.BRANCH_NE_IMMEDIATE : Operation.BRANCH_EQ_IMMEDIATE;
        buffer.add(Operation.word(branch, 0, 0, bit, 0));
        forgetLastResult();
    }

    /** Reads a field of the topmost operand; {@code place} is its offset in fields of its size. */
    void getField(int kind, int place, boolean reference) {
        int object = readable(0);
        stack.pop();
        pushResult(buffer.add(Operation.word(Operation.FIELD_GET, kind, stack.nextSlot(), object, place)), reference);
    }

    /** Stores the topmost operand in a field of the one below it. */
    void setField(int kind, int place) {
        int object = readable(1);
        int value = readable(0);
        stack.pop(2);
        buffer.add(Operation.word(Operation.FIELD_SET, kind, value, object, place));
    }

    /** Stores one of the operands that have just been popped in a field of the new structure that is to be pushed. */
    void initialiseField(int operand, int shift, int place) {
        int made = stack.nextSlot();
        buffer.add(Operation.word(Operation.FIELD_SET, shift, made + operand, made, place));
    }

    /** Reads the element of the array below the topmost operand, which is its index. */
    void getElement(int kind, boolean reference) {
        int array = readable(1);
        int index = readable(0);
        stack.pop(2);
        pushResult(buffer.add(Operation.word(Operation.ELEMENT_GET, kind, stack.nextSlot(), array, index)), reference);
    }

    /** Stores the topmost operand in the element of the array two below it that the one in between is the index of. */
    void setElement(int kind) {
        int array = readable(2);
        int index = readable(1);
        int value = readable(0);
        stack.pop(3);
        buffer.add(Operation.word(Operation.ELEMENT_SET, kind, value, array, index));
    }

    /** Replaces the array on top by its length. */
    void arrayLength() {
        int array = readable(0);
        stack.pop();
        pushResult(buffer.add(Operation.word(Operation.ARRAY_LENGTH, 0, stack.nextSlot(), array, 0)), false);
    }

    void select(boolean reference) {
        int first = readable(2);
        int second = readable(1);
        int condition = readable(0);
        stack.pop(3);
        int word = buffer.add(Operation.word(Operation.SELECT, 0, stack.nextSlot(), first, second));
        buffer.add(condition);
        pushResult(word, reference);
    }

    /** Loads from the address on top; a constant that was just added to it becomes part of the load. */
    void load(int operation, long offset, int moduleOffset) {
        int displaced = Selection.displaced(operation);
        if (offset == 0
                && displaced != Selection.NONE
                && topWasJustMade()
                && operationOf(lastResult) == Operation.I32_ADD_IMMEDIATE) {
            long sum = takeBackResult();
            buffer.originate(moduleOffset);
            int address = (int) (sum >>> 32) & 0xFFFF;
            pushResult(buffer.add(Operation.word(displaced, 0, stack.nextSlot(), address, (int) (sum >>> 48))), false);
            return;
        }
        int address = readable(0);
        stack.pop();
        buffer.originate(moduleOffset);
        int first;
        if (offset <= Operation.MAX_IMMEDIATE && operation != Operation.LOAD_32_U) {
            first = buffer.add(Operation.word(operation, 0, stack.nextSlot(), address, (int) offset));
        } else {
            int width = operation - Operation.LOAD_8_S;
            first = buffer.add(Operation.word(Operation.LOAD_WIDE, width, stack.nextSlot(), address, 0));
            buffer.add(offset);
        }
        pushResult(first, false);
    }

    /** Stores the topmost operand to the address below it. */
    void store(int operation, long offset, int moduleOffset) {
        int address = readable(1);
        int value = readable(0);
        stack.pop(2);
        buffer.originate(moduleOffset);
        if (offset <= Operation.MAX_IMMEDIATE) {
            buffer.add(Operation.word(operation, 0, (int) offset, address, value));
        } else {
            int width = operation - Operation.STORE_8;
            buffer.add(Operation.word(Operation.STORE_WIDE, width, 0, address, value));
            buffer.add(offset);
        }
    }

    void getGlobal(int global, boolean reference) {
        int first = buffer.add(Operation.word(Operation.GLOBAL_GET, 0, stack.nextSlot(), 0, 0));
        buffer.add(global);
        pushResult(first, reference);
    }

    void setGlobal(int global) {
        int value = readable(0);
        stack.pop();
        buffer.add(Operation.word(Operation.GLOBAL_SET, 0, 0, value, 0));
        buffer.add(global);
    }

    /** Returns the topmost operands, which are all results; they need not be settled when there is only one. */
    void returnTop(int results) {
        if (results == 1) {
            buffer.add(Operation.word(Operation.RETURN, 0, header(), readable(0), 1));
        } else if (results == 0) {
            buffer.add(Operation.word(Operation.RETURN, 0, header(), 0, 0));
        } else {
            settleAll();
            buffer.add(Operation.word(
                    Operation.RETURN_MANY, 0, header(), stack.slotAt(stack.height() - results), results));
        }
    }

    private int header() {
        return stack.slotAt(0) - FunctionCode.HEADER_SLOTS;
    }

    /** Moves settled operands down to where a label expects them. */
    void move(int toHeight, int fromHeight, int count) {
        if (count == 1) {
            copy(stack.slotAt(toHeight), stack.slotAt(fromHeight));
        } else {
            buffer.add(Operation.word(Operation.MOVE, 0, stack.slotAt(toHeight), stack.slotAt(fromHeight), count));
        }
    }

    /** An {@link IndexedOperation} of the topmost operands. */
    void indexed(IndexedOperation operation, int operands, int first, int second) {
        settleAll();
        stack.pop(operands);
        buffer.add(Operation.word(Operation.INDEXED, operation.ordinal(), stack.nextSlot(), 0, 0));
        buffer.add(Operation.pair(first, second));
    }

    /** An {@link IndexedOperation} without indices that changes the operand at a height in its own slot. */
    void indexedInPlace(IndexedOperation operation, int height) {
        settleAll();
        buffer.add(Operation.word(Operation.INDEXED, operation.ordinal(), stack.slotAt(height), 0, 0));
        buffer.add(0);
        forgetLastResult();
    }
}
