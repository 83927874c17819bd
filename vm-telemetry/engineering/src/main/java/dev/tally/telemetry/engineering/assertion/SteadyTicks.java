package dev.tally.telemetry.engineering.assertion;

import static dev.tally.telemetry.engineering.EvidenceColumn.FUEL;

import dev.tally.heap.HeapColumn;
import dev.tally.runtime.FunctionReference;
import dev.tally.runtime.Guest;
import dev.tally.runtime.TickOutcome;
import dev.tally.telemetry.engineering.EvidenceColumn;
import dev.tally.telemetry.engineering.EvidenceRecorder;
import dev.tally.telemetry.engineering.EvidenceRows;
import dev.tally.telemetry.engineering.SteadyState;
import dev.tally.telemetry.engineering.SteadyState.Amount;
import dev.tally.telemetry.engineering.SteadyState.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.collections.api.map.primitive.MutableObjectLongMap;
import org.eclipse.collections.impl.factory.primitive.ObjectLongMaps;
import org.jspecify.annotations.Nullable;

/**
 * Asserts what a guest makes in each tick once it is warm. It runs the guest itself, and fails with an {@link
 * AssertionError} that shows the ticks that offend.
 *
 * <pre>{@code
 * SteadyTicks.of(guest).calling("update", 16).afterAtMost(10).burningAtLeast(100_000).allocatesNothing();
 *
 * SteadyTicks.of(guest)
 *         .calling("report")
 *         .afterAtMost(10)
 *         .making(STRING_ALLOCATIONS, 16)
 *         .making(STRING_ALLOCATED_BYTES, 640)
 *         .andNothingElse();
 * }</pre>
 *
 * <p>It must never pass because nothing happened: it also fails unless the named function was running after warm-up and
 * burned fuel there, when there are too few ticks to tell, and when the guest keeps a heap where nobody can see it.
 */
public final class SteadyTicks {
    /** What is no allocation: bytes that are moved, and requests that are refused. */
    private static final Set<HeapColumn> NO_ALLOCATION =
            EnumSet.of(HeapColumn.COPIES, HeapColumn.COPIED_BYTES, HeapColumn.QUOTA_REFUSALS);

    /** What a host's frame ticks the guest by, so that each tick is recorded. */
    public interface Ticker {
        /** Runs a tick of the guest, with the fuel of its limits. */
        TickOutcome tick();
    }

    private final Guest guest;
    private final MutableObjectLongMap<HeapColumn> amounts = ObjectLongMaps.mutable.empty();
    private @Nullable String export;
    private @Nullable Object[] arguments = {};
    private @Nullable Consumer<Ticker> frame;
    private @Nullable Consumer<Guest> answer;
    private int mostWarmUp;
    private int ticks;
    private long leastFuel = 1;
    private boolean linearMemoryAside;

    private SteadyTicks(Guest guest) {
        this.guest = guest;
    }

    /** Begins an assertion about a guest that has no call in progress. */
    public static SteadyTicks of(Guest guest) {
        return new SteadyTicks(guest);
    }

    /** The exported function to run. It is called again as often as it returns. */
    public SteadyTicks calling(String function, @Nullable Object... withArguments) {
        export = function;
        arguments = withArguments.clone();
        return this;
    }

    /**
     * How the host runs a frame: it calls the guest and ticks it, but by the ticker that it is given. The function
     * named here has to be the one that runs. Frames of more than 100 ticks need {@link #forTicks} with as many.
     */
    public SteadyTicks driving(String function, Consumer<Ticker> hostFrame) {
        export = function;
        frame = hostFrame;
        return this;
    }

    /** What to do when the guest waits for a function of the host: to complete it. */
    public SteadyTicks answering(Consumer<Guest> whenWaiting) {
        answer = whenWaiting;
        return this;
    }

    /** The most ticks that warm-up may take; none if not given. */
    public SteadyTicks afterAtMost(int ticksOfWarmUp) {
        if (ticksOfWarmUp < 0) {
            throw new IllegalArgumentException("warm-up cannot take " + ticksOfWarmUp + " ticks");
        }
        mostWarmUp = ticksOfWarmUp;
        return this;
    }

    /** How many ticks to judge after these; as few as a verdict needs if not given. */
    public SteadyTicks forTicks(int ticksAfterWarmUp) {
        ticks = ticksAfterWarmUp;
        return this;
    }

    /** The fuel that the guest has to burn after warm-up, lest the test measures nothing; 1 if not given. */
    public SteadyTicks burningAtLeast(long fuel) {
        if (fuel <= 0) {
            throw new IllegalArgumentException("a test that burns " + fuel + " fuel measures nothing");
        }
        leastFuel = fuel;
        return this;
    }

    /**
     * Lets a guest pass that has a linear memory and no strings. It may keep a heap in that memory, and of that heap the
     * assertion then says nothing.
     */
    public SteadyTicks linearMemoryAside() {
        linearMemoryAside = true;
        return this;
    }

