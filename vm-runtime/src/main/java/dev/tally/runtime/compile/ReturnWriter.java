package dev.tally.runtime.compile;

import dev.tally.core.type.FunctionType;
import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import org.jspecify.annotations.Nullable;

/** Writes how methods return: with their results and what they leave of the fuel, or having stopped. */
final class ReturnWriter {
    private static final ClassDesc MACHINE_TYPE = Descriptors.of(Machine.class);
    private static final int MACHINE = Outlines.MACHINE;

    /** So many steps has a function at the most that HotSpot takes into others, by rule of thumb. */
    private static final int MOST_STEPS_TAKEN_IN = 16;

    private final MethodWriter method;
    private final SlotValues values;
    private final Metering metering;
    private final CodeBuilder code;
    private final FunctionType type;
    private final @Nullable InlinedCall inlined;

    /** Whether the function makes structures and is small enough to be taken in. */
    private final boolean isSmallMaker;

    ReturnWriter(
            MethodWriter method,
            SlotValues values,
            Metering metering,
            CodeBuilder code,
            Steps steps,
            FunctionType type,
            @Nullable InlinedCall inlined) {
        this.method = method;
        this.values = values;
        this.metering = metering;
        this.code = code;
        this.type = type;
        this.inlined = inlined;
        this.isSmallMaker = steps.count() <= MOST_STEPS_TAKEN_IN && steps.has(Operation.STRUCT_NEW);
    }

    /** Returns with the results of the function. */
    void write(Step step) {
        int results = type.results().size();
        if (inlined != null) {
            if (results == 1) {
                inlined.returns(values.structure(step.b()));
                values.push(step.b(), Kind.of(type.results().getFirst()));
            }
            inlined.leaveFrom(step);
            return;
        }
        if (results == 1) {
            // The value may be on top of the operands already, so it is taken first.
            Kind kind = Kind.of(type.results().getFirst());
            values.push(step.b(), kind);
            if (method.isPart()) {
                values.popToFrame(0, kind);
                leaveFuel();
                returnNothing();
            } else {
                leaveFuel();
                code.return_(kind.type);
            }
        } else {
            for (int i = 0; i < results; i++) {
                code.aload(MACHINE).getfield(MACHINE_TYPE, "slots", ConstantDescs.CD_long.arrayType());
                Extent.pushBase(code).loadConstant(i).iadd();
                values.push(step.b() + i, Kind.LONG);
                code.lastore();
            }
            leaveFuel();
            returnNothing();
        }
    }

    /**
     * Returns from a method that has stopped. Where it makes structures, and has no room for one now and then, that there is no fuel
     * is told once more for HotSpot to see: a caller that has taken the method in goes its other way at once then, and what it knows of
     * the machine still holds on the usual one.
     */
    void returnStopped() {
        tellStopped();
        returnNothing();
    }

    /** Returns from a method that has stopped, with the −1 that is on top of the operands if an int is returned. */
    void returnStoppedWithAnswer() {
        tellStopped();
        if (method.isPart()
                || type.results().size() == 1 && Kind.of(type.results().getFirst()) == Kind.INT) {
            code.ireturn();
        } else {
            code.pop();
            returnNothing();
        }
    }

    private void tellStopped() {
        if (isSmallMaker && method.isAllOfFunction() && metering.rests()) {
            code.aload(MACHINE).loadConstant(Machine.NO_FUEL);
            code.putfield(MACHINE_TYPE, "fuel", ConstantDescs.CD_long);
        }
    }

    /** Returns with what is in the frame, or in the machine. */
    void returnNothing() {
        if (method.isPart()) {
            code.iconst_m1().ireturn();
            return;
        }
        if (type.results().size() != 1) {
            code.return_();
            return;
        }
        Kind result = Kind.of(type.results().getFirst());
        result.load(code, 0);
        code.return_(result.type);
    }

    /** Gives the machine what is left of the fuel. */
    void leaveFuel() {
        if (metering.rests()) {
            code.aload(MACHINE).lload(Outlines.FUEL).putfield(MACHINE_TYPE, "fuel", ConstantDescs.CD_long);
        }
    }
}
