package dev.tally.runtime.compile;

import dev.tally.core.module.ExternalType.GlobalType;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.core.validate.ValidModule;
import dev.tally.heap.word.GlobalCell;
import dev.tally.runtime.code.FunctionCode;
import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.eclipse.collections.api.map.primitive.MutableIntIntMap;
import org.eclipse.collections.api.map.primitive.MutableLongIntMap;
import org.eclipse.collections.impl.factory.primitive.IntIntMaps;
import org.eclipse.collections.impl.factory.primitive.LongIntMaps;
import org.jspecify.annotations.Nullable;

/**
 * Writes the method of a function, step by step, from its lowered code; longer than 600 lines because all steps share what is known
 * of the slots at the place at hand. Charges, checks and safepoints are those of the
 * lowered code, so fuel and rests are the interpreter's without any rule being said twice.
 *
 * <p>A slot of the frame becomes a variable of the JVM, or several: one for each {@link Kind} in which it is held somewhere. A local has
 * one kind throughout; an operand has that of whoever made it, and where paths meet, one that holds whatever may come there.
 * Constants are held in no variable until somebody must find them there, and a value that only the next step reads stays on top of
 * the operands of the JVM.
 *
 * <p>Where the method must be left, what is live is written to the frame by one of the {@link Outlines}; the interpreter can go
 * on at any step, so whatever is rare or hard is simply left to it.
 */
final class MethodWriter {
    private static final ClassDesc MACHINE_TYPE = Descriptors.of(Machine.class);
    private static final ClassDesc CELL = Descriptors.of(GlobalCell.class);
    private static final ClassDesc SIGNAL = Descriptors.of(TrapSignal.class);
    private static final ClassDesc LONGS = ConstantDescs.CD_long.arrayType();

    private static final int MACHINE = Outlines.MACHINE;
    private static final int FUEL = Outlines.FUEL;
    private static final int BASE = Outlines.BASE;
    private static final int ROOM = FunctionCompiler.ROOM;
    private static final int FIRST_VARIABLE = ROOM + 1;

    /**
     * What a method takes of the stack of Java at the most, while HotSpot still interprets it: a frame with what stands between it
     * and its caller, and each slot in two forms.
     */
    private static final int FRAME_BYTES = 400;

    private static final int BYTES_PER_SLOT = 16;
    private static final int NONE = -1;
    private static final int KINDS = 4;

    private final ValidModule module;
    private final int function;
    private final Steps steps;
    private final FunctionCode lowered;
    private final FunctionType type;
    private final SlotLiveness liveness;
    private final Outlines outlines;
    private final Metering metering;
    private final CodeBuilder code;
    private final CallWriter calls;
    private final StorageWriter storage;
    private final int locals;
    private final Kind[] localKinds;

    private final MutableIntIntMap variables = IntIntMaps.mutable.empty();
    private int nextVariable = FIRST_VARIABLE;

    /** By slot: the kind in which it is held now; null where it holds a constant or nothing. */
    private @Nullable Kind[] kinds;

    private final long[] constants;

    /** By step: where branches arrive, and the kinds of the operands there. */
    private final @Nullable Label[] labels;

    private final @Nullable Kind[][] kindsAtLabel;

    /** The slot whose value is on top of the operands of the JVM and nowhere else. */
    private int pending = NONE;

    private Kind pendingKind = Kind.INT;

    /** What the last step feeds to the one at hand. */
    private @Nullable Kind fed;

    private int at;
    private int first;
    private boolean wholeFunction;
    private boolean reachable = true;

    /** Parts that stand behind the code. */
    private final List<Runnable> coldParts = new ArrayList<>();

    MethodWriter(
            ValidModule module,
            int function,
            Steps steps,
            SlotLiveness liveness,
            Outlines outlines,
            Metering metering,
            CodeBuilder code) {
        this.module = module;
        this.function = function;
        this.steps = steps;
        this.lowered = steps.code();
        this.type = module.spaces().functions().get(function);
        this.liveness = liveness;
        this.outlines = outlines;
        this.metering = metering;
        this.code = code;
        this.calls = new CallWriter(this, metering, code, module, function, steps);
        this.storage = new StorageWriter(this, metering, code, module, function, steps);
        this.locals = lowered.locals();
        this.localKinds = localKinds();
        this.kinds = new Kind[lowered.frameSlots()];
        this.constants = new long[lowered.frameSlots()];
        this.labels = new Label[steps.count()];
        this.kindsAtLabel = new Kind[steps.count()][];
        System.arraycopy(localKinds, 0, kinds, 0, locals);
    }

