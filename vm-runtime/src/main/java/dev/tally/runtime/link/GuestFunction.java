package dev.tally.runtime.link;

import dev.tally.core.type.FunctionType;
import dev.tally.heap.object.Reference;
import dev.tally.runtime.code.FunctionCode;
import org.jspecify.annotations.Nullable;

/**
 * A function as a guest sees it: one of an instance, one of the host, or a builtin. Its number is its place in the
 * guest's {@link Store}; references and frames name it by that number and by nothing else.
 */
public final class GuestFunction {

    /** Who runs it. */
    public enum Kind {
        /** Code of a module. */
        WASM,
        /** The host, at once, beneath the guest's frame. */
        LEAF,
        /** The host, while the guest is at rest. */
        RESTING,
        /** An instruction of ours behind an import. */
        BUILTIN,
        /** The end of a frame: the tick ends, and the next one goes on behind the call. */
        YIELD
    }

    private final int number;
    private final int reference;
    private final Kind kind;
    private final @Nullable String name;
    private final FunctionType type;
    private final int typeNumber;
    private final @Nullable Instance instance;
    private final int index;
    private final @Nullable Object target;
    private @Nullable FunctionCode code;

    /** The same as long as calls of it are the interpreter's. */
    private @Nullable FunctionCode interpretedCode;

    private boolean compiled;

    private GuestFunction(
            int number,
            Kind kind,
            @Nullable String name,
            FunctionType type,
            int typeNumber,
            @Nullable Instance instance,
            int index,
            @Nullable Object target) {
        this.number = number;
        this.reference = Reference.function(number);
        this.kind = kind;
        this.name = name;
        this.type = type;
        this.typeNumber = typeNumber;
        this.instance = instance;
        this.index = index;
        this.target = target;
    }

    /** A function that an instance's module defines; {@code index} is its place in the module's function space. */
    static GuestFunction ofInstance(int number, Instance instance, int index, FunctionType type, int typeNumber) {
        return new GuestFunction(number, Kind.WASM, null, type, typeNumber, instance, index, null);
    }

    /** The function that instantiates an instance's module. */
    static GuestFunction instantiation(int number, Instance instance, FunctionType type, int typeNumber) {
        GuestFunction function =
                new GuestFunction(number, Kind.WASM, "(instantiation)", type, typeNumber, instance, -1, null);
        function.code = instance.program().instantiation();
        function.interpretedCode = function.code;
        return function;
    }

    /** A function that is not code of a module; {@code target} is what runs it. */
    static GuestFunction outside(
            int number, Kind kind, String name, FunctionType type, int typeNumber, @Nullable Object target) {
        return new GuestFunction(number, kind, name, type, typeNumber, null, -1, target);
    }

    /** Its place among the guest's functions. */
    public int number() {
        return number;
    }

    /** What refers to it. */
    public int reference() {
        return reference;
    }

    public Kind kind() {
        return kind;
    }

    public boolean isWasm() {
        return kind == Kind.WASM;
    }

    /** Its name for people: from the name section, an export, or the import that brought it. */
    public String name() {
        return name != null ? name : instance().program().functionName(index);
    }

    public FunctionType type() {
        return type;
    }

    /** Equal for two functions of one guest if and only if their types are equal. */
    public int typeNumber() {
        return typeNumber;
    }

    /** The instance whose code it is. */
    public Instance instance() {
        if (instance == null) {
            throw new IllegalStateException(name() + " belongs to no instance");
        }
        return instance;
    }

    /** The instance whose code it is, or null when it is none. */
    public @Nullable Instance instanceIfAny() {
        return instance;
    }

    /** Its place in the function space of its module, or −1 when it belongs to none. */
    public int index() {
        return index;
    }

    /** What runs it, if it is not code of a module. */
    public Object target() {
        if (target == null) {
            throw new IllegalStateException(name() + " is not run by the host");
        }
        return target;
    }

    /** Its code if it was lowered already and is interpreted; null otherwise, and always null outside modules. */
    public @Nullable FunctionCode interpretedCode() {
        return interpretedCode;
    }

    /** Whether calls of it go to a compiled tier. */
    public boolean isCompiled() {
        return compiled;
    }

    /** Lets calls of it go to a compiled tier, or to the interpreter. */
    public void setCompiled(boolean isCompiled) {
        compiled = isCompiled;
        interpretedCode = isCompiled ? null : code;
    }

    /** Its code, lowered now if it never was. */
    public FunctionCode code() {
        if (code == null) {
            code = instance().program().code(index);
            interpretedCode = compiled ? null : code;
        }
        return code;
    }

    /** Parameters and declared locals, outside code parameters or results: where in its frame the header stands. */
    public int locals() {
        return isWasm()
                ? code().locals()
                : Math.max(type.parameters().size(), type.results().size());
    }

    /** The slots of its frame. */
    public int frameSlots() {
        return isWasm() ? code().frameSlots() : locals() + FunctionCode.HEADER_SLOTS;
    }

    @Override
    public String toString() {
        return name();
    }
}
