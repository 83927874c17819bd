package dev.tally.runtime;

import dev.tally.core.type.FunctionType;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ValueType;
import dev.tally.runtime.RestingFunction.Answer;
import dev.tally.runtime.link.GuestFunction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of a {@link RestingFunction}. Its answers are made here: {@link #done}, {@link #pending}, {@link #call}, {@link
 * #pay} and {@link #exit}.
 */
public final class RestingCall extends HostCall {
    private final Values values;
    private int round;
    private int nestedBase;
    private @Nullable GuestFunction nested;
    private @Nullable Answer prepared;
    private long price;
    private int exitCode;

    RestingCall(Guest guest, Values values) {
        super(guest);
        this.values = values;
    }

    void beginRound(int newRound, int firstNestedSlot) {
        round = newRound;
        nestedBase = firstNestedSlot;
        nested = null;
        prepared = null;
    }

    /** How often this call has been answered already by {@link #call} or {@link #pay}; 0 at first. */
    public int round() {
        return round;
    }

    /** The text of a string argument; null for a null reference. */
    public @Nullable String stringArgument(int index) {
        Object value = objectArgument(index);
        if (value != null && !(value instanceof String)) {
            throw new IllegalArgumentException("argument " + index + " of " + name() + " is not a string but a "
                    + value.getClass().getSimpleName());
        }
        return (String) value;
    }

    /** A reference argument: a string, a {@link GuestObject}, a value of the host, a {@link FunctionReference}, or null. */
    public @Nullable Object objectArgument(int index) {
        requireArgument(index);
        return values.toHost(type().parameters().get(index), argument(index));
    }

    /** Makes a string of the guest and sets it as result. */
    public void setStringResult(int index, @Nullable String text) {
        setObjectResult(index, text);
    }

    /** Sets a reference result: a string, a {@link GuestObject}, a value of the host, a {@link FunctionReference}, or null. */
    public void setObjectResult(int index, @Nullable Object value) {
        requireResult(index);
        setResult(index, values.toSlot(type().results().get(index), value, "result " + index + " of " + name()));
    }

    /**
     * Makes a structure of a type that the caller's module defines; see {@link GuestInstance#newStructure}. Like every object
     * that this function is given, it is held until the function returns.
     */
    public GuestObject newStructure(int typeIndex, @Nullable Object... fields) {
        return values.newStructure(callingInstance(), typeIndex, fields);
    }

    /** Makes an array of a type that the caller's module defines; see {@link GuestInstance#newArray}. */
    public GuestObject newArray(int typeIndex, int length) {
        return values.newArray(callingInstance(), typeIndex, length);
    }

    /** The results are set; the guest goes on. */
    public Answer done() {
        return Answer.DONE;
    }

    /** The results come later: the tick ends as {@link TickOutcome#WAITING}, and {@link Guest#complete} goes on. */
    public Answer pending() {
        return Answer.PENDING;
    }

    /** A function that the guest exports, for {@link #call}. */
    public FunctionReference function(String export) {
        return guest().function(export);
    }

    /** Has a function without parameters called; see {@link #call(FunctionReference, Object...)}. */
    public Answer call(FunctionReference function) {
        prepare(function, 0);
        return Answer.CALL;
    }

    /** Has a function of one i32 called, without boxing; see {@link #call(FunctionReference, Object...)}. */
    public Answer call(FunctionReference function, int argument) {
        List<ValueType> types = prepare(function, 1);
        require("argument", types, 0, NumberType.I32);
        guest().slotsFor(nestedBase + 1)[nestedBase] = argument;
        return Answer.CALL;
    }

    /**
     * Has a function of the guest called. It runs as guest code, in this and later ticks and on the guest's budget; then
     * this function is called again, with the results at hand and {@link #round} one higher.
     */
    public Answer call(FunctionReference function, @Nullable Object... arguments) {
        List<ValueType> types = prepare(function, arguments.length);
        long[] stack = guest().slotsFor(nestedBase + arguments.length);
        values.toSlots(types, arguments, "argument ", " of " + function, stack, nestedBase);
        return Answer.CALL;
    }

    private List<ValueType> prepare(FunctionReference function, int arguments) {
        requireOpen();
        FunctionType wanted = function.type();
        if (wanted.parameters().size() != arguments) {
            throw new IllegalArgumentException(
                    function + " takes " + wanted.parameters().size() + " arguments, not " + arguments);
        }
        nested = function.in(guest());
        prepared = Answer.CALL;
        return wanted.parameters();
    }

    /** A result of the function called last. */
    public int intResultOfCall(int index) {
        return (int) resultOfCall(index);
    }

    /** A result of the function called last. */
    public long longResultOfCall(int index) {
        return resultOfCall(index);
    }

    /** A result of the function called last. */
    public float floatResultOfCall(int index) {
        return Float.intBitsToFloat((int) resultOfCall(index));
    }

    /** A result of the function called last. */
    public double doubleResultOfCall(int index) {
        return Double.longBitsToDouble(resultOfCall(index));
    }

    private long resultOfCall(int index) {
        requireOpen();
        if (round == 0) {
            throw new IllegalStateException(name() + " has not called a function yet");
        }
        return guest().slotsFor(nestedBase + index + 1)[nestedBase + index];
    }

    /**
     * Collects fuel for work that is about to be done, over as many ticks as it takes; then this function is called again
     * with {@link #round} one higher. Use it where the work grows with an argument; {@link #charge} is for small work done.
     */
    public Answer pay(long fuel) {
        if (fuel < 0) {
            throw new IllegalArgumentException("cannot collect " + fuel);
        }
        price = fuel;
        prepared = Answer.PAY;
        return Answer.PAY;
    }

    /** Ends the guest's call with a trap of kind {@code EXIT}. */
    public Answer exit(int code) {
        exitCode = code;
        prepared = Answer.EXIT;
        return Answer.EXIT;
    }

    /** Refuses an answer that says nothing without what its method was to be told. */
    void requireMade(Answer answer) {
        boolean saysAll = answer == Answer.DONE || answer == Answer.PENDING;
        if (!saysAll && answer != prepared) {
            throw new IllegalStateException(
                    name() + " answered " + answer + "; return what call(…), pay(…) or exit(…) answers");
        }
    }

    @Nullable
    GuestFunction nested() {
        return nested;
    }

    int nestedBase() {
        return nestedBase;
    }

    long price() {
        return price;
    }

    int exitCode() {
        return exitCode;
    }
}
