package dev.tally.runtime.interpret;

import dev.tally.core.TrapKind;
import dev.tally.core.isa.Opcode;
import dev.tally.heap.object.Reference;
import dev.tally.heap.word.ReferenceTable;
import dev.tally.runtime.code.FunctionCode;
import dev.tally.runtime.code.IndexedOperation;
import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Requirement;
import dev.tally.runtime.code.ResumableOperation;
import dev.tally.runtime.frame.Execution;
import dev.tally.runtime.link.GuestFunction;
import dev.tally.runtime.link.GuestTag;
import dev.tally.runtime.link.Instance;
import dev.tally.runtime.ops.Casts;
import dev.tally.runtime.ops.IndexedOperations;
import dev.tally.runtime.ops.Numeric;
import dev.tally.runtime.ops.ObjectOperations;
import dev.tally.runtime.ops.ResumableOperations;
import org.jspecify.annotations.Nullable;

/**
 * Executes the one operation that the interpreter's loop has left: because it needs a call, because it changes one of the
 * arrays that the loop keeps, or because it traps. Whatever the loop does itself must mean the same here.
 */
final class RareOperations {
    private static final Opcode[] OPCODES = Opcode.values();

    private RareOperations() {}

    /**
     * Executes the operation at the execution's word.
     *
     * @return null when the loop may go on at the execution's new word; otherwise why it may not
     */
    static @Nullable Exit execute(Execution execution) {
        GuestFunction function = execution.currentFunction();
        Instance instance = function.instance();
        long[] words = instance.program().words();
        long[] slots = execution.slots();
        int at = execution.reentryWord();
        long word = words[at];
        int fp = execution.base();
        int a = fp + ((int) word >>> 16);
        int b = fp + ((int) (word >>> 32) & 0xFFFF);
        int number = (int) (word >>> 48);
        int extra = (int) word >>> 8 & 0xFF;
        switch ((int) word & 0xFF) {
            case Operation.MOVE -> System.arraycopy(slots, b, slots, a, number);
            case Operation.NUMERIC -> slots[a] = Numeric.apply(OPCODES[extra], slots[b], slots[fp + number]);
            case Operation.NUMERIC_TRAPPING,
                    Operation.I32_DIV_S,
                    Operation.I32_DIV_U,
                    Operation.I32_REM_S,
                    Operation.I32_REM_U -> {
                Opcode opcode = opcode((int) word & 0xFF, extra);
                TrapKind trap = Numeric.trap(opcode, slots[b], slots[fp + number]);
                if (trap != null) {
                    return trapped(execution, trap, at);
                }
                slots[a] = Numeric.apply(opcode, slots[b], slots[fp + number]);
            }
            case Operation.INDEXED -> {
                long indices = words[at + 1];
                TrapKind trap = IndexedOperations.execute(
                        IndexedOperation.of(extra), execution.store(), instance, slots, a, (int) (indices >>> 32), (int)
                                indices);
                if (trap != null) {
                    return trapped(execution, trap, at);
                }
                execution.reenterAt(function.number(), at + 2, fp);
                return null;
            }
            case Operation.RESUMABLE, Operation.STRUCT_NEW -> {
                return resumable(execution, function, at, a, ResumableOperation.of(extra));
            }
            case Operation.CALL -> {
                long target = words[at + 1];
                return call(execution, function, instance.function((int) (target >>> 32)), a, (int) target, at + 2);
            }
            case Operation.RETURN_CALL -> {
                long target = words[at + 1];
                GuestFunction callee = instance.function((int) (target >>> 32));
                return returnCall(execution, function, callee, a, (int) target, at, at + 2);
            }
            case Operation.CALL_INDIRECT, Operation.RETURN_CALL_INDIRECT -> {
                long target = words[at + 1];
                ReferenceTable table = instance.table((int) words[at + 2]);
                int index = (int) slots[b];
                TrapKind trap = Calls.whyNotCallable(table, index, execution.store(), instance, (int) (target >>> 32));
                if (trap != null) {
                    return trapped(execution, trap, at);
                }
                GuestFunction callee = execution.store().function(Reference.functionIndex(table.get(index)));
                return ((int) word & 0xFF) == Operation.CALL_INDIRECT
                        ? call(execution, function, callee, a, (int) target, at + 3)
                        : returnCall(execution, function, callee, a, (int) target, at, at + 3);
            }
            case Operation.CALL_REF, Operation.RETURN_CALL_REF -> {
                long target = words[at + 1];
                int reference = (int) slots[b];
                if (Reference.isNull(reference)) {
                    return trapped(execution, TrapKind.NULL_FUNCTION_REFERENCE, at);
                }
                GuestFunction callee = execution.store().function(Reference.functionIndex(reference));
                return ((int) word & 0xFF) == Operation.CALL_REF
                        ? call(execution, function, callee, a, (int) target, at + 2)
                        : returnCall(execution, function, callee, a, (int) target, at, at + 2);
            }
            case Operation.FIELD_GET, Operation.FIELD_SET -> {
                return trapped(execution, TrapKind.NULL_STRUCTURE_REFERENCE, at);
            }
            case Operation.ELEMENT_GET, Operation.ELEMENT_SET -> {
                boolean isNull = Reference.isNull((int) slots[b]);
                TrapKind trap = isNull ? TrapKind.NULL_ARRAY_REFERENCE : TrapKind.OUT_OF_BOUNDS_ARRAY_ACCESS;
                return trapped(execution, trap, at);
            }
            case Operation.ARRAY_LENGTH -> {
                return trapped(execution, TrapKind.NULL_ARRAY_REFERENCE, at);
            }
            case Operation.REQUIRE -> {
                return trapped(execution, Requirement.of(extra).trap(), at);
            }
            case Operation.REF_CAST -> {
                if (!isOf(execution, instance, (int) slots[b], (int) words[at + 1], extra)) {
                    return trapped(execution, TrapKind.CAST_FAILURE, at);
                }
                execution.reenterAt(function.number(), at + 2, fp);
                return null;
            }
            case Operation.REF_TEST -> {
                slots[a] = isOf(execution, instance, (int) slots[b], (int) words[at + 1], extra) ? 1 : 0;
                execution.reenterAt(function.number(), at + 2, fp);
                return null;
            }
            case Operation.BRANCH_ON_CAST -> {
                boolean ofType = isOf(execution, instance, (int) slots[b], (int) words[at + 1], extra);
                return branch(execution, words, at + 2, ofType == ((extra & Operation.UNLESS) == 0));
            }
            case Operation.THROW -> {
                return throwNew(execution, instance, words[at + 1], a, at);
            }
            case Operation.THROW_REF -> {
                execution.restAt(function.number(), (int) words[at + 1], fp);
                int exception = (int) slots[a];
                return Reference.isNull(exception)
                        ? trapped(execution, TrapKind.NULL_EXCEPTION_REFERENCE, at)
                        : Unwinding.unwind(execution, exception, at);
            }
            case Operation.RETURN, Operation.RETURN_MANY -> {
                return leave(execution, b, number);
            }
            case Operation.ENTER_COMPILED -> {
                int safepoint = (int) (word >>> 16);
                execution.restAt(function.number(), safepoint, fp);
                if (execution.entersCompiled()) {
                    return Exit.ENTERS_COMPILED;
                }
                execution.reenterAt(function.number(), function.code().resumeWord(safepoint), fp);
                return null;
            }
            case Operation.UNREACHABLE -> {
                return trapped(execution, TrapKind.UNREACHABLE, at);
            }
            default -> {
                if (!Operation.isAccess((int) word & 0xFF)) {
                    throw new IllegalStateException("no operation has the code " + (word & 0xFF));
                }
                return trapped(execution, TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS, at);
            }
        }
        execution.reenterAt(function.number(), at + 1, fp);
        return null;
    }

