package dev.tally.runtime.compile;

import dev.tally.core.TrapKind;
import dev.tally.heap.collect.AllocationBuffer;
import dev.tally.heap.object.Reference;
import dev.tally.heap.word.ReferenceTable;
import dev.tally.runtime.code.FunctionCode;
import dev.tally.runtime.code.Handler;
import dev.tally.runtime.code.Operation;
import dev.tally.runtime.frame.Execution;
import dev.tally.runtime.interpret.Exit;
import dev.tally.runtime.interpret.Unwinding;
import dev.tally.runtime.link.GuestFunction;
import dev.tally.runtime.link.GuestTag;
import dev.tally.runtime.link.Instance;
import dev.tally.runtime.ops.ObjectOperations;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How methods are left, and what becomes of their callers.
 *
 * <p>A method that stops early, because it owes fuel, traps, throws or has met an operation that is left to the interpreter, writes
 * its own frame, leaves a negative {@link #fuel} behind and returns; its caller, which looks at the fuel anyway, does the same. So no
 * frame of Java is left when the guest rests.
 */
abstract sealed class Departures permits Machine {
    private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

    /** The callee has returned. */
    private static final int RETURNED = 0;

    /** The callee was not entered: it is not compiled, or there is no room for it on the stack of Java. */
    private static final int DECLINED = 1;

    /** The callee has stopped, and so must its callers. */
    private static final int STOPPED = 2;

    /** The callee has called another function in its place, which is still to be run. */
    private static final int CALLS_ON = 3;

    /** What is answered of a call that has returned after all, with its results in the frame. */
    static final int GOES_ON = -2;

    private static final int UNCAUGHT = -1;
    private static final int NONE = -1;

    /** As many values as the parameters of a method can be, of which the JVM allows 255. */
    private static final int MOST_PASSED = 256;

    /** What callers find who must look at what has happened; far from overflow. */
    static final long NO_FUEL = Long.MIN_VALUE / 2;

    /** What running another method from a machine takes of the stack of Java. */
    private static final int ROOM_OF_CALLS = 1_000;

    final Execution execution;
    final Instance instance;
    final AllocationBuffer buffer;
    final KnownCallees knownCallees;
    private final CompiledProgram program;

    /** The slots of all frames. */
    long[] slots = {};

    /** The end of the slots that frames may take. */
    int limit;

    /** What a method that returns has left. */
    long fuel;

    /** What is passed to {@link #leave(long, int, LeavingPlace)}. */
    long[] passed = new long[MOST_PASSED];

    private int state = RETURNED;
    private long declinedFuel;

    private boolean lacksRoom;

    /** Of a method that has stopped: where the header of the frame written last is. */
    private int header;

    /** Why the topmost method has stopped; null when the interpreter is to go on. */
    private @Nullable Exit exit;

    /** The exception that was thrown and is caught by none of the methods that have stopped; null if none was. */
    private int thrown;

    /** The word that has thrown it, and how many frames and clauses were looked at since. */
    private int throwingWord;

    private long looks;

    /** The function that was called in place of another. */
    private int next;

    /** The function that could not be called from the topmost method, having none itself. */
    private @Nullable GuestFunction missed;

    Departures(Execution execution, Instance instance, CompiledProgram program) {
        this.execution = execution;
        this.instance = instance;
        this.buffer = execution.buffer();
        this.knownCallees = new KnownCallees(instance);
        this.program = program;
    }

    /** A method is to be run; nothing has happened yet. */
    void set() {
        slots = execution.slots();
        limit = execution.slotLimit();
        state = RETURNED;
        exit = null;
        missed = null;
        thrown = Reference.NULL;
    }

    /** Whether the method that was run has returned. */
    boolean hasReturned() {
        return state == RETURNED;
    }

    /** Whether it has called another function in its place. */
    boolean callsOn() {
        return state == CALLS_ON;
    }

    /** Whether a method was not entered for want of room since this was asked last. */
    boolean takeLackOfRoom() {
        boolean lacked = lacksRoom;
        lacksRoom = false;
        return lacked;
    }

    /** Whether the method was not even entered. */
    boolean hasDeclined() {
        return state == DECLINED;
    }

    /** The exception that has stopped all methods, or null; all frames are as they were when it was thrown. */
    int thrown() {
        return thrown;
    }

    int throwingWord() {
        return throwingWord;
    }

    @Nullable
    Exit exit() {
        return exit;
    }

    @Nullable
    GuestFunction missed() {
        return missed;
    }

    int number(int function) {
        return instance.function(function).number();
    }

    FunctionCode code(int function) {
        return instance.function(function).code();
    }

    // How methods are left.

    /**
     * Called by {@link Leaving} with what is live in {@link #passed}.
     *
     * @return of a call, what its method is to do: go on behind it, or at the clause with this number, or return if it is −1
     */
    int leave(long fuelNow, long extent, LeavingPlace place) {
        int base = Extent.base(extent);
        long[] constants = place.constants();
        if (place.slots().length > passed.length) {
            passed = Arrays.copyOf(passed, place.slots().length);
        }
        System.arraycopy(constants, 0, passed, place.passed(), constants.length);
        if (place.action() == LeavingPlace.Action.CALL) {
            return leaveCall(fuelNow, extent, place);
        }
        write(place, base, 0, place.frameSlots());
        switch (place.action()) {
            case WRITE -> {}
            case REST -> rest(fuelNow, base, place.function(), place.safepoint());
            case INTERPRET -> leave(fuelNow, base, place.function(), place.word());
            case LOOP -> leaveForLoop(fuelNow, base, place.function(), place.safepoint());
            case CALL -> throw new IllegalStateException();
        }
        return UNCAUGHT;
    }

    /** Writes the values that belong to some slots to the frame. */
    private void write(LeavingPlace place, int base, int from, int to) {
        int[] belongings = place.slots();
        for (int i = 0; i < belongings.length; i++) {
            int slot = belongings[i];
            if (slot >= from && slot < to) {
                slots[base + slot] = passed[i];
            }
        }
    }

    private static int indexOfResult(LeavingPlace place) {
        int[] belongings = place.slots();
        for (int i = 0; i < belongings.length; i++) {
            if (belongings[i] == place.resultSlot()) {
                return i;
            }
        }
        return NONE;
    }

    private int leaveCall(long fuelNow, long extent, LeavingPlace place) {
        int base = Extent.base(extent);
        int function = place.function();
        int arguments = place.arguments();
        write(place, base, 0, arguments);
        if (state == CALLS_ON) {
            if (goesOn(
                    base,
                    function,
                    place.safepoint(),
                    extent + Extent.of(arguments, -EntryWriter.roomOfParts(place.frameSlots())))) {
                return GOES_ON;
            }
        } else {
            switch (state) {
                case STOPPED -> linkTo(base, function, place.safepoint());
                case DECLINED -> {
                    write(place, base, arguments, place.frameSlots());
                    leaveDeclined(base, function, place.word());
                }
                default -> {
                    // Several results are in the frame.
                    int result = indexOfResult(place);
                    if (result != NONE) {
                        slots[base + arguments] = passed[result];
                    }
                    rest(fuelNow, base, function, place.safepoint());
                }
            }
        }
        return place.catches() ? catching(base, function, place.safepoint()) : UNCAUGHT;
    }

    /** The method is not entered, for want of room on one of the stacks. */
    void decline(long fuelBefore) {
        lacksRoom = true;
        refuse(fuelBefore);
    }

    /** The method is not entered: there is none. */
    void refuse(long fuelBefore) {
        state = DECLINED;
        declinedFuel = fuelBefore;
        fuel = NO_FUEL;
    }

    /** The guest owes fuel and rests. */
    private void rest(long fuelNow, int base, int function, int safepoint) {
        execution.restAt(number(function), safepoint, base);
        stop(fuelNow, base, function, Exit.OUT_OF_ALLOWANCE);
    }

    /** The interpreter goes on at a word of the function. */
    void leave(long fuelNow, int base, int function, int word) {
        execution.reenterAt(number(function), code(function).firstWord() + word, base);
        stop(fuelNow, base, function, null);
    }

    /** A loop goes on in another method, or in the interpreter. */
    private void leaveForLoop(long fuelNow, int base, int function, int safepoint) {
        execution.restAt(number(function), safepoint, base);
        stop(fuelNow, base, function, Exit.ENTERS_COMPILED);
    }

    /**
     * An operation traps: the one whose step has the line of the signal. Code that reaches beyond an array, which only a mistake
     * in the compiler explains, traps at the beginning of its function; whatever else goes wrong is no matter of the guest.
     */
    void trap(RuntimeException failure, long fuelNow, int base, int function) {
        switch (failure) {
            case TrapSignal signal -> trapAt(signal.kind(), fuelNow, base, function, signal.line() - 1);
            case IndexOutOfBoundsException beyond -> {
                LOG.error(
                        "the code of {} reaches beyond what it has",
                        instance.program().functionName(function),
                        beyond);
                trapAt(TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS, fuelNow, base, function, 0);
            }
            default -> throw failure;
        }
    }

    void trapAt(@Nullable TrapKind kind, long fuelNow, int base, int function, int word) {
        execution.restAt(number(function), FunctionCode.ENTRY_SAFEPOINT, base);
        execution.trapAt(kind, code(function).firstWord() + word + 1);
        stop(fuelNow, base, function, Exit.TRAPPED);
    }

    void stop(long fuelNow, int base, int function, @Nullable Exit why) {
        execution.setFuel(fuelNow);
        exit = why;
        state = STOPPED;
        header = base + code(function).locals();
        fuel = NO_FUEL;
    }

    /** The callee has stopped: its frame gets the link to the one of this method, whose caller does the same. */
    private void linkTo(int base, int function, int safepoint) {
        slots[header] = Execution.linkTo(number(function), safepoint);
        slots[header + 1] = base;
        header = base + code(function).locals();
        if (thrown != Reference.NULL && code(function).safepoints().handler(safepoint) == null) {
            looks++;
        }
    }

    /** The arguments of a call are written that was declined: the interpreter calls. */
    private void leaveDeclined(int base, int function, int word) {
        FunctionCode caller = code(function);
        long call = instance.program().words()[caller.firstWord() + word];
        if (((int) call & 0xFF) == Operation.CALL) {
            int callee = (int) (instance.program().words()[caller.firstWord() + word + 1] >>> 32);
            if (program.method(callee) == null) {
                missed = instance.function(callee);
            }
        }
        leave(declinedFuel, base, function, word);
    }

    // Tail calls. The method that makes one returns first, so its caller, or whoever has run it, runs the function.

    /** Calls a function in place of the topmost one, all of whose frame is written. */
    void callInstead(long fuelNow, int base, int function, int arguments, int word, int callee) {
        callInstead(fuelNow, base, function, arguments, word, instance.function(callee));
    }

    /** The same with a function of a table. */
    void callInstead(long fuelNow, int base, int function, int arguments, int word, int selector, int table, int type) {
        int reference = referenceInTable((int) slots[base + selector], table);
        callInstead(fuelNow, base, function, arguments, word, callee(reference, instance.typeNumber(type)));
    }

    /** The same with a function that is referred to. */
    void callInstead(long fuelNow, int base, int function, int arguments, int word, int selector, int type) {
        GuestFunction callee = callee((int) slots[base + selector], instance.typeNumber(type));
        callInstead(fuelNow, base, function, arguments, word, callee);
    }

    private void callInstead(
            long fuelNow, int base, int function, int arguments, int word, @Nullable GuestFunction callee) {
        if (callee == null
                || callee.instanceIfAny() != instance
                || methodOf(callee) == null
                || base + callee.frameSlots() > limit) {
            leave(fuelNow, base, function, word);
            return;
        }
        // Nearly always too few for a copy by the JVM to be worth its call.
        for (int i = 0, from = base + arguments; i < callee.code().parameters(); i++) {
            slots[base + i] = slots[from + i];
        }
        state = CALLS_ON;
        next = callee.index();
        declinedFuel = fuelNow;
        fuel = NO_FUEL;
    }

    /**
     * Runs the function that was called in place of the one that has returned, and those that are called in its place.
     *
     * @param extent of the frame that they have, one after the other
     * @return the function that is still to be entered, since there is not so much room; null if there is none
     */
    @Nullable
    GuestFunction callOn(long extent) {
        int base = Extent.base(extent);
        while (state == CALLS_ON) {
            GuestFunction callee = instance.function(next);
            FrameCode entry = program.entry(next);
            long left = extent + Extent.of(0, -ROOM_OF_CALLS - EntryWriter.BYTES_PER_SLOT * callee.frameSlots());
            if (entry == null || left < 0) {
                return callee;
            }
            FunctionCode code = callee.code();
            Arrays.fill(slots, base + code.parameters(), base + code.locals(), 0);
            long paid = declinedFuel - Metering.WRITTEN.charged(code.entryPrice());
            if (Metering.WRITTEN.checks() && paid < 0) {
                rest(paid, base, next, FunctionCode.ENTRY_SAFEPOINT);
                return null;
            }
            state = RETURNED;
            entry.run((Machine) this, paid, left, FunctionCode.ENTRY_SAFEPOINT);
            if (state == DECLINED) {
                return callee;
            }
        }
        return null;
    }

    /** What is left of the fuel when the last method has declined to be entered. */
    long declinedFuel() {
        return declinedFuel;
    }

    /** If methods have stopped: the frame at the bottom has another function now, so it gets its header anew. */
    void relink(long link, int callerBase) {
        if (state != STOPPED) {
            return;
        }
        slots[header] = link;
        slots[header + 1] = callerBase;
    }

    /**
     * Runs what was called in place of a callee, for its caller, whose frame is written.
     *
     * @return whether the call has returned, with its results in the frame and what it left in {@link #fuel}
     */
    private boolean goesOn(int base, int function, int safepoint, long calleeExtent) {
        GuestFunction pending = callOn(calleeExtent);
        if (pending != null) {
            execution.restAt(number(function), safepoint, base);
            execution.beginEntry(pending, Extent.base(calleeExtent), Execution.linkTo(number(function), safepoint));
            stop(declinedFuel, base, function, Exit.ENTERS_COMPILED);
            return false;
        }
        if (state != RETURNED) {
            linkTo(base, function, safepoint);
            return false;
        }
        fuel -= Metering.WRITTEN.charged(code(function).resumePrice(safepoint));
        if (Metering.WRITTEN.checks() && fuel < 0) {
            rest(fuel, base, function, safepoint);
            return false;
        }
        return true;
    }

    // Exceptions. Where one is caught, all that the clause needs is in the frame.

    /** Throws a new exception, its values being written; answers as {@link #catching} does. */
    int throwNew(long fuelNow, int base, int function, int tag, int operands, int safepoint, int word) {
        buffer.close();
        int exception = ObjectOperations.exceptionAtOnce(execution, instance.tag(tag), base + operands);
        execution.openBuffer();
        return throwAt(exception, fuelNow, base, function, safepoint, word);
    }

    /** Throws the exception in a slot. */
    int throwReference(long fuelNow, int base, int function, int operand, int safepoint, int word) {
        return throwAt((int) slots[base + operand], fuelNow, base, function, safepoint, word);
    }

    private int throwAt(int exception, long fuelNow, int base, int function, int safepoint, int word) {
        if (Reference.isNull(exception)) {
            leave(fuelNow, base, function, word);
            return UNCAUGHT;
        }
        execution.restAt(number(function), safepoint, base);
        stop(fuelNow, base, function, null);
        thrown = exception;
        throwingWord = code(function).firstWord() + word;
        looks = 0;
        return catching(base, function, safepoint);
    }

    /**
     * Looks for a clause that catches the exception that has stopped the callee, or that was thrown here.
     *
     * @return the number of the clause among those around the safepoint, from the innermost on, if the method is to go on there;
     *     otherwise −1
     */
    int catching(int base, int function, int safepoint) {
        if (thrown == Reference.NULL) {
            return UNCAUGHT;
        }
        GuestFunction frame = instance.function(function);
        GuestTag tag = execution
                .store()
                .objectTypes()
                .tag(execution.store().arena().objects().type(thrown));
        looks++;
        int number = 0;
        for (Handler handler = frame.code().safepoints().handler(safepoint);
                handler != null;
                handler = handler.outer()) {
            for (int i = 0; i < handler.clauseCount(); i++) {
                looks++;
                Handler.Clause clause = handler.clause(i);
                if (Unwinding.catches(clause, instance, tag)) {
                    return goOn(frame, base, function, clause) ? number : UNCAUGHT;
                }
                number++;
            }
        }
        return UNCAUGHT;
    }

    private boolean goOn(GuestFunction frame, int base, int function, Handler.Clause clause) {
        Unwinding.pass(execution, frame, base, clause, thrown, looks);
        thrown = Reference.NULL;
        if (execution.fuel() < 0) {
            rest(execution.fuel(), base, function, clause.safepoint());
            return false;
        }
        state = RETURNED;
        fuel = execution.fuel();
        return true;
    }

    // Functions that are called indirectly, of this instance.

    int referenceInTable(int index, int table) {
        ReferenceTable references = instance.table(table);
        return Integer.compareUnsigned(index, references.size()) >= 0 ? Reference.NULL : references.get(index);
    }

    /** The index of the function that is referred to, if it has a method; otherwise a negative number. */
    int indexOfCallee(int reference, int typeNumber) {
        GuestFunction callee = callee(reference, typeNumber);
        if (callee == null || methodOf(callee) == null) {
            return NONE;
        }
        knownCallees.add(callee);
        return callee.index();
    }

    @Nullable
    MethodHandle methodOf(GuestFunction callee) {
        MethodHandle method = program.method(callee.index());
        missed = method == null ? callee : null;
        return method;
    }

    /** The function of this instance that is referred to, or null. */
    @Nullable
    GuestFunction callee(int reference, int typeNumber) {
        if (Reference.isNull(reference)) {
            return null;
        }
        GuestFunction callee = execution.store().function(Reference.functionIndex(reference));
        return callee.instanceIfAny() == instance && callee.typeNumber() == typeNumber ? callee : null;
    }
}
