package dev.tally.runtime.compile;

import dev.tally.core.module.CompositeType;
import dev.tally.core.module.ExternalType.MemoryType;
import dev.tally.core.module.FieldType;
import dev.tally.core.validate.ValidModule;
import dev.tally.heap.memory.LinearMemory;
import dev.tally.heap.object.ObjectLayout;
import dev.tally.heap.object.Storage;
import dev.tally.runtime.code.IndexedOperation;
import dev.tally.runtime.code.Layouts;
import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.ResumableOperation;
import dev.tally.runtime.code.SafepointKind;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what reads and writes memories, tables and objects. */
final class StorageWriter {
    private static final ClassDesc MACHINE_TYPE = Descriptors.of(Machine.class);
    private static final ClassDesc CHECKED = Descriptors.of(Checked.class);
    private static final ClassDesc LINEAR_ACCESS = Descriptors.of(LinearAccess.class);
    private static final ClassDesc BYTES = ConstantDescs.CD_byte.arrayType();
    private static final int MACHINE = Outlines.MACHINE;
    private static final int FUEL = Outlines.FUEL;
    private static final int BASE = Outlines.BASE;
    private static final int NONE = -1;
    private static final int MOST_ELEMENTS_WRITTEN = 16;

    private static final MethodTypeDesc ARRAY_TYPE = MethodTypeDesc.of(
            ConstantDescs.CD_int,
            ConstantDescs.CD_long,
            ConstantDescs.CD_int,
            ConstantDescs.CD_int,
            ConstantDescs.CD_int,
            ConstantDescs.CD_int);