    /** Whether a reference is of the type that an operation names, whose extra field says whether null is. */
    private static boolean isOf(Execution execution, Instance instance, int reference, int heapType, int extra) {
        return Casts.isOf(execution.store(), instance, reference, heapType, (extra & Operation.OR_NULL) != 0);
    }

    private static Opcode opcode(int operation, int extra) {
        return switch (operation) {
            case Operation.I32_DIV_S -> Opcode.I32_DIV_S;
            case Operation.I32_DIV_U -> Opcode.I32_DIV_U;
            case Operation.I32_REM_S -> Opcode.I32_REM_S;
            case Operation.I32_REM_U -> Opcode.I32_REM_U;
            default -> OPCODES[extra];
        };
    }

    private static Exit trapped(Execution execution, @Nullable TrapKind trap, int at) {
        execution.restAt(execution.function(), FunctionCode.ENTRY_SAFEPOINT, execution.base());
        execution.trapAt(trap, at + 1);
        return Exit.TRAPPED;
    }

    private static @Nullable Exit resumable(
            Execution execution, GuestFunction function, int at, int operands, ResumableOperation operation) {
        long[] words = function.instance().program().words();
        long indices = words[at + 1];
        long behind = words[at + 2];
        // The operation may find no memory in the JVM; the guest must be at rest then, so it is always.
        execution.restAt(function.number(), (int) (behind >>> 32), execution.base());
        switch (ResumableOperations.execute(
                operation, execution, function.instance(), operands, (int) (indices >>> 32), (int) indices)) {
            case RESTS -> {
                return Exit.OUT_OF_ALLOWANCE;
            }
            case TRAPPED -> {
                return trapped(execution, execution.trapKind(), at);
            }
            case DONE -> {
                execution.setFuel(Metering.charge(execution.fuel(), behind & 0xFFFF));
                execution.reenterAt(function.number(), at + 3, execution.base());
            }
        }
        return null;
    }

