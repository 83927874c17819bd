package dev.tally.runtime.compile;

import dev.tally.runtime.code.Steps;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.api.map.primitive.MutableIntIntMap;
import org.eclipse.collections.impl.factory.primitive.IntIntMaps;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a frame's slots are while a method is written.
 *
 * <p>A slot becomes a variable of the JVM, or several: one for each {@link Kind} in which it is held somewhere. A local has one kind
 * throughout; an operand has that of whoever made it, and where paths meet, one that holds whatever may come there. Constants are
 * held in no variable until somebody must find them there, and a value that only the next step reads stays on top of the operands
 * of the JVM.
 *
 * <p>A part of a function keeps only slots in variables that its steps read or write; the others stay in the frame.
 */
final class SlotValues {
    private static final ClassDesc MACHINE_TYPE = Descriptors.of(Machine.class);
    private static final ClassDesc LONGS = ConstantDescs.CD_long.arrayType();
    private static final int MACHINE = Outlines.MACHINE;
    private static final int NONE = -1;
    private static final int KINDS = 4;

    private final CodeBuilder code;
    private final SlotLiveness liveness;
    private final int locals;
    private final Kind[] localKinds;

    private final MutableIntIntMap variables = IntIntMaps.mutable.empty();
    private int nextVariable;

    /** By slot: the kind in which it is held now; null where it holds a constant or nothing. */
    private @Nullable Kind[] kinds;

    private final long[] constants;

    /** By slot: the structure that it refers to, if that is not written. */
    private final @Nullable VirtualStructure[] structures;

    /** By step where paths meet: the kinds of the operands there. */
    private final @Nullable Kind[][] kindsAtSteps;

    /** The slot whose value is on top of the operands of the JVM and nowhere else. */
    private int pending = NONE;

    private Kind pendingKind = Kind.INT;

    /** Of a part: the slots that its steps read or write, and those that they write; null of a whole function. */
    private @Nullable BitSet touched;

    private @Nullable BitSet changed;

    SlotValues(CodeBuilder code, Steps steps, SlotLiveness liveness, Kind[] localKinds, int firstVariable) {
        this.code = code;
        this.nextVariable = firstVariable;
        this.liveness = liveness;
        this.locals = localKinds.length;
        this.localKinds = localKinds;
        this.kinds = new Kind[steps.code().frameSlots()];
        this.constants = new long[kinds.length];
        this.structures = new VirtualStructure[kinds.length];
        this.kindsAtSteps = new Kind[steps.count()][];
        System.arraycopy(localKinds, 0, kinds, 0, locals);
    }

    /** From now on only the slots that some steps read or write are kept in variables. */
    void keepOnly(Steps steps, int from, int to) {
        BitSet read = new BitSet();
        BitSet written = new BitSet();
        BitSet unwritten = new BitSet();
        for (int i = from; i < to; i++) {
            steps.addReads(i, read);
            unwritten.set(0, kinds.length);
            steps.removeWrites(i, unwritten);
            unwritten.flip(0, kinds.length);
            written.or(unwritten);
            unwritten.clear();
        }
        read.or(written);
        touched = read;
        changed = written;
    }

    boolean isLocal(int slot) {
        return slot < locals;
    }

    Kind localKind(int local) {
        return localKinds[local];
    }

    // Variables.

    /** The variable behind all that values have. */
    int nextVariable() {
        return nextVariable;
    }

    int newVariable(int size) {
        int variable = nextVariable;
        nextVariable += size;
        return variable;
    }

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

    /** Gives the next variables to the first locals, which are the parameters of the method. */
    void nameParameters(int count) {
        for (int i = 0; i < count; i++) {
            variable(i, localKinds[i]);
        }
    }

    /** Takes a value of the kind of a local from the top of the operands into its variable. */
    void storeLocal(int local) {
        store(local, localKinds[local]);
    }

