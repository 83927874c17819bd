package dev.tally.runtime.compile;

import dev.tally.core.module.ExternalType.MemoryType;
import dev.tally.core.validate.ValidModule;
import dev.tally.heap.memory.LinearMemory;
import dev.tally.heap.word.GlobalCell;
import dev.tally.runtime.code.IndexedOperation;
import dev.tally.runtime.code.Layouts;
import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what reads and writes globals, memories, tables and objects. */
final class StorageWriter {
    private static final ClassDesc MACHINE_TYPE = Descriptors.of(Machine.class);
    private static final ClassDesc CHECKED = Descriptors.of(Checked.class);
    private static final ClassDesc LINEAR_ACCESS = Descriptors.of(LinearAccess.class);
    private static final ClassDesc CELL = Descriptors.of(GlobalCell.class);
    private static final ClassDesc BYTES = ConstantDescs.CD_byte.arrayType();
    private static final int MACHINE = Outlines.MACHINE;

    private final MethodWriter method;
    private final CodeBuilder code;
    private final ValidModule module;
    private final Steps steps;
    private int memory;
    private int memoryRoom;
    private int objects;
    private @Nullable AccessInPlace inPlace;

    StorageWriter(MethodWriter method, CodeBuilder code, ValidModule module, Steps steps) {
        this.method = method;
        this.code = code;
        this.module = module;
        this.steps = steps;
    }

    /** Takes what some steps need into variables; it stays the same while methods run. */
    void begin(int from, int to) {
        List<Step> written = new ArrayList<>();
        for (int i = from; i < to; i++) {
            written.add(steps.get(i));
            Inlinee callee = method.inlineeAt(steps.get(i));
            if (callee != null) {
                callee.eachStep(written::add);
            }
        }
        written.forEach(this::begin);
        if (AccessInPlace.suits(written.stream().filter(StorageWriter::isAccess).count())) {
            inPlace = new AccessInPlace(method, code, memory, memoryRoom, method.newVariable(1));
        }
    }

    private static boolean isAccess(Step step) {
        return !step.isFed() && Operation.isAccess(step.operation());
    }

    private void begin(Step step) {
        if (step.isFed()) {
            return;
        }
        if (isAccess(step) && memory == 0) {
            memory = method.newVariable(1);
            memoryRoom = method.newVariable(1);
            pushMemory();
            code.astore(memory);
            code.aload(MACHINE).invokedynamic(MemoryRoom.CALL).istore(memoryRoom);
        }
        if (isInObject(step) && objects == 0) {
            objects = method.newVariable(1);
            code.aload(MACHINE).getfield(MACHINE_TYPE, "objects", BYTES).astore(objects);
        }
    }

    /** Uses the variables of the method that this function is written into. */
    void beginInlined(StorageWriter caller) {
        memory = caller.memory;
        memoryRoom = caller.memoryRoom;
        objects = caller.objects;
        if (caller.inPlace != null) {
            inPlace = new AccessInPlace(method, code, memory, memoryRoom, method.newVariable(1));
        }
    }

    /**
     * HotSpot keeps a reference that it has loaded in two forms, compressed and not, if some addresses are constant. Loops around
     * tables have no register to spare for that; what has been cast is kept in one.
     */
    private void pushMemory() {
        code.aload(MACHINE);
        if (method.isAllOfFunction() && steps.has(Operation.BRANCH_TABLE)) {
            code.getfield(MACHINE_TYPE, "anyMemory", ConstantDescs.CD_Object).checkcast(BYTES);
        } else {
            code.getfield(MACHINE_TYPE, "memory", BYTES);
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
            case Operation.RESUMABLE -> ResumableWriter.elementsWritten(step) > 0;
            default -> false;
        };
    }

    void checked(String name, ClassDesc result, ClassDesc... parameters) {
        code.invokestatic(CHECKED, name, MethodTypeDesc.of(result, parameters));
    }

    private void inMemory(String name, ClassDesc result, ClassDesc... parameters) {
        code.invokestatic(LINEAR_ACCESS, name, MethodTypeDesc.of(result, parameters));
    }

