package dev.tally.runtime;

import dev.tally.core.LinkException;
import dev.tally.core.type.NumberType;
import dev.tally.core.type.ValueType;
import dev.tally.heap.HeapCounters;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.quota.QuotaExceededException;
import dev.tally.heap.word.SlotStack;
import dev.tally.runtime.digest.StateDigest;
import dev.tally.runtime.frame.Execution;
import dev.tally.runtime.frame.StackRoots;
import dev.tally.runtime.interpret.Tier;
import dev.tally.runtime.link.GuestFunction;
import dev.tally.runtime.link.Instance;
import dev.tally.runtime.link.Linker;
import dev.tally.runtime.link.Store;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.collections.api.map.primitive.ObjectLongMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The unit of isolation, budget and time: instances of modules in one arena, run one tick at a time.
 *
 * <p>A host {@link #call prepares} a call and then {@link #tick ticks} until the outcome says that it is over. Between
 * ticks the guest is data at rest, and the host may read and write what it exports. A guest may move between threads, but
 * one at a time may be inside; a second one gets an {@link IllegalStateException}, whatever it asks for, and so does a
 * function of the host that tries to enter the guest that called it. Reading is no entering: that function may read.
 *
 * <p>Once a guest is closed, its figures can still be read, and how its last tick ended; all else is refused.
 */
public final class Guest implements AutoCloseable {
    /** Names what {@link #stateDigest} digests, and in which order; certificates quote it. */
    public static final String STATE_DIGEST_VERSION = StateDigest.VERSION;

    private static final Logger LOG = LoggerFactory.getLogger(Guest.class);

    private final Module module;
    private final Limits limits;
    private final Store store;
    private final Values values;
    private final Execution execution;
    private final Ticks ticks;
    private final Linker linker;
    private final HostScope hostScope;
    private final GuestImports source;
    private final GuestInstance main;
    private final Queue<GuestFunction> instantiations = new ArrayDeque<>();
    private final AtomicReference<@Nullable Thread> inside = new AtomicReference<>();
    private boolean insideHost;
    private volatile boolean closed;

    Guest(Module module, Imports shared, Limits limits) {
        Imports imports = shared.forOneGuest();
        this.module = module;
        this.limits = limits;
        Arena arena = new Arena(limits.bytes());
        store = new Store(arena);
        values = new Values(this, store);
        hostScope = new HostScope(arena.scopedHandles());
        try {
            execution = new Execution(store, arena.newStack(limits.stackSlots()));
            source = new GuestImports(this, store, values, imports);
            linker = new Linker(store, source);
            imports.modules().forEach((name, imported) -> source.register(name, link(imported)));
            main = new GuestInstance(this, values, link(module));
        } catch (QuotaExceededException refusal) {
            LOG.info("a guest was refused: {}", refusal.getMessage());
            throw LinkException.beyondQuota(String.valueOf(refusal.getMessage()));
        }
        ticks = new Ticks(this, execution, values, instantiations);
        store.arena().collector().attach(new GuestRoots(store, new StackRoots(execution), ticks));
        LOG.debug("linked {} instances", store.instances().size());
    }

    private Instance link(Module module) {
        Instance instance = linker.link(module.program());
        instantiations.add(store.addInstantiation(instance));
        return instance;
    }

    // Running.

    /**
     * Prepares a call of an exported function; runs nothing. Arguments must be of the very types that the function takes:
     * {@link Integer} for i32, {@link Long} for i64, {@link Float} and {@link Double} for f32 and f64. A reference to a
     * function is given as {@link FunctionReference} or null; of the host, as {@link String}, null, or any other object,
     * which the guest holds as an opaque handle until it is closed.
     *
     * @throws IllegalArgumentException if there is no such function, or the arguments do not fit its type
     * @throws IllegalStateException if a call is in progress, or the guest's quota has no room for a string or a handle
     * @throws dev.tally.heap.HostResourceException if the JVM has no room for one; nothing is prepared then, and the call can be
     *     made again
     */
    public void call(String export, @Nullable Object... arguments) {
        call(function(export), arguments);
    }

    /** Prepares a call of a function; see {@link #call(String, Object...)}. */
    public void call(FunctionReference function, @Nullable Object... arguments) {
        enter();
        try {
            ticks.requireIdle();
            GuestFunction callee = function.in(this);
            List<ValueType> types = callee.type().parameters();
            if (types.size() != arguments.length) {
                throw new IllegalArgumentException(
                        function + " takes " + types.size() + " arguments, not " + arguments.length);
            }
            values.toSlots(types, arguments, "argument ", " of " + function, slotsFor(types.size()), 0);
            ticks.begin(callee);
        } finally {
            leave();
        }
    }

    /** Runs the call in progress for one tick of {@link Limits#fuelPerTick}; see {@link #tick(long)}. */
    public TickOutcome tick() {
        return tick(limits.fuelPerTick());
    }

    /**
     * Runs the call in progress until it ends, waits, yields or has used up the fuel granted. Debt of earlier ticks is paid
     * first; credit is not carried over. Never throws for what the guest does. A tick without a call runs what is left of
     * instantiation.
     *
     * <p>An {@link Error} that a function of the host throws, or the machine itself, leaves this method and breaks the guest,
     * which can then only be closed.
     *
     * @param fuel fuel to grant, positive
     * @throws IllegalStateException if there is nothing to run, or the guest is closed or in use
     * @throws dev.tally.heap.HostResourceException if the JVM has no memory for what the guest may still have by its
     *     quota; the guest is unchanged and the tick can be tried again
     */
    public TickOutcome tick(long fuel) {
        if (fuel <= 0) {
            throw new IllegalArgumentException("a tick needs fuel to grant, not " + fuel);
        }
        enter();
        try {
            hostScope.end();
            return ticks.run(fuel);
        } finally {
            leave();
        }
    }

    /**
     * Drops the call in progress, if there is one. What it did to the guest's state stays, and so does what it owes. If that
     * was in the middle of instantiation, what was being instantiated can be used no more.
     */
    public void cancel() {
        enter();
        try {
            ticks.cancel();
        } finally {
            leave();
        }
    }

    /** Ends the wait for a function of the host without results; see {@link #complete(Object...)}. */
    public void complete() {
        complete(new Object[0]);
    }

    /** Ends the wait for a function of the host with one i32, without boxing; see {@link #complete(Object...)}. */
    public void complete(int result) {
        complete(NumberType.I32, result);
    }

    /** Ends the wait for a function of the host with one i64, without boxing; see {@link #complete(Object...)}. */
    public void complete(long result) {
        complete(NumberType.I64, result);
    }

    private void complete(NumberType type, long slot) {
        enter();
        try {
            List<ValueType> types = ticks.awaitedResults();
            if (types.size() != 1 || !types.get(0).equals(type)) {
                throw new IllegalArgumentException("the awaited results are " + types + ", not " + type);
            }
            execution.slots()[execution.base()] = slot;
            ticks.complete();
        } finally {
            leave();
        }
    }

    /**
     * Ends the wait for a function of the host with its results; the next tick goes on behind the call.
     *
     * @param results as many as the function has, given as {@link #call(String, Object...)} takes arguments
     * @throws IllegalArgumentException if they do not fit the function's type; the guest goes on waiting
     * @throws IllegalStateException if the guest does not wait
     */
    public void complete(@Nullable Object... results) {
        enter();
        try {
            List<ValueType> types = ticks.awaitedResults();
            if (types.size() != results.length) {
                throw new IllegalArgumentException(
                        "the awaited results are " + types + ", not " + results.length + " values");
            }
            values.toSlots(types, results, "result ", "", execution.slots(), execution.base());
            ticks.complete();
        } finally {
            leave();
        }
    }

    /** How the last tick ended; null before the first, and again once the next call is prepared. */
    public @Nullable TickOutcome outcome() {
        requireAlone();
        return ticks.outcome();
    }

    /** Why the last call trapped; null when it did not, and again once the next call is prepared. */
    public @Nullable Trap trap() {
        requireAlone();
        return ticks.trap();
    }

    // Results: of the call that returned last, until the next one is prepared.

    /**
     * A result, boxed: a number, a {@link String}, a {@link FunctionReference}, an object of the host, or null.
     *
     * @param index from 0
     * @throws IllegalArgumentException if there is no such result
     * @throws IllegalStateException if the last call has not returned
     */
    public @Nullable Object result(int index) {
        List<ValueType> types = resultTypes();
        if (index < 0 || index >= types.size()) {
            throw new IllegalArgumentException("there is no result " + index + " among " + types);
        }
        return values.toHost(types.get(index), execution.slots()[index]);
    }

    /** How many results there are. */
    public int resultCount() {
        return resultTypes().size();
    }

    /** A result that is an i32; refused like {@link #result} when it is not. */
    public int resultInt(int index) {
        return (int) result(index, NumberType.I32);
    }

    /** A result that is an i64; refused like {@link #result} when it is not. */
    public long resultLong(int index) {
        return result(index, NumberType.I64);
    }

    /** A result that is an f32; refused like {@link #result} when it is not. */
    public float resultFloat(int index) {
        return Float.intBitsToFloat((int) result(index, NumberType.F32));
    }

    /** A result that is an f64; refused like {@link #result} when it is not. */
    public double resultDouble(int index) {
        return Double.longBitsToDouble(result(index, NumberType.F64));
    }

    /** A string result; null for a null reference. */
    public @Nullable String resultString(int index) {
        Object value = result(index);
        if (value != null && !(value instanceof String)) {
            throw new IllegalArgumentException("result " + index + " is not a string but " + value);
        }
        return (String) value;
    }

    private long result(int index, NumberType type) {
        List<ValueType> types = resultTypes();
        if (index < 0 || index >= types.size() || !types.get(index).equals(type)) {
            throw new IllegalArgumentException("result " + index + " of " + types + " is no " + type);
        }
        return execution.slots()[index];
    }

    private List<ValueType> resultTypes() {
        requireReadable();
        return ticks.results();
    }

    // Exports of the main module, which is the one that was spawned.

    /** The instance of the module that was spawned, of which the following methods are a shorter way. */
    public GuestInstance instance() {
        return main;
    }

    /** An exported function of the main module; see {@link GuestInstance#function}. */
    public FunctionReference function(String export) {
        return main.function(export);
    }

    /** An exported memory of the main module; see {@link GuestInstance#memory}. */
    public GuestMemory memory(String export) {
        return main.memory(export);
    }

    /** The value of an exported global of the main module; see {@link GuestInstance#global}. */
    public @Nullable Object global(String export) {
        return main.global(export);
    }

    /** Sets an exported global of the main module; see {@link GuestInstance#setGlobal}. */
    public void setGlobal(String export, @Nullable Object value) {
        main.setGlobal(export, value);
    }

    // More instances.

    /**
     * Links one more module in this guest; runs nothing. The ticks that follow instantiate it first, as those after the
     * spawn did with the main module. It imports what the guest was given when it was spawned, and what instances export
     * that were {@link #register registered} since. If its instantiation traps, what that did to others stays, the guest
     * lives on, and the instance exports nothing. Results of the last call are gone.
     *
     * @throws LinkException if an import is missing or has another type, or if what the module declares does not fit into
     *     what is left of the quota
     * @throws IllegalStateException if a call is in progress
     */
    public GuestInstance add(Module module) {
        enter();
        try {
            ticks.requireIdle();
            Instance instance = link(module);
            ticks.beginInstantiation();
            return new GuestInstance(this, values, instance);
        } catch (QuotaExceededException refusal) {
            LOG.info("a module was refused: {}", refusal.getMessage());
            throw LinkException.beyondQuota(String.valueOf(refusal.getMessage()));
        } finally {
            leave();
        }
    }

    /** From now on, modules that are {@link #add added} can import from this name what the instance exports. */
    public void register(String name, GuestInstance instance) {
        enter();
        try {
            source.register(name, instance.in(this));
        } finally {
            leave();
        }
    }

    // Figures.

    /** The module that was spawned; those that its imports come from are not told. */
    public Module module() {
        return module;
    }

    /** What the guest was spawned with. */
    public Limits limits() {
        return limits;
    }

    /** Ticks so far. */
    public long ticks() {
        requireAlone();
        return ticks.count();
    }

    /** Fuel charged so far, whatever was granted; in a function of the host, up to its call. */
    public long fuelUsed() {
        requireAlone();
        return ticks.fuelUsed();
    }

    /** Fuel charged in the last tick, without what it paid of earlier debt. */
    public long fuelOfLastTick() {
        requireAlone();
        return ticks.fuelOfLastTick();
    }

    /** Fuel charged and not yet granted; the next ticks pay it. */
    public long fuelOwed() {
        requireAlone();
        return ticks.owed();
    }

    /** Calls of host functions so far, both kinds, yields not counted. */
    public long hostCalls() {
        requireAlone();
        return ticks.hostCalls();
    }

    /** Slots of the stack in use while at rest. */
    public int stackInUse() {
        requireReadable();
        return ticks.stackInUse();
    }

    /** Whether instantiation is not finished: ticks spend their fuel on that first. */
    public boolean instantiating() {
        requireAlone();
        return ticks.instantiating();
    }

    /** Whether the last tick ran instantiation, if only in part. */
    public boolean lastTickInstantiated() {
        requireAlone();
        return ticks.lastTickInstantiated();
    }

    /**
     * Whether the call that was prepared last is one of this function and has come so far as to enter it: not before
     * instantiation is done and paid for.
     */
    public boolean hasEntered(FunctionReference function) {
        requireAlone();
        return ticks.hasEntered(function.in(this));
    }

    /**
     * The counters of the arena as they stand; evidence for engineers, which grows and is never reset. It is the same object
     * every time, to be read between ticks or by the thread that is inside.
     */
    public HeapCounters counters() {
        return store.arena().counters();
    }

    /** How often the guest came to rest inside ticks, by the name of the kind of safepoint. */
    public ObjectLongMap<String> rests() {
        requireAlone();
        return ticks.rests();
    }

    void runBy(Tier tier) {
        ticks.runIn(tier);
    }

    /** Sets what runs the guest's code from the next tick on; it changes nothing but speed. The seed is that of mixed tiers. */
    public void runIn(Engine.Tier tier, long seed) {
        enter();
        try {
            ticks.runIn(tier, seed);
        } finally {
            leave();
        }
    }

    /** Sets how often the guest comes to rest; a test mode that changes nothing else. */
    public void restMode(RestMode mode, long seed) {
        enter();
        try {
            ticks.restMode(mode, seed);
        } finally {
            leave();
        }
    }

    /**
     * The SHA-256 of the guest's state, in lower-case hex: outcome, live frames, memories, tables, globals and reachable
     * objects. At a yield, a call of a resting function, a return and a trap it is the same for every slice size, tier
     * and JVM; {@link Imports.Builder#watchedBy} tells of those calls.
     */
    public String stateDigest() {
        if (insideHost && isMine(inside.get())) {
            return ticks.stateDigest();
        }
        enter();
        try {
            return ticks.stateDigest();
        } finally {
            leave();
        }
    }

    // Who is inside.

    /**
     * Gives the guest's arena back: all its memories, tables, strings, its stack and the objects of the host that it held,
     * also to those who keep a reference to the guest or to what was read from it. A call in progress is dropped. Closing
     * again does nothing.
     *
     * @throws IllegalStateException if the guest is in use
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        enter();
        closed = true;
        store.release();
        leave();
    }

    void enter() {
        Thread owner = inside.compareAndExchange(null, Thread.currentThread());
        if (isMine(owner) && insideHost) {
            throw new IllegalStateException(
                    "a function of the host cannot enter the guest that called it; let a resting"
                            + " function answer call(function, arguments), and do all else after the tick");
        }
        if (owner != null) {
            throw inUse(owner);
        }
        if (closed) {
            leave();
            throw closedAlready();
        }
    }

    /** Refuses a thread that would read while another one is inside. */
    private void requireAlone() {
        Thread owner = inside.get();
        if (owner != null && !isMine(owner)) {
            throw inUse(owner);
        }
    }

    /** Refuses also to read what a closed guest has no more. */
    void requireReadable() {
        requireAlone();
        if (closed) {
            throw closedAlready();
        }
    }

    private static boolean isMine(@Nullable Thread owner) {
        return Thread.currentThread().equals(owner);
    }

    private static IllegalStateException inUse(Thread owner) {
        return new IllegalStateException(
                "the guest is in use by thread " + owner.getName() + "; wait until its tick has ended");
    }

    private static IllegalStateException closedAlready() {
        return new IllegalStateException("the guest is closed; read what you need before that, or spawn another one");
    }

    void leave() {
        inside.set(null);
    }

    /** A function of the host begins to answer: to a new call, or to one that it has answered in part. */
    void enterHost(boolean newCall) {
        insideHost = true;
        if (newCall) {
            ticks.countHostCall();
        }
    }

    /** A function of the host has returned or thrown; what it charged is due either way. */
    void leaveHost(long charged) {
        insideHost = false;
        hostScope.end();
        execution.charge(charged);
    }

    /** The host has made work necessary that the guest owes for. */
    void owe(long price) {
        if (insideHost) {
            execution.charge(price);
        } else {
            ticks.owe(price);
        }
    }

    /** What holds objects for the host now. */
    HostScope hostScope() {
        return hostScope;
    }

    /** The stack with at least so many slots committed. */
    long[] slotsFor(int count) {
        if (!execution.reserve(0, count)) {
            throw new IllegalArgumentException(
                    count + " slots of arguments do not fit into a stack of " + limits.stackSlots());
        }
        return execution.slots();
    }

    Store store() {
        return store;
    }

    SlotStack stack() {
        return execution.stack();
    }
}
