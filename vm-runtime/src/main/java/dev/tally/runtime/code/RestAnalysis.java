package dev.tally.runtime.code;

import dev.tally.core.module.CanonicalTypes;
import dev.tally.core.validate.ValidModule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.api.set.primitive.MutableIntSet;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.factory.primitive.IntSets;
import org.jspecify.annotations.Nullable;

/**
 * In which functions of a module a guest can come to rest at all, found from its code alone; it must never say of a function in which
 * a guest has to rest that it need not.
 *
 * <p>A function is <em>calm</em> when it would do no harm to have no check at its entry and behind its calls: it has no loop and
 * nothing else that rests by itself, calls calm functions only, and takes no more fuel from its entry to its end, what it calls
 * included, than there may be between two checks. So a function becomes calm when all that it calls has; what never does is in a circle
 * of calls, or leads to what rests. A call through a table or by a reference leads to every function of its type that the module
 * refers to, and nobody knows where if references come from outside. A tail call is a call. A throw makes an exception or passes
 * one on, so who throws is not calm, and who catches need not be asked: what it can catch comes from who throws.
 */
public final class RestAnalysis {
    private static final int NOT_REACHED = -1;

    private final ValidModule module;
    private final int imported;
    private final int defined;
    private final List<CallSites> sites = new ArrayList<>();

    // By node of the graph of calls: the functions that the module defines, and behind them its types.
    private final @Nullable RestCause[] causes;
    private final boolean[] calm;
    private final long[] mostFuel;
    private final int[] restlessCallees;
    private final List<MutableIntList> callers = new ArrayList<>();

    private RestAnalysis(ValidModule module) {
        this.module = module;
        this.imported = module.spaces().importedFunctions();
        this.defined = module.definition().functions().size();
        int nodes = defined + module.definition().types().size();
        this.causes = new RestCause[nodes];
        this.calm = new boolean[nodes];
        this.mostFuel = new long[nodes];
        this.restlessCallees = new int[nodes];
        for (int i = 0; i < nodes; i++) {
            callers.add(IntLists.mutable.empty());
        }
    }

    /** Analyses all functions of a module. */
    public static RestAnalysis of(ValidModule module) {
        RestAnalysis analysis = new RestAnalysis(module);
        analysis.look();
        analysis.link();
        analysis.calm();
        analysis.spread();
        return analysis;
    }

    /** Why a guest can come to rest in a function that the module defines, by its index; null if it cannot. */
    public @Nullable RestCause cause(int function) {
        return causes[function - imported];
    }

    /** What calls and loops a function that the module defines has, by its index. */
    public CallSites sites(int function) {
        return sites.get(function - imported);
    }

    private Steps steps(int definedFunction) {
        return Steps.of(module, Lowering.lower(module, definedFunction));
    }

    // The graph of calls.

    private void look() {
        for (int i = 0; i < defined; i++) {
            sites.add(CallSites.of(steps(i)));
            causes[i] = sites.get(i).own();
        }
    }

    private void link() {
        References references = new References(module);
        MutableIntSet referred = references.inConstants();
        MutableIntSet calledTypes = IntSets.mutable.empty();
        for (int i = 0; i < defined; i++) {
            int caller = i;
            CallSites called = sites.get(i);
            called.callees().forEach(callee -> addCall(caller, callee));
            called.calledTypes().forEach(type -> addEdge(caller, defined + type));
            calledTypes.addAll(called.calledTypes());
            referred.addAll(called.referred());
        }
        boolean foreign = references.comeFromOutside();
        CanonicalTypes types = new CanonicalTypes();
        int[] numbers = types.addAll(module.definition().types());
        calledTypes.forEach(type -> {
            if (foreign) {
                found(defined + type, RestCause.FOREIGN_CALL);
            }
            referred.forEach(function -> {
                int own = module.spaces().functionTypes().get(function);
                if (types.isSubtype(numbers[own], numbers[type])) {
                    addCall(defined + type, function);
                }
            });
        });
        for (int i = 0; i < defined; i++) {
            int caller = i;
            sites.get(i).calledTypes().forEach(type -> found(caller, causes[defined + type]));
        }
    }

