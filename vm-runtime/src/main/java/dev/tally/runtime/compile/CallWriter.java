package dev.tally.runtime.compile;

import dev.tally.core.module.ExternalType;
import dev.tally.core.module.Import;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.core.validate.ValidModule;
import dev.tally.runtime.code.FunctionCode;
import dev.tally.runtime.code.Handler;
import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import dev.tally.runtime.compile.LeavingPlace.Action;
import dev.tally.runtime.link.StringBuiltin;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes calls. The check of the fuel behind each is also where its method learns that the callee has stopped, so that a call
 * that returns pays for nothing else.
 */
final class CallWriter {
    private static final ClassDesc MACHINE_TYPE = Descriptors.of(Machine.class);
    private static final int MACHINE = Outlines.MACHINE;
    private static final int FUEL = Outlines.FUEL;

    private static final MethodTypeDesc OUTSIDE_TYPE = MethodTypeDesc.ofDescriptor("(JIIIIII)Z");

    /** Of a call whose callee is known by its index; those of the others have more. */
    private static final MethodTypeDesc INSTEAD_TYPE = MethodTypeDesc.ofDescriptor("(JIIIII)V");

    private static final MethodTypeDesc RETHROW_TYPE = MethodTypeDesc.ofDescriptor("(JIIIII)I");

