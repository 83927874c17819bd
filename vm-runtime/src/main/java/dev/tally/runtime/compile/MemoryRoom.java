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
 * access must be checked against its end; most never grow, and the JVM's check of the array is enough. So this is a constant to
 * HotSpot, 0, until an instance of the module has room; then it is read from the machine, for all instances and for good.
 */
final class MemoryRoom extends MutableCallSite {
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

    MemoryRoom() {
        super(MethodType.methodType(int.class, Machine.class));
        setTarget(NONE);
    }

    /** Lets all methods ask their machine from now on; must be called before code runs where there is room. */
    void beginToAsk() {
        if (!asks) {
            changeTarget();
        }
    }

    private synchronized void changeTarget() {
        setTarget(OF_MACHINE);
        syncAll(new MutableCallSite[] {this});
        asks = true;
    }
}
