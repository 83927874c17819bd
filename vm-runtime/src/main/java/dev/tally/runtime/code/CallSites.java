package dev.tally.runtime.code;

import org.eclipse.collections.api.set.primitive.IntSet;
import org.eclipse.collections.api.set.primitive.MutableIntSet;
import org.eclipse.collections.impl.factory.primitive.IntSets;
import org.jspecify.annotations.Nullable;

/**
 * What a function calls and refers to, and why a guest can come to rest in it whatever its callees are.
 *
 * @param calls how many calls stand in its code, tail calls and those of the host included
 * @param locals its parameters and declared locals
 * @param loops how many loops have branches back to their heads
 * @param callees the functions that it calls by their index
 * @param calledTypes the types by which it calls functions of tables, or by reference
 * @param referred the functions that it makes references to
 * @param own why a guest can come to rest in it alone, or null; never {@link RestCause#CALL} or {@link RestCause#RECURSION}
 */
public record CallSites(
        int calls,
        int locals,
        int loops,
        IntSet callees,
        IntSet calledTypes,
        IntSet referred,
        @Nullable RestCause own) {

    /** Looks through the code of a function. */
    static CallSites of(Steps steps) {
        return new Search(steps).search();
    }

    private static final class Search {
        private final Steps steps;
        private final MutableIntSet callees = IntSets.mutable.empty();
        private final MutableIntSet calledTypes = IntSets.mutable.empty();
        private final MutableIntSet referred = IntSets.mutable.empty();
        private final MutableIntSet loopHeads = IntSets.mutable.empty();
        private int calls;
        private @Nullable RestCause own;

        Search(Steps steps) {
            this.steps = steps;
        }

        CallSites search() {
            for (int i = 0; i < steps.count(); i++) {
                if (!steps.get(i).isFed()) {
                    step(steps.get(i));
                }
            }
            return new CallSites(calls, steps.code().locals(), loopHeads.size(), callees, calledTypes, referred, own);
        }

        private void step(Step step) {
            switch (step.operation()) {
                case Operation.CALL, Operation.RETURN_CALL -> {
                    calls++;
                    callees.add(step.high());
                }
                case Operation.CALL_INDIRECT,
                        Operation.RETURN_CALL_INDIRECT,
                        Operation.CALL_REF,
                        Operation.RETURN_CALL_REF -> {
                    calls++;
                    calledTypes.add(step.high());
                }
                case Operation.RESUMABLE, Operation.STRUCT_NEW ->
                    found(cause(ResumableOperation.of(step.extra()).safepointKind()));
                case Operation.THROW, Operation.THROW_REF -> found(RestCause.EXCEPTION);
                case Operation.REF_FUNC -> referred.add(step.high());
                case Operation.CHARGE -> {
                    if (step.checks() && kind(step.checkedSafepoint()) == SafepointKind.LONG_PATH) {
                        found(RestCause.LONG_PATH);
                    }
                }
                default -> branch(step);
            }
        }

        /** The head of a loop that nothing leads back to is passed once and is no reason to rest. */
        private void branch(Step step) {
            if (!Steps.isBranch(step)) {
                return;
            }
            steps.branchWords(step, word -> {
                if (steps.leadsToLoopHead(word)) {
                    loopHeads.add(steps.safepointOfLoopHead(word));
                    found(RestCause.LOOP);
                }
            });
        }

        private SafepointKind kind(int safepoint) {
            return steps.code().safepoints().kind(safepoint);
        }

        private static RestCause cause(SafepointKind kind) {
            return switch (kind) {
                case BULK_OPERATION -> RestCause.BULK_OPERATION;
                case GROWTH -> RestCause.GROWTH;
                case ALLOCATION -> RestCause.ALLOCATION;
                default -> throw new IllegalArgumentException("no operation rests as " + kind);
            };
        }

        private void found(RestCause cause) {
            if (own == null || cause.compareTo(own) < 0) {
                own = cause;
            }
        }
    }
}
