package dev.tally.runtime.code;

import dev.tally.core.type.FunctionType;
import dev.tally.core.validate.ValidModule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The steps of a function in the order of its words, and for each which slots it reads and writes and where it leads: what an
 * analysis of lowered code asks, said once.
 */
public final class Steps {
    private final ValidModule module;
    private final FunctionCode code;
    private final long[] words;
    private final List<Step> steps = new ArrayList<>();
    private final int[] stepAt;

    private Steps(ValidModule module, FunctionCode code) {
        this.module = module;
        this.code = code;
        this.words = code.words();
        this.stepAt = new int[words.length + 1];
    }

    /** Takes code apart that is not placed yet. */
    public static Steps of(ValidModule module, FunctionCode unplaced) {
        Steps steps = new Steps(module, unplaced);
        steps.takeApart();
        return steps;
    }

    private void takeApart() {
        int at = 0;
        while (at < words.length) {
            int end = at + length(at);
            stepAt[at] = steps.size();
            steps.add(new Step(at, end, words[at], wordOrZero(at + 1, end), wordOrZero(at + 2, end)));
            at = end;
        }
        stepAt[words.length] = steps.size();
    }

    private long wordOrZero(int at, int end) {
        return at < end ? words[at] : 0;
    }

    private int length(int at) {
        if (Operation.isFed(words[at])) {
            return 1;
        }
        int operation = (int) words[at] & 0xFF;
        if (isConditional(operation) || operation == Operation.BRANCH) {
            return operation == Operation.BRANCH_ON_CAST ? 3 : 2;
        }
        return switch (operation) {
            case Operation.CONSTANT_WIDE,
                    Operation.SELECT,
                    Operation.LOAD_WIDE,
                    Operation.STORE_WIDE,
                    Operation.GLOBAL_GET,
                    Operation.GLOBAL_SET,
                    Operation.CALL,
                    Operation.CALL_REF,
                    Operation.RETURN_CALL,
                    Operation.RETURN_CALL_REF,
                    Operation.INDEXED,
                    Operation.REF_CAST,
                    Operation.REF_TEST,
                    Operation.REF_FUNC,
                    Operation.THROW,
                    Operation.THROW_REF -> 2;
            case Operation.CALL_INDIRECT, Operation.RETURN_CALL_INDIRECT, Operation.RESUMABLE, Operation.STRUCT_NEW ->
                3;
            case Operation.BRANCH_TABLE -> 2 + (int) words[at + 1];
            default -> 1;
        };
    }

    /** Whether it is a branch that may go on behind itself. */
    public static boolean isConditional(int operation) {
        return operation >= Operation.BRANCH_EQ && operation <= Operation.BRANCH_GE_U_IMMEDIATE
                || operation >= Operation.BRANCH_F64_LT && operation <= Operation.BRANCH_F64_NOT_LE
                || operation == Operation.BRANCH_ON_CAST;
    }

    public FunctionCode code() {
        return code;
    }

    public int count() {
        return steps.size();
    }

    /** Whether the function has a step of an operation, fed ones excepted. */
    public boolean has(int operation) {
        return steps.stream().anyMatch(step -> !step.isFed() && step.operation() == operation);
    }

    public Step get(int index) {
        return steps.get(index);
    }

    /** The index of the step whose first word stands here. */
    public int at(int word) {
        return stepAt[word];
    }

    // Branches. A branch word is named by its index.

    /** The branch word of a step that has one. */
    public int branchWord(Step step) {
        return step.operation() == Operation.BRANCH_ON_CAST ? step.at() + 2 : step.at() + 1;
    }

    /** How many targets a table has; its branch words stand from the third word on. */
    public int targetCount(Step table) {
        return (int) table.second();
    }

    public int target(int branchWord) {
        return branchWord + (int) (words[branchWord] >> 32);
    }

    public int priceIfTaken(int branchWord) {
        return (int) words[branchWord] & 0xFFFF;
    }

