package dev.tally.runtime.compile;

import dev.tally.runtime.code.FunctionCode.Safepoints;
import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.SafepointKind;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * A function that is too large for one method, cut into parts that follow one another. Whoever goes from one part to another
 * leaves in the frame what is live there, and names the entry at which the other goes on.
 *
 * <p>Cuts lie where few loops are, so that a loop is in one part if it can be.
 */
final class Parts {
    /** What a step makes of bytecode, by rule of thumb; whoever cuts looks at what it was in the end. */
    private static final int BYTES_PER_STEP = 12;

    private static final int BYTES_PER_CALL = 48;
    private static final int BYTES_PER_TARGET = 20;
    private static final int BYTES_PER_LIVE_SLOT = 2;

    /**
     * What an access to a field takes of the virtual registers of HotSpot's first compiler, since it may throw, and the handler wants
     * to find all that is live. A method has 10,000, so one is about as dear as a byte.
     */
    private static final int REGISTERS_PER_FIELD = 90;

    /** The same of a call that compares its callee with those that it met. */
    private static final int REGISTERS_PER_INDIRECT_CALL = 250;

    /** A method of more is given up by that compiler, and so by the second, which waits for the profile of the first. */
    private static final int MOST_REGISTERS = 9_000;

    private static final int NONE = -1;

    private final List<Part> parts = new ArrayList<>();
    private final BitSet entered;

    /**
     * A part.
     *
     * @param from its first step
     * @param to the step behind its last
     * @param firstEntry the number of its first entry; those of the others follow
     * @param entries the steps at which it is entered
     */
    record Part(int from, int to, int firstEntry, int[] entries) {
        boolean contains(int step) {
            return step >= from && step < to;
        }
    }

    private Parts(Steps steps, int[] cuts) {
        this.entered = entries(steps, cuts);
        int entry = 0;
        for (int i = 0; i < cuts.length - 1; i++) {
            int from = cuts[i];
            int to = cuts[i + 1];
            int[] own =
                    entered.stream().filter(step -> step >= from && step < to).toArray();
            parts.add(new Part(from, to, entry, own));
            entry += own.length;
        }
    }

    /**
     * Cuts a function.
     *
     * @param bytes how large a method may become by rule of thumb
     */
    static Parts cut(Steps steps, SlotLiveness liveness, int bytes) {
        int[] depths = Loops.depths(steps);
        MutableIntList cuts = IntLists.mutable.with(0);
        for (int from = 0; from < steps.count(); from = cuts.getLast()) {
            cuts.add(nextCut(steps, liveness, depths, from, bytes));
        }
        return new Parts(steps, cuts.toArray());
    }

    /** The last place among those in the fewest loops where what was begun has at least half of the size, and no more. */
    private static int nextCut(Steps steps, SlotLiveness liveness, int[] depths, int from, int bytes) {
        int best = NONE;
        int size = estimate(steps, from, liveness);
        int to = from + 1;
        while (to < steps.count() && (size <= bytes || best == NONE)) {
            // The head of a loop stays with its charge, to which the branches back lead.
            boolean possible = !steps.get(to).isFed() && !steps.get(to - 1).checks();
            if (possible && size > bytes / 2 && (best == NONE || depths[to] <= depths[best])) {
                best = to;
            }
            size += estimate(steps, to, liveness);
            to++;
        }
        return to == steps.count() && size <= bytes || best == NONE ? steps.count() : best;
    }

    /** The parts, in the order of their steps. */
    List<Part> all() {
        return parts;
    }

    /** The number of the entry at a step. */
    int entryAt(int step) {
        if (!entered.get(step)) {
            throw new IllegalArgumentException("no part is entered at step " + step);
        }
        return entered.get(0, step).cardinality();
    }

    /** Whether HotSpot would give up a function that is one method. */
    static boolean areNeeded(Steps steps) {
        int registers = 0;
        for (int i = 0; i < steps.count(); i++) {
            registers += registers(steps.get(i));
        }
        return registers > MOST_REGISTERS;
    }

    /** Of those steps that take more registers than bytes; of the others, 0. */
    private static int registers(Step step) {
        if (step.isFed()) {
            return 0;
        }
        return switch (step.operation()) {
            case Operation.FIELD_GET, Operation.FIELD_SET, Operation.STRUCT_NEW -> REGISTERS_PER_FIELD;
            case Operation.CALL_INDIRECT, Operation.CALL_REF -> REGISTERS_PER_INDIRECT_CALL;
            case Operation.RESUMABLE -> REGISTERS_PER_FIELD * ResumableWriter.elementsWritten(step);
            default -> 0;
        };
    }

    private static int estimate(Steps steps, int index, SlotLiveness liveness) {
        Step step = steps.get(index);
        if (step.isFed()) {
            return BYTES_PER_STEP;
        }
        int registers = registers(step);
        if (registers > 0) {
            return registers;
        }
        if (step.operation() == Operation.BRANCH_TABLE) {
            return BYTES_PER_TARGET * (1 + steps.targetCount(step));
        }
        boolean leaves = steps.safepoint(step) >= 0;
        return leaves
                ? BYTES_PER_CALL + BYTES_PER_LIVE_SLOT * liveness.before(index).cardinality()
                : BYTES_PER_STEP;
    }

    private static BitSet entries(Steps steps, int[] cuts) {
        BitSet entered = new BitSet();
        entered.set(0);
        Safepoints safepoints = steps.code().safepoints();
        for (int i = 0; i < safepoints.count(); i++) {
            if (isEntered(safepoints.kind(i))) {
                entered.set(steps.at(safepoints.resumeWord(i)));
            }
        }
        for (int i = 0; i < cuts.length - 1; i++) {
            int from = cuts[i];
            int to = cuts[i + 1];
            for (int at = from; at < to; at++) {
                steps.successors(steps.get(at), word -> {
                    int target = steps.at(word);
                    if ((target < from || target >= to) && target < steps.count()) {
                        entered.set(target);
                    }
                });
            }
        }
        return entered;
    }

    /** Whether guests that rest at such safepoints go on in compiled code. */
    static boolean isEntered(SafepointKind kind) {
        return kind == SafepointKind.LOOP_HEAD || kind == SafepointKind.CATCH || kind == SafepointKind.FUNCTION_ENTRY;
    }
}
