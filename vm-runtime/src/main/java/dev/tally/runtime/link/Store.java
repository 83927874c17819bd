package dev.tally.runtime.link;

import dev.tally.core.module.CanonicalTypes;
import dev.tally.core.module.ExternalType.GlobalType;
import dev.tally.core.type.FunctionType;
import dev.tally.heap.arena.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a guest has beside its stack: functions, instances and the arena. The specification calls it the store. Its
 * numbers follow from the order of linking alone.
 */
public final class Store {
    private final Arena arena;
    private final List<Instance> instances = new ArrayList<>();
    private final CanonicalTypes types = new CanonicalTypes();
    private final ObjectTypes objectTypes;
    private final IdentityHashMap<Object, GuestFunction> hostFunctions = new IdentityHashMap<>();
    private final Map<String, GuestGlobal> stringConstants = new HashMap<>();
    private GuestFunction[] functions = new GuestFunction[8];
    private int functionCount;

    public Store(Arena arena) {
        this.arena = arena;
        this.objectTypes = new ObjectTypes(types, arena.objects().shapes());
    }

    public Arena arena() {
        return arena;
    }

    /** The functions by number; longer than there are functions. For reading only. */
    public GuestFunction[] functions() {
        return functions;
    }

    public GuestFunction function(int number) {
        return functions[number];
    }

    public List<Instance> instances() {
        return instances;
    }

    /** The instance with this number. */
    public Instance instance(int number) {
        return instances.get(number);
    }

    /** Gives the arena back; what is left of the store is for nobody to use. */
    public void release() {
        arena.release();
        instances.forEach(Instance::dropSegments);
    }

    int nextInstance() {
        return instances.size();
    }

    void add(Instance instance) {
        instances.add(instance);
    }

    /** The types of all modules of the guest, and which of them match. */
    public CanonicalTypes types() {
        return types;
    }

    /** The types of the guest's objects. */
    public ObjectTypes objectTypes() {
        return objectTypes;
    }

    GuestFunction addOfInstance(Instance instance, int index, FunctionType type, int typeNumber) {
        return add(GuestFunction.ofInstance(functionCount, instance, index, type, typeNumber));
    }

    /** The instance's function that instantiates it. */
    public GuestFunction addInstantiation(Instance instance) {
        FunctionType type = FunctionType.of();
        return add(GuestFunction.instantiation(functionCount, instance, type, types.add(type)));
    }

    /** The guest's function for something of the host: the same for the same target, however often it is imported. */
    GuestFunction outside(GuestFunction.Kind kind, String name, FunctionType type, Object target) {
        GuestFunction known = hostFunctions.get(target);
        if (known != null) {
            return known;
        }
        GuestFunction function = add(GuestFunction.outside(functionCount, kind, name, type, types.add(type), target));
        hostFunctions.put(target, function);
        return function;
    }

    private GuestFunction add(GuestFunction function) {
        if (functionCount == functions.length) {
            functions = Arrays.copyOf(functions, functionCount * 2);
        }
        functions[functionCount] = function;
        functionCount++;
        return function;
    }

    /** A global that belongs to no module. */
    public GuestGlobal newGlobal(GlobalType type, long slot) {
        GuestGlobal global = new GuestGlobal(type, arena.newGlobal(), null);
        global.cell().value = slot;
        return global;
    }

    /** The global of a string constant: one for each text, so that a text is materialised at most once. */
    GuestGlobal stringConstant(String text, GlobalType type) {
        return stringConstants.computeIfAbsent(text, t -> new GuestGlobal(type, arena.newGlobal(), t));
    }
}
