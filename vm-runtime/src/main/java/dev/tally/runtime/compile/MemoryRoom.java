package dev.tally.runtime.compile;

import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/**
 * How many bytes of its array lie behind the first memory of an instance. A memory that grows is given room to grow further, so each
 * access must be checked against its end; most have none, since they never grow, or have stopped growing, and the JVM's check of the array
 * is enough. So this is a constant to HotSpot, 0, until code runs where there is room; then it is read from the machine, for all
 * instances of the module, until code has run {@value #RUNS_UNTIL_CALM} times where there was none. What is constant once more costs
 * HotSpot a compilation, so it becomes so {@value #MOST_RETURNS} times at most.
 */
final class MemoryRoom extends MutableCallSite {
    /** How often code must have run without room before there is taken to be none. */
    static final int RUNS_UNTIL_CALM = 1_000;

    /** How often there is taken to be none again. */
    static final int MOST_RETURNS = 3;

    /** A call that takes the machine and answers its room. */
    static final DynamicCallSiteDesc CALL = DynamicCallSiteDesc.of(
            Linkage.ROOM_BOOTSTRAP,
            "memoryRoom",
            MethodTypeDesc.of(ConstantDescs.CD_int, Descriptors.of(Machine.class)));

    private static final MethodHandle NONE =
            MethodHandles.dropArguments(MethodHandles.constant(int.class, 0), 0, Machine.class);

    private static final MethodHandle OF_MACHINE;

    static {
        try {
            OF_MACHINE = MethodHandles.lookup().findGetter(Machine.class, "memoryRoom", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private volatile boolean asks;

    /** How many machines with room run. */
    private int running;

    /** How often others have run since. */
    private int calmRuns;

    private volatile int returns;

    MemoryRoom() {
        super(MethodType.methodType(int.class, Machine.class));
        setTarget(NONE);
    }

    /** Must be called before code runs, with whether there is room. */
    void begin(boolean hasRoom) {
        if (hasRoom) {
            beginWithRoom();
        } else if (asks && returns < MOST_RETURNS) {
            beginWithout();
        }
    }

    /** Must be called when that code does not run any more. */
    synchronized void end() {
        running--;
    }

    private synchronized void beginWithRoom() {
        running++;
        calmRuns = 0;
        if (!asks) {
            become(OF_MACHINE);
            asks = true;
        }
    }

    private synchronized void beginWithout() {
        calmRuns++;
        if (asks && running == 0 && calmRuns >= RUNS_UNTIL_CALM) {
            returns++;
            asks = false;
            become(NONE);
        }
    }

    private void become(MethodHandle target) {
        setTarget(target);
        syncAll(new MutableCallSite[] {this});
    }

    /** Whether methods read the room from their machine. */
    boolean asks() {
        return asks;
    }
}