    public int priceIfNotTaken(int branchWord) {
        return (int) (words[branchWord] >>> 16) & 0x7FFF;
    }

    public boolean leadsToLoopHead(int branchWord) {
        return (words[branchWord] & Operation.LOOP_HEAD) != 0;
    }

    /** The safepoint of the loop head that a branch word leads to. */
    public int safepointOfLoopHead(int branchWord) {
        return (int) (words[target(branchWord) - 1] >>> 16);
    }

    /** The step that makes the charge of the loop head that a branch word leads to, and stands before it. */
    public int chargeOfLoopHead(int branchWord) {
        return at(target(branchWord) - 1);
    }

    /** The first step of what goes on at a safepoint: of a loop its charge, which who rests there has paid already. */
    public int firstFrom(int safepoint) {
        int step = at(code.safepoints().resumeWord(safepoint));
        return code.safepoints().kind(safepoint) == SafepointKind.LOOP_HEAD ? step - 1 : step;
    }

    /** What that step charges; 0 if it is no charge. */
    public int firstCharge(int safepoint) {
        return code.safepoints().kind(safepoint) == SafepointKind.LOOP_HEAD
                ? get(firstFrom(safepoint)).c()
                : 0;
    }

    /** Whether a step has branch words. */
    public static boolean isBranch(Step step) {
        return !step.isFed()
                && (step.operation() == Operation.BRANCH
                        || step.operation() == Operation.BRANCH_TABLE
                        || isConditional(step.operation()));
    }

    /** Gives the branch words of a branch. */
    public void branchWords(Step branch, IntConsumer each) {
        if (branch.operation() == Operation.BRANCH_TABLE) {
            for (int i = 0; i < targetCount(branch); i++) {
                each.accept(branch.at() + 2 + i);
            }
        } else {
            each.accept(branchWord(branch));
        }
    }

    /** Whether the step behind a step is never reached from it. */
    public static boolean leaves(Step step) {
        return !step.isFed()
                && switch (step.operation()) {
                    case Operation.BRANCH,
                            Operation.BRANCH_TABLE,
                            Operation.RETURN,
                            Operation.RETURN_MANY,
                            Operation.UNREACHABLE,
                            Operation.THROW,
                            Operation.THROW_REF -> true;
                    default -> false;
                };
    }

    /** Gives the words that a step may go on at. */
    public void successors(Step step, IntConsumer each) {
        if (isBranch(step)) {
            branchWords(step, word -> each.accept(target(word)));
        }
        if (!leaves(step)) {
            each.accept(step.end());
        }
    }

    // Slots.

    /** Adds the slots that a step reads. */
    public void addReads(int index, BitSet slots) {
        Step step = steps.get(index);
        if (step.isFed()) {
            // A copy stores first what it is fed, into the slot of the step before.
            if (step.operation() != Operation.FED_COPY
                    || step.b() != steps.get(index - 1).a()) {
                slots.set(step.b());
            }
            return;
        }
        int operation = step.operation();
        switch (operation) {
            case Operation.CONSTANT,
                    Operation.CONSTANT_WIDE,
                    Operation.GLOBAL_GET,
                    Operation.REF_FUNC,
                    Operation.CHARGE,
                    Operation.BRANCH,
                    Operation.UNREACHABLE -> {}
            case Operation.SELECT -> {
                slots.set(step.b());
                slots.set(step.c());
                slots.set((int) step.second());
            }
            case Operation.MOVE -> slots.set(step.b(), step.b() + step.c());
            case Operation.RETURN, Operation.RETURN_MANY -> slots.set(step.b(), step.b() + step.c());
            case Operation.FIELD_SET -> {
                slots.set(step.a());
                slots.set(step.b());
            }
            case Operation.ELEMENT_SET -> {
                slots.set(step.a());
                slots.set(step.b());
                slots.set(step.c());
            }
            case Operation.CALL, Operation.RETURN_CALL -> addOperands(step, slots);
            case Operation.CALL_INDIRECT,
                    Operation.RETURN_CALL_INDIRECT,
                    Operation.CALL_REF,
                    Operation.RETURN_CALL_REF -> {
                slots.set(step.b());
                addOperands(step, slots);
            }
            case Operation.INDEXED, Operation.RESUMABLE, Operation.STRUCT_NEW, Operation.THROW, Operation.THROW_REF ->
                addOperands(step, slots);
            default -> {
                slots.set(step.b());
                if (readsC(operation, step)) {
                    slots.set(step.c());
                }
            }
        }
    }