    private void store(int slot, Kind kind) {
        code.storeLocal(kind.type, variable(slot, kind));
        structures[slot] = null;
    }

    // Values.

    /** The kind in which a slot is held; of a constant, one that it fits. */
    Kind kindOf(int slot) {
        if (slot == pending) {
            return pendingKind;
        }
        Kind kind = kinds[slot];
        if (kind != null) {
            return kind;
        }
        return constants[slot] == (int) constants[slot] ? Kind.INT : Kind.LONG;
    }

    boolean isConstant(int slot) {
        return kinds[slot] == null && slot != pending;
    }

    /** The constant that a slot holds. */
    long constant(int slot) {
        return constants[slot];
    }

    void setConstant(int slot, long value) {
        if (isLocal(slot)) {
            localKinds[slot].load(code, value);
            storeLocal(slot);
        } else {
            kinds[slot] = null;
            constants[slot] = value;
            structures[slot] = null;
        }
    }

    /** Locals that are no parameters are 0 at first. */
    void zeroLocals(int from) {
        for (int local = from; local < locals; local++) {
            kinds[local] = null;
            constants[local] = 0;
        }
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
        if (isLocal(slot)) {
            kind.convert(code, localKinds[slot]);
            storeLocal(slot);
        } else {
            kinds[slot] = kind;
            store(slot, kind);
        }
    }

    /** Leaves the value of an operand on top of the operands of the JVM, for the next step. */
    void leaveOnTop(int slot, Kind kind) {
        pending = slot;
        pendingKind = kind;
        kinds[slot] = kind;
        structures[slot] = null;
    }

    boolean hasOneOnTop() {
        return pending != NONE;
    }

    /** Nobody will take the value of a slot that is on top of the operands of the JVM, if it is. */
    void drop(int slot) {
        if (slot == pending) {
            pending = NONE;
            code.pop();
        }
    }

    /** Copies the value of a slot to where nobody changes it. */
    Held keep(int slot, Kind kind) {
        if (isConstant(slot)) {
            return new Held(slot, null, NONE, constants[slot], null);
        }
        VirtualStructure structure = structures[slot];
        int variable = newVariable(kind.slots());
        push(slot, kind);
        code.storeLocal(kind.type, variable);
        return new Held(slot, kind, variable, 0, structure);
    }

    // Structures that are not written.

    /** From now on, until it is given another value, a slot refers to a structure that is not written, or to none such. */
    void holds(int slot, @Nullable VirtualStructure structure) {
        structures[slot] = structure;
    }

    /** The structure that a slot refers to, if that is not written. */
    @Nullable
    VirtualStructure structure(int slot) {
        return structures[slot];
    }

    // Where paths meet.

    /** What is held how, to come back to it. */
    @Nullable
    Kind[] kinds() {
        return kinds.clone();
    }

    void setKinds(@Nullable Kind[] before) {
        kinds = before;
    }

    /** Whether the operands that are live at a step are of the kinds already that it expects. */
    boolean conforms(int target) {
        return kept(target).allSatisfy(slot -> kinds[slot] == wanted(target, slot));
    }

    /** Brings the operands that are live at a step into the kinds that it expects; who comes first says which these are. */
    void conform(int target) {
        @Nullable Kind[] expected = new Kind[kinds.length];
        kept(target).forEach(slot -> {
            Kind wanted = wanted(target, slot);
            expected[slot] = wanted;
            if (kinds[slot] != wanted) {
                push(slot, wanted);
                store(slot, wanted);
            }
        });
        if (kindsAtSteps[target] == null) {
            kindsAtSteps[target] = expected;
        }
    }

    /** The operands that are live at a step and kept in variables. */
    private MutableIntList kept(int target) {
        MutableIntList slots = IntLists.mutable.empty();
        BitSet live = liveness.before(target);
        for (int slot = live.nextSetBit(locals); slot >= 0; slot = live.nextSetBit(slot + 1)) {
            if (isTouched(slot)) {
                slots.add(slot);
            }
        }
        return slots;
    }

