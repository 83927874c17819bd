package dev.tally.runtime.compile;

import dev.tally.core.validate.ValidModule;
import dev.tally.heap.object.ObjectLayout;
import dev.tally.heap.object.Storage;
import dev.tally.runtime.code.Layouts;
import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import dev.tally.runtime.compile.SlotValues.Held;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes what makes structures, and what their fields hold at first: at once, or, of those that nobody will see, only for who leaves. */
final class StructureWriter {
    private static final ClassDesc MACHINE_TYPE = Descriptors.of(Machine.class);
    private static final ClassDesc BYTES = ConstantDescs.CD_byte.arrayType();
    private static final MethodTypeDesc HAS_ROOM_TYPE =
            MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_int);
    private static final MethodTypeDesc STRUCTURE_TYPE =
            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int, BYTES);
    private static final MethodTypeDesc RESERVE_TYPE = MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int);
    private static final MethodTypeDesc HEADER_TYPE =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int, ConstantDescs.CD_int, BYTES);
    private static final int MACHINE = Outlines.MACHINE;
    private static final int NONE = -1;

    private final MethodWriter method;
    private final SlotValues values;
    private final StorageWriter storage;
    private final Metering metering;
    private final CodeBuilder code;
    private final ValidModule module;
    private final Steps steps;
    private final EscapeAnalysis escapes;

    /** The last step that has made a structure or written a field of it, and the slot of that structure. */
    private int made = NONE;

    private int madeIn = NONE;

    StructureWriter(
            MethodWriter method,
            SlotValues values,
            StorageWriter storage,
            Metering metering,
            CodeBuilder code,
            FunctionBody body,
            EscapeAnalysis escapes) {
        this.method = method;
        this.values = values;
        this.storage = storage;
        this.metering = metering;
        this.code = code;
        this.module = body.module();
        this.steps = body.steps();
        this.escapes = escapes;
    }

    /** Makes a structure, which is nearly always possible at once, with its first field. */
    void make(Step step) {
        int at = steps.at(step.at());
        if (metering.rests()) {
            Label hasRoom = code.newLabel();
            code.aload(MACHINE).loadConstant(step.c()).invokevirtual(MACHINE_TYPE, "hasRoom", HAS_ROOM_TYPE);
            code.ifne(hasRoom);
            method.leaveToInterpreter(method.hold(method.liveBefore()), step.at());
            code.labelBinding(hasRoom);
        }
        if (escapes.isUnseen(at) && !method.isPart()) {
            makeVirtual(step);
        } else {
            makeReal(step);
        }
        method.charge(Steps.chargeBehind(step));
        made = at;
        madeIn = step.a();
    }

    private void makeReal(Step step) {
        code.aload(MACHINE).loadConstant(step.high()).loadConstant(step.c()).aload(storage.objects());
        code.invokevirtual(MACHINE_TYPE, "structure", STRUCTURE_TYPE);
        if (steps.operandCount(step) > 0 && !method.holdsZero(step.a())) {
            Storage field = firstField(step.high());
            code.dup();
            method.push(step.a(), field == Storage.I64 ? Kind.LONG : Kind.INT);
            storage.initialise(field.shift(), ObjectLayout.HEADER_BYTES);
        }
        method.pop(step.a(), Kind.INT);
    }

    private void makeVirtual(Step step) {
        VirtualStructure structure = new VirtualStructure(step.high());
        if (steps.operandCount(step) > 0) {
            set(structure, ObjectLayout.HEADER_BYTES, firstField(step.high()).shift(), step.a());
        }
        code.aload(MACHINE).loadConstant(step.c()).invokevirtual(MACHINE_TYPE, "reserve", RESERVE_TYPE);
        method.pop(step.a(), Kind.INT);
        values.holds(step.a(), structure);
    }

    /** Keeps what a slot holds as that of a field. */
    private void set(VirtualStructure structure, int offset, int shift, int slot) {
        Kind kind = Access.ofStored(shift).kind();
        structure.set(offset, shift, method.holdsZero(slot) ? null : values.keep(slot, kind));
    }

    /** Whether a step writes a field, no reference to be told to the collector, of the structure that the steps right before it have made. */
    boolean isOfMade(Step step) {
        int at = steps.at(step.at());
        return step.operation() == Operation.FIELD_SET
                && step.kind() != Operation.STORES_REFERENCE
                && step.b() == madeIn
                && at == made + 1
                && !method.isTarget(at);
    }

    /**
     * Writes another field of the structure that was made right before. A zero is there already; if it is to replace what was just
     * written, nobody will see it, since the structure is in no other slot yet.
     */
    void setNextField(Step step) {
        if (!accessVirtual(step) && !method.holdsZero(step.a())) {
            int shift = step.kind() & Operation.STORES_64;
            method.push(step.b(), Kind.INT);
            method.push(step.a(), Access.ofStored(shift).kind());
            storage.initialise(shift, VirtualStructure.offsetOfStored(step));
        }
        made = steps.at(step.at());
    }

    /** Reads or writes a field of a structure that is not written; answers whether the step is for such a one. */
    boolean accessVirtual(Step step) {
        boolean reads = step.operation() == Operation.FIELD_GET;
        VirtualStructure structure =
                reads || step.operation() == Operation.FIELD_SET ? values.structure(step.b()) : null;
        if (structure == null) {
            return false;
        }
        values.drop(step.b());
        if (reads) {
            read(structure, step);
        } else {
            int shift = step.kind() & Operation.STORES_64;
            set(structure, VirtualStructure.offsetOfStored(step), shift, step.a());
        }
        return true;
    }

    private void read(VirtualStructure structure, Step step) {
        Held field = structure.read(step);
        Kind kind = Access.ofLoaded(step.kind()).kind();
        if (field == null) {
            kind.load(code, 0);
        } else {
            field.push(code, kind);
        }
        method.result(step, kind);
        method.holds(step, field == null ? null : field.structure());
    }

    /** Writes what values refer to and was not written, for somebody who looks at the frame. */
    void writeAll(List<Held> held) {
        Set<VirtualStructure> written = new HashSet<>();
        held.forEach(value -> write(value, written));
    }

    private void write(Held held, Set<VirtualStructure> written) {
        VirtualStructure structure = held.structure();
        if (structure == null || !written.add(structure)) {
            return;
        }
        code.aload(MACHINE)
                .iload(held.variable())
                .loadConstant(structure.type())
                .aload(storage.objects());
        code.invokevirtual(MACHINE_TYPE, "writeHeader", HEADER_TYPE);
        structure.eachField(field -> {
            code.iload(held.variable());
            field.value().push(code, Access.ofStored(field.shift()).kind());
            storage.initialise(field.shift(), field.offset());
            write(field.value(), written);
        });
    }

    private Storage firstField(int type) {
        return Layouts.storage(
                Layouts.fieldTypes(module.definition().types(), type).getFirst().storage());
    }
}