    private static final MethodTypeDesc THROW_TYPE = RETHROW_TYPE.insertParameterTypes(3, ConstantDescs.CD_int);

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
        Inlinee inlinee = method.inlineeAt(step);
        if (inlinee == null) {
            finishCall(step, callMethod(step, callee));
        } else {
            new InlinedCall(method, metering, code, step, inlinee, lowered.resumePrice(step.low()))
                    .write(() -> restBehindCall(step, callMethod(step, callee)));
        }
    }

    /** Writes a call; answers where it begins. */
    private Label callMethod(Step step, int callee) {
        Label start = code.newBoundLabel();
        pushMachineFuelAndExtent(step);
        pushArguments(step);
        MethodTypeDesc called = FunctionCompiler.methodType(steps.calledType(step));
        if (callee == function && method.isWholeFunction()) {
            code.invokestatic(ClassDesc.of(FunctionCompiler.CLASS_NAME), FunctionCompiler.CODE, called);
        } else {
            code.invokedynamic(DynamicCallSiteDesc.of(Linkage.BOOTSTRAP, "call", called, callee));
        }
        return start;
    }

    /** Calls a function that may be one of the host or a builtin. */
    private void callImported(Step step) {
        String look = lookOf(step.high());
        if (look == null) {
            callOutside(step, method.hold(written(step)));
            takeResults(step);
            return;
        }
        Label calls = code.newLabel();
        Label done = code.newLabel();
        List<SlotValues.Held> held = method.hold(written(step));
        look(step, look);
        code.dup().iflt(calls);
        method.pop(step.a(), Kind.INT);
        method.charge(lowered.resumePrice(step.low()));
        method.restIfOwed(step.low());
        code.labelBinding(done);
        method.cold(calls, () -> {
            code.pop();
            callOutside(step, held);
            takeResults(step);
            code.goto_(done);
        });
    }

    /** Arguments and results are passed in the frame. */
    private void callOutside(Step step, List<SlotValues.Held> held) {
        int safepoint = step.low();
        method.outline(ConstantDescs.CD_boolean, held, body -> {
            body.writeAll();
            Extent.pushBase(body.code().aload(MACHINE).lload(FUEL)).loadConstant(function);
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
    }

    private void takeResults(Step step) {
        List<ValueType> results = steps.calledType(step).results();
        for (int i = 0; i < results.size(); i++) {
            Kind kind = Kind.of(results.get(i));
            method.pushFromFrame(step.a() + i, kind);
            method.pop(step.a() + i, kind);
        }
    }

    /** Asks the machine for what a builtin would answer. */
    private void look(Step step, String name) {
        code.aload(MACHINE);
        int operands = steps.operandCount(step);
        for (int i = 0; i < operands; i++) {
            method.push(step.a() + i, Kind.INT);
        }
        Extent.pushBase(code.loadConstant(step.high())).loadConstant(step.a()).iadd();
        List<ClassDesc> parameters = Collections.nCopies(operands + 2, ConstantDescs.CD_int);
        code.invokevirtual(MACHINE_TYPE, name, MethodTypeDesc.of(ConstantDescs.CD_int, parameters));
    }

    /** The builtin that an imported function is if the host has none of its own in its place, or null. */
    static @Nullable StringBuiltin builtinNamed(ValidModule module, int callee) {
        Import wanted = module.definition().imports().stream()
                .filter(each -> each.type() instanceof ExternalType.OfFunction)
                .skip(callee)
                .findFirst()
                .orElseThrow();
        return wanted.module().equals(StringBuiltin.MODULE) ? StringBuiltin.of(wanted.name()) : null;
    }

    /** The method of the machine for an imported function if that may be a builtin that only looks at a string, or null. */
    private @Nullable String lookOf(int callee) {
        StringBuiltin builtin = builtinNamed(module, callee);
        if (builtin == null
                || !kinds(builtin.type())
                        .equals(kinds(module.spaces().functions().get(callee)))) {
            return null;
        }
        return switch (builtin) {
            case LENGTH -> "stringLength";
            case CHAR_CODE_AT -> "charCodeAt";
            case CODE_POINT_AT -> "codePointAt";
            case TEST -> "isString";
            case CAST -> "castToString";
            default -> null;
        };
    }

    private static List<Kind> kinds(FunctionType type) {
        return Stream.concat(type.parameters().stream(), type.results().stream())
                .map(Kind::of)
                .toList();
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
        method.cold(stopped, method.returns()::returnStopped);
        Label owes = code.newLabel();
        method.fuel().takeBehindCall(lowered.resumePrice(safepoint), owes);
        // All of the frame is written already, the results by the callee.
        method.cold(owes, () -> method.leave(Action.REST, safepoint, 0, List.of()));
    }

    /** Calls a function of a table, or by a reference. */
    void callIndirect(Step step) {
        FunctionType called = steps.calledType(step);
        if (writesTooMuch()) {
            method.leaveHere(step);
            return;
        }
        int callee = method.newVariable(1);
        code.aload(MACHINE);
        method.push(step.b(), Kind.INT);
        if (step.operation() == Operation.CALL_INDIRECT) {
            code.loadConstant((int) step.third()).loadConstant(step.high());
            code.invokevirtual(
                    MACHINE_TYPE,
                    "calleeInTable",
                    MethodTypeDesc.of(
                            ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int));
        } else {
            code.loadConstant(step.high());
            code.invokevirtual(
                    MACHINE_TYPE,
                    "calleeReferred",
                    MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int));
        }
        Label none = code.newLabel();
        code.dup().istore(callee).iflt(none);
        List<SlotValues.Held> held = method.hold(method.liveBefore());
        method.cold(none, () -> method.leaveToInterpreter(held, step.at()));
        Label start = code.newBoundLabel();
        code.iload(callee);
        pushMachineFuelAndExtent(step);
        pushArguments(step);
        MethodTypeDesc type = FunctionCompiler.methodType(called).insertParameterTypes(0, ConstantDescs.CD_int);
        code.invokedynamic(DynamicCallSiteDesc.of(Linkage.INDIRECT_BOOTSTRAP, "callAny", type));
        finishCall(step, start);
    }

    /** Calls a function in the place of this one. */
    void returnCall(Step step) {
        int operation = step.operation();
        if (operation == Operation.RETURN_CALL) {
            if (step.high() < module.spaces().importedFunctions()) {
                method.leaveHere(step);
                return;
            }
            if (step.high() == function && method.isAllOfFunction()) {
                method.beginAgain(step.a());
                return;
            }
        }
        method.outline(ConstantDescs.CD_void, method.hold(method.liveBefore()), body -> {
            body.writeAll();
            CodeBuilder part = body.code();
            Extent.pushBase(part.aload(MACHINE).lload(FUEL)).loadConstant(function);
            part.loadConstant(step.a()).loadConstant(step.at());
            MethodTypeDesc type = INSTEAD_TYPE;
            if (operation != Operation.RETURN_CALL) {
                part.loadConstant(step.b());
                type = type.insertParameterTypes(type.parameterCount(), ConstantDescs.CD_int);
            }
            if (operation == Operation.RETURN_CALL_INDIRECT) {
                part.loadConstant((int) step.third());
                type = type.insertParameterTypes(type.parameterCount(), ConstantDescs.CD_int);
            }
            part.loadConstant(step.high()).invokevirtual(MACHINE_TYPE, "callInstead", type);
            part.return_();
        });
        method.returns().returnStopped();
        method.endHere();
    }

    private void pushMachineFuelAndExtent(Step call) {
        int taken = method.isAllOfFunction() ? EntryWriter.roomOfMethod(lowered.frameSlots()) : 0;
        code.aload(MACHINE).lload(FUEL).lload(Extent.VARIABLE);
        code.loadConstant(Extent.of(call.a(), -taken)).ladd();
    }

    private void pushArguments(Step call) {
        List<ValueType> parameters = steps.calledType(call).parameters();
        for (int i = 0; i < parameters.size(); i++) {
            method.push(call.a() + i, Kind.of(parameters.get(i)));
        }
    }

    /** Takes the fuel and the charge behind a call, and looks whether all that is to be left; then takes the results. */
    private void finishCall(Step call, Label start) {
        restBehindCall(call, start);
        List<ValueType> results = steps.calledType(call).results();
        if (results.size() == 1) {
            method.result(call, Kind.of(results.getFirst()));
        } else {
            takeResults(call);
        }
    }

    /** The same without taking the results: the only one is on top. */
    private void restBehindCall(Step call, Label start) {
        Handler handler = method.branches().handlerOf(call);
        if (!metering.rests()) {
            if (handler != null) {
                method.branches().catchThrown(handler, start, code.newBoundLabel());
            }
            return;
        }
        List<ValueType> results = steps.calledType(call).results();
        Kind result = results.size() == 1 ? Kind.of(results.getFirst()) : null;
        int safepoint = call.low();
        List<SlotValues.Held> values = method.hold(method.liveBefore());
        Label stopped = code.newLabel();
        method.fuel().takeBehindCall(lowered.resumePrice(safepoint), stopped);
        // The result lies where the first argument lay, so it is told from it by a slot that no frame has.
        int resultSlot = lowered.frameSlots();
        Label behind = code.newLabel();
        if (result != null) {
            values.add(new SlotValues.Held(resultSlot, result, method.newVariable(result.slots()), 0, null));
        }
        method.cold(stopped, () -> {
            if (result != null) {
                code.storeLocal(result.type, values.getLast().variable());
            }
            method.leaving().leaveCall(safepoint, call.at(), call.a(), handler != null, values);
            if (module.hasTailCalls()) {
                goOnBehind(call, result, behind);
            }
            if (handler != null) {
                method.branches().goOnAtClause(handler);
            } else {
                method.returns().returnStoppedWithAnswer();
            }
        });
        code.labelBinding(behind);
    }

    /** If the answer on top tells that the call has returned: takes what it has left from the machine and from the frame. */
    private void goOnBehind(Step call, @Nullable Kind result, Label behind) {
        Label stopped = code.newLabel();
        code.dup().loadConstant(Machine.GOES_ON).if_icmpne(stopped);
        code.pop();
        method.fuel().takeBack();
        if (result != null) {
            method.pushFromFrame(call.a(), result);
        }
        code.goto_(behind).labelBinding(stopped);
    }

    /** Whether more must be written to leave a call than one method takes. */
    private boolean writesTooMuch() {
        int variables = 2; // The result.
        for (SlotValues.Held value : method.hold(method.liveBefore())) {
            variables += LeavingWriter.variables(value);
        }
        return LeavingWriter.exceeds(variables);
    }

    /** Throws an exception, which may be caught in the method itself; all of the frame is written before. */
    void throwException(Step step) {
        int safepoint = steps.safepoint(step);
        method.outline(ConstantDescs.CD_int, method.hold(method.liveBefore()), body -> {
            body.writeAll();
            CodeBuilder part = body.code();
            Extent.pushBase(part.aload(MACHINE).lload(FUEL)).loadConstant(function);
            boolean isNew = step.operation() == Operation.THROW;
            if (isNew) {
                part.loadConstant(step.high());
            }
            part.loadConstant(step.a()).loadConstant(safepoint).loadConstant(step.at());
            part.invokevirtual(MACHINE_TYPE, isNew ? "throwNew" : "throwReference", isNew ? THROW_TYPE : RETHROW_TYPE);
            part.ireturn();
        });
        Handler handler = method.branches().handlerOf(step);
        if (handler == null) {
            method.returns().returnStoppedWithAnswer();
        } else {
            method.branches().goOnAtClause(handler);
        }
        method.endHere();
    }
}