    private void addOperands(Step step, BitSet slots) {
        slots.set(step.a(), step.a() + operandCount(step));
    }

    private static boolean readsC(int operation, Step step) {
        return switch (operation) {
            case Operation.NUMERIC, Operation.NUMERIC_TRAPPING ->
                step.opcode().parameters().size() == 2;
            case Operation.STORE_8,
                    Operation.STORE_16,
                    Operation.STORE_32,
                    Operation.STORE_64,
                    Operation.STORE_WIDE,
                    Operation.F32_BINARY,
                    Operation.ELEMENT_GET,
                    Operation.AND,
                    Operation.OR,
                    Operation.XOR -> true;
            default ->
                operation >= Operation.I32_ADD && operation <= Operation.I32_ROTR
                        || operation >= Operation.I64_ADD && operation <= Operation.I64_ROTR
                        || operation >= Operation.EQ && operation <= Operation.LE_U
                        || operation >= Operation.BRANCH_EQ && operation <= Operation.BRANCH_LE_U
                        || operation >= Operation.F64_ADD && operation <= Operation.F64_LE
                        || operation >= Operation.I32_DIV_S && operation <= Operation.I32_REM_U;
        };
    }

    /** How many slots from {@code a} on a step takes as its operands, if they lie side by side. */
    public int operandCount(Step step) {
        return switch (step.operation()) {
            case Operation.CALL,
                    Operation.RETURN_CALL,
                    Operation.CALL_INDIRECT,
                    Operation.RETURN_CALL_INDIRECT,
                    Operation.CALL_REF,
                    Operation.RETURN_CALL_REF -> calledType(step).parameters().size();
            case Operation.INDEXED -> operands(IndexedOperation.of(step.extra()));
            case Operation.RESUMABLE, Operation.STRUCT_NEW -> operands(ResumableOperation.of(step.extra()), step);
            case Operation.THROW ->
                module.spaces().tags().get(step.high()).parameters().size();
            case Operation.THROW_REF -> 1;
            default -> 0;
        };
    }

    /** Removes the slots that a step writes. */
    public void removeWrites(int index, BitSet slots) {
        Step step = steps.get(index);
        slots.clear(step.a(), step.a() + resultCount(step));
        if (step.isFed() && step.operation() == Operation.FED_COPY) {
            slots.clear(steps.get(index - 1).a());
        }
    }

    /** How many slots from {@code a} on a step writes. */
    public int resultCount(Step step) {
        if (step.feeds()) {
            return 0;
        }
        if (step.isFed()) {
            return 1;
        }
        return switch (step.operation()) {
            case Operation.MOVE -> step.c();
            case Operation.CALL,
                    Operation.CALL_INDIRECT,
                    Operation.CALL_REF,
                    Operation.RETURN_CALL,
                    Operation.RETURN_CALL_INDIRECT,
                    Operation.RETURN_CALL_REF -> calledType(step).results().size();
            case Operation.INDEXED -> results(IndexedOperation.of(step.extra()));
            case Operation.RESUMABLE, Operation.STRUCT_NEW -> results(ResumableOperation.of(step.extra()));
            case Operation.STORE_8,
                    Operation.STORE_16,
                    Operation.STORE_32,
                    Operation.STORE_64,
                    Operation.STORE_WIDE,
                    Operation.GLOBAL_SET,
                    Operation.CHARGE,
                    Operation.BRANCH,
                    Operation.BRANCH_TABLE,
                    Operation.RETURN,
                    Operation.RETURN_MANY,
                    Operation.UNREACHABLE,
                    Operation.FIELD_SET,
                    Operation.ELEMENT_SET,
                    Operation.REQUIRE,
                    Operation.REF_CAST,
                    Operation.THROW,
                    Operation.THROW_REF -> 0;
            default -> isConditional(step.operation()) ? 0 : 1;
        };
    }