    void globalGet(Step step) {
        int global = (int) step.second();
        Kind kind = Kind.of(module.spaces().globals().get(global).type());
        pushCell(global);
        code.getfield(CELL, "value", ConstantDescs.CD_long);
        Kind.LONG.convert(code, kind);
        method.result(step, kind);
    }

    void globalSet(Step step) {
        pushCell((int) step.second());
        method.push(step.b(), Kind.LONG);
        code.putfield(CELL, "value", ConstantDescs.CD_long);
    }

    private void pushCell(int global) {
        code.aload(MACHINE).getfield(MACHINE_TYPE, "cells", CELL.arrayType());
        code.loadConstant(global).aaload();
    }

    void access(Step step) {
        Access access = Access.of(step);
        method.push(step.b(), Kind.INT);
        if (access.displacement() != 0) {
            code.loadConstant(access.displacement()).iadd();
        }
        boolean near = access.offset() + access.width() <= leastMemoryBytes();
        if (near && inPlace != null) {
            inPlace.write(access, step.c());
            if (!access.isStore()) {
                method.result(step, access.kind());
            }
            return;
        }
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
        code.aload(objects);
        parameters.add(BYTES);
        if (!element) {
            int shift = store ? step.kind() & 3 : step.kind() >> 1;
            code.loadConstant(step.c() << shift);
            parameters.add(ConstantDescs.CD_int);
        }
        if (reference) {
            code.aload(MACHINE);
            parameters.add(MACHINE_TYPE);
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

    /** Puts on top whether the reference of a step is of the type that the step names. */
    void testType(Step step) {
        callWithType(step, "isOf", ConstantDescs.CD_boolean);
    }

    void cast(Step step) {
        callWithType(step, "cast", ConstantDescs.CD_void);
    }

    void require(Step step) {
        method.push(step.b(), Kind.INT);
        code.loadConstant(step.number()).loadConstant(step.kind());
        checked("require", ConstantDescs.CD_void, ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int);
    }

    void functionReference(Step step) {
        code.aload(MACHINE).loadConstant(step.high());
        code.invokevirtual(
                MACHINE_TYPE, "functionReference", MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int));
        method.result(step, Kind.INT);
    }

    /** Calls a method of the machine with the reference of a step, the type that the step names, and whether null is of it. */
    private void callWithType(Step step, String name, ClassDesc result) {
        int heapType = (int) step.second();
        int supertypes =
                heapType < 0 ? 0 : Layouts.supertypeCount(module.definition().types(), heapType);
        code.aload(MACHINE);
        method.push(step.b(), Kind.INT);
        code.loadConstant(heapType).loadConstant(supertypes).loadConstant(step.kind() & Operation.OR_NULL);
        code.invokevirtual(
                MACHINE_TYPE,
                name,
                MethodTypeDesc.of(
                        result,
                        ConstantDescs.CD_int,
                        ConstantDescs.CD_int,
                        ConstantDescs.CD_int,
                        ConstantDescs.CD_int));
    }

    void indexed(Step step) {
        IndexedOperation operation = IndexedOperation.of(step.extra());
        boolean results = steps.resultCount(step) == 1;
        method.outline(ConstantDescs.CD_long, method.hold(operands(step)), body -> {
            body.writeAll();
            Extent.pushBase(body.code().aload(MACHINE)).loadConstant(operation.ordinal());
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

    BitSet operands(Step step) {
        BitSet operands = new BitSet();
        operands.set(step.a(), step.a() + steps.operandCount(step));
        return operands;
    }

    /** The variable that has the array of all objects. */
    int objects() {
        return objects;
    }

    /** Writes a field or an element of a new object, which are below on the stack. */
    void initialise(int shift, int offset) {
        code.aload(objects).loadConstant(offset);
        checked(
                "first" + (8 << shift),
                ConstantDescs.CD_void,
                ConstantDescs.CD_int,
                Access.ofStored(shift).kind().descriptor,
                BYTES,
                ConstantDescs.CD_int);
    }
}
