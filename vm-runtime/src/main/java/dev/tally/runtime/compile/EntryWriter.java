package dev.tally.runtime.compile;

import dev.tally.core.type.FunctionType;
import dev.tally.runtime.code.FunctionCode;
import dev.tally.runtime.code.Steps;
import dev.tally.runtime.compile.Parts.Part;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Writes how methods begin: what they take from their callers or from the frame, and whether they begin at all. */
final class EntryWriter {
    private static final ClassDesc MACHINE_TYPE = Descriptors.of(Machine.class);
    private static final int MACHINE = Outlines.MACHINE;
    private static final int FUEL = Outlines.FUEL;

    /**
     * What a method takes of the stack of Java at the most, while HotSpot still interprets it: a frame with what stands between it
     * and its caller, and each slot in two forms.
     */
    private static final int FRAME_BYTES = 400;

    static final int BYTES_PER_SLOT = 16;

    /**
     * How many slots frames may take before a call is left to the interpreter, all frames of Java being gone then. Nobody can ask how
     * large the stack of a thread is; the usual ones have eight times as much as these 128 KiB, and more.
     */
    static final int MOST_SLOTS = (128 << 10) / BYTES_PER_SLOT;

    private final MethodWriter method;
    private final SlotValues values;
    private final CodeBuilder code;
    private final Steps steps;
    private final FunctionCode lowered;
    private final FunctionType type;
    private final SlotLiveness liveness;

    /** Where a function begins anew that has called itself in its own place. */
    private final Label again;

    EntryWriter(
            MethodWriter method,
            SlotValues values,
            CodeBuilder code,
            Steps steps,
            FunctionType type,
            SlotLiveness liveness) {
        this.method = method;
        this.values = values;
        this.code = code;
        this.steps = steps;
        this.lowered = steps.code();
        this.type = type;
        this.liveness = liveness;
        this.again = code.newLabel();
    }

    /** Begins a function that is called. */
    void writeCalled(StorageWriter storage, int slotsWithInlined) {
        int parameters = type.parameters().size();
        values.nameParameters(parameters);
        declineWithoutRoom(roomOfMethod(slotsWithInlined));
        storage.begin(0, steps.count());
        code.labelBinding(again);
        writeZeros(liveAtEntry());
        method.charge(lowered.entryPrice());
        method.restIfOwed(FunctionCode.ENTRY_SAFEPOINT);
    }

    /** Begins a function that is written into its caller; its arguments are on top of the operands. */
    void writeInlined() {
        for (int i = type.parameters().size() - 1; i >= 0; i--) {
            values.storeLocal(i);
        }
        writeZeros(liveness.before(0));
    }

    /** Locals that are no parameters are 0 at first. */
    private void writeZeros(BitSet live) {
        for (int local = live.nextSetBit(type.parameters().size());
                local >= 0 && local < lowered.locals();
                local = live.nextSetBit(local + 1)) {
            values.localKind(local).load(code, 0);
            values.storeLocal(local);
        }
    }

    /** The function calls itself in its own place: it begins anew with other parameters. */
    void writeAgain(int firstArgument) {
        int parameters = type.parameters().size();
        for (int i = 0; i < parameters; i++) {
            values.push(firstArgument + i, values.localKind(i));
        }
        for (int i = parameters - 1; i >= 0; i--) {
            values.storeLocal(i);
        }
        code.goto_(again);
    }

    /**
     * Writes the method of a function in parts: it writes its parameters to the frame, has its parts run one after the other, and
     * takes the result from the frame.
     */
    void writeAround() {
        int parameters = type.parameters().size();
        values.nameParameters(parameters);
        int room = roomOfParts(lowered.frameSlots());
        declineWithoutRoom(room);
        values.zeroLocals(parameters);
        method.writeToFrame(liveAtEntry());
        method.charge(lowered.entryPrice());
        method.restIfOwed(FunctionCode.ENTRY_SAFEPOINT, List.of());
        code.aload(MACHINE).lload(FUEL).lload(Extent.VARIABLE);
        code.loadConstant(Extent.of(0, -room)).ladd().iconst_0();
        code.invokestatic(
                ClassDesc.of(FunctionCompiler.CLASS_NAME), FunctionCompiler.STEER, FunctionCompiler.STEER_TYPE);
        if (type.results().size() == 1) {
            Kind result = Kind.of(type.results().getFirst());
            Label stopped = code.newLabel();
            code.aload(MACHINE)
                    .invokevirtual(MACHINE_TYPE, "hasReturned", MethodTypeDesc.of(ConstantDescs.CD_boolean))
                    .ifeq(stopped);
            values.pushFromFrame(0, result);
            code.return_(result.type).labelBinding(stopped);
        }
        method.returns().returnNothing();
    }

    private BitSet liveAtEntry() {
        BitSet live = (BitSet) liveness.before(0).clone();
        live.or(liveness.atSafepoint(FunctionCode.ENTRY_SAFEPOINT));
        return live;
    }

    /** Writes that the method is left at once if there is no room; see {@link #room}. */
    private void declineWithoutRoom(int room) {
        Label fits = code.newLabel();
        code.lload(Extent.VARIABLE).loadConstant(Extent.of(0, room)).lcmp().ifge(fits);
        code.aload(MACHINE).lload(FUEL);
        code.invokevirtual(MACHINE_TYPE, "decline", MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_long));
        method.returns().returnStopped();
        code.labelBinding(fits);
    }

    /** What the method of a function takes of the stack of Java, which its callees do not have. */
    static int roomOfMethod(int frameSlots) {
        return FRAME_BYTES + BYTES_PER_SLOT * frameSlots;
    }

    /** What three methods take that run a function in parts: it, its parts and what steers them. */
    static int roomOfParts(int frameSlots) {
        return roomOfMethod(frameSlots) + 2 * FRAME_BYTES;
    }

    /**
     * How many bytes of the stack of Java methods may take: no more than the slots that are free for frames, so that one check at
     * each entry is enough for both stacks.
     */
    static int room(int freeSlots) {
        return BYTES_PER_SLOT * Math.min(freeSlots, MOST_SLOTS);
    }

    /** Begins a part, at the entry whose number is in a variable: takes the locals from the frame, then the operands. */
    void writePart(BranchWriter branches, Part part, int entryVariable) {
        BitSet live = new BitSet();
        for (int entry : part.entries()) {
            live.or(liveness.before(entry));
        }
        values.takeFromFrame(localsOf(live));
        Label[] stubs = new Label[part.entries().length];
        List<SwitchCase> cases = new ArrayList<>();
        for (int i = 0; i < stubs.length; i++) {
            stubs[i] = code.newLabel();
            if (i > 0) {
                cases.add(SwitchCase.of(part.firstEntry() + i, stubs[i]));
            }
        }
        if (cases.isEmpty()) {
            code.goto_(stubs[0]);
        } else {
            int second = part.firstEntry() + 1;
            code.iload(entryVariable).tableswitch(second, second + cases.size() - 1, stubs[0], cases);
        }
        for (int i = 0; i < stubs.length; i++) {
            int entry = part.entries()[i];
            code.labelBinding(stubs[i]);
            BitSet operands = (BitSet) liveness.before(entry).clone();
            operands.clear(0, lowered.locals());
            values.takeFromFrame(operands);
            code.goto_(branches.enteredFromFrame(entry));
        }
    }

    private BitSet localsOf(BitSet live) {
        BitSet found = (BitSet) live.clone();
        found.clear(lowered.locals(), Math.max(lowered.locals(), found.length()));
        return found;
    }
}
