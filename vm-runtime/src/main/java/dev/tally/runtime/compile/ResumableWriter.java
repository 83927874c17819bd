package dev.tally.runtime.compile;

import dev.tally.core.validate.ValidModule;
import dev.tally.heap.object.ObjectLayout;
import dev.tally.heap.object.Storage;
import dev.tally.runtime.code.Layouts;
import dev.tally.runtime.code.ResumableOperation;
import dev.tally.runtime.code.SafepointKind;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import dev.tally.runtime.ops.ObjectOperations;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes operations whose price grows with an operand. Many are done at once, with their operands at hand, where there is fuel and room
 * for all of it; for the others, and where there is not, the frame is written and the machine called.
 */
final class ResumableWriter {
    private static final ClassDesc MACHINE_TYPE = Descriptors.of(Machine.class);
    private static final int MACHINE = Outlines.MACHINE;
    private static final int FUEL = Outlines.FUEL;
    private static final int MOST_ELEMENTS_WRITTEN = 16;

    private static final MethodTypeDesc ARRAY_TYPE = MethodTypeDesc.ofDescriptor("(JIIII)I");

    private static final MethodTypeDesc FILLED_TYPE = MethodTypeDesc.ofDescriptor("(IIJIZ)I");

    /** The parameters of what {@link #pushKind} pushes. */
    private static final List<ClassDesc> KIND = List.of(ConstantDescs.CD_int, ConstantDescs.CD_boolean);

    private static final MethodTypeDesc RESUMABLE_TYPE = MethodTypeDesc.ofDescriptor("(JIIIIIIII)Z");

    private final MethodWriter method;
    private final StorageWriter storage;
    private final Metering metering;
    private final CodeBuilder code;
    private final ValidModule module;
    private final int function;
    private final Steps steps;

    ResumableWriter(
            MethodWriter method,
            StorageWriter storage,
            Metering metering,
            CodeBuilder code,
            ValidModule module,
            int function,
            Steps steps) {
        this.method = method;
        this.storage = storage;
        this.metering = metering;
        this.code = code;
        this.module = module;
        this.function = function;
        this.steps = steps;
    }

    /** Growth changes an array that methods keep, so it is left to the interpreter. */
    void write(Step step) {
        ResumableOperation operation = ResumableOperation.of(step.extra());
        if (operation.safepointKind() == SafepointKind.GROWTH) {
            method.leaveHere(step);
            return;
        }
        BitSet written = metering.rests() ? method.liveBefore() : storage.operands(step);
        List<SlotValues.Held> held = method.hold(written);
        if (isArrayMadeAtOnce(operation, step)) {
            array(operation, step, held);
            return;
        }
        String whole = wholeName(operation, step);
        if (whole != null) {
            whole(whole, operation, step, held);
        } else {
            call(operation, step, held);
            method.charge(Steps.chargeBehind(step));
            if (steps.resultCount(step) > 0) {
                method.pushFromFrame(step.a(), Kind.INT);
                method.result(step, Kind.INT);
            }
        }
    }

    private void call(ResumableOperation operation, Step step, List<SlotValues.Held> held) {
        int safepoint = steps.safepoint(step);
        method.outline(ConstantDescs.CD_boolean, held, body -> {
            body.writeAll();
            Extent.pushBase(body.code().aload(MACHINE).lload(FUEL)).loadConstant(operation.ordinal());
            body.code().loadConstant(step.a()).loadConstant(step.high()).loadConstant(step.low());
            body.code().loadConstant(function).loadConstant(safepoint).loadConstant(step.at());
            body.code().invokevirtual(MACHINE_TYPE, "resumable", RESUMABLE_TYPE);
            body.code().ireturn();
        });
        if (metering.rests()) {
            Label stopped = code.newLabel();
            code.ifeq(stopped);
            method.cold(stopped, method.returns()::returnStopped);
            method.fuel().takeBack();
        } else {
            code.pop();
        }
    }

    /** The method of the machine for what can be done as a whole, or null. */
    private static @Nullable String wholeName(ResumableOperation operation, Step step) {
        return switch (operation) {
            case MEMORY_COPY -> step.high() == 0 && step.low() == 0 ? "copyMemory" : null;
            case MEMORY_FILL -> step.high() == 0 ? "fillMemory" : null;
            case ARRAY_COPY -> "copyArray";
            case ARRAY_FILL -> "fillArray";
            default -> null;
        };
    }

