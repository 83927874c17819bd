package dev.tally.runtime.interpret;

import dev.tally.core.TrapKind;
import dev.tally.heap.memory.LittleEndian;
import dev.tally.heap.object.HeapObjects;
import dev.tally.heap.object.Shapes;
import dev.tally.heap.object.Storage;
import dev.tally.runtime.code.FunctionCode;
import dev.tally.runtime.code.Handler;
import dev.tally.runtime.frame.Execution;
import dev.tally.runtime.link.GuestFunction;
import dev.tally.runtime.link.GuestTag;
import dev.tally.runtime.link.Instance;
import dev.tally.runtime.link.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes an exception from where it is thrown to the clause that catches it. The frames in between are gone by that, as if they
 * had returned; no frame of Java is left by it. Where nothing catches it, all frames stay as they are and the call traps.
 *
 * <p>Looking at a frame or a clause costs the guest 1 for each {@value #LOOKS_PER_FUEL}.
 */
public final class Unwinding {
    private static final int LOOKS_PER_FUEL = 8;

    private Unwinding() {}

    /**
     * Unwinds from the execution's safepoint.
     *
     * @param exception the exception, not null
     * @param at the word of the operation that throws
     * @return null when the loop may go on where the exception is caught; otherwise why it may not
     */
    public static @Nullable Exit unwind(Execution execution, int exception, int at) {
        Store store = execution.store();
        GuestTag thrown = store.objectTypes().tag(store.arena().objects().type(exception));
        int function = execution.function();
        int safepoint = execution.safepoint();
        int base = execution.base();
        long looks = 0;
        while (true) {
            GuestFunction frame = store.function(function);
            if (!frame.isWasm()) {
                break;
            }
            looks++;
            for (Handler handler = frame.code().safepoints().handler(safepoint);
                    handler != null;
                    handler = handler.outer()) {
                for (int i = 0; i < handler.clauseCount(); i++) {
                    looks++;
                    Handler.Clause clause = handler.clause(i);
                    if (catches(clause, frame.instance(), thrown)) {
                        pass(execution, frame, base, clause, exception, looks);
                        return goOn(execution, frame, base, clause);
                    }
                }
            }
            long link = execution.link(base, frame.locals());
            if (link == Execution.ROOT) {
                break;
            }
            base = execution.callerBase(base, frame.locals());
            function = Execution.linkedFunction(link);
            safepoint = Execution.linkedSafepoint(link);
        }
        execution.charge(looks / LOOKS_PER_FUEL);
        execution.trapAt(TrapKind.UNCAUGHT_EXCEPTION, at + 1);
        execution.setTrapDetail(thrown.name());
        return Exit.TRAPPED;
    }

    /** A tag is told from others by its shape. */
    public static boolean catches(Handler.Clause clause, Instance instance, GuestTag thrown) {
        return clause.tag() == Handler.ANY_TAG || instance.tag(clause.tag()).shape() == thrown.shape();
    }

    /**
     * Gives a clause what it takes, in its frame, and charges what that costs.
     *
     * @param looks how many frames and clauses were looked at
     */
    public static void pass(
            Execution execution, GuestFunction frame, int base, Handler.Clause clause, int exception, long looks) {
        FunctionCode code = frame.code();
        int operand = base + code.locals() + FunctionCode.HEADER_SLOTS + clause.height();
        if (clause.tag() != Handler.ANY_TAG) {
            operand = values(execution, exception, operand);
        }
        if (clause.takesReference()) {
            execution.slots()[operand] = exception;
        }
        execution.charge(looks / LOOKS_PER_FUEL);
        execution.setFuel(Metering.charge(execution.fuel(), code.resumePrice(clause.safepoint())));
    }

    private static @Nullable Exit goOn(Execution execution, GuestFunction frame, int base, Handler.Clause clause) {
        execution.restAt(frame.number(), clause.safepoint(), base);
        if (Metering.checked(execution.fuel()) < 0) {
            return Exit.OUT_OF_ALLOWANCE;
        }
        if (execution.entersCompiled()) {
            return Exit.ENTERS_COMPILED;
        }
        execution.reenterAt(frame.number(), frame.code().resumeWord(clause.safepoint()), base);
        return null;
    }

    /** Puts the values of an exception into slots; answers the slot behind the last. */
    private static int values(Execution execution, int exception, int firstSlot) {
        HeapObjects objects = execution.store().arena().objects();
        Shapes shapes = objects.shapes();
        int shape = objects.type(exception);
        List<Storage> fields = shapes.fields(shape);
        byte[] bytes = objects.bytes();
        long[] slots = execution.slots();
        for (int i = 0; i < fields.size(); i++) {
            int at = exception + shapes.fieldOffset(shape, i);
            slots[firstSlot + i] =
                    fields.get(i) == Storage.I64 ? LittleEndian.getLong(bytes, at) : LittleEndian.getInt(bytes, at);
        }
        return firstSlot + fields.size();
    }
}