    private Kind[] localKinds() {
        List<ValueType> types = module.definition()
                .functions()
                .get(function - module.spaces().importedFunctions())
                .localTypes(type);
        Kind[] found = types.stream().map(Kind::of).toArray(Kind[]::new);
        for (int local = type.parameters().size(); local < found.length; local++) {
            if (found[local] == Kind.FLOAT && isAlwaysMade(local)) {
                found[local] = Kind.MADE_FLOAT;
            } else if (found[local] == Kind.DOUBLE && isAlwaysMade(local)) {
                found[local] = Kind.MADE_DOUBLE;
            }
        }
        return found;
    }

    /** Whether all that is ever written to a local is arithmetic or a number, so that its NaNs may wait to be made canonical. */
    private boolean isAlwaysMade(int local) {
        BitSet written = new BitSet();
        for (int i = 0; i < steps.count(); i++) {
            Step step = steps.get(i);
            written.clear();
            written.set(local);
            steps.removeWrites(i, written);
            if (written.isEmpty() && !Floats.makes(step)) {
                return false;
            }
        }
        return true;
    }

    // The method as a whole.

    /** Writes the method from its beginning, or from the loop head with this safepoint. */
    void write(int loopHead) {
        Label start = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(start);
        markTargets();
        wholeFunction = loopHead < 0;
        if (wholeFunction) {
            writeEntry();
        } else {
            storage.begin();
            writeLoopEntry(loopHead);
        }
        for (at = first; at < steps.count(); at++) {
            writeStep();
        }
        for (int i = 0; i < coldParts.size(); i++) {
            coldParts.get(i).run();
        }
        code.labelBinding(end);
        writeTrapHandler(start, end);
    }

    private void markTargets() {
        for (int i = 0; i < steps.count(); i++) {
            Step step = steps.get(i);
            if (Steps.isBranch(step)) {
                steps.branchWords(step, word -> {
                    int target = steps.at(steps.target(word));
                    if (labels[target] == null) {
                        labels[target] = code.newLabel();
                    }
                });
            }
        }
    }

    int newVariable(int size) {
        int variable = nextVariable;
        nextVariable += size;
        return variable;
    }