    private static final MethodTypeDesc RESUMABLE_TYPE = MethodTypeDesc.of(
            ConstantDescs.CD_boolean,
            ConstantDescs.CD_long,
            ConstantDescs.CD_int,
            ConstantDescs.CD_int,
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
    private int memory;
    private int memoryRoom;
    private int objects;

    /** The last step that has made a structure or written a field of it, and the slot of that structure. */
    private int made = NONE;

    private int madeIn = NONE;

    StorageWriter(
            MethodWriter method, Metering metering, CodeBuilder code, ValidModule module, int function, Steps steps) {
        this.method = method;
        this.metering = metering;
        this.code = code;
        this.module = module;
        this.function = function;
        this.steps = steps;
    }

    /** Takes what some steps need into variables; it stays the same while methods run. */
    void begin(int from, int to) {
        for (int i = from; i < to; i++) {
            Step step = steps.get(i);
            if (step.isFed()) {
                continue;
            }
            if (Operation.isAccess(step.operation()) && memory == 0) {
                memory = method.newVariable(1);
                memoryRoom = method.newVariable(1);
                code.aload(MACHINE).getfield(MACHINE_TYPE, "memory", BYTES).astore(memory);
                code.aload(MACHINE).invokedynamic(MemoryRoom.CALL).istore(memoryRoom);
            }
            if (isInObject(step) && objects == 0) {
                objects = method.newVariable(1);
                code.aload(MACHINE).getfield(MACHINE_TYPE, "objects", BYTES).astore(objects);
            }
        }
    }

    private static boolean isInObject(Step step) {
        return switch (step.operation()) {
            case Operation.FIELD_GET,
                    Operation.FIELD_SET,
                    Operation.ELEMENT_GET,
                    Operation.ELEMENT_SET,
                    Operation.ARRAY_LENGTH,
                    Operation.STRUCT_NEW -> true;
            case Operation.RESUMABLE -> ResumableOperation.of(step.extra()) == ResumableOperation.ARRAY_NEW_FIXED;
            default -> false;
        };
    }

    void checked(String name, ClassDesc result, ClassDesc... parameters) {
        code.invokestatic(CHECKED, name, MethodTypeDesc.of(result, parameters));
    }

    private void inMemory(String name, ClassDesc result, ClassDesc... parameters) {
        code.invokestatic(LINEAR_ACCESS, name, MethodTypeDesc.of(result, parameters));
    }

    void access(Step step) {
        Access access = Access.of(step);
        method.push(step.b(), Kind.INT);
        if (access.displacement() != 0) {
            code.loadConstant(access.displacement()).iadd();
        }
        boolean near = access.offset() + access.width() <= leastMemoryBytes();
        if (!near) {
            code.aload(memory).iload(memoryRoom).loadConstant(access.offset()).loadConstant(access.width());
            inMemory(
                    "far",
                    ConstantDescs.CD_int,
                    ConstantDescs.CD_int,
                    BYTES,
                    ConstantDescs.CD_int,
                    ConstantDescs.CD_long,
                    ConstantDescs.CD_int);
        }
        if (access.isStore()) {
            method.push(step.c(), access.kind());
        }
        code.aload(memory);
        if (near) {
            code.iload(memoryRoom).loadConstant((int) access.offset());
        } else {
            // Checked already.
            code.iconst_0().iconst_0();
        }
        if (access.isStore()) {
            inMemory(
                    access.method(),
                    ConstantDescs.CD_void,
                    ConstantDescs.CD_int,
                    access.kind().descriptor,
                    BYTES,
                    ConstantDescs.CD_int,
                    ConstantDescs.CD_int);
        } else {
            inMemory(
                    access.method(),
                    access.kind().descriptor,
                    ConstantDescs.CD_int,
                    BYTES,
                    ConstantDescs.CD_int,
                    ConstantDescs.CD_int);
            method.result(step, access.kind());
        }
    }

    private long leastMemoryBytes() {
        List<MemoryType> memories = module.spaces().memories();
        return memories.isEmpty()
                ? 0
                : Math.min(memories.getFirst().size().minimum(), LinearMemory.MAX_PAGES) * LinearMemory.PAGE_BYTES;
    }

    void objectAccess(Step step) {
        if (isOfMade(step)) {
            setNextField(step);
            return;
        }
        int operation = step.operation();
        method.push(step.b(), Kind.INT);
        if (operation == Operation.ARRAY_LENGTH) {
            code.aload(objects);
            checked("arrayLength", ConstantDescs.CD_int, ConstantDescs.CD_int, BYTES);
            method.result(step, Kind.INT);
            return;
        }
        boolean element = operation == Operation.ELEMENT_GET || operation == Operation.ELEMENT_SET;
        boolean store = operation == Operation.FIELD_SET || operation == Operation.ELEMENT_SET;
        Access access = store ? Access.ofStored(step.kind()) : Access.ofLoaded(step.kind());
        boolean reference = store && step.kind() == Operation.STORES_REFERENCE;
        List<ClassDesc> parameters = new ArrayList<>(List.of(ConstantDescs.CD_int));
        if (element) {
            method.push(step.c(), Kind.INT);
            parameters.add(ConstantDescs.CD_int);
        }
        if (store) {
            method.push(step.a(), access.kind());
            parameters.add(access.kind().descriptor);
        }
        code.aload(reference ? MACHINE : objects);
        parameters.add(reference ? MACHINE_TYPE : BYTES);
        if (!element) {
            int shift = store ? step.kind() & 3 : step.kind() >> 1;
            code.loadConstant(step.c() << shift);
            parameters.add(ConstantDescs.CD_int);
        }
        String name = (store ? "set" : "")
                + (store ? element ? "Element" : "Field" : element ? "element" : "field")
                + (reference ? "Reference" : access.suffix());
        code.invokestatic(
                CHECKED, name, MethodTypeDesc.of(store ? ConstantDescs.CD_void : access.kind().descriptor, parameters));
        if (!store) {
            method.result(step, access.kind());
        }
    }

    void indexed(Step step) {
        IndexedOperation operation = IndexedOperation.of(step.extra());
        boolean results = steps.resultCount(step) == 1;
        method.outline(ConstantDescs.CD_long, method.hold(operands(step)), body -> {
            body.writeAll();
            body.code().aload(MACHINE).iload(BASE).loadConstant(operation.ordinal());
            body.code().loadConstant(step.a()).loadConstant(step.high()).loadConstant(step.low());
            body.code()
                    .invokevirtual(
                            MACHINE_TYPE,
                            "indexed",
                            MethodTypeDesc.of(
                                    ConstantDescs.CD_long,
                                    ConstantDescs.CD_int,
                                    ConstantDescs.CD_int,
                                    ConstantDescs.CD_int,
                                    ConstantDescs.CD_int,
                                    ConstantDescs.CD_int));
            body.code().lreturn();
        });
        if (results) {
            Kind kind = operation == IndexedOperation.LOAD_64 || operation == IndexedOperation.LOAD_32_U
                    ? Kind.LONG
                    : Kind.INT;
            Kind.LONG.convert(code, kind);
            method.result(step, kind);
        } else {
            code.pop2();
        }
    }

    private BitSet operands(Step step) {
        BitSet operands = new BitSet();
        operands.set(step.a(), step.a() + steps.operandCount(step));
        return operands;
    }

    /** What changes no array that methods keep is tried at once, all being written; growth is not. */
    void resumable(Step step) {
        ResumableOperation operation = ResumableOperation.of(step.extra());
        if (operation.safepointKind() == SafepointKind.GROWTH) {
            method.leaveHere(step);
            return;
        }
        BitSet written = metering.rests() ? method.liveBefore() : operands(step);
        List<SlotValues.Held> held = method.hold(written);
        if (isArrayMadeAtOnce(operation, step)) {
            array(operation, step, held);
            return;
        }
        String whole = wholeName(operation, step);
        if (whole != null) {
            whole(whole, operation, step, held);
        } else {
            resumable(operation, step, held);
            method.charge((int) step.third() & 0xFFFF);
            if (steps.resultCount(step) > 0) {
                method.pushFromFrame(step.a(), Kind.INT);
                method.result(step, Kind.INT);
            }
        }
    }

    private void resumable(ResumableOperation operation, Step step, List<SlotValues.Held> held) {
        int safepoint = steps.safepoint(step);
        method.outline(ConstantDescs.CD_boolean, held, body -> {
            body.writeAll();
            body.code().aload(MACHINE).lload(FUEL).iload(BASE).loadConstant(operation.ordinal());
            body.code().loadConstant(step.a()).loadConstant(step.high()).loadConstant(step.low());
            body.code().loadConstant(function).loadConstant(safepoint).loadConstant(step.at());
            body.code().invokevirtual(MACHINE_TYPE, "resumable", RESUMABLE_TYPE);
            body.code().ireturn();
        });
        if (metering.rests()) {
            Label stopped = code.newLabel();
            code.ifeq(stopped);
            method.cold(stopped, method::returnNothing);
            method.takeFuel();
            code.lstore(FUEL);
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
        method.charge((int) step.third() & 0xFFFF);
        method.cold(otherwise, () -> {
            code.pop2();
            resumable(operation, step, held);
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

    /** Makes an array, which is nearly always possible at once. */
    private void array(ResumableOperation operation, Step step, List<SlotValues.Held> held) {
        boolean isFilled = operation == ResumableOperation.ARRAY_NEW;
        boolean isFixed = operation == ResumableOperation.ARRAY_NEW_FIXED;
        int shift = element(step.high()).shift();
        code.aload(MACHINE).lload(FUEL);
        if (isFixed) {
            code.loadConstant(step.low());
        } else {
            method.push(isFilled ? step.a() + 1 : step.a(), Kind.INT);
        }
        code.loadConstant(step.high()).loadConstant(shift).loadConstant(isFilled ? 2 : 1);
        code.invokevirtual(MACHINE_TYPE, "array", ARRAY_TYPE);
        Label otherwise = code.newLabel();
        Label made = code.newLabel();
        code.dup().ifeq(otherwise);
        if (metering.rests()) {
            method.takeFuel();
            code.lstore(FUEL);
        }
        if (isFilled && !method.holdsZero(step.a())) {
            fillMade(step.a());
        }
        for (int i = 0; isFixed && i < step.low(); i++) {
            if (!method.holdsZero(step.a() + i)) {
                code.dup();
                method.push(step.a() + i, Access.ofStored(shift).kind());
                initialise(shift, ObjectLayout.HEADER_BYTES + (i << shift));
            }
        }
        method.pop(step.a(), Kind.INT);
        code.labelBinding(made);
        method.charge((int) step.third() & 0xFFFF);
        method.cold(otherwise, () -> {
            code.pop();
            resumable(operation, step, held);
            method.pushFromFrame(step.a(), Kind.INT);
            method.pop(step.a(), Kind.INT);
            code.goto_(made);
        });
    }

    /** Stores an operand in all elements of the new array on top, which stays there. */
    private void fillMade(int operand) {
        int array = method.newVariable(1);
        code.istore(array).aload(MACHINE).iload(array);
        method.push(operand, Kind.LONG);
        code.invokevirtual(
                MACHINE_TYPE,
                "filled",
                MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_long));
    }

    /** Makes a structure, which is nearly always possible at once, and writes its first field. */
    void structure(Step step) {
        code.aload(MACHINE).loadConstant(step.high()).loadConstant(step.c());
        code.invokevirtual(
                MACHINE_TYPE,
                "structure",
                MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int));
        if (metering.rests()) {
            Label made = code.newLabel();
            code.dup().ifne(made);
            code.pop();
            method.leaveToInterpreter(method.hold(method.liveBefore()), step.at());
            code.labelBinding(made);
        }
        if (steps.operandCount(step) > 0) {
            setFirstField(step);
        }
        method.pop(step.a(), Kind.INT);
        method.charge((int) step.third() & 0xFFFF);
        made = steps.at(step.at());
        madeIn = step.a();
    }

    /** Writes the operand to the first field of the new structure on top, which stays there. */
    private void setFirstField(Step step) {
        if (!method.holdsZero(step.a())) {
            Storage field = firstField(step.high());
            code.dup();
            method.push(step.a(), field == Storage.I64 ? Kind.LONG : Kind.INT);
            initialise(field.shift(), ObjectLayout.HEADER_BYTES);
        }
    }

    /**
     * Writes another field of the structure that was made right before. A zero is there already; if it is to replace what was just
     * written, nobody will see it, since the structure is in no other slot yet.
     */
    private void setNextField(Step step) {
        if (!method.holdsZero(step.a())) {
            int shift = step.kind() & 3;
            method.push(step.b(), Kind.INT);
            method.push(step.a(), Access.ofStored(shift).kind());
            initialise(shift, step.c() << shift);
        }
        made = steps.at(step.at());
    }

    private void initialise(int shift, int offset) {
        code.aload(objects).loadConstant(offset);
        checked(
                "first" + (8 << shift),
                ConstantDescs.CD_void,
                ConstantDescs.CD_int,
                Access.ofStored(shift).kind().descriptor,
                BYTES,
                ConstantDescs.CD_int);
    }

    /** Whether a step writes a field, no reference to be told to the collector, of the structure that the steps right before it have made. */
    private boolean isOfMade(Step step) {
        int at = steps.at(step.at());
        return step.operation() == Operation.FIELD_SET
                && step.kind() != Operation.STORES_REFERENCE
                && step.b() == madeIn
                && at == made + 1
                && !method.isTarget(at);
    }

    private Storage firstField(int type) {
        if (module.definition().types().entry(type).composite()
                instanceof CompositeType.OfStructures(List<FieldType> fields)) {
            return Layouts.storage(fields.getFirst().storage());
        }
        throw new IllegalArgumentException("type " + type + " is no structure");
    }

    private Storage element(int type) {
        if (module.definition().types().entry(type).composite() instanceof CompositeType.OfArrays(FieldType element)) {
            return Layouts.storage(element.storage());
        }
        throw new IllegalArgumentException("type " + type + " is no array");
    }
}
