package dev.tally.runtime;

import dev.tally.core.TrapKind;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.heap.HeapColumn;
import dev.tally.heap.HostResourceException;
import dev.tally.heap.collect.RootVisitor;
import dev.tally.heap.quota.Quota;
import dev.tally.runtime.RestingFunction.Answer;
import dev.tally.runtime.code.SafepointKind;
import dev.tally.runtime.compile.CompiledProgram;
import dev.tally.runtime.compile.CompiledTier;
import dev.tally.runtime.digest.StateDigest;
import dev.tally.runtime.frame.Execution;
import dev.tally.runtime.frame.StackRoots;
import dev.tally.runtime.interpret.Exit;
import dev.tally.runtime.interpret.Interpreter;
import dev.tally.runtime.interpret.Tier;
import dev.tally.runtime.link.GuestFunction;
import dev.tally.runtime.link.Instance;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import org.eclipse.collections.api.map.primitive.MutableObjectLongMap;
import org.eclipse.collections.api.map.primitive.ObjectLongMap;
import org.eclipse.collections.impl.factory.primitive.ObjectLongMaps;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a guest's calls: grants fuel, lets a tier run, answers its exits, and keeps the figures of each tick. Its
 * caller sees to it that one thread at a time is inside.
 */
final class Ticks {
    private static final Logger LOG = LoggerFactory.getLogger(Ticks.class);
    private static final SafepointKind[] SAFEPOINT_KINDS = SafepointKind.values();

    /** In the random test mode, the most that is allowed before the next rest. */
    private static final int RANDOM_ALLOWANCE = 200;

    private final Guest guest;
    private final Execution execution;
    private final Queue<GuestFunction> instantiations;
    private final RestingCall restingCall;
    private final long[] rests = new long[SAFEPOINT_KINDS.length];

    private Tier tier = Interpreter::run;
    private State state = State.IDLE;
    private @Nullable GuestFunction called;
    private @Nullable GuestFunction instantiating;
    private boolean instantiationFailed;

    /** Whether all that the guest was spawned with is instantiated. */
    private boolean settled;

    private boolean completed;

    private RestMode restMode = RestMode.WHEN_NEEDED;
    private SplittableRandom random = new SplittableRandom(0);

    private @Nullable TickOutcome outcome;
    private @Nullable Trap trap;
    private long balance;
    private long opening;
    private boolean ticking;
    private long count;
    private long fuelUsed;
    private long fuelOfLastTick;
    private boolean lastTickInstantiated;
    private long hostCalls;
    private boolean toldOfRefusal;

    private enum State {
        /** No call. */
        IDLE,
        /** A call is in progress. */
        RUNNING,
        /** A function of the host has not completed yet, or the guest has yielded; {@code completed} tells them apart. */
        WAITING,
        /** The call has returned and its results can be read. */
        RETURNED,
        /** An error of the machine left a tier; the guest never runs again. */
        BROKEN
    }

    Ticks(Guest guest, Execution execution, Values values, Queue<GuestFunction> instantiations) {
        this.guest = guest;
        this.execution = execution;
        this.instantiations = instantiations;
        this.restingCall = new RestingCall(guest, values);
    }

    /** Lets a tier run the guest from the next tick on. */
    void runIn(Tier nextTier) {
        tier = nextTier;
    }

    /** The same, by its name; what it needs is compiled now. */
    void runIn(Engine.Tier named, long seed) {
        execution.enterCompiled(false);
        for (Instance instance : guest.store().instances()) {
            if (named != Engine.Tier.INTERPRETED) {
                CompiledProgram.of(instance.program()).compileAll();
            }
            for (GuestFunction function : instance.functions()) {
                if (function.instanceIfAny() == instance) {
                    function.setCompiled(false);
                }
            }
        }
        tier = switch (named) {
            case INTERPRETED -> Interpreter::run;
            case COMPILED -> CompiledTier.usingAll();
            case MIXED -> {
                SplittableRandom choice = new SplittableRandom(seed);
                yield CompiledTier.changing(() -> choice.nextInt(2) == 0);
            }
        };
    }

    // Calls.

    void requireIdle() {
        requireWhole();
        if (state == State.RUNNING || state == State.WAITING) {
            throw new IllegalStateException("a call is in progress; tick until it ends, or cancel it");
        }
        if (instantiationFailed) {
            throw new IllegalStateException(
                    "the guest's instantiation has trapped or was cancelled; spawn another one");
        }
        if (instantiating != null) {
            throw new IllegalStateException(
                    "the guest is in the middle of instantiation; tick until that has returned");
        }
    }