    private void found(int node, @Nullable RestCause cause) {
        RestCause known = causes[node];
        if (cause != null && (known == null || cause.compareTo(known) < 0)) {
            causes[node] = cause;
        }
    }

    private void addCall(int caller, int function) {
        if (function >= imported) {
            addEdge(caller, function - imported);
        } else {
            found(caller, RestCause.HOST_CALL);
        }
    }

    private void addEdge(int caller, int callee) {
        callers.get(callee).add(caller);
        restlessCallees[caller]++;
    }

    // Calm functions, from those that call nothing upwards.

    private void calm() {
        MutableIntList next = IntLists.mutable.empty();
        for (int node = 0; node < calm.length; node++) {
            if (restlessCallees[node] == 0) {
                next.add(node);
            }
        }
        while (next.notEmpty()) {
            int node = next.removeAtIndex(next.size() - 1);
            if (causes[node] != null) {
                continue;
            }
            if (node < defined) {
                mostFuel[node] = mostFuelOfCode(node);
            }
            if (mostFuel[node] > FuelBlocks.LONGEST_PATH) {
                causes[node] = RestCause.LONG_PATH;
                continue;
            }
            calm[node] = true;
            callers.get(node).forEach(caller -> {
                if (caller >= defined) {
                    mostFuel[caller] = Math.max(mostFuel[caller], mostFuel[node]);
                }
                if (--restlessCallees[caller] == 0) {
                    next.add(caller);
                }
            });
        }
    }

    /** The most fuel from the entry of a function to an end of it; all its branches lead forwards. */
    private long mostFuelOfCode(int definedFunction) {
        Steps steps = steps(definedFunction);
        long[] before = new long[steps.count() + 1];
        Arrays.fill(before, NOT_REACHED);
        before[0] = steps.code().entryPrice();
        long most = before[0];
        for (int i = 0; i < steps.count(); i++) {
            if (before[i] == NOT_REACHED) {
                continue;
            }
            Step step = steps.get(i);
            long behind = before[i] + price(steps, step);
            most = Math.max(most, behind);
            long stays = behind;
            if (Steps.isBranch(step)) {
                steps.branchWords(
                        step, word -> raise(before, steps.at(steps.target(word)), behind + steps.priceIfTaken(word)));
                stays += step.operation() == Operation.BRANCH_TABLE ? 0 : steps.priceIfNotTaken(steps.branchWord(step));
            }
            if (!Steps.leaves(step)) {
                raise(before, i + 1, stays);
            }
        }
        return Math.max(most, before[steps.count()]);
    }

    private static void raise(long[] before, int step, long fuel) {
        before[step] = Math.max(before[step], fuel);
    }

    /** What a step charges by itself, with what it calls. */
    private long price(Steps steps, Step step) {
        if (step.isFed()) {
            return 0;
        }
        return switch (step.operation()) {
            case Operation.CHARGE -> step.c();
            case Operation.CALL, Operation.RETURN_CALL ->
                mostFuel[step.high() - imported] + steps.code().resumePrice(step.low());
            case Operation.CALL_INDIRECT,
                    Operation.RETURN_CALL_INDIRECT,
                    Operation.CALL_REF,
                    Operation.RETURN_CALL_REF ->
                mostFuel[defined + step.high()] + steps.code().resumePrice(step.low());
            default -> 0;
        };
    }

    // Why the others are not calm.

    private void spread() {
        MutableIntList next = IntLists.mutable.empty();
        for (int node = 0; node < causes.length; node++) {
            if (causes[node] != null) {
                next.add(node);
            }
        }
        while (next.notEmpty()) {
            int node = next.removeAtIndex(next.size() - 1);
            callers.get(node).forEach(caller -> {
                if (causes[caller] == null) {
                    causes[caller] = RestCause.CALL;
                    next.add(caller);
                }
            });
        }
        for (int node = 0; node < defined; node++) {
            if (causes[node] == null && !calm[node]) {
                causes[node] = RestCause.RECURSION;
            }
        }
    }
}
