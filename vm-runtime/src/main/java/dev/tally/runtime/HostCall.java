package dev.tally.runtime;

import dev.tally.core.type.FunctionType;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import dev.tally.heap.collect.RootVisitor;
import dev.tally.heap.memory.LinearMemory;
import dev.tally.heap.word.SlotStack;
import dev.tally.runtime.link.Instance;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function of the host: typed arguments and results without boxing, and the memory of the caller. Arguments
 * and results count from 0; asking for one of another type is an {@link IllegalArgumentException}, and for any after the
 * function has returned an {@link IllegalStateException}. Results that are not set are zero or null.
 */
public abstract sealed class HostCall permits LeafCall, RestingCall {
    private static final String ARGUMENT = "argument";
    private static final String RESULT = "result";

    private final Guest guest;
    private final SlotStack stack;
    private FunctionType type = FunctionType.of();
    private String name = "";
    private int base;
    private long[] results = new long[1];
    private @Nullable Instance caller;
    private @Nullable GuestMemory memory;
    private long charged;
    private boolean open;

    HostCall(Guest guest) {
        this.guest = guest;
        this.stack = guest.stack();
    }

    final void begin(String calledName, FunctionType calledType, @Nullable Instance callerInstance, int frameBase) {
        name = calledName;
        type = calledType;
        caller = callerInstance;
        base = frameBase;
        charged = 0;
        open = true;
        int count = calledType.results().size();
        if (results.length < count) {
            results = new long[count];
        }
        Arrays.fill(results, 0, count, 0);
    }

    /** The function has returned: whoever has kept the call gets nothing more from it. */
    final void end() {
        open = false;
    }

    final void requireOpen() {
        if (!open) {
            throw new IllegalStateException(
                    "the call of " + name + " is over; read and set what you need before you return");
        }
    }

    /** Begins another call as this one: of the same function, with the same arguments, by the same caller. */
    final void lend(HostCall other) {
        other.begin(name, type, caller, base);
    }

    /** Takes over the results of another call of the same function. */
    final void adopt(HostCall other) {
        System.arraycopy(other.results, 0, results, 0, type.results().size());
    }

    /** Copies the results to where the caller expects them. */
    final void deliver() {
        System.arraycopy(results, 0, stack.slots(), base, type.results().size());
    }

    /** Shows the references among the results that are set so far, and takes what they become. */
    final void visitResults(RootVisitor visitor) {
        if (open) {
            List<ValueType> types = type.results();
            for (int i = 0; i < types.size(); i++) {
                if (types.get(i) instanceof ReferenceType) {
                    results[i] = visitor.visit((int) results[i]);
                }
            }
        }
    }

    /** The instance whose code made the call. */
    final Instance callingInstance() {
        requireOpen();
        if (caller == null) {
            throw new IllegalStateException(name + " was not called by code of a module");
        }
        return caller;
    }

    /** Fuel that was charged during the call. */
    final long charged() {
        return charged;
    }

    /** The call is going to be tried again from its beginning, and charges then. */
    final void waiveCharges() {
        charged = 0;
    }

    final Guest guest() {
        return guest;
    }

    final FunctionType type() {
        return type;
    }

    final String name() {
        return name;
    }

    final long argument(int index) {
        return stack.slots()[base + index];
    }

    final void setResult(int index, long slot) {
        results[index] = slot;
    }

    final void require(String what, List<ValueType> types, int index, ValueType wanted) {
        requireOpen();
        if (index < 0 || index >= types.size() || !types.get(index).equals(wanted)) {
            throw wrongType(what, types, index, wanted.toString());
        }
    }

    final void requireReference(String what, List<ValueType> types, int index) {
        requireOpen();
        if (index < 0 || index >= types.size() || !(types.get(index) instanceof ReferenceType)) {
            throw wrongType(what, types, index, "a reference");
        }
    }

    final void requireArgument(int index) {
        requireReference(ARGUMENT, type.parameters(), index);
    }

    final void requireResult(int index) {
        requireReference(RESULT, type.results(), index);
    }

    private IllegalArgumentException wrongType(String what, List<ValueType> types, int index, String wanted) {
        String actual = index < 0 || index >= types.size() ? "does not exist" : "has type " + types.get(index);
        return new IllegalArgumentException(
                what + " " + index + " of " + name + " " + type + " " + actual + ", not " + wanted);
    }

    /** An argument that is an i32. */
    public final int intArgument(int index) {
        require(ARGUMENT, type.parameters(), index, NumberType.I32);
        return (int) argument(index);
    }

    /** An argument that is an i64. */
    public final long longArgument(int index) {
        require(ARGUMENT, type.parameters(), index, NumberType.I64);
        return argument(index);
    }

    /** An argument that is an f32. */
    public final float floatArgument(int index) {
        require(ARGUMENT, type.parameters(), index, NumberType.F32);
        return Float.intBitsToFloat((int) argument(index));
    }

    /** An argument that is an f64. */
    public final double doubleArgument(int index) {
        require(ARGUMENT, type.parameters(), index, NumberType.F64);
        return Double.longBitsToDouble(argument(index));
    }

    /** Sets a result that is an i32. */
    public final void setIntResult(int index, int value) {
        require(RESULT, type.results(), index, NumberType.I32);
        setResult(index, value);
    }

    /** Sets a result that is an i64. */
    public final void setLongResult(int index, long value) {
        require(RESULT, type.results(), index, NumberType.I64);
        setResult(index, value);
    }

    /** Sets a result that is an f32. */
    public final void setFloatResult(int index, float value) {
        require(RESULT, type.results(), index, NumberType.F32);
        setResult(index, Float.floatToIntBits(value));
    }

    /** Sets a result that is an f64. */
    public final void setDoubleResult(int index, double value) {
        require(RESULT, type.results(), index, NumberType.F64);
        setResult(index, Double.doubleToLongBits(value));
    }

    /**
     * The caller's memory: of the instance whose code made the call. Valid until the call ends.
     *
     * @throws IllegalStateException if the caller has no memory
     */
    public final GuestMemory memory() {
        requireOpen();
        LinearMemory linear = caller == null ? null : caller.defaultMemory();
        if (linear == null) {
            throw new IllegalStateException("the caller of " + name + " has no memory");
        }
        if (memory == null) {
            memory = new GuestMemory(guest, linear);
        } else {
            memory.bind(linear);
        }
        return memory;
    }

    /**
     * Fuel charged to the guest so far, up to this call and by it: a clock that is the same for every slice size and tier.
     */
    public final long fuelUsed() {
        return guest.fuelUsed() + charged;
    }

    /**
     * Charges the guest for work done on its behalf, one for each 8 bytes by the custom of this machine. What exceeds the
     * budget is owed, and paid by the next ticks.
     */
    public final void charge(long fuel) {
        requireOpen();
        if (fuel < 0) {
            throw new IllegalArgumentException("cannot charge " + fuel);
        }
        charged = Math.addExact(charged, fuel);
    }
}
