package dev.tally.runtime.compile;

import dev.tally.core.TrapKind;
import dev.tally.core.type.HeapType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.validate.ValidModule;
import dev.tally.heap.collect.AllocationBuffer;
import dev.tally.heap.memory.LinearMemory;
import dev.tally.heap.object.CardTable;
import dev.tally.heap.object.HeapObjects;
import dev.tally.heap.object.ObjectLayout;
import dev.tally.heap.object.Reference;
import dev.tally.heap.object.Strings;
import dev.tally.heap.word.GlobalCell;
import dev.tally.runtime.code.IndexedOperation;
import dev.tally.runtime.code.ResumableOperation;
import dev.tally.runtime.frame.Execution;
import dev.tally.runtime.interpret.Calls;
import dev.tally.runtime.interpret.Exit;
import dev.tally.runtime.link.GuestFunction;
import dev.tally.runtime.link.Instance;
import dev.tally.runtime.link.ObjectTypes;
import dev.tally.runtime.ops.Casts;
import dev.tally.runtime.ops.IndexedOperations;
import dev.tally.runtime.ops.ObjectOperations;
import dev.tally.runtime.ops.Progress;
import dev.tally.runtime.ops.ResumableOperations;
import dev.tally.runtime.ops.WholeOperations;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What compiled code of one instance works on. While methods run, the arrays here stay as they are: whatever would change one of
 * them is left to the interpreter, for which all frames are written first.
 */
final class Machine extends Departures {
    private static final long[] NO_SLOTS = {};
    private static final byte[] NO_BYTES = {};
    private static final int[] NO_ELEMENTS = {};
    private static final int I31 = HeapType.I31.index();

    private static final int NONE = -1;

    private final boolean[] callableHere;

    /** By imported function: the slots of its frame if it is the string builtin of its name, or more than there can be. */
    private final int[] builtinSlots;

    private final Strings strings;
    private final MemoryRoom roomSite;
    private final HeapObjects heap;
    private int builtinLimit;

    /** Whether a test mode may want a rest before operations. */
    private boolean mayRest;

    byte[] memory = NO_BYTES;

    /** The same, of which HotSpot does not know what it is. */
    Object anyMemory = NO_BYTES;

    int memoryRoom;
    byte[] objects = NO_BYTES;
    int young;
    private final CardTable cards;
    final GlobalCell[] cells;

    /** By type of the module: what objects of the very type have in their headers. */
    private final int[] shapes;

    /** Of the buffer in which structures are made. */
    private final long[] bufferState;

    private final int[] typeNumbers;

    /** Those of the first table. */
    private int[] elements = NO_ELEMENTS;

    private final ObjectTypes types;

    Machine(Execution execution, Instance instance, CompiledProgram program) {
        super(execution, instance, program);
        this.cells = instance.cells();
        this.shapes = instance.shapes();
        this.bufferState = buffer.state();
        this.typeNumbers = instance.typeNumbers();
        this.cards = execution.cards();
        this.types = execution.store().objectTypes();
        this.callableHere = callableHere(instance);
        this.builtinSlots = builtinSlots(instance);
        this.roomSite = program.memoryRoom();
        this.heap = execution.store().arena().objects();
        this.strings = execution.store().arena().strings();
    }

    /** Takes the arrays as they are now. */
    void begin() {
        set();
        LinearMemory first = instance.defaultMemory();
        memory = first == null ? NO_BYTES : first.bytes();
        anyMemory = memory;
        memoryRoom = first == null ? 0 : memory.length - (int) first.byteSize();
        roomSite.begin(memoryRoom != 0);
        elements = instance.tableCount() == 0 ? NO_ELEMENTS : instance.table(0).references();
        objects = execution.objects();
        young = execution.youngObjects();
        mayRest = execution.mayRestBeforeOperation();
        builtinLimit = mayRest ? NONE : limit;
        execution.openBuffer();
    }

    /** Lets go of the arrays: who keeps a guest that is closed keeps none of them. */
    void end() {
        if (memoryRoom != 0) {
            roomSite.end();
        }
        buffer.close();
        slots = NO_SLOTS;
        memory = NO_BYTES;
        anyMemory = NO_BYTES;
        objects = NO_BYTES;
        elements = NO_ELEMENTS;
    }

    // Operations of several steps.

    /** The index of a function that is called through a table, or a negative number if the interpreter is to call it. */
    int calleeInTable(int index, int table, int type) {
        int reference = table == 0 ? referenceInFirstTable(index) : referenceInTable(index, table);
        int typeNumber = typeNumbers[type];
        int known = knownCallees.index(reference, typeNumber);
        return known >= 0 ? known : indexOfCallee(reference, typeNumber);
    }

    /** The same of a function that is called by reference; its type is known. */
    int calleeReferred(int reference, int type) {
        int known = knownCallees.index(reference);
        return known >= 0 ? known : indexOfCallee(reference, instance.typeNumber(type));
    }

