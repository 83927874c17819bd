package dev.tally.runtime.compile;

import dev.tally.runtime.compile.LeavingPlace.Action;
import dev.tally.runtime.compile.SlotValues.Held;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.api.list.primitive.MutableLongList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.factory.primitive.LongLists;

/** Writes how a method is left at a place: what is live there is passed on, ints first, and what is constant is not even passed. */
final class LeavingWriter {
    /** Of the variables that one method has for its parameters, those of values; rounding may add 45, and the JVM allows 255. */
    private static final int MOST_VARIABLES = 200;

    private final CodeBuilder code;
    private final int function;
    private final int frameSlots;

    LeavingWriter(CodeBuilder code, int function, int frameSlots) {
        this.code = code;
        this.function = function;
        this.frameSlots = frameSlots;
    }

    /** Whether so many variables are too many for one method, however their number is rounded. */
    static boolean exceeds(int variables) {
        return variables > MOST_VARIABLES;
    }

    /** How many variables a value takes when it is passed. */
    static int variables(Held value) {
        if (value.kind() == null) {
            return 0;
        }
        return value.kind() == Kind.INT ? 1 : Kind.LONG.slots();
    }

    /** Leaves the method, nothing being known of a call; what the machine answers, −1, stays on top. */
    void leave(Action action, int safepoint, int word, List<Held> held) {
        List<Held> some = new ArrayList<>();
        int count = 0;
        for (Held value : held) {
            int slots = variables(value);
            if (exceeds(count + slots)) {
                pass(Action.WRITE, 0, 0, 0, false, some);
                code.pop();
                some.clear();
                count = 0;
            }
            some.add(value);
            count += slots;
        }
        pass(action, safepoint, word, 0, false, some);
    }

    /** Looks behind a call that has left no fuel; what the machine answers is on top. */
    void leaveCall(int safepoint, int word, int arguments, boolean catches, List<Held> held) {
        pass(Action.CALL, safepoint, word, arguments, catches, held);
    }

    /** Whatever traps between two labels arrives here. */
    void trap(Label start, Label end) {
        code.exceptionCatch(start, end, code.newBoundLabel(), MethodWriter.FAILURE);
        code.aload(Outlines.MACHINE).swap();
        Extent.pushBase(code.lload(Outlines.FUEL)).loadConstant(function);
        code.invokevirtual(
                Descriptors.of(Machine.class),
                "trap",
                MethodTypeDesc.of(
                        ConstantDescs.CD_void,
                        MethodWriter.FAILURE,
                        ConstantDescs.CD_long,
                        ConstantDescs.CD_int,
                        ConstantDescs.CD_int));
    }

    private void pass(Action action, int safepoint, int word, int arguments, boolean catches, List<Held> held) {
        List<Held> ints =
                held.stream().filter(value -> value.kind() == Kind.INT).toList();
        List<Held> longs = held.stream()
                .filter(value -> value.kind() != null && value.kind() != Kind.INT)
                .toList();
        MutableIntList slots = IntLists.mutable.empty();
        MutableLongList constants = LongLists.mutable.empty();
        int allInts = Leaving.rounded(ints.size());
        int allLongs = Leaving.rounded(longs.size());
        addSlots(slots, ints, allInts);
        addSlots(slots, longs, allLongs);
        for (Held value : held) {
            if (value.kind() == null) {
                slots.add(value.slot());
                constants.add(value.constant());
            }
        }
        LeavingPlace place = new LeavingPlace(
                action,
                function,
                safepoint,
                word,
                arguments,
                frameSlots,
                catches,
                slots.toArray(),
                constants.toArray());
        code.aload(Outlines.MACHINE).lload(Outlines.FUEL).lload(Extent.VARIABLE);
        code.loadConstant(Linkage.placeOf(place));
        for (int i = 0; i < allInts; i++) {
            if (i < ints.size()) {
                code.iload(ints.get(i).variable());
            } else {
                code.iconst_0();
            }
        }
        for (int i = 0; i < allLongs; i++) {
            if (i < longs.size()) {
                Kind kind = longs.get(i).form();
                code.loadLocal(kind.type, longs.get(i).variable());
                kind.convert(code, Kind.LONG);
            } else {
                code.lconst_0();
            }
        }
        Leaving.call(code, allInts, allLongs);
    }

    /** Adds the slots of values; those that only fill a number up belong to none. */
    private void addSlots(MutableIntList slots, List<Held> values, int count) {
        for (int i = 0; i < count; i++) {
            slots.add(i < values.size() ? values.get(i).slot() : LeavingPlace.NOWHERE);
        }
    }
}
