package dev.tally.runtime;

import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a host gives its guests: functions, globals, memories, and other modules that are instantiated in the same guest
 * and whose exports the main module imports. Immutable, and shared by any number of guests; what is not immutable itself,
 * such as a memory, each guest gets its own of.
 *
 * <p>Two things need no mention: {@code tally.yield}, and the JS string builtins of {@code wasm:js-string}. What is given here
 * under such a name goes before them, and before what modules export.
 *
 * <p>Functions are called on the thread that ticks; those that guests of several threads share must be fit for that.
 */
public final class Imports {
    private static final String DEFAULT_STRING_CONSTANTS = "'";

    private final Map<String, Map<String, Definition>> definitions;
    private final Map<String, Module> modules;
    private final List<Consumer<Builder>> perGuest;
    private final String stringConstantsModule;
    private final @Nullable HostCallWatcher watcher;

    /** Something that the host gives. */
    sealed interface Definition {
        record Leaf(FunctionType type, LeafFunction function) implements Definition {}

        record Resting(FunctionType type, RestingFunction function) implements Definition {}

        record Global(
                ValueType type, boolean mutable, @Nullable Object value) implements Definition {}

        record Memory(long minimumPages, long maximumPages) implements Definition {}
    }

    private Imports(Builder builder) {
        Map<String, Map<String, Definition>> copy = new LinkedHashMap<>();
        builder.definitions.forEach((module, fields) -> copy.put(module, Map.copyOf(fields)));
        definitions = Map.copyOf(copy);
        modules = new LinkedHashMap<>(builder.modules);
        perGuest = List.copyOf(builder.perGuest);
        stringConstantsModule = builder.stringConstantsModule;
        watcher = builder.watcher;
    }

    /** Nothing but what needs no mention. */
    public static Imports none() {
        return builder().build();
    }

    /** Collects what to give. */
    public static Builder builder() {
        return new Builder();
    }

    /** These imports for one guest: what is made for each guest anew is made now. */
    Imports forOneGuest() {
        if (perGuest.isEmpty()) {
            return this;
        }
        Builder own = new Builder();
        definitions.forEach((module, fields) -> own.definitions.put(module, new LinkedHashMap<>(fields)));
        own.modules.putAll(modules);
        own.stringConstantsModule = stringConstantsModule;
        own.watcher = watcher;
        perGuest.forEach(imports -> imports.accept(own));
        return own.build().forOneGuest();
    }

    @Nullable
    Definition find(String module, String field) {
        Map<String, Definition> fields = definitions.get(module);
        return fields == null ? null : fields.get(field);
    }

    Map<String, Module> modules() {
        return modules;
    }

    String stringConstantsModule() {
        return stringConstantsModule;
    }

    /** Who is told of calls of the host, or null. */
    @Nullable
    HostCallWatcher watcher() {
        return watcher;
    }

    /**
     * Is told of every call that a guest makes of its host, before it is answered and while the guest is at rest: so whoever
     * watches may take {@link Guest#stateDigest}, which is the same there for every slice size, tier and JVM. It must not enter
     * the guest, nor change anything that the guest can see.
     *
     * <p>Watching makes leaf functions run at rest as well, which takes longer and changes nothing else. Guests whose imports
     * nobody watches run as if there were no such thing.
     *
     * @see Builder#watchedBy
     */
    @FunctionalInterface
    public interface HostCallWatcher {
        /**
         * A guest calls its host.
         *
         * @param guest the guest, at rest
         * @param module the module that the function is imported from
         * @param field its name there
         */
        void called(Guest guest, String module, String field);
    }

    /** Collects imports; a name that is given twice is refused. */
    public static final class Builder {
        private final Map<String, Map<String, Definition>> definitions = new LinkedHashMap<>();
        private final Map<String, Module> modules = new LinkedHashMap<>();
        private final List<Consumer<Builder>> perGuest = new ArrayList<>();
        private String stringConstantsModule = DEFAULT_STRING_CONSTANTS;
        private @Nullable HostCallWatcher watcher;

        private Builder() {}

        /**
         * A function that runs beneath the guest's frame: the cheapest kind, with numbers and memory alone.
         *
         * @param module the module that guests import it from
         * @param field its name there
         * @param type what guests must import it as
         * @throws IllegalArgumentException if something has been given under these names; so with all that follow
         */
        public Builder leaf(String module, String field, FunctionType type, LeafFunction function) {
            return add(module, field, new Definition.Leaf(type, function));
        }

        /** A function that runs while the guest is at rest: it may use strings, keep the guest waiting and have it called. */
        public Builder resting(String module, String field, FunctionType type, RestingFunction function) {
            return add(module, field, new Definition.Resting(type, function));
        }

        /** An immutable global, with a value as {@link Guest#call(String, Object...)} takes arguments. */
        public Builder global(String module, String field, ValueType type, @Nullable Object value) {
            return add(module, field, new Definition.Global(type, false, value));
        }

        /** A mutable global; each guest has its own. */
        public Builder mutableGlobal(String module, String field, ValueType type, @Nullable Object value) {
            return add(module, field, new Definition.Global(type, true, value));
        }

        /**
         * A memory of so many pages of 64 KiB at first and at most; each guest has its own, on its quota.
         *
         * @throws IllegalArgumentException if there are less than none at first, or more than at most
         */
        public Builder memory(String module, String field, int minimumPages, int maximumPages) {
            if (minimumPages < 0 || minimumPages > maximumPages) {
                throw new IllegalArgumentException(
                        "a memory of " + minimumPages + " pages at first cannot have " + maximumPages + " at most");
            }
            return add(module, field, new Definition.Memory(minimumPages, maximumPages));
        }

        /**
         * A module to be instantiated in the guest, before those that are added later and before the one that is spawned; these
         * can import what it exports, from this name. What it has is on the guest's quota.
         *
         * @throws IllegalArgumentException if there is a module of this name
         */
        public Builder module(String name, Module module) {
            if (modules.putIfAbsent(name, module) != null) {
                throw new IllegalArgumentException("there is a module \"" + name + "\" already");
            }
            return this;
        }

        /** The module whose imported globals are string constants, {@code '} by default. */
        public Builder stringConstantsModule(String name) {
            stringConstantsModule = name;
            return this;
        }

        /** Has someone told of all calls of the host, of functions of both kinds; yields are seen as outcomes of ticks. */
        public Builder watchedBy(HostCallWatcher newWatcher) {
            watcher = newWatcher;
            return this;
        }

        /**
         * Imports with a state that must not be shared: they are added for each guest anew, when it is spawned, to what all
         * guests are given. A name that is there already is refused then.
         */
        public Builder perGuest(Consumer<Builder> imports) {
            perGuest.add(imports);
            return this;
        }

        private Builder add(String module, String field, Definition definition) {
            Map<String, Definition> fields = definitions.computeIfAbsent(module, m -> new LinkedHashMap<>());
            if (fields.putIfAbsent(field, definition) != null) {
                throw new IllegalArgumentException("there is a \"" + module + "\" \"" + field + "\" already");
            }
            return this;
        }

        /** What has been collected so far; the builder may go on. */
        public Imports build() {
            return new Imports(this);
        }
    }
}
