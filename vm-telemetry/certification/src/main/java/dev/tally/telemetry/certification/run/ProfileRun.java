package dev.tally.telemetry.certification.run;

import dev.tally.core.LinkException;
import dev.tally.core.TrapKind;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.runtime.Engine;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.Limits;
import dev.tally.runtime.Module;
import dev.tally.runtime.TickOutcome;
import dev.tally.runtime.Trap;
import dev.tally.runtime.wasi.Wasi;
import dev.tally.telemetry.certification.json.Sha256;
import dev.tally.telemetry.certification.profile.Input;
import dev.tally.telemetry.certification.profile.Limit;
import dev.tally.telemetry.certification.profile.Profile;
import dev.tally.telemetry.certification.profile.ProfileException;
import dev.tally.telemetry.certification.run.PublicFacts.CallFacts;
import dev.tally.telemetry.certification.run.PublicFacts.ChainLink;
import dev.tally.telemetry.certification.run.PublicFacts.Ending;
import dev.tally.telemetry.certification.run.PublicFacts.Event;
import dev.tally.telemetry.certification.run.PublicFacts.Frame;
import dev.tally.telemetry.certification.run.PublicFacts.Result;
import dev.tally.telemetry.certification.run.PublicFacts.Stop;
import dev.tally.telemetry.certification.run.PublicFacts.TrapFacts;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One run of a module as a profile wants it. It asks guests for public facts and must never ask them for anything else:
 * which methods of the machine it may call is listed in a test.
 */
public final class ProfileRun {
    private final Profile profile;
    private final long fuelPerTick;
    private final Limit digestEvery;
    private final Extent extent;
    private final RunWatcher watcher;

    private final DigestOutputStream stdout = digested();
    private final DigestOutputStream stderr = digested();
    private final List<CallFacts> calls = new ArrayList<>();
    private final List<ChainLink> chain = new ArrayList<>();
    private Watermark mostFuel = Watermark.NOTHING;
    private Watermark fuel = Watermark.NOTHING;
    private Watermark mostHostCalls = Watermark.NOTHING;
    private Watermark hostCalls = Watermark.NOTHING;
    private int guestEvents;
    private long ticks;

    private ProfileRun(Profile profile, long fuelPerTick, Limit digestEvery, Extent extent, RunWatcher watcher) {
        this.profile = profile;
        this.fuelPerTick = fuelPerTick;
        this.digestEvery = digestEvery;
        this.extent = extent;
        this.watcher = watcher;
    }

    private static DigestOutputStream digested() {
        return new DigestOutputStream(OutputStream.nullOutputStream(), Sha256.digest());
    }

    /**
     * The run that the profile describes.
     *
     * @throws ProfileException if the calls do not suit the module
     */
    public static PublicFacts of(Engine engine, Module module, Profile profile, RunWatcher watcher) {
        Profile.Tick tick = profile.tick();
        return new ProfileRun(profile, tick.fuel(), tick.digestEvery(), Extent.of(profile), watcher)
                .run(engine, module);
    }

    /** The same run with another grant to each tick, as far as the first has come; its ticks end where nobody compares. */
    public static PublicFacts again(
            Engine engine, Module module, Profile profile, long fuel, PublicFacts reference, RunWatcher watcher) {
        return new ProfileRun(profile, fuel, Limit.none(), Extent.asFarAs(reference), watcher).run(engine, module);
    }

    private PublicFacts run(Engine engine, Module module) {
        Limits limits = new Limits(
                fuelPerTick, profile.limits().bytes(), profile.limits().stackSlots());
        try (Guest guest = engine.spawn(module, imports(), limits)) {
            watcher.spawned(guest, fuelPerTick);
            return facts(run(guest));
        } catch (LinkException refusal) {
            // Only a refusal of bytes names no import; the others are known before anything is run.
            if (refusal.module().isEmpty()) {
                return facts(Stop.REFUSED);
            }
            throw refusal;
        }
    }

    private Imports imports() {
        Input input = profile.input();
        Wasi.Builder wasi = Wasi.builder(input.wasi().arguments().getFirst())
                .arguments(input.wasi()
                        .arguments()
                        .subList(1, input.wasi().arguments().size()))
                .stdin(input.wasi().stdin())
                .seed(input.seed())
                .stdout(stdout)
                .stderr(stderr);
        input.wasi().environment().forEach(variable -> wasi.environment(variable.name(), variable.value()));
        return wasi.build()
                .addTo(Imports.builder())
                .watchedBy((guest, module, field) ->
                        link(guest, ticks + 1, Event.HOST_CALL, Texts.wellFormed(module + "." + field)))
                .build();
    }