    private void writeEntry() {
        for (int i = 0; i < type.parameters().size(); i++) {
            variables.put(key(i, localKinds[i]), newVariable(localKinds[i].slots()));
        }
        Label declines = code.newLabel();
        Label fits = code.newLabel();
        code.iload(BASE).loadConstant(lowered.frameSlots()).iadd();
        code.aload(MACHINE)
                .getfield(MACHINE_TYPE, "limit", ConstantDescs.CD_int)
                .if_icmpgt(declines);
        code.iload(ROOM)
                .loadConstant(FRAME_BYTES + BYTES_PER_SLOT * lowered.frameSlots())
                .isub();
        code.dup().istore(ROOM).ifge(fits);
        code.labelBinding(declines);
        code.aload(MACHINE).lload(FUEL);
        code.invokevirtual(MACHINE_TYPE, "decline", MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_long));
        returnNothing();
        code.labelBinding(fits);
        storage.begin();
        BitSet live = (BitSet) liveness.before(0).clone();
        live.or(liveness.atSafepoint(FunctionCode.ENTRY_SAFEPOINT));
        for (int local = type.parameters().size(); local < locals; local++) {
            if (live.get(local)) {
                localKinds[local].load(code, 0);
                storeVariable(local, localKinds[local]);
            }
        }
        charge(lowered.entryPrice());
        restIfOwed(FunctionCode.ENTRY_SAFEPOINT);
        first = 0;
    }

    private void writeLoopEntry(int safepoint) {
        first = steps.at(lowered.safepoints().resumeWord(safepoint));
        BitSet live = liveness.atSafepoint(safepoint);
        for (int slot = live.nextSetBit(0); slot >= 0; slot = live.nextSetBit(slot + 1)) {
            Kind kind = slot < locals ? localKinds[slot] : Kind.LONG;
            code.aload(MACHINE).getfield(MACHINE_TYPE, "slots", LONGS);
            code.iload(BASE).loadConstant(slot).iadd().laload();
            Kind.LONG.convert(code, kind.exact());
            storeVariable(slot, kind);
            kinds[slot] = kind;
        }
    }

    /** Whatever traps in the method arrives here. */
    private void writeTrapHandler(Label start, Label end) {
        code.exceptionCatch(start, end, code.newBoundLabel(), SIGNAL);
        code.aload(MACHINE).swap();
        code.lload(FUEL).iload(BASE).loadConstant(function);
        code.invokevirtual(
                MACHINE_TYPE,
                "trap",
                MethodTypeDesc.of(
                        ConstantDescs.CD_void,
                        SIGNAL,
                        ConstantDescs.CD_long,
                        ConstantDescs.CD_int,
                        ConstantDescs.CD_int));
        returnNothing();
    }

    void returnNothing() {
        if (type.results().size() != 1) {
            code.return_();
            return;
        }
        Kind result = Kind.of(type.results().getFirst());
        result.load(code, 0);
        code.return_(result.type);
    }

    // Variables.

    private static int key(int slot, Kind kind) {
        return slot * KINDS
                + switch (kind.exact()) {
                    case LONG -> 1;
                    case FLOAT -> 2;
                    case DOUBLE -> 3;
                    default -> 0;
                };
    }

    private int variable(int slot, Kind kind) {
        int key = key(slot, kind);
        if (!variables.containsKey(key)) {
            variables.put(key, newVariable(kind.slots()));
        }
        return variables.get(key);
    }

    private void storeVariable(int slot, Kind kind) {
        code.storeLocal(kind.type, variable(slot, kind));
    }

    /** The kind in which a slot is held; of a constant, one that it fits. */
    private Kind kindOf(int slot) {
        if (slot == pending) {
            return pendingKind;
        }
        Kind kind = kinds[slot];
        if (kind != null) {
            return kind;
        }
        return constants[slot] == (int) constants[slot] ? Kind.INT : Kind.LONG;
    }

    /** Puts the value of a slot on top of the operands. */
    void push(int slot, Kind wanted) {
        if (slot == pending) {
            pending = NONE;
            pendingKind.convert(code, wanted);
            return;
        }
        Kind kind = kinds[slot];
        if (kind == null) {
            wanted.load(code, constants[slot]);
        } else {
            code.loadLocal(kind.type, variable(slot, kind));
            kind.convert(code, wanted);
        }
    }

    /** Takes a value of a kind from the top of the operands into a slot. */
    void pop(int slot, Kind kind) {
        if (slot < locals) {
            kind.convert(code, localKinds[slot]);
            storeVariable(slot, localKinds[slot]);
        } else {
            kinds[slot] = kind;
            storeVariable(slot, kind);
        }
    }

    /** The result of the step at hand is on top of the operands. */
    void result(Step step, Kind kind) {
        if (step.feeds()) {
            fed = kind;
        } else if (isReadNextAlone(step.a())) {
            pending = step.a();
            pendingKind = kind;
            if (step.a() >= locals) {
                kinds[step.a()] = kind;
            }
        } else {
            pop(step.a(), kind);
        }
    }

    /** Whether the next step takes this slot before anything else, and nobody reads it later. */
    private boolean isReadNextAlone(int slot) {
        int next = at + 1;
        if (slot < locals || next >= steps.count() || labels[next] != null) {
            return false;
        }
        Step step = steps.get(next);
        if (Operands.takenFirst(step) != slot || Operands.takenLater(step, slot)) {
            return false;
        }
        boolean[] isLive = {false};
        steps.successors(
                step, word -> isLive[0] |= liveness.before(steps.at(word)).get(slot));
        return !isLive[0];
    }

    private void constant(Step step, long value) {
        if (step.feeds()) {
            Kind kind = value == (int) value ? Kind.INT : Kind.LONG;
            kind.load(code, value);
            fed = kind;
        } else if (step.a() < locals) {
            localKinds[step.a()].load(code, value);
            storeVariable(step.a(), localKinds[step.a()]);
        } else {
            kinds[step.a()] = null;
            constants[step.a()] = value;
        }
    }

    // Where paths meet.

    /** Brings the operands that are live at a step into the kinds that it expects. */
    private void conform(int target) {
        @Nullable Kind[] expected = kindsAtLabel[target];
        boolean isFirst = expected == null;
        if (expected == null) {
            expected = new Kind[kinds.length];
            kindsAtLabel[target] = expected;
        }
        BitSet live = liveness.before(target);
        for (int slot = live.nextSetBit(locals); slot >= 0; slot = live.nextSetBit(slot + 1)) {
            Kind wanted = isFirst ? kindOf(slot).whole() : Objects.requireNonNull(expected[slot]);
            expected[slot] = wanted;
            if (kinds[slot] != wanted) {
                push(slot, wanted);
                storeVariable(slot, wanted);
            }
        }
    }

    private void arrive(int target) {
        @Nullable Kind[] expected = Objects.requireNonNull(kindsAtLabel[target]);
        kinds = expected.clone();
        System.arraycopy(localKinds, 0, kinds, 0, locals);
        code.labelBinding(Objects.requireNonNull(labels[target]));
        reachable = true;
    }

    private boolean isReached(int target) {
        return kindsAtLabel[target] != null;
    }

    // Fuel and rests.

    void charge(int price) {
        int charged = metering.charged(price);
        if (charged > 0) {
            code.lload(FUEL).loadConstant((long) charged).lsub().lstore(FUEL);
        }
    }

    /** Comes to rest at a safepoint if the guest owes; what is live there is held in the kinds of now. */
    private void restIfOwed(int safepoint) {
        if (!metering.checks()) {
            return;
        }
        Label owes = code.newLabel();
        code.lload(FUEL).lconst_0().lcmp().iflt(owes);
        List<Held> held = hold(liveness.atSafepoint(safepoint));
        cold(owes, () -> {
            outline(ConstantDescs.CD_void, held, body -> {
                body.writeAll();
                leaveBy(body.code(), "rest", safepoint);
                body.code().return_();
            });
            returnNothing();
        });
    }

    private static void leaveBy(CodeBuilder body, String how, int function, int place) {
        body.aload(MACHINE).lload(FUEL).iload(BASE).loadConstant(function).loadConstant(place);
        body.invokevirtual(
                MACHINE_TYPE,
                how,
                MethodTypeDesc.of(
                        ConstantDescs.CD_void,
                        ConstantDescs.CD_long,
                        ConstantDescs.CD_int,
                        ConstantDescs.CD_int,
                        ConstantDescs.CD_int));
    }

    void leaveBy(CodeBuilder body, String how, int place) {
        leaveBy(body, how, function, place);
    }

    /** Leaves the step at hand and what follows to the interpreter. */
    void leaveToInterpreter(List<Held> held, int word) {
        outline(ConstantDescs.CD_void, held, body -> {
            body.writeAll();
            leaveBy(body.code(), "leave", word);
            body.code().return_();
        });
        returnNothing();
    }

    /** A value that is live: in a variable, or a constant. */
    record Held(int slot, @Nullable Kind kind, int variable, long constant) {
        /** The kind in which it is passed on. */
        Kind form() {
            return kind == null ? Kind.LONG : kind;
        }
    }

    List<Held> hold(BitSet live) {
        List<Held> held = new ArrayList<>();
        for (int slot = live.nextSetBit(0); slot >= 0; slot = live.nextSetBit(slot + 1)) {
            Kind kind = kinds[slot];
            held.add(new Held(slot, kind, kind == null ? NONE : variable(slot, kind), constants[slot]));
        }
        return held;
    }

    void cold(Label label, Runnable part) {
        int line = steps.get(Math.min(at, steps.count() - 1)).at() + 1;
        coldParts.add(() -> {
            code.labelBinding(label);
            code.lineNumber(line);
            part.run();
        });
    }

    /** Calls an outlined method with machine, fuel, base and values; where they are too many, others write some of them first. */
    void outline(ClassDesc result, List<Held> held, Consumer<Outlines.Body> body) {
        List<Held> some = new ArrayList<>();
        int count = 0;
        for (Held value : held) {
            Kind kind = value.form();
            if (Outlines.exceeds(count + kind.slots())) {
                outlineSome(ConstantDescs.CD_void, some, part -> {
                    part.writeAll();
                    part.code().return_();
                });
                some.clear();
                count = 0;
            }
            some.add(value);
            count += kind.slots();
        }
        outlineSome(result, some, body);
    }

    private void outlineSome(ClassDesc result, List<Held> held, Consumer<Outlines.Body> body) {
        code.aload(MACHINE).lload(FUEL).iload(BASE);
        List<Outlines.Value> values = new ArrayList<>();
        for (Held value : held) {
            if (value.kind() == null) {
                code.loadConstant(value.constant());
            } else {
                code.loadLocal(value.kind().type, value.variable());
            }
            values.add(new Outlines.Value(value.slot(), value.form()));
        }
        outlines.call(
                code, steps.get(at < steps.count() ? at : steps.count() - 1).at() + 1, result, values, body);
    }

    // Steps.

    private void writeStep() {
        if (labels[at] != null) {
            if (reachable) {
                conform(at);
            }
            if (isReached(at)) {
                arrive(at);
            } else {
                return;
            }
        } else if (!reachable) {
            return;
        }
        Step step = steps.get(at);
        code.lineNumber(step.at() + 1);
        if (step.isFed()) {
            writeFed(step);
            return;
        }
        if (Arithmetic.knows(step.operation())) {
            Arithmetic.write(this, code, step);
            return;
        }
        if (Steps.isConditional(step.operation())) {
            writeConditional(step);
            return;
        }
        switch (step.operation()) {
            case Operation.COPY -> {
                if (kinds[step.b()] == null && step.b() != pending) {
                    constant(step, constants[step.b()]);
                } else {
                    Kind kind = kindOf(step.b());
                    push(step.b(), kind);
                    result(step, kind);
                }
            }
            case Operation.CONSTANT -> constant(step, step.wideNumber());
            case Operation.CONSTANT_WIDE -> constant(step, step.second());
            case Operation.SELECT -> writeSelect(step);
            case Operation.MOVE -> writeMove(step);
            case Operation.GLOBAL_GET -> writeGlobalGet(step);
            case Operation.GLOBAL_SET -> {
                pushCell((int) step.second());
                push(step.b(), Kind.LONG);
                code.putfield(CELL, "value", ConstantDescs.CD_long);
            }
            case Operation.CHARGE -> writeCharge(step);
            case Operation.BRANCH -> {
                branch(step.at() + 1);
                reachable = false;
            }
            case Operation.BRANCH_TABLE -> writeBranchTable(step);
            case Operation.RETURN, Operation.RETURN_MANY -> writeReturn(step);
            case Operation.CALL -> calls.call(step);
            case Operation.CALL_INDIRECT, Operation.CALL_REF -> calls.callIndirect(step);
            case Operation.INDEXED -> storage.indexed(step);
            case Operation.RESUMABLE -> storage.resumable(step);
            case Operation.STRUCT_NEW -> storage.structure(step);
            case Operation.REF_AS_NON_NULL -> {
                push(step.b(), Kind.INT);
                storage.checked("requireNonNull", ConstantDescs.CD_void, ConstantDescs.CD_int);
            }
            case Operation.REF_CAST -> {
                code.aload(MACHINE);
                push(step.b(), Kind.INT);
                code.loadConstant((int) step.second()).loadConstant(step.kind() & Operation.OR_NULL);
                code.invokevirtual(
                        MACHINE_TYPE,
                        "cast",
                        MethodTypeDesc.of(
                                ConstantDescs.CD_void,
                                ConstantDescs.CD_int,
                                ConstantDescs.CD_int,
                                ConstantDescs.CD_int));
            }
            default -> {
                if (Operation.isAccess(step.operation())) {
                    storage.access(step);
                } else if (step.operation() >= Operation.FIELD_GET && step.operation() <= Operation.ARRAY_LENGTH) {
                    storage.objectAccess(step);
                } else {
                    leaveHere(step);
                }
            }
        }
    }

    /** Leaves this step to the interpreter, always. */
    void leaveHere(Step step) {
        settlePending();
        leaveToInterpreter(hold(liveness.before(at)), step.at());
        reachable = false;
    }

    private void settlePending() {
        if (pending != NONE) {
            throw new IllegalStateException("a value is on the operands of the JVM that no step takes");
        }
    }

    private void writeFed(Step step) {
        Kind given = Objects.requireNonNull(fed, "a step that is fed by none");
        fed = null;
        switch (step.operation()) {
            case Operation.FED_I32_ADD -> {
                given.convert(code, Kind.INT);
                push(step.b(), Kind.INT);
                code.iadd();
                result(step, Kind.INT);
            }
            case Operation.FED_AND, Operation.FED_XOR -> {
                boolean narrow = given == Kind.INT && kindOf(step.b()) == Kind.INT;
                Kind kind = narrow ? Kind.INT : Kind.LONG;
                given.convert(code, kind);
                push(step.b(), kind);
                boolean and = step.operation() == Operation.FED_AND;
                code.with(OperatorInstruction.of(
                        and ? (narrow ? Opcode.IAND : Opcode.LAND) : narrow ? Opcode.IXOR : Opcode.LXOR));
                result(step, kind);
            }
            case Operation.FED_COPY -> {
                pop(steps.get(at - 1).a(), given);
                if (kinds[step.b()] == null) {
                    constant(step, constants[step.b()]);
                } else {
                    Kind kind = kindOf(step.b());
                    push(step.b(), kind);
                    result(step, kind);
                }
            }
            case Operation.FED_F64_ADD -> {
                given.convert(code, Kind.MADE_DOUBLE);
                push(step.b(), Kind.MADE_DOUBLE);
                code.dadd();
                result(step, Kind.MADE_DOUBLE);
            }
            case Operation.FED_F64_MUL -> {
                given.convert(code, Kind.MADE_DOUBLE);
                push(step.b(), Kind.MADE_DOUBLE);
                code.dmul();
                result(step, Kind.MADE_DOUBLE);
            }
            case Operation.FED_F64_SUB_FROM -> {
                given.convert(code, Kind.MADE_DOUBLE);
                push(step.b(), Kind.MADE_DOUBLE);
                code.dup2_x2().pop2().dsub();
                result(step, Kind.MADE_DOUBLE);
            }
            default -> throw new IllegalStateException("no step is fed to " + step.operation());
        }
    }

    private void writeSelect(Step step) {
        boolean narrow = kindOf(step.b()) == Kind.INT && kindOf(step.c()) == Kind.INT;
        Kind left = kindOf(step.b()).exact();
        Kind kind = narrow ? Kind.INT : left == kindOf(step.c()).exact() ? left : Kind.LONG;
        Label otherwise = code.newLabel();
        Label end = code.newLabel();
        push((int) step.second(), Kind.INT);
        code.ifeq(otherwise);
        push(step.b(), kind);
        code.goto_(end).labelBinding(otherwise);
        push(step.c(), kind);
        code.labelBinding(end);
        result(step, kind);
    }

    private void writeMove(Step step) {
        Kind[] moved = new Kind[step.c()];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = kindOf(step.b() + i);
            push(step.b() + i, moved[i]);
        }
        for (int i = moved.length - 1; i >= 0; i--) {
            pop(step.a() + i, moved[i]);
        }
    }

    private void pushCell(int global) {
        code.aload(MACHINE).getfield(MACHINE_TYPE, "cells", CELL.arrayType());
        code.loadConstant(global).aaload();
    }

    private void writeGlobalGet(Step step) {
        GlobalType global = module.spaces().globals().get((int) step.second());
        Kind kind = Kind.of(global.type());
        pushCell((int) step.second());
        code.getfield(CELL, "value", ConstantDescs.CD_long);
        Kind.LONG.convert(code, kind);
        result(step, kind);
    }

    private void writeCharge(Step step) {
        charge(step.c());
        if (step.checks()) {
            if (labels[at + 1] != null) {
                conform(at + 1);
                @Nullable Kind[] expected = Objects.requireNonNull(kindsAtLabel[at + 1]);
                kinds = expected.clone();
                System.arraycopy(localKinds, 0, kinds, 0, locals);
            }
            restIfOwed(step.checkedSafepoint());
        }
    }

    // Branches.

    /** Goes where a branch word leads, all of it charged; what follows is not reached. */
    private void branch(int word) {
        charge(steps.priceIfTaken(word));
        int target = steps.at(steps.target(word));
        if (target < first) {
            leaveForLoop(steps.safepointOfLoopHead(word));
            return;
        }
        @Nullable Kind[] before = kinds.clone();
        conform(target);
        if (steps.leadsToLoopHead(word)) {
            kinds = Objects.requireNonNull(kindsAtLabel[target]).clone();
            System.arraycopy(localKinds, 0, kinds, 0, locals);
            restIfOwed(steps.safepointOfLoopHead(word));
        }
        code.goto_(Objects.requireNonNull(labels[target]));
        kinds = before;
    }

    /** The head of a loop around the one that the method began with. */
    private void leaveForLoop(int safepoint) {
        Label goesOn = code.newLabel();
        restIfOwed(safepoint);
        code.goto_(goesOn);
        List<Held> held = hold(liveness.atSafepoint(safepoint));
        cold(goesOn, () -> {
            outline(ConstantDescs.CD_void, held, body -> {
                body.writeAll();
                leaveBy(body.code(), "leaveForLoop", safepoint);
                body.code().return_();
            });
            returnNothing();
        });
    }

    private void writeConditional(Step step) {
        Label stays = code.newLabel();
        if (step.operation() == Operation.BRANCH_ON_CAST) {
            code.aload(MACHINE);
            push(step.b(), Kind.INT);
            code.loadConstant((int) step.second()).loadConstant(step.kind() & Operation.OR_NULL);
            code.invokevirtual(
                    MACHINE_TYPE,
                    "isOf",
                    MethodTypeDesc.of(
                            ConstantDescs.CD_boolean,
                            ConstantDescs.CD_int,
                            ConstantDescs.CD_int,
                            ConstantDescs.CD_int));
            if ((step.kind() & Operation.UNLESS) == 0) {
                code.ifeq(stays);
            } else {
                code.ifne(stays);
            }
        } else {
            Arithmetic.branchUnless(this, code, step, stays);
        }
        int word = steps.branchWord(step);
        branch(word);
        code.labelBinding(stays);
        charge(steps.priceIfNotTaken(word));
    }

    private void writeBranchTable(Step step) {
        push(step.b(), Kind.INT);
        int count = steps.targetCount(step);
        // Arms that lead to the same place at the same price are one.
        MutableLongIntMap firstArms = LongIntMaps.mutable.empty();
        Label[] arms = new Label[count];
        List<SwitchCase> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int word = step.at() + 2 + i;
            int same = firstArms.getIfAbsentPut((long) steps.target(word) << 32 | steps.priceIfTaken(word), i);
            arms[i] = same < i ? arms[same] : code.newLabel();
            if (i < count - 1) {
                cases.add(SwitchCase.of(i, arms[i]));
            }
        }
        if (cases.isEmpty()) {
            code.pop().goto_(arms[0]);
        } else {
            code.tableswitch(0, count - 2, arms[count - 1], cases);
        }
        for (int arm : firstArms.values().toSortedList().toArray()) {
            code.labelBinding(arms[arm]);
            branch(step.at() + 2 + arm);
        }
        reachable = false;
    }

    private void writeReturn(Step step) {
        int results = type.results().size();
        if (results == 1) {
            Kind kind = Kind.of(type.results().getFirst());
            push(step.b(), kind);
            leaveFuel();
            code.return_(kind.type);
        } else {
            for (int i = 0; i < results; i++) {
                code.aload(MACHINE).getfield(MACHINE_TYPE, "slots", LONGS);
                code.iload(BASE).loadConstant(i).iadd();
                push(step.b() + i, Kind.LONG);
                code.lastore();
            }
            leaveFuel();
            code.return_();
        }
        reachable = false;
    }

    private void leaveFuel() {
        if (metering.rests()) {
            code.aload(MACHINE).lload(FUEL).putfield(MACHINE_TYPE, "fuel", ConstantDescs.CD_long);
        }
    }

    void takeFuel() {
        code.aload(MACHINE).getfield(MACHINE_TYPE, "fuel", ConstantDescs.CD_long);
    }

    // For those who write steps of a kind.

    /** Puts the value of a slot, as it stands in the frame, on top of the operands. */
    void pushFromFrame(int slot, Kind kind) {
        code.aload(MACHINE).getfield(MACHINE_TYPE, "slots", LONGS);
        code.iload(BASE).loadConstant(slot).iadd().laload();
        Kind.LONG.convert(code, kind);
    }

    /** The kind in which a slot is held. */
    Kind heldKind(int slot) {
        return kindOf(slot);
    }

    /** What is live before the step at hand; for reading only. */
    BitSet liveBefore() {
        return liveness.before(at);
    }

    boolean isWholeFunction() {
        return wholeFunction;
    }
}
