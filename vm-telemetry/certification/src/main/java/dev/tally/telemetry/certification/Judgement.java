package dev.tally.telemetry.certification;

import dev.tally.core.TrapKind;
import dev.tally.telemetry.certification.profile.Limit;
import dev.tally.telemetry.certification.profile.Profile;
import dev.tally.telemetry.certification.run.PublicFacts;
import dev.tally.telemetry.certification.run.PublicFacts.CallFacts;
import dev.tally.telemetry.certification.run.PublicFacts.Ending;
import dev.tally.telemetry.certification.run.PublicFacts.Stop;
import dev.tally.telemetry.certification.run.Repetition;
import dev.tally.telemetry.certification.run.Watermark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares facts with what the profile asks, requirement by requirement. The list is the same in every certificate. */
final class Judgement {
    private static final String FUEL = "fuel";
    private static final String CALLS = "calls";

    private final Profile profile;
    private final ModuleFacts module;
    private final @Nullable PublicFacts facts;
    private final List<Repetition> repetitions;
    private final boolean ran;
    private final List<Requirement> requirements = new ArrayList<>();

    private Judgement(Profile profile, ModuleFacts module, @Nullable PublicFacts facts, List<Repetition> repetitions) {
        this.profile = profile;
        this.module = module;
        this.facts = facts;
        this.ran = facts != null && facts.ticks() > 0;
        this.repetitions = repetitions;
    }

    /** All requirements; {@code facts} are null if the module was not run. */
    static List<Requirement> of(
            Profile profile, ModuleFacts module, @Nullable PublicFacts facts, List<Repetition> repetitions) {
        return new Judgement(profile, module, facts, repetitions).judge();
    }

    /** The worst of the verdicts: what has not been run is no promise, what fails is a fact. */
    static Verdict overall(List<Requirement> requirements) {
        if (requirements.stream().anyMatch(requirement -> requirement.verdict() == Verdict.FAIL)) {
            return Verdict.FAIL;
        }
        return requirements.stream().anyMatch(requirement -> requirement.verdict() == Verdict.NOT_RUN)
                ? Verdict.NOT_RUN
                : Verdict.PASS;
    }

    private List<Requirement> judge() {
        Profile.Limits limits = profile.limits();
        proved(
                "imports.granted",
                "Every import of the module is granted by the profile, and given in the type that it has there.",
                "imports not granted",
                Limit.of(0),
                module.importsNotGiven());
        proved(
                "fuel.overshoot",
                "Beyond the fuel granted to a tick, the instructions of the module charge at most the limit; what"
                        + " functions of the host charge for their own work is not counted.",
                FUEL,
                limits.overshoot(),
                module.overshoot());
        PublicFacts run = facts;
        observed(
                "fuel.per-tick",
                "No tick charges more fuel than the limit.",
                FUEL,
                limits.fuelPerTick(),
                run == null ? null : run.fuelPerTick());
        observed(
                "fuel.in-total",
                "All ticks together charge no more fuel than the limit.",
                FUEL,
                limits.fuelInTotal(),
                run == null ? null : run.fuel());
        observed(
                "host-calls.per-tick",
                "No tick calls functions of the host more often than the limit.",
                CALLS,
                limits.hostCallsPerTick(),
                run == null ? null : run.hostCallsPerTick());
        observed(
                "host-calls.in-total",
                "All ticks together call functions of the host no more often than the limit.",
                CALLS,
                limits.hostCallsInTotal(),
                run == null ? null : run.hostCalls());
        ticks();
        enforced(
                "bytes",
                "The guest never holds more bytes than the limit: memories, tables, globals, strings, handles and the"
                        + " whole stack. It is not refused for that, and no call traps for want of bytes.",
                "bytes",
                limits.bytes(),
                TrapKind.OUT_OF_BYTES);
        enforced(
                "stack",
                "The stack never holds more slots of 8 bytes than the limit, and no call traps for want of slots.",
                "slots",
                limits.stackSlots(),
                TrapKind.CALL_STACK_EXHAUSTED);
        calls();
        repetitions();
        return List.copyOf(requirements);
    }

    private void proved(String id, String statement, String unit, Limit limit, long maximum) {
        add(id, statement, unit, limit, maximum, null, null, Basis.PROVED, verdict(limit.admits(maximum)));
    }

