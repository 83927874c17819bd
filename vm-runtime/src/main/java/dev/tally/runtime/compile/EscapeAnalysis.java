package dev.tally.runtime.compile;

import dev.tally.heap.object.ObjectLayout;
import dev.tally.heap.object.Reference;
import dev.tally.runtime.code.FunctionCode.Safepoints;
import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;
import org.jspecify.annotations.Nullable;

/**
 * Which structures are dropped before anybody could see what is in them: between where they are made and where the last slot that holds
 * them is dead, code runs straight on, only their fields are read, and they are stored nowhere but in one another. Functions that are
 * written in the place of their calls are looked into.
 */
final class EscapeAnalysis {
    /** How many structures of a function are looked at: who leaves writes all that there are then. */
    private static final int MOST_STRUCTURES = 16;

    private final Steps steps;
    private final SlotLiveness liveness;
    private final Inlinees inlinees;
    private final BitSet targets;

    /** By step: what it makes. */
    private final MutableIntObjectMap<Structure> made = IntObjectMaps.mutable.empty();

    /** By step: the structure that a branch asks for null. */
    private final MutableIntObjectMap<Structure> tested = IntObjectMaps.mutable.empty();

    /** By the word of a call: of the function that is written in its place. */
    private final MutableIntObjectMap<EscapeAnalysis> callees = IntObjectMaps.mutable.empty();

    /** By slot: what it holds before the step at hand. */
    private final @Nullable Structure[] held;

    /** What the step at hand is fed. */
    private @Nullable Structure fed;

    /** Of a function in the place of a call: what it returns, if it does so in one place. */
    private @Nullable Structure returned;

    private final boolean isInlined;

    private static final class Structure {
        private final MutableIntObjectMap<Structure> fields = IntObjectMaps.mutable.empty();

        /** Those that are seen if this one is. */
        private final List<Structure> companions = new ArrayList<>();

        private boolean escapes;

        void escape() {
            if (!escapes) {
                escapes = true;
                companions.forEach(Structure::escape);
            }
        }

        void accompany(Structure other) {
            companions.add(other);
            if (escapes) {
                other.escape();
            }
        }

        void set(int offset, @Nullable Structure value) {
            if (value == null) {
                fields.remove(offset);
            } else {
                fields.put(offset, value);
                accompany(value);
            }
        }
    }

    private EscapeAnalysis(FunctionBody body, Inlinees inlinees, boolean isInlined) {
        this.steps = body.steps();
        this.liveness = body.liveness();
        this.inlinees = inlinees;
        this.isInlined = isInlined;
        this.targets = targets(steps);
        this.held = new Structure[steps.code().frameSlots()];
    }

    /** Analyses a function, and those that are written into it. */
    static EscapeAnalysis of(FunctionBody body, Inlinees inlinees) {
        EscapeAnalysis analysis = new EscapeAnalysis(body, inlinees, false);
        boolean makesStructures = body.steps().has(Operation.STRUCT_NEW) || inlinees.makeStructures();
        if (makesStructures && !hasHandlers(body.steps().code().safepoints())) {
            analysis.walk();
        }
        return analysis;
    }

    private static boolean hasHandlers(Safepoints safepoints) {
        return IntStream.range(0, safepoints.count()).anyMatch(safepoint -> safepoints.handler(safepoint) != null);
    }

    /** Whether the structure that a step makes is never seen. */
    boolean isUnseen(int step) {
        return isUnseen(made.get(step));
    }

    /** Whether a step branches if one of these structures is null, which it is not. */
    boolean isNeverTaken(int branch) {
        return isUnseen(tested.get(branch));
    }

    private static boolean isUnseen(@Nullable Structure structure) {
        return structure != null && !structure.escapes;
    }

    /** That of a function that is written in the place of a call. */
    EscapeAnalysis ofCallee(Step call, Inlinee callee) {
        return callees.getIfAbsentPut(
                call.at(), () -> new EscapeAnalysis(callee.body(), Inlinees.none(callee.steps()), true));
    }

    private static BitSet targets(Steps steps) {
        BitSet targets = new BitSet();
        for (int i = 0; i < steps.count(); i++) {
            if (Steps.isBranch(steps.get(i))) {
                steps.branchWords(steps.get(i), word -> {
                    targets.set(steps.at(steps.target(word)));
                    if (steps.leadsToLoopHead(word)) {
                        targets.set(steps.chargeOfLoopHead(word));
                    }
                });
            }
        }
        return targets;
    }

    private void walk() {
        for (int at = 0; at < steps.count(); at++) {
            if (targets.get(at)) {
                forget(at);
            }
            walk(at, steps.get(at));
            if (Steps.leaves(steps.get(at))) {
                Arrays.fill(held, null);
            }
        }
    }

    /** Here paths meet or part, or others see the frame: what is live is seen, what is not is dropped. */
    private void forget(int at) {
        liveness.before(at).stream().forEach(this::escape);
        Arrays.fill(held, null);
        fed = null;
    }

