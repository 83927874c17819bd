package dev.tally.runtime;

import dev.tally.core.module.ExternalType.GlobalType;
import dev.tally.core.module.ExternalType.MemoryType;
import dev.tally.core.module.SizeRange;
import dev.tally.core.type.FunctionType;
import dev.tally.runtime.link.GuestFunction.Kind;
import dev.tally.runtime.link.ImportSource;
import dev.tally.runtime.link.Importable;
import dev.tally.runtime.link.Instance;
import dev.tally.runtime.link.Linker;
import dev.tally.runtime.link.Store;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The imports of one guest: what the host gives, made the guest's own when it is first asked for. */
final class GuestImports implements ImportSource {
    private static final String TALLY = "tally";
    private static final String YIELD = "yield";

    private final Guest guest;
    private final Store store;
    private final Values values;
    private final Imports imports;
    private final Map<String, Instance> instances = new HashMap<>();
    private final IdentityHashMap<Imports.Definition, Importable> known = new IdentityHashMap<>();
    private final Importable yield = new Importable.HostFunction(Kind.YIELD, YIELD, FunctionType.of(), new Object());

    GuestImports(Guest guest, Store store, Values values, Imports imports) {
        this.guest = guest;
        this.store = store;
        this.values = values;
        this.imports = imports;
    }

    /** The exports of an instance can be imported under this name from now on. */
    void register(String name, Instance instance) {
        instances.put(name, instance);
    }

    @Override
    public @Nullable Importable find(String module, String name) {
        Imports.Definition definition = imports.find(module, name);
        if (definition != null) {
            return known.computeIfAbsent(definition, d -> make(module, name, d));
        }
        if (module.equals(TALLY) && name.equals(YIELD)) {
            return yield;
        }
        Instance instance = instances.get(module);
        return instance == null || instance.failed() ? null : Linker.exported(instance, name);
    }

    private Importable make(String module, String name, Imports.Definition definition) {
        Imports.HostCallWatcher watcher = imports.watcher();
        return switch (definition) {
            case Imports.Definition.Leaf(FunctionType type, LeafFunction function) ->
                watcher == null
                        ? new Importable.HostFunction(
                                Kind.LEAF, module + "." + name, type, new LeafAdapter(guest, name, type, function))
                        : resting(module, name, type, watched(watcher, module, name, new LeafAtRest(guest, function)));
            case Imports.Definition.Resting(FunctionType type, RestingFunction function) ->
                resting(module, name, type, watcher == null ? function : watched(watcher, module, name, function));
            case Imports.Definition.Global(var type, boolean mutable, Object value) ->
                new Importable.ExistingGlobal(
                        store.newGlobal(new GlobalType(type, mutable), values.toSlot(type, value, "global " + name)));
            case Imports.Definition.Memory(long minimum, long maximum) ->
                new Importable.ExistingMemory(
                        store.arena().newMemory(minimum, maximum),
                        new MemoryType(maximum < 0 ? SizeRange.from(minimum) : SizeRange.between(minimum, maximum)));
        };
    }

    private static Importable resting(String module, String name, FunctionType type, RestingFunction function) {
        return new Importable.HostFunction(Kind.RESTING, module + "." + name, type, new RestingTarget(function));
    }

    /** The function, with someone told when it is called; not again when it goes on with a call. */
    private RestingFunction watched(
            Imports.HostCallWatcher watcher, String module, String name, RestingFunction function) {
        return call -> {
            if (call.round() == 0) {
                watcher.called(guest, module, name);
            }
            return function.call(call);
        };
    }

    /** A resting function; each import is one of its own, even if the host gave the same object twice. */
    record RestingTarget(RestingFunction function) {}

    @Override
    public String stringConstantsModule() {
        return imports.stringConstantsModule();
    }
}
