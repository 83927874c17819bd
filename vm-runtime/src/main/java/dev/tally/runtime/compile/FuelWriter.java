package dev.tally.runtime.compile;

import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import dev.tally.runtime.compile.SlotValues.Held;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ConstantDescs;
import java.util.List;
import org.eclipse.collections.api.map.primitive.MutableLongObjectMap;
import org.eclipse.collections.impl.factory.primitive.LongObjectMaps;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a guest pays. A method may charge for some steps ahead, or later than the lowered code: the <em>excess</em> is what is
 * charged too much at the place at hand, or too little if it is negative. Whoever leaves from there, by a trap too, gets it back.
 */
final class FuelWriter {
    private static final int FUEL = Outlines.FUEL;

    private final MethodWriter method;
    private final Metering metering;
    private final CodeBuilder code;

    private long excess;

    /** What is paid ahead, or null where each charge is made in its place. */
    private @Nullable Prepayment prepayment;

    /** Where what traps begins to get the excess back, or null if nothing since has been written that may trap. */
    private @Nullable Label start;

    /** By excess: where those arrive that trap. */
    private final MutableLongObjectMap<Label> trapped = LongObjectMaps.mutable.empty();

    /** What is charged too much at places that branches lead to. */
    interface Prepayment {
        long excessAt(int step);
    }

    FuelWriter(MethodWriter method, Metering metering, CodeBuilder code) {
        this.method = method;
        this.metering = metering;
        this.code = code;
    }

    /** Pays a price, which may have been paid already. */
    void charge(int price) {
        int charged = metering.charged(price);
        if (prepayment != null) {
            become(excess - charged);
        } else {
            give(-charged);
        }
    }

    /** Goes on with what the machine was given, if methods hand fuel on. */
    void takeBack() {
        if (metering.rests()) {
            take();
            code.lstore(FUEL);
        }
    }

    /** Puts on top what the machine was given. */
    private void take() {
        code.aload(Outlines.MACHINE).getfield(Descriptors.of(Machine.class), "fuel", ConstantDescs.CD_long);
    }

    /** Takes what a call has left, pays a price, and goes elsewhere if the guest owes. */
    void takeBehindCall(int price, Label owes) {
        take();
        int charged = metering.charged(price);
        if (charged > 0) {
            code.loadConstant((long) charged).lsub();
        }
        code.dup2().lstore(FUEL).lconst_0().lcmp().iflt(owes);
    }

    /** Gives fuel back, or takes some if it is negative. */
    void give(long fuel) {
        if (fuel > 0) {
            code.lload(FUEL).loadConstant(fuel).ladd().lstore(FUEL);
        } else if (fuel < 0) {
            code.lload(FUEL).loadConstant(-fuel).lsub().lstore(FUEL);
        }
    }

    /** Goes elsewhere if the guest owes. */
    void ifOwed(Label owes) {
        code.lload(FUEL).lconst_0().lcmp().iflt(owes);
    }

    /** Comes to rest at a safepoint if the guest owes. */
    void restIfOwed(int safepoint, List<Held> held) {
        if (!metering.checks()) {
            return;
        }
        Label owes = code.newLabel();
        ifOwed(owes);
        method.cold(owes, () -> method.leave(LeavingPlace.Action.REST, safepoint, 0, held));
    }

    // What is paid ahead.

    boolean isPrepaid() {
        return prepayment != null;
    }

    /** From now on charges are made ahead; so much is charged too much now. */
    void prepay(Prepayment made, long tooMuch) {
        prepayment = made;
        become(tooMuch);
    }

    /** From now on each charge is made in its place; nothing is charged too much. */
    void endPrepayment() {
        prepayment = null;
        become(0);
    }

    long excess() {
        return excess;
    }

    /** At this place, so much is charged too much. */
    void become(long tooMuch) {
        if (tooMuch != excess) {
            endGuard();
            excess = tooMuch;
        }
    }

    /** What will be charged too much at a step of the method that branches lead to. */
    long excessAt(int step) {
        return prepayment == null ? 0 : prepayment.excessAt(step);
    }

    /** What is to be given on the way to a place, at a price. */
    private long due(int price, long there) {
        return excess - metering.charged(price) - there;
    }

    /** Whether nothing is to be written for what leads to a step, at a price. */
    boolean isEven(int price, int step) {
        return due(price, excessAt(step)) == 0;
    }

    /** Pays a price on the way to a step. */
    void settle(int price, int step) {
        settleFor(price, excessAt(step));
    }

    /** Pays a price, and gives what is charged too much. */
    void settle(int price) {
        settleFor(price, 0);
    }

    /** Pays a price on the way to a place where so much is charged too much. */
    void settleFor(int price, long there) {
        give(due(price, there));
        become(there);
    }

    /** Gives what is charged too much to who leaves; others do not get here. */
    void giveExcess() {
        give(excess);
    }

    // Traps.

    /** Sees to it that who traps in the step that is written next gets the excess back. */
    void guard(Step next) {
        if (excess != 0 && start == null && mayTrap(next)) {
            start = code.newBoundLabel();
        }
    }

    /** Whether a step may trap by itself; what is written in the place of a call sees to that for its own. */
    static boolean mayTrap(Step step) {
        if (step.isFed()) {
            return false;
        }
        return switch (step.operation()) {
            case Operation.COPY,
                    Operation.CONSTANT,
                    Operation.CONSTANT_WIDE,
                    Operation.SELECT,
                    Operation.MOVE,
                    Operation.GLOBAL_GET,
                    Operation.GLOBAL_SET,
                    Operation.REF_FUNC,
                    Operation.REF_TEST,
                    Operation.CHARGE,
                    Operation.BRANCH,
                    Operation.CALL,
                    Operation.RETURN -> false;
            default ->
                !Steps.isConditional(step.operation())
                        && (!Arithmetic.knows(step.operation()) || Arithmetic.mayTrap(step.operation()));
        };
    }

    /** From now on who traps does not get the excess back, until the next step that may trap. */
    void endGuard() {
        if (start != null) {
            code.exceptionCatch(start, code.newBoundLabel(), handler(), MethodWriter.FAILURE);
            start = null;
        }
    }

    private Label handler() {
        Label known = trapped.get(excess);
        if (known != null) {
            return known;
        }
        Label handler = code.newLabel();
        trapped.put(excess, handler);
        method.cold(handler, () -> {
            giveExcess();
            code.athrow();
        });
        return handler;
    }
}