    /** Copies or fills, which is nearly always possible at once. */
    private void whole(String name, ResumableOperation operation, Step step, List<SlotValues.Held> held) {
        List<ClassDesc> parameters = new ArrayList<>(List.of(ConstantDescs.CD_long));
        code.aload(MACHINE).lload(FUEL);
        for (int i = 0; i < steps.operandCount(step); i++) {
            Kind kind = operation == ResumableOperation.ARRAY_FILL && i == 2 ? Kind.LONG : Kind.INT;
            method.push(step.a() + i, kind);
            parameters.add(kind.descriptor);
        }
        if (operation == ResumableOperation.ARRAY_COPY || operation == ResumableOperation.ARRAY_FILL) {
            pushKind(element(step));
            parameters.addAll(KIND);
        }
        code.invokevirtual(MACHINE_TYPE, name, MethodTypeDesc.of(ConstantDescs.CD_long, parameters));
        Label otherwise = code.newLabel();
        Label done = code.newLabel();
        code.dup2().lconst_0().lcmp().iflt(otherwise);
        if (metering.rests()) {
            code.lstore(FUEL);
        } else {
            code.pop2();
        }
        code.labelBinding(done);
        method.charge(Steps.chargeBehind(step));
        method.cold(otherwise, () -> {
            code.pop2();
            call(operation, step, held);
            code.goto_(done);
        });
    }

    /** Those whose elements, if they are operands, are few: more would make a method large. */
    private static boolean isArrayMadeAtOnce(ResumableOperation operation, Step step) {
        return switch (operation) {
            case ARRAY_NEW, ARRAY_NEW_DEFAULT -> true;
            case ARRAY_NEW_FIXED -> step.low() <= MOST_ELEMENTS_WRITTEN;
            default -> false;
        };
    }

    /** How many elements of an array the code of a step writes one by one. */
    static int elementsWritten(Step step) {
        ResumableOperation operation = ResumableOperation.of(step.extra());
        return operation == ResumableOperation.ARRAY_NEW_FIXED && isArrayMadeAtOnce(operation, step) ? step.low() : 0;
    }

    /** Makes an array, which is nearly always possible at once. */
    private void array(ResumableOperation operation, Step step, List<SlotValues.Held> held) {
        boolean isFilled = operation == ResumableOperation.ARRAY_NEW;
        boolean isFixed = operation == ResumableOperation.ARRAY_NEW_FIXED;
        Storage element = element(step);
        code.aload(MACHINE).lload(FUEL);
        if (isFixed) {
            code.loadConstant(step.low());
        } else {
            method.push(isFilled ? step.a() + 1 : step.a(), Kind.INT);
        }
        code.loadConstant(step.high())
                .loadConstant(element.shift())
                .loadConstant(isFilled ? ObjectOperations.FILLED : ObjectOperations.PLAIN);
        code.invokevirtual(MACHINE_TYPE, "array", ARRAY_TYPE);
        Label otherwise = code.newLabel();
        Label made = code.newLabel();
        code.dup().ifeq(otherwise);
        if (metering.rests()) {
            method.fuel().takeBack();
        }
        if (isFilled && !method.holdsZero(step.a())) {
            fillMade(step, element);
        }
        if (isFixed) {
            writeElements(step, element.shift());
        }
        method.pop(step.a(), Kind.INT);
        code.labelBinding(made);
        method.charge(Steps.chargeBehind(step));
        method.cold(otherwise, () -> {
            code.pop();
            call(operation, step, held);
            method.pushFromFrame(step.a(), Kind.INT);
            method.pop(step.a(), Kind.INT);
            code.goto_(made);
        });
    }

    /** Writes the operands to the elements of the new array on top, which stays there. */
    private void writeElements(Step step, int shift) {
        for (int i = 0; i < step.low(); i++) {
            if (!method.holdsZero(step.a() + i)) {
                code.dup();
                method.push(step.a() + i, Access.ofStored(shift).kind());
                storage.initialise(shift, ObjectLayout.HEADER_BYTES + (i << shift));
            }
        }
    }

    /** Stores an operand in all elements of the new array on top, which stays there. */
    private void fillMade(Step step, Storage element) {
        code.aload(MACHINE).swap();
        method.push(step.a() + 1, Kind.INT);
        method.push(step.a(), Kind.LONG);
        pushKind(element);
        code.invokevirtual(MACHINE_TYPE, "filled", FILLED_TYPE);
    }

    /** What the elements are of the array of a step. */
    private Storage element(Step step) {
        return Layouts.storage(Layouts.elementType(module.definition().types(), step.high()));
    }

    /** The shift of their size, and whether they are references: as constants, of which HotSpot makes code for just this kind. */
    private void pushKind(Storage element) {
        code.loadConstant(element.shift()).loadConstant(element.isReference() ? 1 : 0);
    }
}