    private void requireWhole() {
        if (state == State.BROKEN) {
            throw new IllegalStateException("an error of the machine has broken this guest; spawn another one");
        }
    }

    /** Prepares a call whose arguments lie at the bottom of the stack. */
    void begin(GuestFunction callee) {
        called = callee;
        trap = null;
        outcome = null;
        toldOfRefusal = false;
        state = State.RUNNING;
        if (!instantiating()) {
            execution.reset();
            execution.beginEntry(callee, 0, Execution.ROOT);
        }
    }

    void cancel() {
        requireWhole();
        execution.reset();
        called = null;
        failInstantiation();
        state = State.IDLE;
    }

    /** An instantiation that traps or is cancelled takes those with it that were to follow. */
    private void failInstantiation() {
        if (instantiating == null) {
            return;
        }
        if (settled) {
            instantiating.instance().fail();
            instantiations.forEach(following -> following.instance().fail());
        } else {
            instantiationFailed = true;
        }
        instantiating = null;
        instantiations.clear();
    }

    /** There is a module to be instantiated before the next call. */
    void beginInstantiation() {
        called = null;
        trap = null;
        outcome = null;
        state = State.IDLE;
    }

    List<ValueType> awaitedResults() {
        requireWhole();
        if (state != State.WAITING || completed) {
            throw new IllegalStateException("no function of the host is pending");
        }
        return execution.currentFunction().type().results();
    }

    void complete() {
        completed = true;
    }

    List<ValueType> results() {
        if (state != State.RETURNED || called == null) {
            throw new IllegalStateException("there are no results: the last call has not returned");
        }
        return called.type().results();
    }

    // One tick.

    TickOutcome run(long grant) {
        requireWhole();
        boolean running = state == State.RUNNING || state == State.WAITING;
        if (!running && !instantiating()) {
            throw new IllegalStateException("there is nothing to run; call a function first");
        }
        TickOutcome end;
        long refusalsBefore = refusals();
        count++;
        lastTickInstantiated = instantiating();
        long debt = Math.min(balance, 0);
        balance = debt + grant;
        opening = balance;
        if (balance < 0) {
            end = TickOutcome.OUT_OF_FUEL;
        } else {
            ticking = true;
            try {
                end = advance();
            } catch (HostResourceException unavailable) {
                balance = execution.balance();
                account();
                throw unavailable;
            } catch (Throwable failure) {
                state = State.BROKEN;
                ticking = false;
                LOG.error("an error left the machine; the guest is broken", failure);
                throw failure;
            }
        }
        account();
        guest.store().arena().settle(fuelUsed);
        outcome = end;
        if (refusals() > refusalsBefore) {
            tellOfRefusal();
        }
        return end;
    }

    private void account() {
        ticking = false;
        fuelOfLastTick = opening - balance;
        fuelUsed += fuelOfLastTick;
        balance = Math.min(balance, 0);
    }

    /** Charges between ticks; the next ones pay. */
    void owe(long price) {
        balance -= price;
        fuelUsed += price;
    }

    private long refusals() {
        return guest.store().arena().counters().value(HeapColumn.QUOTA_REFUSALS);
    }

    /** Once for each call, since a guest that asks in every frame must not fill the log; a trap for want of bytes says it itself. */
    private void tellOfRefusal() {
        if (toldOfRefusal || trap != null && trap.kind() == TrapKind.OUT_OF_BYTES) {
            return;
        }
        toldOfRefusal = true;
        if (LOG.isInfoEnabled()) {
            Quota quota = guest.store().arena().quota();
            LOG.info("a guest was refused bytes: {} of its {} are charged", quota.charged(), quota.limit());
        }
    }

    private TickOutcome advance() {
        if (state == State.WAITING) {
            if (!completed) {
                return TickOutcome.WAITING;
            }
            completed = false;
            state = State.RUNNING;
            execution.withhold(balance, balance);
            boolean hasFrame = execution.leave();
            balance = execution.balance();
            TickOutcome end = hasFrame ? null : returned();
            if (end != null) {
                return end;
            }
            if (balance < 0) {
                return TickOutcome.OUT_OF_FUEL;
            }
        }
        while (true) {
            if (instantiating == null && !instantiations.isEmpty()) {
                instantiate(instantiations.remove());
            }
            execution.withhold(balance, allowance());
            Exit exit = tier.run(execution);
            TickOutcome end = after(exit);
            if (end != null) {
                return end;
            }
        }
    }

