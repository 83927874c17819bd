package dev.tally.runtime;

import dev.tally.core.TrapKind;
import dev.tally.runtime.code.FunctionCode;
import dev.tally.runtime.frame.Execution;
import dev.tally.runtime.link.GuestFunction;
import java.util.ArrayList;
import java.util.List;

/** Writes down why and where a call trapped, from the frames that are still on the stack. */
final class TrapReport {
    private TrapReport() {}

    static Trap of(Execution execution, TrapKind kind, String detail, int exitCode) {
        List<Trap.Frame> frames = new ArrayList<>();
        int depth = 0;
        if (!execution.entryPendingFromHost()) {
            GuestFunction function = execution.currentFunction();
            int base = execution.base();
            long offset = offsetAtTop(execution, function);
            while (true) {
                if (depth < Trap.MAX_FRAMES) {
                    frames.add(new Trap.Frame(function.name(), function.index(), offset));
                }
                depth++;
                long link = execution.link(base, function.locals());
                if (link == Execution.ROOT) {
                    break;
                }
                base = execution.callerBase(base, function.locals());
                function = execution.store().function(Execution.linkedFunction(link));
                offset = function.isWasm() ? offsetAt(function, Execution.linkedSafepoint(link)) : -1;
            }
        }
        Throwable cause = execution.trapCause();
        if (cause != null) {
            cause = HostFailure.thrownBy(cause);
        }
        String message = kind.message() + (detail.isEmpty() ? "" : ": " + detail) + (cause == null ? "" : ": " + cause);
        return new Trap(kind, message, frames, depth, exitCode, cause);
    }

    private static long offsetAtTop(Execution execution, GuestFunction function) {
        if (!function.isWasm()) {
            return -1;
        }
        return execution.trapWord() < 0
                ? offsetAt(function, execution.safepoint())
                : function.code().offsetOf(execution.trapWord() - 1);
    }

    /** The byte of the module at which a safepoint's instruction begins. */
    private static long offsetAt(GuestFunction function, int safepoint) {
        FunctionCode code = function.code();
        if (function.index() < 0) {
            return -1;
        }
        var module = function.instance().program().module();
        int defined = function.index() - module.spaces().importedFunctions();
        return module.definition().functions().get(defined).body().moduleOffset()
                + code.safepoints().bodyOffset(safepoint);
    }
}