    /** What lies behind a table in its array is null. */
    private int referenceInFirstTable(int index) {
        return index >= 0 && index < elements.length ? elements[index] : Reference.NULL;
    }

    /** Executes an indexed operation whose operands are written; answers its result, if it has one. */
    long indexed(int base, int operation, int operands, int first, int second) {
        TrapKind trap = IndexedOperations.execute(
                IndexedOperation.of(operation), execution.store(), instance, slots, base + operands, first, second);
        if (trap != null) {
            throw new TrapSignal(trap);
        }
        return slots[base + operands];
    }

    /**
     * Calls a function that is not code, all of the frame being written; its results are where its arguments were.
     *
     * @return whether it has returned; otherwise the method has stopped. What fuel there is then is in {@link #fuel}.
     */
    boolean callOutside(long fuelNow, int base, int function, int callee, int arguments, int safepoint, int word) {
        GuestFunction called = instance.function(callee);
        if (!callableHere[callee] || base + arguments + called.frameSlots() > limit) {
            leave(fuelNow, base, function, word);
            return false;
        }
        execution.setFuel(fuelNow);
        execution.restAt(number(function), safepoint, base);
        Exit ended;
        beginOutside(true);
        try {
            ended = Calls.callOutside(
                    execution, called, base + arguments, Execution.linkTo(number(function), safepoint));
        } finally {
            endOutside(true);
        }
        if (ended == null) {
            fuel = execution.fuel();
            return true;
        }
        boolean lacksRoom = ended == Exit.OUT_OF_ALLOWANCE && !execution.starved() && execution.fuel() >= 0;
        stop(execution.fuel(), base, function, lacksRoom ? Exit.ENTERS_COMPILED : ended);
        return false;
    }

    /** What is called next may make objects, where it does, but never move them. */
    private void beginOutside(boolean makesObjects) {
        if (makesObjects) {
            buffer.close();
        }
        execution.holdStill(true);
    }

    private void endOutside(boolean makesObjects) {
        execution.holdStill(false);
        if (makesObjects) {
            execution.openBuffer();
        }
    }

    /** Which imported functions move nothing: those of the host that get and give numbers can make no objects. */
    private static boolean[] callableHere(Instance instance) {
        boolean[] callable = new boolean[instance.program().module().spaces().importedFunctions()];
        for (int i = 0; i < callable.length; i++) {
            GuestFunction function = instance.function(i);
            callable[i] = switch (function.kind()) {
                case WASM -> false;
                case LEAF ->
                    Stream.concat(function.type().parameters().stream(), function.type().results().stream())
                            .noneMatch(ReferenceType.class::isInstance);
                case BUILTIN, RESTING, YIELD -> true;
            };
        }
        return callable;
    }

    private static int[] builtinSlots(Instance instance) {
        ValidModule module = instance.program().module();
        int[] slots = new int[module.spaces().importedFunctions()];
        for (int i = 0; i < slots.length; i++) {
            GuestFunction function = instance.function(i);
            boolean isBuiltin = function.kind() == GuestFunction.Kind.BUILTIN
                    && function.target() == CallWriter.builtinNamed(module, i);
            slots[i] = isBuiltin ? function.frameSlots() : Integer.MAX_VALUE / 2;
        }
        return slots;
    }

    // String builtins that only look at a string; they are given the imported function and the slot of the first
    // argument.
    // They answer a negative number if the call must be made, since it would trap, rest, or is one of the host.

    int stringLength(int string, int callee, int at) {
        return isString(string, callee, at) > 0 ? strings.length(string) : NONE;
    }

    int charCodeAt(int string, int index, int callee, int at) {
        return Integer.compareUnsigned(index, Math.max(stringLength(string, callee, at), 0)) < 0
                ? strings.charAt(string, index)
                : NONE;
    }

    int codePointAt(int string, int index, int callee, int at) {
        return Integer.compareUnsigned(index, Math.max(stringLength(string, callee, at), 0)) < 0
                ? strings.codePointAt(string, index)
                : NONE;
    }

    int isString(int string, int callee, int at) {
        if (at + builtinSlots[callee] > builtinLimit) {
            return NONE;
        }
        return strings.isString(string) ? 1 : 0;
    }

    int castToString(int string, int callee, int at) {
        return isString(string, callee, at) > 0 ? string : NONE;
    }