    /** How the tick ends when the tier has handed back the execution, or null when it goes on. */
    private @Nullable TickOutcome after(Exit exit) {
        return switch (exit) {
            case OUT_OF_ALLOWANCE -> rested();
            case RETURNED -> returned();
            case HOST_FUNCTION -> inHost();
            case TRAPPED -> trapped(execution.trapDetail(), 0);
            case ENTERS_COMPILED -> throw new IllegalStateException("no tier enters compiled code");
        };
    }

    private long allowance() {
        return switch (restMode) {
            case WHEN_NEEDED -> balance;
            case EVERYWHERE -> -1;
            case AT_RANDOM -> Math.min(balance, random.nextInt(RANDOM_ALLOWANCE) - 1L);
        };
    }

    /** The guest rests: the tick is over if it owes or could not pay, otherwise a test mode wanted the rest. */
    private @Nullable TickOutcome rested() {
        balance = execution.balance();
        countRest();
        return balance < 0 || execution.starved() ? TickOutcome.OUT_OF_FUEL : null;
    }

    private void countRest() {
        GuestFunction function = execution.currentFunction();
        SafepointKind kind = execution.entryPending()
                ? SafepointKind.FUNCTION_ENTRY
                : function.isWasm()
                        ? function.code().safepoints().kind(execution.safepoint())
                        : SafepointKind.HOST_CALL;
        rests[kind.ordinal()]++;
    }

    private void instantiate(GuestFunction instantiation) {
        // The arguments of a call that is prepared already lie at the bottom of the stack: instantiation runs above
        // them.
        int base = called == null ? 0 : called.type().parameters().size();
        execution.reset();
        instantiating = instantiation;
        execution.beginEntry(instantiation, base, Execution.ROOT);
    }

    private @Nullable TickOutcome returned() {
        balance = execution.balance();
        if (instantiating == null) {
            state = State.RETURNED;
            return TickOutcome.RETURNED;
        }
        instantiating = null;
        if (!instantiations.isEmpty()) {
            return null;
        }
        settled = true;
        if (called == null) {
            state = State.IDLE;
            return TickOutcome.RETURNED;
        }
        execution.reset();
        execution.beginEntry(called, 0, Execution.ROOT);
        return balance < 0 ? TickOutcome.OUT_OF_FUEL : null;
    }

    // Functions of the host.

    private @Nullable TickOutcome inHost() {
        GuestFunction function = execution.currentFunction();
        balance = execution.balance();
        rests[SafepointKind.HOST_CALL.ordinal()]++;
        if (function.kind() == GuestFunction.Kind.YIELD) {
            state = State.WAITING;
            completed = true;
            return TickOutcome.YIELDED;
        }
        if (!execution.collectForHost()) {
            balance = execution.balance();
            return TickOutcome.OUT_OF_FUEL;
        }
        return answer(function, ask(function));
    }

    private @Nullable Answer ask(GuestFunction function) {
        int base = execution.base();
        restingCall.begin(function.name(), function.type(), callerOf(function, base), base);
        restingCall.beginRound(execution.safepoint(), base + function.frameSlots());
        guest.enterHost(restingCall.round() == 0);
        try {
            GuestImports.RestingTarget target = (GuestImports.RestingTarget) function.target();
            Answer answer =
                    Objects.requireNonNull(target.function().call(restingCall), "a resting function answered null");
            restingCall.requireMade(answer);
            return answer;
        } catch (HostResourceException unavailable) {
            restingCall.waiveCharges();
            throw unavailable;
        } catch (Exception failure) {
            execution.trap(TrapKind.HOST_FAILURE, failure, -1);
            return null;
        } finally {
            restingCall.end();
            guest.leaveHost(restingCall.charged());
            balance = execution.balance();
        }
    }

    private @Nullable Instance callerOf(GuestFunction function, int base) {
        long link = execution.link(base, function.locals());
        if (link == Execution.ROOT) {
            return guest.store().instances().getLast();
        }
        GuestFunction caller = guest.store().function(Execution.linkedFunction(link));
        return caller.isWasm() ? caller.instance() : guest.store().instances().getLast();
    }

