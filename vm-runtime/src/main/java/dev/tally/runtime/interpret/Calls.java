package dev.tally.runtime.interpret;

import dev.tally.core.TrapKind;
import dev.tally.heap.object.Reference;
import dev.tally.heap.word.ReferenceTable;
import dev.tally.runtime.frame.Execution;
import dev.tally.runtime.link.GuestFunction;
import dev.tally.runtime.link.Instance;
import dev.tally.runtime.link.LeafTarget;
import dev.tally.runtime.link.Store;
import dev.tally.runtime.link.StringBuiltin;
import dev.tally.runtime.ops.StringOperations;
import org.jspecify.annotations.Nullable;

/** Calls that are not simply from code to code, and the checks of indirect ones. */
public final class Calls {
    private Calls() {}

    /** Why an indirect call traps, or null when it does not. */
    static @Nullable TrapKind whyNotCallable(
            ReferenceTable table, int index, Store store, Instance instance, int typeIndex) {
        if (Integer.compareUnsigned(index, table.size()) >= 0) {
            return TrapKind.UNDEFINED_ELEMENT;
        }
        int reference = table.get(index);
        if (Reference.isNull(reference)) {
            return TrapKind.UNINITIALIZED_ELEMENT;
        }
        GuestFunction callee = store.function(Reference.functionIndex(reference));
        return store.types().isSubtype(callee.typeNumber(), instance.typeNumber(typeIndex))
                ? null
                : TrapKind.INDIRECT_CALL_TYPE_MISMATCH;
    }

    /**
     * Calls a function that is not code, from code.
     *
     * @return null when it is done and its results are at {@code base}; otherwise why the tier must stop
     */
    public static @Nullable Exit callOutside(Execution execution, GuestFunction callee, int base, long link) {
        execution.beginEntry(callee, base, link);
        if (!execution.reserve(base, callee.frameSlots())) {
            execution.trap(TrapKind.CALL_STACK_EXHAUSTED, null, -1);
            return Exit.TRAPPED;
        }
        // A builtin may find no memory in the JVM; the entry stays noted until it is done, so that it is tried again.
        Exit exit = switch (callee.kind()) {
            case LEAF -> callLeaf(execution, callee, execution.currentFunction().instance(), base);
            case BUILTIN ->
                switch (StringOperations.execute((StringBuiltin) callee.target(), execution, base)) {
                    case DONE -> null;
                    case TRAPPED -> Exit.TRAPPED;
                    case RESTS -> Exit.OUT_OF_ALLOWANCE;
                };
            case RESTING, YIELD -> Exit.HOST_FUNCTION;
            case WASM -> throw new IllegalStateException(callee.name() + " is code");
        };
        execution.entered();
        if (exit != null) {
            pushFrame(execution, callee, base, link);
        }
        return exit;
    }

    private static void pushFrame(Execution execution, GuestFunction callee, int base, long link) {
        execution.writeHeader(base, callee.locals(), link, execution.base());
        execution.restAt(callee.number(), 0, base);
    }

    private static @Nullable Exit callLeaf(Execution execution, GuestFunction callee, Instance caller, int base) {
        try {
            ((LeafTarget) callee.target()).call(caller, execution.slots(), base);
            return null;
        } catch (Exception failure) {
            execution.trap(TrapKind.HOST_FAILURE, failure, -1);
            return Exit.TRAPPED;
        }
    }

    /** A leaf function whose frame is on top: the host called it through the guest, or its entry had to be tried again. */
    static Exit callLeafOnTop(Execution execution, GuestFunction callee) {
        long link = execution.link(execution.base(), callee.locals());
        Store store = execution.store();
        boolean fromCode = link != Execution.ROOT
                && store.function(Execution.linkedFunction(link)).isWasm();
        Instance caller = fromCode
                ? store.function(Execution.linkedFunction(link)).instance()
                : store.instances().getLast();
        Exit exit = callLeaf(execution, callee, caller, execution.base());
        if (exit != null) {
            return exit;
        }
        if (!execution.leave()) {
            return Exit.RETURNED;
        }
        return Metering.checked(execution.fuel()) < 0 ? Exit.OUT_OF_ALLOWANCE : Interpreter.run(execution);
    }
}
