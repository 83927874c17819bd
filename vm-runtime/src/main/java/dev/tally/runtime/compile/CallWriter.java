package dev.tally.runtime.compile;

import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.core.validate.ValidModule;
import dev.tally.runtime.code.FunctionCode;
import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes calls. The check of the fuel behind each is also where its method learns that the callee has stopped, so that a call
 * that returns pays for nothing else.
 */
final class CallWriter {
    private static final ClassDesc MACHINE_TYPE = Descriptors.of(Machine.class);
    private static final ClassDesc LONGS = ConstantDescs.CD_long.arrayType();
    private static final int MACHINE = Outlines.MACHINE;
    private static final int FUEL = Outlines.FUEL;
    private static final int BASE = Outlines.BASE;

    private static final MethodTypeDesc OUTSIDE_TYPE = MethodTypeDesc.of(
            ConstantDescs.CD_boolean,
            ConstantDescs.CD_long,
            ConstantDescs.CD_int,
            ConstantDescs.CD_int,
            ConstantDescs.CD_int,
            ConstantDescs.CD_int,
            ConstantDescs.CD_int,
            ConstantDescs.CD_int);

    private final MethodWriter method;
    private final Metering metering;
    private final CodeBuilder code;
    private final ValidModule module;
    private final int function;
    private final Steps steps;
    private final FunctionCode lowered;

    CallWriter(
            MethodWriter method, Metering metering, CodeBuilder code, ValidModule module, int function, Steps steps) {
        this.method = method;
        this.metering = metering;
        this.code = code;
        this.module = module;
        this.function = function;
        this.steps = steps;
        this.lowered = steps.code();
    }

    /** Calls a function by its index. */
    void call(Step step) {
        int callee = step.high();
        if (callee < module.spaces().importedFunctions()) {
            callImported(step);
            return;
        }
        if (writesTooMuch()) {
            method.leaveHere(step);
            return;
        }
        pushMachineFuelBaseAndRoom(step);
        pushArguments(step);
        MethodTypeDesc called = FunctionCompiler.methodType(steps.calledType(step));
        if (callee == function && method.isWholeFunction()) {
            code.invokestatic(ClassDesc.of(FunctionCompiler.CLASS_NAME), FunctionCompiler.CODE, called);
        } else {
            code.invokedynamic(DynamicCallSiteDesc.of(Linkage.BOOTSTRAP, "call", called, callee));
        }
        finishCall(step);
    }

    /** Calls a function that may be one of the host or a builtin: arguments and results are passed in the frame. */
    private void callImported(Step step) {
        int safepoint = step.low();
        method.outline(ConstantDescs.CD_boolean, method.hold(written(step)), body -> {
            body.writeAll();
            body.code().aload(MACHINE).lload(FUEL).iload(BASE).loadConstant(function);
            body.code().loadConstant(step.high()).loadConstant(step.a());
            body.code().loadConstant(safepoint).loadConstant(step.at());
            body.code().invokevirtual(MACHINE_TYPE, "callOutside", OUTSIDE_TYPE);
            body.code().ireturn();
        });
        if (metering.rests()) {
            restBehindImported(safepoint);
        } else {
            code.pop();
        }
        List<ValueType> results = steps.calledType(step).results();
        for (int i = 0; i < results.size(); i++) {
            Kind kind = Kind.of(results.get(i));
            method.pushFromFrame(step.a() + i, kind);
            method.pop(step.a() + i, kind);
        }
    }

    /** What is in the frame while a function of the host runs: all that is live, or the arguments alone if nobody rests. */
    private BitSet written(Step call) {
        if (metering.rests()) {
            return method.liveBefore();
        }
        BitSet arguments = new BitSet();
        arguments.set(call.a(), call.a() + steps.operandCount(call));
        return arguments;
    }

    private void restBehindImported(int safepoint) {
        Label stopped = code.newLabel();
        code.ifeq(stopped);
        method.cold(stopped, method::returnNothing);
        method.takeFuel();
        code.loadConstant((long) metering.charged(lowered.resumePrice(safepoint)))
                .lsub();
        code.dup2().lstore(FUEL);
        Label owes = code.newLabel();
        code.lconst_0().lcmp().iflt(owes);
        method.cold(owes, () -> {
            // All of the frame is written already, the results by the callee.
            method.outline(ConstantDescs.CD_void, List.of(), body -> {
                method.leaveBy(body.code(), "rest", safepoint);
                body.code().return_();
            });
            method.returnNothing();
        });
    }

