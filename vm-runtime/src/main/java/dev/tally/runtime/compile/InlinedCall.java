package dev.tally.runtime.compile;

import dev.tally.core.type.ValueType;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.compile.SlotValues.Held;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.List;

/**
 * A call in whose place the callee is written. It is begun only if there is fuel for the longest way through it, and has no frame: who
 * cannot go on declines, and the interpreter begins with the call.
 */
final class InlinedCall {
    private final MethodWriter caller;
    private final Metering metering;
    private final CodeBuilder code;
    private final Step call;
    private final Inlinee callee;

    /** What the caller charges behind the call. */
    private final int priceBehind;

    private final Label declines;
    private final Label behind;
    private boolean mayDecline;

    InlinedCall(MethodWriter caller, Metering metering, CodeBuilder code, Step call, Inlinee callee, int priceBehind) {
        this.caller = caller;
        this.metering = metering;
        this.code = code;
        this.call = call;
        this.callee = callee;
        this.priceBehind = priceBehind;
        this.declines = code.newLabel();
        this.behind = code.newLabel();
    }

    /** Writes the callee and takes its result. */
    void write() {
        List<Held> held = caller.hold(caller.liveBefore());
        if (metering.checks()) {
            code.lload(Outlines.FUEL).loadConstant((long) callee.paths().highestPrice() + priceBehind);
            declineIfLess();
        }
        if (!caller.isAllOfFunction()) {
            // The method of a whole function has looked for room at its entry.
            code.lload(Extent.VARIABLE).loadConstant(Extent.of(0, EntryWriter.roomOfMethod(callee.frameSlots())));
            declineIfLess();
        }
        List<ValueType> parameters = callee.body().type().parameters();
        for (int i = 0; i < parameters.size(); i++) {
            caller.push(call.a() + i, Kind.of(parameters.get(i)));
        }
        Label start = code.newBoundLabel();
        caller.writeInlined(callee, this);
        if (callee.paths().mayDecline()) {
            declineIfTrapped(start, code.newBoundLabel());
        }
        if (mayDecline) {
            caller.cold(declines, () -> caller.leaveToInterpreter(held, call.at()));
        }
        code.labelBinding(behind);
        callee.body().type().results().forEach(only -> caller.result(call, Kind.of(only)));
    }

    /** Declines if the first of two numbers on top is less than the second. */
    private void declineIfLess() {
        code.lcmp().iflt(declines);
        mayDecline = true;
    }

    private void declineIfTrapped(Label start, Label end) {
        Label trapped = code.newLabel();
        code.exceptionCatch(start, end, trapped, MethodWriter.FAILURE);
        caller.cold(trapped, () -> code.pop().goto_(declines));
        mayDecline = true;
    }

    // For the writer of the callee.

    /** The callee cannot go on. */
    void decline() {
        code.goto_(declines);
    }

    /** The callee returns from a step, its result being on top. */
    void leaveFrom(Step step) {
        caller.charge(callee.priceAt(step) + priceBehind);
        if (step.end() < callee.steps().code().words().length) {
            code.goto_(behind);
        }
    }
}
