package dev.tally.runtime;

import dev.tally.core.module.Export;
import dev.tally.core.module.ExternalKind;
import dev.tally.runtime.link.GuestGlobal;
import dev.tally.runtime.link.Instance;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of the instances in a guest: what it exports. It is used as its guest is, by one thread at a time, and refuses
 * whatever a closed guest refuses. A name that it does not export is an {@link IllegalArgumentException}.
 */
public final class GuestInstance {
    private final Guest guest;
    private final Values values;
    private final Instance instance;
    private final Map<String, FunctionReference> functions = new HashMap<>();

    GuestInstance(Guest guest, Values values, Instance instance) {
        this.guest = guest;
        this.values = values;
        this.instance = instance;
    }

    /** An exported function, to be called or to be given to the guest. */
    public FunctionReference function(String export) {
        int index = indexOf(export, ExternalKind.FUNCTION);
        FunctionReference known = functions.get(export);
        if (known == null) {
            known = new FunctionReference(guest, instance.function(index));
            functions.put(export, known);
        }
        return known;
    }

    /** An exported memory. It is always as large as the guest has made it; segments are in it once they are instantiated. */
    public GuestMemory memory(String export) {
        return new GuestMemory(guest, instance.memory(indexOf(export, ExternalKind.MEMORY)));
    }

    /** The value of an exported global, boxed as {@link Guest#result} boxes; zero or null until it is instantiated. */
    public @Nullable Object global(String export) {
        GuestGlobal global = instance.global(indexOf(export, ExternalKind.GLOBAL));
        String constant = global.constant();
        return constant != null ? constant : values.toHost(global.type().type(), global.cell().value);
    }

    /**
     * Sets an exported global, to a value given as {@link Guest#call(String, Object...)} takes arguments.
     *
     * @throws IllegalArgumentException if it is immutable, or the value does not fit its type
     * @throws IllegalStateException if the guest's quota has no room for the value
     */
    public void setGlobal(String export, @Nullable Object value) {
        guest.enter();
        try {
            GuestGlobal global = instance.global(indexOf(export, ExternalKind.GLOBAL));
            if (!global.type().mutable()) {
                throw new IllegalArgumentException("the global \"" + export + "\" is immutable");
            }
            global.cell().value = values.toSlot(global.type().type(), value, "global \"" + export + "\"");
        } finally {
            guest.leave();
        }
    }

    /**
     * Makes a structure of a type that the module defines.
     *
     * @param typeIndex the type's index in the module
     * @param fields the values of all fields, given as {@link Guest#call(String, Object...)} takes arguments
     * @throws IllegalArgumentException if it is no type of structures, or the values do not fit
     * @throws IllegalStateException if the guest's quota has no room for it
     */
    public GuestObject newStructure(int typeIndex, @Nullable Object... fields) {
        guest.enter();
        try {
            return values.newStructure(instance, typeIndex, fields);
        } finally {
            guest.leave();
        }
    }

    /** Makes an array of zeros or nulls of a type that the module defines; otherwise as {@link #newStructure}. */
    public GuestObject newArray(int typeIndex, int length) {
        guest.enter();
        try {
            return values.newArray(instance, typeIndex, length);
        } finally {
            guest.leave();
        }
    }

    private int indexOf(String name, ExternalKind kind) {
        guest.requireReadable();
        if (instance.failed()) {
            throw new IllegalStateException(
                    "the instantiation of this module has trapped or was cancelled; it exports nothing");
        }
        Export export = instance.export(name, kind);
        if (export == null) {
            throw new IllegalArgumentException("the module exports no " + kind + " \"" + name + "\"");
        }
        return export.index();
    }

    /** The instance itself, if it is one of this guest's. */
    Instance in(Guest owner) {
        if (owner != guest) {
            throw new IllegalArgumentException("this is an instance of another guest");
        }
        return instance;
    }
}
