package dev.tally.runtime.compile;

import dev.tally.core.type.ValueType;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.compile.SlotValues.Held;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call in whose place the callee is written, without a frame. All of a function is begun only if there is fuel for the longest way
 * through it, and who cannot go on leaves the call to the interpreter. Of another one only the ways are written on which it returns at
 * once, and who goes another way, or has no fuel in the end, makes the call.
 */
final class InlinedCall {
    private final MethodWriter caller;
    private final Metering metering;
    private final CodeBuilder code;
    private final Step call;
    private final Inlinee callee;

    /** What the caller charges behind the call. */
    private final int priceBehind;

    /** What it returns, if that is not written. */
    private @Nullable VirtualStructure returned;

    private final Label declines;
    private final Label behind;
    private boolean mayDecline;
    private long excess;

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

    /**
     * Writes the callee and takes its result.
     *
     * @param calls writes the call itself
     */
    void write(Runnable calls) {
        List<Held> held = caller.hold(caller.liveBefore());
        FuelWriter fuel = caller.fuel();
        excess = fuel.excess();
        fuel.endGuard();
        if (metering.checks() && callee.isWhole() && !fuel.isPrepaid()) {
            pushFuelAnd(callee.paths().highestPrice());
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
        if (!callee.isWhole()) {
            code.labelBinding(declines);
            calls.run();
        } else if (mayDecline) {
            caller.cold(declines, () -> caller.leaveToInterpreter(held, call.at()));
        }
        if (fuel.isPrepaid()) {
            fuel.become(excessBehind());
        }
        code.labelBinding(behind);
        results().forEach(only -> {
            caller.result(call, Kind.of(only));
            caller.holds(call, returned);
        });
    }

    /** Where the longest way is paid ahead: what is charged too much behind the call. */
    private long excessBehind() {
        return excess - callee.paths().highestPrice() - priceBehind;
    }

    private List<ValueType> results() {
        return callee.body().type().results();
    }

    /** Puts on top what there is of fuel, and what is needed for a price and what follows the call. */
    private void pushFuelAnd(int price) {
        code.lload(Outlines.FUEL).loadConstant((long) price + priceBehind);
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

    /** Declines if there is no fuel for a price; the result is on top already. */
    private void declineAtEnd(int price) {
        Label owes = code.newLabel();
        pushFuelAnd(price);
        code.lcmp().iflt(owes);
        caller.cold(owes, () -> {
            results()
                    .forEach(only -> code.storeLocal(
                            Kind.of(only).type, caller.newVariable(Kind.of(only).slots())));
            code.goto_(declines);
        });
    }

    // For the writer of the callee.

    Step step() {
        return call;
    }

    /** The callee returns a reference to a structure that is not written. */
    void returns(@Nullable VirtualStructure structure) {
        returned = structure;
    }

    /** The callee cannot go on. */
    void decline() {
        code.goto_(declines);
    }

    /** The callee returns from a step, its result being on top. */
    void leaveFrom(Step step) {
        int price = callee.priceAt(step);
        if (metering.checks() && !callee.isWhole()) {
            declineAtEnd(price);
        }
        FuelWriter fuel = caller.fuel();
        if (fuel.isPrepaid()) {
            fuel.settleFor(price + priceBehind, excessBehind());
            fuel.become(excess);
        } else {
            fuel.charge(price + priceBehind);
        }
        if (!callee.isWhole() || step.end() < callee.steps().code().words().length) {
            code.goto_(behind);
        }
    }
}