    /**
     * Executes an operation whose price grows with an operand, all of the frame being written.
     *
     * @return whether it is done; otherwise the method has stopped. What fuel there is then is in {@link #fuel}.
     */
    boolean resumable(
            long fuelNow,
            int base,
            int operation,
            int operands,
            int first,
            int second,
            int function,
            int safepoint,
            int word) {
        if (mayRest) {
            leave(fuelNow, base, function, word);
            return false;
        }
        execution.setFuel(fuelNow);
        execution.restAt(number(function), safepoint, base);
        ResumableOperation resumable = ResumableOperation.of(operation);
        Progress progress;
        beginOutside(resumable.makesObjects());
        try {
            progress = ResumableOperations.execute(resumable, execution, instance, base + operands, first, second);
        } finally {
            endOutside(resumable.makesObjects());
        }
        switch (progress) {
            case DONE -> {
                fuel = execution.fuel();
                return true;
            }
            // The interpreter tries again, and comes to rest if it is for want of fuel.
            case RESTS -> leave(execution.fuel(), base, function, word);
            case TRAPPED -> trapAt(execution.trapKind(), execution.fuel(), base, function, word);
        }
        return false;
    }

    // Copies and fills, which answer the fuel that they leave, or a negative number if they are not done.

    long copyMemory(long fuelNow, int to, int from, int length) {
        return mayRest ? WholeOperations.NOT_DONE : WholeOperations.copy(fuelNow, firstMemory(), to, from, length);
    }

    long fillMemory(long fuelNow, int to, int value, int length) {
        return mayRest ? WholeOperations.NOT_DONE : WholeOperations.fill(fuelNow, firstMemory(), to, value, length);
    }

    long copyArray(
            long fuelNow, int to, int toIndex, int from, int fromIndex, int length, int shift, boolean areReferences) {
        return mayRest
                ? WholeOperations.NOT_DONE
                : WholeOperations.copy(fuelNow, heap, shift, areReferences, to, toIndex, from, fromIndex, length);
    }

    long fillArray(long fuelNow, int array, int index, long value, int length, int shift, boolean areReferences) {
        return mayRest
                ? WholeOperations.NOT_DONE
                : WholeOperations.fill(fuelNow, heap, shift, areReferences, array, index, value, length);
    }

    private LinearMemory firstMemory() {
        return Objects.requireNonNull(instance.defaultMemory());
    }

    /** What refers to a function. */
    int functionReference(int function) {
        return instance.function(function).reference();
    }

    /** Whether there is room for a structure; else the interpreter must make it. */
    boolean hasRoom(int bytes) {
        return AllocationBuffer.hasRoom(bufferState, bytes);
    }

    /**
     * Makes a structure, for which there is room; its fields are 0 and null.
     *
     * @param objects the array of all objects, as the method has it: so HotSpot knows whether what lies in it is within its bounds
     */
    int structure(int type, int bytes, byte[] objects) {
        return AllocationBuffer.struct(bufferState, shapes[type], bytes, objects);
    }

    /** Makes a structure, for which there is room, and writes nothing. */
    int reserve(int bytes) {
        return AllocationBuffer.reserve(bufferState, bytes);
    }

    /** Writes of which type a structure is; its fields are 0 and null. */
    void writeHeader(int structure, int type, byte[] objects) {
        AllocationBuffer.writeHeader(structure, shapes[type], objects);
    }

    /**
     * Makes an array whose elements are 0 or null, and pays for it; null if that must be done otherwise. What fuel there is then is in
     * {@link #fuel}.
     *
     * @param shift of the size of an element
     * @param prices {@link ObjectOperations#PLAIN} or {@link ObjectOperations#FILLED}
     */
    int array(long fuelNow, int length, int type, int shift, int prices) {
        long bytes = ObjectLayout.arrayBytes(length, shift);
        long left = fuelNow - ObjectOperations.priceOfArray(bytes, prices);
        if (left < 0) {
            return Reference.NULL;
        }
        fuel = left;
        return buffer.array(shapes[type], length, bytes, objects);
    }

    /** Stores one value in all elements of an array that has just been made; answers the array. */
    int filled(int array, int length, long value, int shift, boolean areReferences) {
        ObjectOperations.fill(heap, shift, areReferences, array, 0, value, length);
        return array;
    }

    /** Marks the card of a place in an object where a reference was stored, if an old object holds a young one now. */
    void remember(int object, int at, int value) {
        if (value >= young && object < young) {
            cards.mark(at);
        }
    }

    /** Whether a reference is of a heap type, which has so many supertypes if it is a type of the module. */
    boolean isOf(int reference, int heapType, int supertypes, int orNull) {
        if (heapType == I31) {
            return Reference.isI31(reference) || orNull != 0 && Reference.isNull(reference);
        }
        if (heapType >= 0 && Reference.isObject(reference)) {
            int type = ObjectLayout.type(objects, reference);
            int expected = shapes[heapType];
            return type == expected || types.isSubtype(type, expected, supertypes);
        }
        return Casts.isOf(execution.store(), instance, reference, heapType, orNull != 0);
    }

    void cast(int reference, int heapType, int supertypes, int orNull) {
        if (!isOf(reference, heapType, supertypes, orNull)) {
            throw new TrapSignal(TrapKind.CAST_FAILURE);
        }
    }
}