    private PublicFacts facts(Stop stop) {
        return new PublicFacts(
                stop, ticks, mostFuel, fuel, mostHostCalls, hostCalls, calls, chain, hex(stdout), hex(stderr));
    }

    private static String hex(DigestOutputStream stream) {
        return HexFormat.of().formatHex(stream.getMessageDigest().digest());
    }

    private Stop run(Guest guest) {
        for (Input.Call call : profile.input().calls()) {
            FunctionType type;
            try {
                type = prepare(guest, call);
            } catch (IllegalStateException noRoomForArguments) {
                return Stop.REFUSED;
            }
            TickOutcome outcome;
            do {
                if (!extent.goesOn(ticks, guest.fuelUsed(), guest.hostCalls(), guestEvents)) {
                    end(guest, call, Ending.UNDONE, List.of(), null);
                    return Stop.STOPPED;
                }
                outcome = tick(guest);
            } while (outcome.inProgress());
            Trap trap = guest.trap();
            if (trap != null) {
                boolean exited = trap.kind() == TrapKind.EXIT;
                end(guest, call, exited ? Ending.EXITED : Ending.TRAPPED, List.of(), trap);
                return exited ? Stop.DONE : Stop.TRAPPED;
            }
            end(guest, call, Ending.RETURNED, results(guest, type), null);
        }
        return Stop.DONE;
    }

    private static FunctionType prepare(Guest guest, Input.Call call) {
        try {
            guest.call(
                    call.entry(),
                    call.arguments().stream().map(Input.Argument::value).toArray());
            return guest.function(call.entry()).type();
        } catch (IllegalArgumentException unsuitable) {
            throw new ProfileException(call.path(), "the module does not suit: " + unsuitable.getMessage());
        }
    }

    private TickOutcome tick(Guest guest) {
        long fuelBefore = guest.fuelUsed();
        long hostCallsBefore = guest.hostCalls();
        TickOutcome outcome = guest.tick(fuelPerTick);
        ticks++;
        Profile.Limits limits = profile.limits();
        mostFuel = mostFuel.with(guest.fuelUsed() - fuelBefore, ticks, limits.fuelPerTick());
        fuel = fuel.with(guest.fuelUsed(), ticks, limits.fuelInTotal());
        mostHostCalls = mostHostCalls.with(guest.hostCalls() - hostCallsBefore, ticks, limits.hostCallsPerTick());
        hostCalls = hostCalls.with(guest.hostCalls(), ticks, limits.hostCallsInTotal());
        switch (outcome) {
            case YIELDED -> link(guest, ticks, Event.YIELD, null);
            case RETURNED -> link(guest, ticks, Event.RETURN, null);
            case TRAPPED -> link(guest, ticks, Event.TRAP, null);
            case OUT_OF_FUEL -> {
                if (digestEvery.bounded() && ticks % digestEvery.most() == 0) {
                    link(guest, ticks, Event.TICK, null);
                }
            }
            case WAITING -> throw new IllegalStateException("a function of this host never lets a guest wait");
        }
        watcher.ticked(guest);
        return outcome;
    }

    private void link(Guest guest, long tick, Event event, @Nullable String function) {
        chain.add(new ChainLink(tick, event, function, guest.fuelUsed(), guest.stateDigest()));
        if (event != Event.TICK) {
            guestEvents++;
        }
    }

    private void end(Guest guest, Input.Call call, Ending ending, List<Result> results, @Nullable Trap trap) {
        calls.add(new CallFacts(
                call.entry(), ending, ticks, guest.fuelUsed(), results, trap == null ? null : facts(trap)));
    }

    private static List<Result> results(Guest guest, FunctionType type) {
        List<ValueType> types = type.results();
        return IntStream.range(0, types.size())
                .mapToObj(i -> Texts.result(types.get(i).toString(), guest.result(i)))
                .toList();
    }

    private static TrapFacts facts(Trap trap) {
        return new TrapFacts(
                trap.kind().name(),
                Integer.toUnsignedLong(trap.exitCode()),
                trap.stack().stream()
                        .map(frame -> new Frame(Texts.wellFormed(frame.function()), frame.index(), frame.offset()))
                        .toList());
    }
}
