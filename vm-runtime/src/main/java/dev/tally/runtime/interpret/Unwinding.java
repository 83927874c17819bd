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
final class Unwinding {
    private static final int LOOKS_PER_FUEL = 8;

    private Unwinding() {}

    /**
     * Unwinds from the execution's safepoint.
     *
     * @param exception the exception, not null
     * @param at the word of the operation that throws
     * @return null when the loop may go on where the exception is caught; otherwise why it may not
     */
    static @Nullable Exit unwind(Execution execution, int exception, int at) {
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
                        execution.charge(looks / LOOKS_PER_FUEL);
                        return goOn(execution, frame, base, clause, exception, thrown);
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
    private static boolean catches(Handler.Clause clause, Instance instance, GuestTag thrown) {
        return clause.tag() == Handler.ANY_TAG || instance.tag(clause.tag()).shape() == thrown.shape();
    }

    private static @Nullable Exit goOn(
            Execution execution, GuestFunction frame, int base, Handler.Clause clause, int exception, GuestTag thrown) {
        FunctionCode code = frame.code();
        int operand = base + code.locals() + FunctionCode.HEADER_SLOTS + clause.height();
        if (clause.tag() != Handler.ANY_TAG) {
            operand = values(execution, exception, thrown, operand);
        }
        if (clause.takesReference()) {
            execution.slots()[operand] = exception;
        }
        execution.restAt(frame.number(), clause.safepoint(), base);
        execution.setFuel(Metering.charge(execution.fuel(), code.resumePrice(clause.safepoint())));
        if (Metering.checked(execution.fuel()) < 0) {
            return Exit.OUT_OF_ALLOWANCE;
        }
        if (execution.entersCompiled()) {
            return Exit.ENTERS_COMPILED;
        }
        execution.reenterAt(frame.number(), code.resumeWord(clause.safepoint()), base);
        return null;
    }

    /** Puts the values of an exception into slots; answers the slot behind the last. */
    private static int values(Execution execution, int exception, GuestTag thrown, int firstSlot) {
        HeapObjects objects = execution.store().arena().objects();
        Shapes shapes = objects.shapes();
        List<Storage> fields = shapes.fields(thrown.shape());
        byte[] bytes = objects.bytes();
        long[] slots = execution.slots();
        for (int i = 0; i < fields.size(); i++) {
            int at = exception + shapes.fieldOffset(thrown.shape(), i);
            slots[firstSlot + i] =
                    fields.get(i) == Storage.I64 ? LittleEndian.getLong(bytes, at) : LittleEndian.getInt(bytes, at);
        }
        return firstSlot + fields.size();
    }
}