    private @Nullable TickOutcome answer(GuestFunction function, @Nullable Answer answer) {
        int base = execution.base();
        int round = execution.safepoint() + 1;
        switch (answer) {
            case null -> {
                return trapped("", 0);
            }
            case DONE -> {
                restingCall.deliver();
                boolean hasFrame = execution.leave();
                balance = execution.balance();
                if (!hasFrame) {
                    return returned();
                }
            }
            case PENDING -> {
                state = State.WAITING;
                completed = false;
                return TickOutcome.WAITING;
            }
            case CALL -> {
                GuestFunction nested = Objects.requireNonNull(restingCall.nested(), "no function to call");
                execution.beginEntry(nested, restingCall.nestedBase(), Execution.linkTo(function.number(), round));
            }
            case PAY -> {
                execution.restAt(function.number(), round, base);
                execution.collectNext(restingCall.price());
            }
            case EXIT -> {
                execution.trap(TrapKind.EXIT, null, -1);
                return trapped("code " + restingCall.exitCode(), restingCall.exitCode());
            }
        }
        return balance < 0 ? TickOutcome.OUT_OF_FUEL : null;
    }

    private TickOutcome trapped(String detail, int exitCode) {
        balance = execution.balance();
        TrapKind kind = Objects.requireNonNull(execution.trapKind(), "a trap without a kind");
        trap = TrapReport.of(execution, kind, detail, exitCode);
        if (kind == TrapKind.EXIT) {
            LOG.debug("a guest ended itself: {}", trap.message());
        } else {
            LOG.info("a guest trapped: {}", trap);
        }
        execution.reset();
        failInstantiation();
        state = State.IDLE;
        return TickOutcome.TRAPPED;
    }

    // Figures.

    void countHostCall() {
        hostCalls++;
    }

    boolean instantiating() {
        return instantiating != null || !instantiations.isEmpty();
    }

    boolean lastTickInstantiated() {
        return lastTickInstantiated;
    }

    /** Whether the function is the one called last, and no tick is needed any more to enter it. */
    boolean hasEntered(GuestFunction function) {
        return called == function
                && outcome != null
                && !instantiating()
                && !instantiationFailed
                && !execution.entryPendingFromHost();
    }

    @Nullable
    TickOutcome outcome() {
        return outcome;
    }

    @Nullable
    Trap trap() {
        return trap;
    }

    long count() {
        return count;
    }

    /** Fuel charged so far, in the tick that runs as well. */
    long fuelUsed() {
        return ticking ? fuelUsed + opening - execution.balance() : fuelUsed;
    }

    long fuelOfLastTick() {
        return fuelOfLastTick;
    }

    long owed() {
        return -Math.min(balance, 0);
    }

    long hostCalls() {
        return hostCalls;
    }

    int stackInUse() {
        if (state != State.RUNNING && state != State.WAITING || execution.entryPending()) {
            return 0;
        }
        return execution.base() + execution.currentFunction().frameSlots();
    }

    ObjectLongMap<String> rests() {
        MutableObjectLongMap<String> byKind = ObjectLongMaps.mutable.empty();
        for (SafepointKind kind : SAFEPOINT_KINDS) {
            byKind.put(kind.name(), rests[kind.ordinal()]);
        }
        return byKind;
    }

    void restMode(RestMode mode, long seed) {
        restMode = mode;
        random = new SplittableRandom(seed);
        execution.restEverywhere(mode == RestMode.EVERYWHERE);
    }

    String stateDigest() {
        Trap lastTrap = trap;
        // Within a tick a function of the host asks, and how the tick before had ended is no matter of the guest's.
        String ending = ticking ? "HOST_CALL" : outcome + (lastTrap == null ? "" : " " + lastTrap.kind());
        return StateDigest.of(
                guest.store(),
                execution,
                ending,
                standing(),
                instantiating() ? called : null,
                state == State.RETURNED ? results() : List.of());
    }

    /** Shows the references on the stack, and takes what they become. */
    void visitStack(StackRoots stack, RootVisitor visitor) {
        if (called != null && (state == State.RETURNED || instantiating())) {
            FunctionType type = called.type();
            stack.visitValues(state == State.RETURNED ? type.results() : type.parameters(), 0, visitor);
        }
        StateDigest.Standing standing = standing();
        if (standing == StateDigest.Standing.FRAMES || standing == StateDigest.Standing.FRAMES_WITH_ANSWER) {
            stack.visitFrames(standing == StateDigest.Standing.FRAMES_WITH_ANSWER, visitor);
        }
        restingCall.visitResults(visitor);
    }

    private StateDigest.Standing standing() {
        if (instantiating == null && !instantiations.isEmpty()) {
            return StateDigest.Standing.BEFORE_INSTANTIATION;
        }
        if (state == State.WAITING && completed && outcome == TickOutcome.WAITING) {
            return StateDigest.Standing.FRAMES_WITH_ANSWER;
        }
        return instantiating != null || state == State.RUNNING || state == State.WAITING
                ? StateDigest.Standing.FRAMES
                : StateDigest.Standing.NONE;
    }
}