    private void observed(String id, String statement, String unit, Limit limit, @Nullable Watermark seen) {
        if (seen == null || !ran) {
            add(id, statement, unit, limit, null, null, null, Basis.OBSERVED, Verdict.NOT_RUN);
        } else {
            add(
                    id,
                    statement,
                    unit,
                    limit,
                    seen.most(),
                    tickOrNull(seen.firstTick()),
                    tickOrNull(seen.exceededIn()),
                    Basis.OBSERVED,
                    verdict(limit.admits(seen.most())));
        }
    }

    /** A run that was stopped within the limit has not shown how many ticks it needs. */
    private void ticks() {
        Limit limit = profile.limits().ticks();
        PublicFacts run = facts;
        Long ticks = run == null || !ran ? null : run.ticks();
        Long failedIn = null;
        Verdict verdict;
        if (run == null || run.stop() == Stop.REFUSED) {
            verdict = Verdict.NOT_RUN;
        } else if (run.stop() == Stop.STOPPED && limit.bounded() && run.ticks() >= limit.most()) {
            verdict = Verdict.FAIL;
            failedIn = limit.most() + 1;
        } else {
            verdict = ran && (!limit.bounded() || run.stop() == Stop.DONE) ? Verdict.PASS : Verdict.NOT_RUN;
        }
        add(
                "ticks",
                "The calls of the profile are done after no more ticks than the limit.",
                "ticks",
                limit,
                ticks,
                ticks,
                failedIn,
                Basis.OBSERVED,
                verdict);
    }

    private void enforced(String id, String statement, String unit, long limit, TrapKind kind) {
        PublicFacts run = facts;
        CallFacts last = run == null ? null : run.lastCall();
        boolean trapped = last != null
                && last.trap() != null
                && last.ending() == Ending.TRAPPED
                && last.trap().kind().equals(kind.name());
        boolean refused = run != null && run.stop() == Stop.REFUSED && kind == TrapKind.OUT_OF_BYTES;
        boolean unknown = run == null || !refused && (!ran || run.stop() == Stop.REFUSED);
        Verdict verdict = unknown ? Verdict.NOT_RUN : verdict(!trapped && !refused);
        Long failedIn = null;
        if (trapped) {
            failedIn = Objects.requireNonNull(last).tick();
        } else if (refused) {
            failedIn = Objects.requireNonNull(run).ticks() + 1;
        }
        add(id, statement, unit, Limit.of(limit), null, null, failedIn, Basis.ENFORCED, verdict);
    }

    private void calls() {
        PublicFacts run = facts;
        CallFacts last = run == null ? null : run.lastCall();
        Verdict verdict;
        Long failedIn = null;
        if (run == null || last == null || !ran) {
            verdict = Verdict.NOT_RUN;
        } else if (failed(last)) {
            verdict = Verdict.FAIL;
            failedIn = last.tick();
        } else {
            verdict = run.stop() == Stop.REFUSED ? Verdict.NOT_RUN : Verdict.PASS;
        }
        add(
                "calls.end-well",
                "No call of the profile traps, and the guest does not exit with another code than 0.",
                CALLS,
                null,
                null,
                null,
                failedIn,
                Basis.OBSERVED,
                verdict);
    }

    private static boolean failed(CallFacts call) {
        return call.trap() != null
                && (call.ending() == Ending.TRAPPED || call.trap().exitCode() != 0);
    }

    private void repetitions() {
        Long failedIn = repetitions.stream()
                .map(Repetition::difference)
                .filter(Objects::nonNull)
                .map(Repetition.Difference::tick)
                .min(Comparator.naturalOrder())
                .orElse(null);
        // Where no slices were asked for, nothing is left open.
        Verdict verdict = ran ? verdict(failedIn == null) : Verdict.NOT_RUN;
        add(
                "replay.slices",
                "Run again with each slice size of the profile, the guest gives the same results, charges the same fuel"
                        + " and has the same state at each guest event, as far as the first run came.",
                "slice sizes",
                null,
                null,
                null,
                failedIn,
                Basis.OBSERVED,
                verdict);
    }

    private static @Nullable Long tickOrNull(long tick) {
        return tick == 0 ? null : tick;
    }

    private static Verdict verdict(boolean holds) {
        return holds ? Verdict.PASS : Verdict.FAIL;
    }

    private void add(
            String id,
            String statement,
            String unit,
            @Nullable Limit limit,
            @Nullable Long maximum,
            @Nullable Long firstTick,
            @Nullable Long failedIn,
            Basis basis,
            Verdict verdict) {
        requirements.add(new Requirement(id, statement, unit, limit, maximum, firstTick, failedIn, basis, verdict));
    }
}