    /** Takes the branch at a word, or does not, as the loop would. */
    private static @Nullable Exit branch(Execution execution, long[] words, int at, boolean taken) {
        long branch = words[at];
        int function = execution.function();
        int fp = execution.base();
        if (!taken) {
            execution.setFuel(Metering.charge(execution.fuel(), branch >>> 16 & 0x7FFF));
            execution.reenterAt(function, at + 1, fp);
            return null;
        }
        int target = at + (int) (branch >> 32);
        execution.setFuel(Metering.charge(execution.fuel(), branch & 0xFFFF));
        if (Metering.checked(execution.fuel()) < 0 && (int) branch < 0) {
            execution.restAt(function, (int) (words[target - 1] >>> 16), fp);
            return Exit.OUT_OF_ALLOWANCE;
        }
        execution.reenterAt(function, target, fp);
        return null;
    }

    private static @Nullable Exit throwNew(
            Execution execution, Instance instance, long tagAndSafepoint, int operands, int at) {
        execution.restAt(execution.function(), (int) tagAndSafepoint, execution.base());
        GuestTag tag = instance.tag((int) (tagAndSafepoint >>> 32));
        return switch (ObjectOperations.roomForException(execution, tag)) {
            case RESTS -> Exit.OUT_OF_ALLOWANCE;
            case TRAPPED -> trapped(execution, execution.trapKind(), at);
            case DONE -> Unwinding.unwind(execution, ObjectOperations.newException(execution, tag, operands), at);
        };
    }

    private static @Nullable Exit call(
            Execution execution, GuestFunction caller, GuestFunction callee, int base, int safepoint, int wordBehind) {
        int fp = execution.base();
        execution.restAt(caller.number(), safepoint, fp);
        long link = Execution.linkTo(caller.number(), safepoint);
        if (callee.isWasm()) {
            execution.beginEntry(callee, base, link);
            if (!execution.enter()) {
                return trapped(execution, TrapKind.CALL_STACK_EXHAUSTED, wordBehind - 1);
            }
            if (callee.isCompiled()) {
                return Metering.checked(execution.fuel()) < 0 ? Exit.OUT_OF_ALLOWANCE : Exit.ENTERS_COMPILED;
            }
            execution.reenterAt(callee.number(), callee.code().firstWord(), base);
        } else {
            Exit exit = Calls.callOutside(execution, callee, base, link);
            if (exit != null) {
                return exit;
            }
            int price = caller.code().resumePrice(safepoint);
            execution.setFuel(Metering.charge(execution.fuel(), price));
            execution.reenterAt(caller.number(), wordBehind, fp);
        }
        return Metering.checked(execution.fuel()) < 0 ? Exit.OUT_OF_ALLOWANCE : null;
    }

    /**
     * Calls in place of the caller's frame: as if the caller had returned and its own caller had called instead, from the
     * same safepoint, with the arguments where those of the first call were. Nothing grows by that. What is no code is
     * called as usual, and returns to the word behind, which returns.
     */
    private static @Nullable Exit returnCall(
            Execution execution,
            GuestFunction caller,
            GuestFunction callee,
            int arguments,
            int safepoint,
            int at,
            int wordBehind) {
        if (!callee.isWasm()) {
            return call(execution, caller, callee, arguments, safepoint, wordBehind);
        }
        int fp = execution.base();
        if (callee.frameSlots() > execution.stack().limit() - fp) {
            return trapped(execution, TrapKind.CALL_STACK_EXHAUSTED, at);
        }
        long[] slots = execution.slots();
        int header = fp + caller.locals();
        long link = slots[header];
        int callerBase = (int) slots[header + 1];
        System.arraycopy(slots, arguments, slots, fp, callee.type().parameters().size());
        if (link != Execution.ROOT) {
            execution.restAt(Execution.linkedFunction(link), Execution.linkedSafepoint(link), callerBase);
        }
        execution.beginEntry(callee, fp, link);
        if (!execution.enter()) {
            throw new IllegalStateException(callee.name() + " does not fit on a stack that has room for it");
        }
        if (callee.isCompiled()) {
            return Metering.checked(execution.fuel()) < 0 ? Exit.OUT_OF_ALLOWANCE : Exit.ENTERS_COMPILED;
        }
        execution.reenterAt(callee.number(), callee.code().firstWord(), fp);
        return Metering.checked(execution.fuel()) < 0 ? Exit.OUT_OF_ALLOWANCE : null;
    }

    /** Returns to a caller of another instance, to the host, or with several results. */
    private static @Nullable Exit leave(Execution execution, int firstResult, int results) {
        long[] slots = execution.slots();
        int base = execution.base();
        int header = base + execution.currentFunction().locals();
        long link = slots[header];
        int callerBase = (int) slots[header + 1];
        System.arraycopy(slots, firstResult, slots, base, results);
        if (link == Execution.ROOT) {
            return Exit.RETURNED;
        }
        GuestFunction caller = execution.store().function(Execution.linkedFunction(link));
        int safepoint = Execution.linkedSafepoint(link);
        execution.restAt(caller.number(), safepoint, callerBase);
        if (!caller.isWasm()) {
            return Exit.HOST_FUNCTION;
        }
        execution.setFuel(Metering.charge(execution.fuel(), caller.code().resumePrice(safepoint)));
        execution.reenterAt(caller.number(), caller.code().resumeWord(safepoint), callerBase);
        return Metering.checked(execution.fuel()) < 0 ? Exit.OUT_OF_ALLOWANCE : null;
    }
}