    /** Calls a function of a table, or by a reference. */
    void callIndirect(Step step) {
        FunctionType called = steps.calledType(step);
        if (writesTooMuch()) {
            method.leaveHere(step);
            return;
        }
        ClassDesc handle = ConstantDescs.CD_MethodHandle;
        int handleVariable = method.newVariable(1);
        code.aload(MACHINE);
        method.push(step.b(), Kind.INT);
        if (step.operation() == Operation.CALL_INDIRECT) {
            code.loadConstant((int) step.third()).loadConstant(step.high());
            code.invokevirtual(
                    MACHINE_TYPE,
                    "methodInTable",
                    MethodTypeDesc.of(handle, ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int));
        } else {
            code.loadConstant(step.high());
            code.invokevirtual(
                    MACHINE_TYPE,
                    "methodReferred",
                    MethodTypeDesc.of(handle, ConstantDescs.CD_int, ConstantDescs.CD_int));
        }
        code.astore(handleVariable);
        Label none = code.newLabel();
        code.aload(handleVariable).ifnull(none);
        List<MethodWriter.Held> held = method.hold(method.liveBefore());
        method.cold(none, () -> method.leaveToInterpreter(held, step.at()));
        code.aload(handleVariable);
        pushMachineFuelBaseAndRoom(step);
        pushArguments(step);
        code.invokevirtual(handle, "invokeExact", FunctionCompiler.methodType(called));
        finishCall(step);
    }

    private void pushMachineFuelBaseAndRoom(Step call) {
        code.aload(MACHINE)
                .lload(FUEL)
                .iload(BASE)
                .loadConstant(call.a())
                .iadd()
                .iload(FunctionCompiler.ROOM);
    }

    private void pushArguments(Step call) {
        List<ValueType> parameters = steps.calledType(call).parameters();
        for (int i = 0; i < parameters.size(); i++) {
            method.push(call.a() + i, Kind.of(parameters.get(i)));
        }
    }

    /** Takes the fuel and the charge behind a call, and looks whether all that is to be left; then takes the results. */
    private void finishCall(Step call) {
        FunctionType called = steps.calledType(call);
        int results = called.results().size();
        Kind result = results == 1 ? Kind.of(called.results().getFirst()) : null;
        if (metering.rests()) {
            restBehindCall(call, result);
        }
        if (result != null) {
            method.result(call, result);
        }
        for (int i = 0; results > 1 && i < results; i++) {
            Kind kind = Kind.of(called.results().get(i));
            method.pushFromFrame(call.a() + i, kind);
            method.pop(call.a() + i, kind);
        }
    }

    private void restBehindCall(Step call, @Nullable Kind result) {
        int safepoint = call.low();
        List<MethodWriter.Held> values = method.hold(method.liveBefore());
        method.takeFuel();
        code.loadConstant((long) metering.charged(lowered.resumePrice(safepoint)))
                .lsub();
        code.dup2().lstore(FUEL);
        Label stopped = code.newLabel();
        code.lconst_0().lcmp().iflt(stopped);
        // The result lies where the first argument lay, so it is told from it by a slot that no frame has.
        int resultSlot = lowered.frameSlots();
        if (result != null) {
            values.add(new MethodWriter.Held(resultSlot, result, method.newVariable(result.slots()), 0));
        }
        method.cold(stopped, () -> {
            if (result != null) {
                code.storeLocal(result.type, values.getLast().variable());
            }
            method.outline(ConstantDescs.CD_void, values, body -> writeAfterCall(body, call, resultSlot, safepoint));
            method.returnNothing();
        });
    }

    /** Whether more must be written to leave a call than one outlined method takes. */
    private boolean writesTooMuch() {
        int variables = 2;
        for (MethodWriter.Held value : method.hold(method.liveBefore())) {
            variables += value.form().slots();
        }
        return Outlines.exceeds(variables);
    }

    private void writeAfterCall(Outlines.Body body, Step call, int resultSlot, int safepoint) {
        CodeBuilder part = body.code();
        body.write(0, call.a());
        Label done = part.newLabel();
        Label returned = part.newLabel();
        int state = nextVariableOf(body);
        part.aload(MACHINE).iload(BASE).loadConstant(function).loadConstant(safepoint);
        part.invokevirtual(
                MACHINE_TYPE,
                "afterCall",
                MethodTypeDesc.of(
                        ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int));
        part.istore(state).iload(state).ifeq(done);
        part.iload(state).iconst_2().if_icmpeq(returned);
        body.write(call.a(), resultSlot);
        part.aload(MACHINE).iload(BASE).loadConstant(function).loadConstant(call.at());
        part.invokevirtual(
                MACHINE_TYPE,
                "leaveDeclined",
                MethodTypeDesc.of(
                        ConstantDescs.CD_void, ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int));
        part.return_();
        part.labelBinding(returned);
        for (Outlines.Value value : body.values()) {
            if (value.slot() == resultSlot) {
                part.aload(MACHINE).getfield(MACHINE_TYPE, "slots", LONGS);
                part.iload(BASE).loadConstant(call.a()).iadd();
                part.loadLocal(value.kind().type, state - value.kind().slots());
                value.kind().convert(part, Kind.LONG);
                part.lastore();
            }
        }
        method.leaveBy(part, "rest", safepoint);
        part.labelBinding(done);
        part.return_();
    }

    private static int nextVariableOf(Outlines.Body body) {
        return Outlines.FIRST_VALUE
                + body.values().stream().mapToInt(value -> value.kind().slots()).sum();
    }
}
