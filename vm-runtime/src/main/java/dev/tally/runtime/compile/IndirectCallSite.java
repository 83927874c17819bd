package dev.tally.runtime.compile;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.Objects;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * A call of whatever function the first argument says, by its index. While it has met only a few callees it compares with them one
 * by one, which lets HotSpot take them into the caller; one that meets more looks all of them up. Guests of a module have the same
 * indices, so they share what their calls have learned.
 */
final class IndirectCallSite extends MutableCallSite {
    /** How many callees are told apart. Each is a new target, for which HotSpot compiles the caller again. */
    private static final int MOST_CALLEES = 3;

    private static final MethodHandle IS;
    private static final MethodHandle METHOD;

    static {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            IS = lookup.findStatic(
                    IndirectCallSite.class, "is", MethodType.methodType(boolean.class, int.class, int.class));
            METHOD = lookup.findVirtual(
                    IndirectCallSite.class, "method", MethodType.methodType(MethodHandle.class, int.class));
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final CompiledProgram program;
    private final MutableIntList callees = IntLists.mutable.empty();
    private volatile boolean learns = true;

    /**
     * Makes a site that has seen nothing yet.
     *
     * @param type that of the callees behind the index
     */
    IndirectCallSite(CompiledProgram program, MethodType type) {
        super(type);
        this.program = program;
        setTarget(lookingUp());
    }

    private MethodHandle lookingUp() {
        MethodHandle invoker = MethodHandles.exactInvoker(type().dropParameterTypes(0, 1));
        return MethodHandles.collectArguments(invoker, 0, METHOD.bindTo(this));
    }

    /** Called through a handle. */
    static boolean is(int callee, int known) {
        return callee == known;
    }

    /** The method of a callee that is not told apart. Called through a handle. */
    MethodHandle method(int callee) {
        if (learns) {
            learn(callee);
        }
        return Objects.requireNonNull(program.method(callee), "a callee without a method");
    }

    private synchronized void learn(int callee) {
        if (!learns || callees.contains(callee)) {
            return;
        }
        MethodHandle target = lookingUp();
        learns = callees.size() < MOST_CALLEES;
        if (!learns) {
            setTarget(target);
            return;
        }
        callees.add(callee);
        for (int i = callees.size() - 1; i >= 0; i--) {
            MethodHandle called = program.callSite(callees.get(i)).dynamicInvoker();
            target = MethodHandles.guardWithTest(
                    MethodHandles.insertArguments(IS, 1, callees.get(i)),
                    MethodHandles.dropArguments(called, 0, int.class),
                    target);
        }
        setTarget(target);
    }
}