    private Kind wanted(int target, int slot) {
        @Nullable Kind[] expected = kindsAtSteps[target];
        return expected == null ? kindOf(slot).whole() : Objects.requireNonNull(expected[slot]);
    }

    /** Whether somebody gets to a step where paths meet. */
    boolean isReached(int target) {
        return kindsAtSteps[target] != null;
    }

    /** From now on values are held as they are where paths meet. */
    void arrive(int target) {
        kinds = Objects.requireNonNull(kindsAtSteps[target]).clone();
        Arrays.fill(structures, null);
        System.arraycopy(localKinds, 0, kinds, 0, locals);
    }

    /** Some get to a step from the frame: the operands that are live there are expected as they are in it. */
    void expectFromFrame(int target) {
        @Nullable Kind[] found = new Kind[kinds.length];
        BitSet live = liveness.before(target);
        for (int slot = live.nextSetBit(locals); slot >= 0; slot = live.nextSetBit(slot + 1)) {
            found[slot] = Kind.LONG;
        }
        kindsAtSteps[target] = found;
    }

    // The frame.

    /** A value that is live: in a variable, or a constant; with the structure that it refers to, if that is not written. */
    record Held(
            int slot,
            @Nullable Kind kind,
            int variable,
            long constant,
            @Nullable VirtualStructure structure) {
        /** The kind in which it is passed on. */
        Kind form() {
            return kind == null ? Kind.LONG : kind;
        }

        /** As it is now, whatever becomes of the structure. */
        Held copy(Map<VirtualStructure, VirtualStructure> copies) {
            return structure == null ? this : new Held(slot, kind, variable, constant, structure.copy(copies));
        }

        /** Puts it on top of the operands. */
        void push(CodeBuilder code, Kind wanted) {
            if (kind == null) {
                wanted.load(code, constant);
            } else {
                code.loadLocal(kind.type, variable);
                kind.convert(code, wanted);
            }
        }
    }

    /** The values of slots that the frame may not have yet. */
    List<Held> hold(BitSet live) {
        List<Held> held = new ArrayList<>();
        Map<VirtualStructure, VirtualStructure> copies = new HashMap<>();
        for (int slot = live.nextSetBit(0); slot >= 0; slot = live.nextSetBit(slot + 1)) {
            if (changed == null || changed.get(slot)) {
                Kind kind = kinds[slot];
                int variable = kind == null ? NONE : variable(slot, kind);
                held.add(new Held(slot, kind, variable, constants[slot], structures[slot]).copy(copies));
            }
        }
        return held;
    }

    private boolean isTouched(int slot) {
        return touched == null || touched.get(slot);
    }

    /** Puts the value of a slot, as it stands in the frame, on top of the operands. */
    void pushFromFrame(int slot, Kind kind) {
        code.aload(MACHINE).getfield(MACHINE_TYPE, "slots", LONGS);
        Extent.pushBase(code).loadConstant(slot).iadd().laload();
        Kind.LONG.convert(code, kind);
    }

    /** Takes slots that are kept in variables from the frame. */
    void takeFromFrame(BitSet slots) {
        for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
            if (isTouched(slot)) {
                Kind kind = isLocal(slot) ? localKinds[slot] : Kind.LONG;
                pushFromFrame(slot, kind.exact());
                store(slot, kind);
                kinds[slot] = kind;
            }
        }
    }

    /** Takes a value from the top of the operands into a slot of the frame. */
    void popToFrame(int slot, Kind kind) {
        int variable = newVariable(kind.slots());
        code.storeLocal(kind.type, variable);
        code.aload(MACHINE).getfield(MACHINE_TYPE, "slots", LONGS);
        Extent.pushBase(code).loadConstant(slot).iadd().loadLocal(kind.type, variable);
        kind.convert(code, Kind.LONG);
        code.lastore();
    }
}
