package dev.tally.guests;

import dev.tally.core.type.FunctionType;
import dev.tally.heap.HeapColumn;
import dev.tally.heap.HeapCounters;
import dev.tally.heap.HostResourceException;
import dev.tally.runtime.Guest;
import dev.tally.runtime.GuestArenas;
import dev.tally.runtime.TickOutcome;
import dev.tally.runtime.Trap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.collections.api.map.primitive.ObjectLongMap;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One guest going through the script of its program, and all that can be observed of it. The {@link #transcript} holds
 * what must not depend on how the run was cut into ticks: calls of the host with their arguments, yields, waits, results,
 * traps with their stacks, fuel, counters, and the digest of the state at each of these events. The {@link #boundaries}
 * are where the cuts fell.
 */
public final class Performance implements HostLog {
    private static final List<HeapColumn> ALLOCATIONS = List.of(
            HeapColumn.STRUCT_ALLOCATIONS,
            HeapColumn.ARRAY_ALLOCATIONS,
            HeapColumn.LITERAL_ALLOCATIONS,
            HeapColumn.EXCEPTION_ALLOCATIONS,
            HeapColumn.STRING_ALLOCATIONS);

    private static final List<HeapColumn> ALLOCATED_BYTES = List.of(
            HeapColumn.STRUCT_ALLOCATED_BYTES,
            HeapColumn.ARRAY_ALLOCATED_BYTES,
            HeapColumn.LITERAL_ALLOCATED_BYTES,
            HeapColumn.EXCEPTION_ALLOCATED_BYTES,
            HeapColumn.STRING_ALLOCATED_BYTES);

    private final GuestProgram program;
    private final Slicing slicing;
    private final Guest guest;
    private final TestHost host;

    private Ticker ticker = Guest::tick;
    private LongPredicate statesWanted = fuel -> false;

    private final List<String> transcript = new ArrayList<>();
    private final List<Episode> episodes = new ArrayList<>();
    private final LongArrayList boundaries = new LongArrayList();
    private final Set<String> states = new TreeSet<>();

    private final Map<Asked, Integer> callsOfEpisode = new EnumMap<>(Asked.class);
    private int yieldsOfEpisode;
    private int repeatedCalls;

    /** Runs one tick; a test may have it run on another thread, or do something between two ticks. */
    @FunctionalInterface
    public interface Ticker {
        TickOutcome tick(Guest guest, long fuel) throws Exception;
    }

    /** A performance before the usual host. */
    public Performance(GuestProgram program, Slicing slicing) {
        this(program, slicing, TestHost::new);
    }

    /** A performance before a host that is made for it and tells it what it is asked. */
    public Performance(GuestProgram program, Slicing slicing, Function<HostLog, TestHost> host) {
        this.program = program;
        this.slicing = slicing;
        this.host = host.apply(this);
        guest = program.spawn(this.host.imports().build());
    }

    /** A performance from beginning to end. */
    public static Performance of(GuestProgram program, Slicing slicing) {
        return new Performance(program, slicing).perform();
    }

    /** Has ticks run by {@code newTicker}. */
    public Performance tickedBy(Ticker newTicker) {
        ticker = newTicker;
        return this;
    }

    /** Has the guest's objects collected as {@code mode} says, from its first on. */
    public Performance collecting(Collecting mode) {
        mode.applyTo(GuestArenas.of(guest).collector().schedule());
        return this;
    }

    /** Takes the digest of the state also where a tick ran out of fuel, if as much fuel as then was used is wanted. */
    public Performance withStatesAt(LongPredicate fuelWanted) {
        statesWanted = fuelWanted;
        return this;
    }

    /** Goes through the script. */
    public Performance perform() {
        guest.restMode(slicing.restMode(), slicing.seed());
        guest.runIn(slicing.tier(), slicing.seed());
        for (Episode scene : program.script()) {
            play(scene);
        }
        return this;
    }

    private void play(Episode scene) {
        callsOfEpisode.clear();
        yieldsOfEpisode = 0;
        long[] mark = guest.counters().mark();
        long fuelBefore = guest.fuelUsed();
        long hostCallsBefore = guest.hostCalls();
        transcript.add(scene.cue());
        FunctionType type = called(scene);
        TickOutcome end = tickToTheEnd();
        String results = type == null || end == TickOutcome.TRAPPED ? "" : results(type);
        episodes.add(new Episode(scene.cue() + results, details(mark)));
        event(end + results);
        Trap trap = guest.trap();
        if (trap != null) {
            trap.toString().lines().forEach(transcript::add);
        }
        transcript.add("fuel " + (guest.fuelUsed() - fuelBefore) + ", host calls "
                + (guest.hostCalls() - hostCallsBefore) + ", " + counters(mark));
    }

    /** Prepares a call; if the JVM had no room for its arguments, once more. */
    private @Nullable FunctionType called(Episode scene) {
        try {
            return scene.callOn(guest);
        } catch (HostResourceException noRoom) {
            repeatedCalls++;
            return scene.callOn(guest);
        }
    }

    private TickOutcome tickToTheEnd() {
        while (true) {
            TickOutcome outcome = tick();
            boundaries.add(guest.fuelUsed());
            switch (outcome) {
                case OUT_OF_FUEL -> noteState();
                case YIELDED -> {
                    yieldsOfEpisode++;
                    event("yields");
                }
                case WAITING -> {
                    event("waits");
                    host.answer(guest);
                }
                case RETURNED, TRAPPED -> {
                    return outcome;
                }
            }
        }
    }

    private TickOutcome tick() {
        try {
            return ticker.tick(guest, slicing.fuelPerTick());
        } catch (Exception e) {
            throw new AssertionError("a tick of " + this + " threw", e);
        }
    }

    /** A tick that only paid debt of earlier ones leaves everything as it was. */
    private void noteState() {
        boolean onlyPaid = guest.fuelOfLastTick() == 0 && guest.fuelOwed() > 0;
        if (!onlyPaid && statesWanted.test(guest.fuelUsed())) {
            states.add(guest.fuelUsed() + " " + guest.stateDigest());
        }
    }

    private void event(String what) {
        transcript.add(what + " at " + guest.fuelUsed() + ": " + guest.stateDigest());
    }

    private String results(FunctionType type) {
        return IntStream.range(0, type.results().size())
                .mapToObj(i -> " " + Literals.ofResult(guest, i, type.results().get(i)))
                .collect(Collectors.joining("", type.results().isEmpty() ? "" : " =", ""));
    }

    private List<String> details(long[] mark) {
        List<String> details = new ArrayList<>();
        callsOfEpisode.forEach((function, count) ->
                details.add("calls host." + function.name().toLowerCase(Locale.ROOT) + " " + count));
        if (yieldsOfEpisode > 0) {
            details.add("yields " + yieldsOfEpisode);
        }
        Trap trap = guest.trap();
        if (trap != null) {
            details.add("trap " + trap.kind().message());
        }
        HeapCounters counters = guest.counters();
        details.add(Episode.ALLOCATIONS + sum(mark, ALLOCATIONS) + " " + sum(mark, ALLOCATED_BYTES));
        details.add(Episode.MATERIALISATIONS + counters.since(mark, HeapColumn.MATERIALISATIONS) + " "
                + counters.since(mark, HeapColumn.MATERIALISED_BYTES));
        return details;
    }

    private long sum(long[] mark, List<HeapColumn> columns) {
        return columns.stream()
                .mapToLong(column -> guest.counters().since(mark, column))
                .sum();
    }

    private String counters(long[] mark) {
        return Stream.of(HeapColumn.values())
                .filter(HeapColumn::reproducible)
                .map(column -> column.key() + " " + guest.counters().since(mark, column))
                .collect(Collectors.joining(", "));
    }

    @Override
    public void called(Asked function, long first, long second) {
        callsOfEpisode.merge(function, 1, Integer::sum);
        transcript.add(function + " " + first + " " + second);
    }

    @Override
    public void bytes(byte[] bytes, int length) {
        transcript.add(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
    }

    public GuestProgram program() {
        return program;
    }

    /** What was observed, line by line; the same however the run is cut. */
    public List<String> transcript() {
        return transcript;
    }

    /** What was observed in the words of an expectation, without what that says nothing about. */
    public List<Episode> episodes() {
        return IntStream.range(0, episodes.size())
                .mapToObj(i ->
                        episodes.get(i).withDetailsAskedForBy(program.script().get(i)))
                .toList();
    }

    /** The fuel used in total at the end of each tick. */
    public LongArrayList boundaries() {
        return boundaries;
    }

    /** The digests that were taken where ticks ran out of fuel, each behind the fuel used until then. */
    public Set<String> states() {
        return states;
    }

    /** The fuel used in total. */
    public long fuel() {
        return guest.fuelUsed();
    }

    /** What a counter of the heap says at the end. */
    public long counted(HeapColumn column) {
        return guest.counters().value(column);
    }

    /** How many calls were made once more because the JVM had no room for their arguments. */
    public int repeatedCalls() {
        return repeatedCalls;
    }

    /** How often the guest rested, by the kind of safepoint. */
    public ObjectLongMap<String> rests() {
        return guest.rests();
    }

    @Override
    public String toString() {
        return program + " in " + slicing;
    }
}