    private void escape(int slot) {
        Structure structure = held[slot];
        if (structure != null) {
            structure.escape();
        }
    }

    private void walk(int at, Step step) {
        if (step.isFed()) {
            walkFed(at, step);
            return;
        }
        switch (step.operation()) {
            case Operation.COPY -> become(step, held[step.b()]);
            case Operation.STRUCT_NEW -> make(at, step);
            case Operation.FIELD_GET -> become(step, fieldRead(step));
            case Operation.FIELD_SET -> setField(step);
            case Operation.BRANCH_EQ_IMMEDIATE -> branch(at, step);
            case Operation.CALL -> call(at, step);
            case Operation.RETURN -> leave(at, step);
            case Operation.CONSTANT,
                    Operation.CONSTANT_WIDE,
                    Operation.GLOBAL_GET,
                    Operation.CHARGE,
                    Operation.REQUIRE,
                    Operation.REF_FUNC,
                    Operation.ELEMENT_GET,
                    Operation.ARRAY_LENGTH -> become(step, null);
            case Operation.GLOBAL_SET,
                    Operation.ELEMENT_SET,
                    Operation.SELECT,
                    Operation.MOVE,
                    Operation.REF_TEST,
                    Operation.REF_CAST -> {
                BitSet reads = new BitSet();
                steps.addReads(at, reads);
                reads.stream().forEach(this::escape);
                become(step, null);
            }
            default -> {
                // Numbers may be made of a reference, but not of what it refers to.
                if (Arithmetic.knows(step.operation()) || Operation.isAccess(step.operation())) {
                    become(step, null);
                } else {
                    forget(at);
                }
            }
        }
    }

    private void walkFed(int at, Step step) {
        Structure given = fed;
        fed = null;
        if (step.operation() == Operation.FED_COPY) {
            held[steps.get(at - 1).a()] = given;
            become(step, held[step.b()]);
        } else {
            become(step, null);
        }
    }

    /** Goes on behind a step whose result is a structure that is looked at here, or anything else. */
    private void become(Step step, @Nullable Structure result) {
        if (step.feeds()) {
            fed = result;
            return;
        }
        int results = steps.resultCount(step);
        if (results > 0) {
            Arrays.fill(held, step.a(), step.a() + results, null);
            held[step.a()] = result;
        }
    }

    private void make(int at, Step step) {
        Structure structure = new Structure();
        if (made.size() < MOST_STRUCTURES) {
            made.put(at, structure);
        } else {
            structure.escape();
        }
        if (steps.operandCount(step) > 0) {
            structure.set(ObjectLayout.HEADER_BYTES, held[step.a()]);
        }
        become(step, structure);
    }

    private void setField(Step step) {
        Structure structure = held[step.b()];
        if (structure == null) {
            escape(step.a());
        } else {
            structure.set(VirtualStructure.offsetOfStored(step), held[step.a()]);
        }
    }

    private @Nullable Structure fieldRead(Step step) {
        Structure structure = held[step.b()];
        if (structure == null) {
            return null;
        }
        if (VirtualStructure.canBeRead(step)) {
            return structure.fields.get(VirtualStructure.offsetOfLoaded(step));
        }
        structure.escape();
        return null;
    }

    /**
     * A structure that was made is not null, so a function in the place of a call, where it would go another way for null, goes straight
     * on, unless others see the structure.
     */
    private void branch(int at, Step step) {
        Structure structure = held[step.b()];
        if (structure == null || step.number() != Reference.NULL || !isInlined || !leadsToReturn(at + 1)) {
            forget(at);
            return;
        }
        tested.put(at, structure);
        int target = steps.at(steps.target(steps.branchWord(step)));
        liveness.before(target).stream()
                .mapToObj(slot -> held[slot])
                .filter(Objects::nonNull)
                .forEach(structure::accompany);
    }

    /** Whether code goes from a step straight to a return. */
    private boolean leadsToReturn(int from) {
        int at = from;
        while (!targets.get(at) && !Steps.isBranch(steps.get(at)) && !Steps.leaves(steps.get(at))) {
            at++;
        }
        return steps.get(at).operation() == Operation.RETURN;
    }

    private void call(int at, Step step) {
        Inlinee callee = inlinees.at(step);
        if (callee == null || !callee.isWhole()) {
            forget(at);
            return;
        }
        EscapeAnalysis analysis = ofCallee(step, callee);
        System.arraycopy(held, step.a(), analysis.held, 0, steps.operandCount(step));
        analysis.walk();
        become(step, analysis.returned);
    }

    private void leave(int at, Step step) {
        boolean hasOnePlace = IntStream.range(0, steps.count())
                        .filter(other -> steps.get(other).operation() == Operation.RETURN)
                        .count()
                == 1;
        if (isInlined && hasOnePlace && step.c() == 1) {
            returned = held[step.b()];
        } else {
            forget(at);
        }
    }
}