    /** An amount that each tick after warm-up has to show; to be ended by {@link #andNothingElse}. */
    public SteadyTicks making(HeapColumn column, long perTick) {
        if (!EvidenceColumn.of(column).judged()) {
            throw new IllegalArgumentException(column.key() + " is not judged: it is a gauge, or not reproducible");
        }
        amounts.put(column, perTick);
        return this;
    }

    /** Fails if a tick after warm-up makes an object or lets a memory or table grow; copies are free. */
    public void allocatesNothing() {
        if (!amounts.isEmpty()) {
            throw new IllegalStateException("making() asks for something; end with andNothingElse()");
        }
        verify(NO_ALLOCATION);
    }

    /** Fails if a tick after warm-up shows another amount than was named, or anything that was not named. */
    public void andNothingElse() {
        verify(Set.of());
    }

    private void verify(Set<HeapColumn> unjudged) {
        String name = Objects.requireNonNull(export, "say what to run, with calling() or driving()");
        FunctionReference function = guest.function(name);
        EvidenceRecorder recorder = run(name, function);
        EvidenceRows rows = recorder.snapshot();
        SteadyState state = SteadyState.of(rows, mostWarmUp, expected(unjudged));
        if (state.verdict() != Verdict.STEADY) {
            throw failed(name, state.explanation());
        }
        if (!linearMemoryAside && !state.notObserved().isEmpty()) {
            throw failed(
                    name,
                    state.notObserved().stream().map(EvidenceColumn::name).collect(Collectors.joining(", "))
                            + " not observed: the guest has a linear memory and may keep its heap there; add"
                            + " linearMemoryAside() if the objects of the arena are all that you ask about");
        }
        requireWork(name, rows);
    }

    private List<Amount> expected(Set<HeapColumn> unjudged) {
        return Stream.of(HeapColumn.values())
                .filter(column -> EvidenceColumn.of(column).judged() && !unjudged.contains(column))
                .map(column -> new Amount(EvidenceColumn.of(column), amounts.getIfAbsent(column, 0)))
                .toList();
    }

    private void requireWork(String name, EvidenceRows rows) {
        long fuel = 0;
        for (int row = mostWarmUp; row < rows.count(); row++) {
            fuel += rows.figure(row, FUEL);
        }
        if (fuel < leastFuel) {
            throw failed(
                    name, "it burned " + fuel + " fuel after warm-up, and at least " + leastFuel + " was asked for");
        }
    }

    private static AssertionError failed(String name, String reason) {
        return new AssertionError("\"" + name + "\": " + reason);
    }

    // Running.

    private EvidenceRecorder run(String name, FunctionReference function) {
        int wanted = Math.addExact(mostWarmUp, Math.max(ticks, SteadyState.ROWS_NEEDED));
        Run run = new Run(guest, name, function, wanted, mostWarmUp);
        while (run.recorder.recorded() < wanted) {
            long before = run.recorder.recorded();
            if (frame == null) {
                run.prepare(arguments);
                if (run.tick() == TickOutcome.WAITING) {
                    answer(name);
                }
            } else {
                frame.accept(run::tick);
            }
            if (run.recorder.recorded() == before) {
                throw failed(name, "the host's frame did not tick the guest");
            }
        }
        if (!run.entered) {
            throw failed(name, "it was not running after warm-up: nothing was measured; is that what the host calls?");
        }
        return run.recorder;
    }

    private void answer(String name) {
        if (answer == null) {
            throw failed(
                    name,
                    "tick " + guest.ticks()
                            + " waits for a function of the host; say with answering() how to complete it");
        }
        answer.accept(guest);
    }

    /** The guest, and whether what is asserted about has been running. */
    private static final class Run {
        final Guest guest;
        final String name;
        final FunctionReference function;
        final EvidenceRecorder recorder;
        final int warmUp;
        boolean entered;

        Run(Guest guest, String name, FunctionReference function, int ticks, int warmUp) {
            this.guest = guest;
            this.name = name;
            this.function = function;
            this.warmUp = warmUp;
            // The last frame of a host may tick more often than was asked for.
            recorder = EvidenceRecorder.attach(guest, Math.multiplyExact(2, ticks));
        }

        void prepare(@Nullable Object[] arguments) {
            TickOutcome last = guest.outcome();
            if (recorder.recorded() == 0 || last == null || !last.inProgress()) {
                guest.call(function, arguments);
            }
        }

        TickOutcome tick() {
            TickOutcome outcome = recorder.tick();
            entered |= recorder.recorded() > warmUp && guest.hasEntered(function);
            if (outcome == TickOutcome.TRAPPED) {
                throw failed(name, "tick " + guest.ticks() + " trapped: " + guest.trap());
            }
            return outcome;
        }
    }
}
