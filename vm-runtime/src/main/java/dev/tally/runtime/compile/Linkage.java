package dev.tally.runtime.compile;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Binds the calls of generated classes to functions, and their questions for room behind the memory. All calls of a function share
 * its one call site, whose target is the method of the function, or one that declines as long as there is none: so a function that
 * is compiled later needs no new callers, and HotSpot takes methods into each other as it does with static ones.
 */
final class Linkage {
    private static final ClassDesc OWNER = Descriptors.of(Linkage.class);

    static final DirectMethodHandleDesc BOOTSTRAP =
            ConstantDescs.ofCallsiteBootstrap(OWNER, "bind", ConstantDescs.CD_CallSite, ConstantDescs.CD_int);

    /** Of a call whose callee is only known when it is made: its index is the first argument. */
    static final DirectMethodHandleDesc INDIRECT_BOOTSTRAP =
            ConstantDescs.ofCallsiteBootstrap(OWNER, "bindIndirect", ConstantDescs.CD_CallSite);

    /** Of a question for the room behind the memory. */
    static final DirectMethodHandleDesc ROOM_BOOTSTRAP =
            ConstantDescs.ofCallsiteBootstrap(OWNER, "bindRoom", ConstantDescs.CD_CallSite);

    private static final DirectMethodHandleDesc PLACE =
            ConstantDescs.ofConstantBootstrap(OWNER, "place", Descriptors.of(LeavingPlace.class));

    private Linkage() {}

    /**
     * A place as a constant of the JVM, which comes into being when the place is left for the first time. What it consists of is its
     * name, since HotSpot makes all strings of a class when it begins to compile a method of it, which may be at any time.
     */
    static DynamicConstantDesc<?> placeOf(LeavingPlace place) {
        return DynamicConstantDesc.ofNamed(PLACE, place.encoded(), Descriptors.of(LeavingPlace.class));
    }

    /** Called by the JVM when a place is needed for the first time. */
    static LeavingPlace place(MethodHandles.Lookup caller, String name, Class<?> type) {
        return LeavingPlace.of(name);
    }

    /** Called by the JVM when a call is executed for the first time; {@code function} is the index of the callee. */
    static CallSite bind(MethodHandles.Lookup caller, String name, MethodType type, int function)
            throws IllegalAccessException {
        CompiledProgram program = MethodHandles.classData(caller, ConstantDescs.DEFAULT_NAME, CompiledProgram.class);
        return program.callSite(function);
    }

    /** Called by the JVM when an indirect call is executed for the first time. */
    static CallSite bindIndirect(MethodHandles.Lookup caller, String name, MethodType type)
            throws IllegalAccessException {
        CompiledProgram program = MethodHandles.classData(caller, ConstantDescs.DEFAULT_NAME, CompiledProgram.class);
        return new IndirectCallSite(program, type);
    }

    /** Called by the JVM when a method asks for the room behind the memory for the first time. */
    static CallSite bindRoom(MethodHandles.Lookup caller, String name, MethodType type) throws IllegalAccessException {
        return MethodHandles.classData(caller, ConstantDescs.DEFAULT_NAME, CompiledProgram.class)
                .memoryRoom();
    }
}
