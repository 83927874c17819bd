package dev.tally.runtime.compile;

import dev.tally.runtime.code.Operation;
import dev.tally.runtime.code.Step;
import dev.tally.runtime.code.Steps;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.eclipse.collections.api.map.primitive.IntObjectMap;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;
import org.jspecify.annotations.Nullable;

/**
 * Which calls of a function are replaced by what they call, or begin with it. HotSpot takes small methods in as well, but what a call
 * has of fuel stays with them: a check at the entry, a number left in the machine, and another check behind.
 */
final class Inlinees {
    /** How many steps a function gets from others at the most. */
    private static final int MOST_STEPS = 200;

    /** By the word of a call. */
    private final IntObjectMap<Inlinee> byCall;

    private final int frameSlots;

    private Inlinees(IntObjectMap<Inlinee> byCall, int frameSlots) {
        this.byCall = byCall;
        this.frameSlots = frameSlots;
    }

    /** None of the calls of a function. */
    static Inlinees none(Steps steps) {
        return new Inlinees(IntObjectMaps.immutable.empty(), steps.code().frameSlots());
    }

    /** Those that a function calls; the first ones if they are many. */
    static Inlinees of(FunctionBody caller) {
        Steps steps = caller.steps();
        MutableIntObjectMap<Inlinee> byCall = IntObjectMaps.mutable.empty();
        MutableIntObjectMap<@Nullable Inlinee> known = IntObjectMaps.mutable.empty();
        known.put(caller.function(), isTree(caller) ? Inlinee.beginningOf(caller) : null);
        int room = MOST_STEPS;
        int frameSlots = steps.code().frameSlots();
        for (int i = 0; i < steps.count(); i++) {
            Step step = steps.get(i);
            Inlinee callee = isCall(step)
                    ? known.getIfAbsentPutWithKey(step.high(), function -> Inlinee.wholeOf(caller.module(), function))
                    : null;
            if (callee != null && callee.paths().count() <= room) {
                byCall.put(step.at(), callee);
                room -= callee.paths().count();
                frameSlots = Math.max(frameSlots, step.a() + callee.frameSlots());
            }
        }
        return new Inlinees(byCall, frameSlots);
    }

    /** Whether a function calls itself more than once, and not in loops, so that most of its calls call nothing. */
    private static boolean isTree(FunctionBody function) {
        Steps steps = function.steps();
        int[] calls = IntStream.range(0, steps.count())
                .filter(i -> isCall(steps.get(i)) && steps.get(i).high() == function.function())
                .toArray();
        if (calls.length < 2) {
            return false;
        }
        int[] depths = Loops.depths(steps);
        return Arrays.stream(calls).filter(call -> depths[call] == 0).count() > 1;
    }

    private static boolean isCall(Step step) {
        return !step.isFed() && step.operation() == Operation.CALL;
    }

    /** What replaces a step, or null if nothing does. */
    @Nullable
    Inlinee at(Step step) {
        return isCall(step) ? byCall.get(step.at()) : null;
    }

    /** Whether one of those that replace calls makes structures. */
    boolean makeStructures() {
        return byCall.anySatisfy(callee -> callee.steps().has(Operation.STRUCT_NEW));
    }

    /** How many slots the function takes with the frames of those whose calls are replaced. */
    int frameSlots() {
        return frameSlots;
    }
}
