package dev.tally.telemetry.certification;

import dev.tally.runtime.Guest;
import dev.tally.telemetry.certification.json.CanonicalJson;
import dev.tally.telemetry.certification.json.JsonValue;
import dev.tally.telemetry.certification.profile.Limit;
import dev.tally.telemetry.certification.profile.Profile;
import dev.tally.telemetry.certification.run.PublicFacts;
import dev.tally.telemetry.certification.run.PublicFacts.CallFacts;
import dev.tally.telemetry.certification.run.PublicFacts.ChainLink;
import dev.tally.telemetry.certification.run.PublicFacts.TrapFacts;
import dev.tally.telemetry.certification.run.Repetition;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The payload of a certificate, by the schema {@code certificate-1.json} beside this class. It is made of what it is
 * handed and of nothing else; in particular it must never ask for the time, the place or the machine.
 */
final class Statement {
    private static final List<String> SCOPE = List.of(
            "The module of the subject, driven by the input of the profile, in ticks of the profile's fuel.",
            "Requirements whose basis is OBSERVED are about this input alone; those that are PROVED hold for every"
                    + " input.",
            "Where the basis is ENFORCED, no input can exceed the limit; that no call runs into it was observed for"
                    + " this input.",
            "A tick is one call of the machine by its host; ticks count from 1 and include those that instantiate the"
                    + " module.",
            "Host functions are those of the machine itself, with virtual clocks, seeded randomness and the input of"
                    + " the profile.");

    private static final List<String> NON_CLAIMS = List.of(
            "Nothing is said about other inputs, other hosts or other functions of the host.",
            "Nothing is said about time: neither how long anything takes nor when it was done.",
            "Nothing is said about how much of its bytes or its stack the guest uses, nor about allocation, copying or"
                    + " collection.",
            "Nothing is said about whether what the guest computes is right or useful.",
            "Nothing is said about who made this statement; that is what a signature is for.");

    private static final List<String> HOW_TO_REPLAY = List.of(
            "tally verify certificate.json --module module.wasm --profile profile.json",
            "tally certify module.wasm --profile profile.json -o again.json; both files must be equal byte for byte.");

    private Statement() {}

    /** The payload's bytes. */
    static byte[] bytes(
            ModuleFacts module,
            Profile profile,
            List<Requirement> requirements,
            Verdict verdict,
            @Nullable PublicFacts facts,
            List<Repetition> repetitions) {
        JsonValue statement = JsonValue.fields()
                .with("_type", Certificate.STATEMENT_TYPE)
                .with(
                        "subject",
                        new JsonValue.Array(List.of(
                                subject("module", module.sha256()),
                                subject("profile", profile.sha256()),
                                subject("input", profile.input().sha256()),
                                subject("price-table", PriceTable.sha256()))))
                .with("predicateType", Certificate.PREDICATE_TYPE)
                .with(
                        "predicate",
                        JsonValue.fields()
                                .with("verdict", verdict.name())
                                .with("profile", profile(profile))
                                .with("rules", rules())
                                .with("requirements", array(requirements, Statement::requirement))
                                .with("run", facts == null ? JsonValue.NULL : run(facts))
                                .with(
                                        "chain",
                                        facts == null
                                                ? new JsonValue.Array(List.of())
                                                : array(facts.chain(), Statement::link))
                                .with("replays", array(repetitions, Statement::repetition))
                                .with("scope", JsonValue.texts(SCOPE))
                                .with("nonClaims", JsonValue.texts(NON_CLAIMS))
                                .with("howToReplay", JsonValue.texts(HOW_TO_REPLAY))
                                .build())
                .build();
        return CanonicalJson.of(statement);
    }

    private static JsonValue subject(String name, String sha256) {
        return JsonValue.fields()
                .with("name", name)
                .with("digest", JsonValue.fields().with("sha256", sha256).build())
                .build();
    }

    private static JsonValue profile(Profile profile) {
        return JsonValue.fields()
                .with("name", profile.name())
                .with("fuelPerTick", profile.tick().fuel())
                .with("mostTicks", profile.tick().most().toString())
                .build();
    }

    private static JsonValue rules() {
        return JsonValue.fields()
                .with("priceTable", PriceTable.version())
                .with("stateDigest", Guest.STATE_DIGEST_VERSION)
                .build();
    }

    private static JsonValue requirement(Requirement requirement) {
        Limit limit = requirement.limit();
        return JsonValue.fields()
                .with("id", requirement.id())
                .with("statement", requirement.statement())
                .with("unit", requirement.unit())
                .with("limit", limit == null ? null : limit.toString())
                .with("maximum", figure(requirement.maximum()))
                .with("firstTick", figure(requirement.firstTick()))
                .with("failedIn", figure(requirement.failedIn()))
                .with("basis", requirement.basis().name())
                .with("verdict", requirement.verdict().name())
                .build();
    }

    private static JsonValue run(PublicFacts facts) {
        return JsonValue.fields()
                .with("stop", facts.stop().name())
                .with("ticks", facts.ticks())
                .with("fuel", facts.fuel().most())
                .with("hostCalls", facts.hostCalls().most())
                .with("calls", array(facts.calls(), Statement::call))
                .with("stdout", facts.stdout())
                .with("stderr", facts.stderr())
                .build();
    }

    private static JsonValue call(CallFacts call) {
        return JsonValue.fields()
                .with("entry", call.entry())
                .with("ending", call.ending().name())
                .with("tick", call.tick())
                .with("fuel", call.fuel())
                .with(
                        "results",
                        array(
                                call.results(),
                                result -> JsonValue.fields()
                                        .with("type", result.type())
                                        .with("value", result.value())
                                        .with("utf16", result.utf16())
                                        .build()))
                .with("trap", call.trap() == null ? JsonValue.NULL : trap(call.trap()))
                .build();
    }

    private static JsonValue trap(TrapFacts trap) {
        return JsonValue.fields()
                .with("kind", trap.kind())
                .with("exitCode", trap.exitCode())
                .with(
                        "frames",
                        array(
                                trap.frames(),
                                frame -> JsonValue.fields()
                                        .with("function", frame.function())
                                        .with("index", frame.index())
                                        .with("offset", frame.offset())
                                        .build()))
                .build();
    }

    private static JsonValue link(ChainLink link) {
        return JsonValue.fields()
                .with("tick", link.tick())
                .with("event", link.event().name())
                .with("function", link.function())
                .with("fuel", link.fuel())
                .with("digest", link.digest())
                .build();
    }

    private static JsonValue repetition(Repetition repetition) {
        Repetition.Difference difference = repetition.difference();
        return JsonValue.fields()
                .with("fuelPerTick", repetition.fuelPerTick())
                .with("verdict", (difference == null ? Verdict.PASS : Verdict.FAIL).name())
                .with(
                        "difference",
                        difference == null
                                ? JsonValue.NULL
                                : JsonValue.fields()
                                        .with("event", difference.event())
                                        .with("tick", difference.tick())
                                        .with("expected", difference.expected())
                                        .with("found", difference.found())
                                        .build())
                .build();
    }

    private static JsonValue figure(@Nullable Long figure) {
        return figure == null ? JsonValue.NULL : JsonValue.figure(figure);
    }

    private static <T> JsonValue array(List<T> elements, Function<T, JsonValue> json) {
        return new JsonValue.Array(elements.stream().map(json).toList());
    }
}