    /** The safepoint at which a step may come to rest, or −1. */
    public int safepoint(Step step) {
        if (step.isFed()) {
            return -1;
        }
        return switch (step.operation()) {
            case Operation.CHARGE -> step.checks() ? step.checkedSafepoint() : -1;
            case Operation.CALL,
                    Operation.CALL_INDIRECT,
                    Operation.CALL_REF,
                    Operation.RETURN_CALL,
                    Operation.RETURN_CALL_INDIRECT,
                    Operation.RETURN_CALL_REF,
                    Operation.THROW,
                    Operation.THROW_REF -> step.low();
            case Operation.RESUMABLE, Operation.STRUCT_NEW -> (int) (step.third() >>> 32);
            default -> -1;
        };
    }

    /** What is charged behind an operation that may have to wait for its price. */
    public static int chargeBehind(Step resumable) {
        return (int) resumable.third() & 0xFFFF;
    }

    /** The type of the function that a call calls. */
    public FunctionType calledType(Step call) {
        return switch (call.operation()) {
            case Operation.CALL, Operation.RETURN_CALL ->
                module.spaces().functions().get(call.high());
            default -> module.definition().types().get(call.high());
        };
    }

    private static int operands(IndexedOperation operation) {
        return switch (operation) {
            case MEMORY_SIZE, TABLE_SIZE, DATA_DROP, ELEMENT_DROP -> 0;
            case TABLE_SET, STORE_8, STORE_16, STORE_32, STORE_64 -> 2;
            default -> 1;
        };
    }

    private static int results(IndexedOperation operation) {
        return switch (operation) {
            case TABLE_SET, DATA_DROP, ELEMENT_DROP, ELEMENT_SET, STORE_8, STORE_16, STORE_32, STORE_64 -> 0;
            default -> 1;
        };
    }

    private int operands(ResumableOperation operation, Step step) {
        return switch (operation) {
            case CONSTANT_GET, STRUCT_NEW_DEFAULT -> 0;
            case MEMORY_GROW, ARRAY_NEW_DEFAULT -> 1;
            case TABLE_GROW, ARRAY_NEW, ARRAY_NEW_DATA, ARRAY_NEW_ELEM -> 2;
            case MEMORY_COPY, MEMORY_FILL, MEMORY_INIT, TABLE_COPY, TABLE_FILL, TABLE_INIT -> 3;
            case ARRAY_FILL, ARRAY_INIT_DATA, ARRAY_INIT_ELEM -> 4;
            case ARRAY_COPY -> 5;
            case ARRAY_NEW_FIXED -> step.low();
            case STRUCT_NEW ->
                Layouts.fieldTypes(module.definition().types(), step.high()).size();
        };
    }

    private static int results(ResumableOperation operation) {
        return switch (operation) {
            case MEMORY_GROW,
                    TABLE_GROW,
                    CONSTANT_GET,
                    STRUCT_NEW,
                    STRUCT_NEW_DEFAULT,
                    ARRAY_NEW,
                    ARRAY_NEW_DEFAULT,
                    ARRAY_NEW_FIXED,
                    ARRAY_NEW_DATA,
                    ARRAY_NEW_ELEM -> 1;
            default -> 0;
        };
    }
}
