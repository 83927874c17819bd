package dev.tally.conformance;

import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.runtime.FunctionReference;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.LeafCall;
import dev.tally.runtime.RestingCall;
import dev.tally.runtime.RestingFunction.Answer;
import java.util.Objects;

/**
 * The module {@code tally}, which the project's own scripts import from, beside {@code tally.yield}: functions of the
 * host that let the guest wait, call it back, charge it and fail.
 */
public final class OwnHost {
    private static final String NAME = "tally";

    private int answer;

    /** Adds them to what a guest is given. */
    public void addTo(Imports.Builder imports) {
        FunctionType number = FunctionType.of(ValueType.I32).returning(ValueType.I32);
        imports.leaf(NAME, "next", number, OwnHost::next)
                .leaf(NAME, "charge", FunctionType.of(ValueType.I64), OwnHost::charge)
                .leaf(NAME, "fail", FunctionType.of(), OwnHost::fail)
                .resting(NAME, "wait", number, this::await)
                .resting(NAME, "pay", FunctionType.of(ValueType.I64), OwnHost::pay)
                .resting(
                        NAME,
                        "call",
                        FunctionType.of(ValueType.FUNCREF, ValueType.I32).returning(ValueType.I32),
                        OwnHost::call);
    }

    private static void next(LeafCall call) {
        call.setIntResult(0, call.intArgument(0) + 1);
    }

    private static void charge(LeafCall call) {
        call.charge(call.longArgument(0));
    }

    private static void fail(LeafCall call) {
        throw new IllegalStateException("the host has failed, as it was asked to");
    }

    /** Answers later, with the next number. */
    private Answer await(RestingCall call) {
        answer = call.intArgument(0) + 1;
        return call.pending();
    }

    private static Answer pay(RestingCall call) {
        return call.round() == 0 ? call.pay(call.longArgument(0)) : call.done();
    }

    /** Has a function of the guest called. */
    private static Answer call(RestingCall call) {
        if (call.round() == 0) {
            FunctionReference function = (FunctionReference) Objects.requireNonNull(call.objectArgument(0));
            return call.call(function, call.intArgument(1));
        }
        call.setIntResult(0, call.intResultOfCall(0));
        return call.done();
    }

    /** Gives the guest what it waits for. */
    public void answer(Guest guest) {
        guest.complete(answer);
    }
}
