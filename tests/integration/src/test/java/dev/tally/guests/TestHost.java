package dev.tally.guests;

import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.guests.HostLog.Asked;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.LeafCall;
import dev.tally.runtime.RestingCall;
import dev.tally.runtime.RestingFunction.Answer;
import java.util.function.IntPredicate;

/**
 * The host of one guest: the functions that the guest programs import, as the README beside them defines these. Which
 * questions pend depends on the questions alone, so every run of a program waits at the same places. Allocates nothing
 * after it is made.
 */
public final class TestHost {
    private static final int LONGEST_LINE = 64;

    private final HostLog log;
    private final IntPredicate pends;
    private final byte[] line = new byte[LONGEST_LINE];
    private int pendingAnswer;

    /** A host that answers every other question later, by the bits in it. */
    public TestHost(HostLog log) {
        this(log, question -> Integer.bitCount(question) % 2 == 0);
    }

    /**
     * A host with patience of its own.
     *
     * @param pends whether a question is answered later
     */
    public TestHost(HostLog log, IntPredicate pends) {
        this.log = log;
        this.pends = pends;
    }

    /** What this host gives. */
    public Imports.Builder imports() {
        FunctionType number = FunctionType.of(ValueType.I32).returning(ValueType.I32);
        FunctionType twoNumbers = FunctionType.of(ValueType.I32, ValueType.I32);
        return Imports.builder()
                .leaf("host", "mix", twoNumbers.returning(ValueType.I32), this::mix)
                .leaf(
                        "host",
                        "scale",
                        FunctionType.of(ValueType.F64, ValueType.I64).returning(ValueType.F64),
                        this::scale)
                .leaf("host", "note", FunctionType.of(ValueType.I32), this::note)
                .resting("host", "ask", number, this::ask)
                .resting("host", "callback", number, this::callback)
                .resting("host", "log", twoNumbers, this::log);
    }

    private void mix(LeafCall call) {
        int a = call.intArgument(0);
        int b = call.intArgument(1);
        log.called(Asked.MIX, a, b);
        call.setIntResult(0, a * 31 + b);
    }

    private void scale(LeafCall call) {
        double x = call.doubleArgument(0);
        long n = call.longArgument(1);
        log.called(Asked.SCALE, Double.doubleToRawLongBits(x), n);
        call.setDoubleResult(0, x * (double) n);
    }

    /** Charges a little for its work, as a host may do. */
    private void note(LeafCall call) {
        log.called(Asked.NOTE, call.intArgument(0), 0);
        call.charge(3);
    }

    private Answer ask(RestingCall call) {
        int question = call.intArgument(0);
        log.called(Asked.ASK, question, 0);
        int answer = question ^ 0x5bd1e995;
        if (pends.test(question)) {
            pendingAnswer = answer;
            return call.pending();
        }
        call.setIntResult(0, answer);
        return call.done();
    }

    /** Gives the guest that waits the answer that it waits for. */
    public void answer(Guest guest) {
        guest.complete(pendingAnswer);
    }

    private Answer callback(RestingCall call) {
        if (call.round() == 0) {
            int argument = call.intArgument(0);
            log.called(Asked.CALLBACK, argument, 0);
            return call.call(call.function("visit"), argument);
        }
        call.setIntResult(0, call.intResultOfCall(0) + 1);
        return call.done();
    }

    /** Collects a price for each 8 bytes before it reads them. */
    private Answer log(RestingCall call) {
        int at = call.intArgument(0);
        int length = call.intArgument(1);
        if (call.round() == 0) {
            return call.pay((length + 7) / 8);
        }
        call.memory().read(Integer.toUnsignedLong(at), line, 0, length);
        log.called(Asked.LOG, at, length);
        log.bytes(line, length);
        return call.done();
    }
}
