package dev.tally.telemetry.certification;

import dev.tally.runtime.Guest;
import dev.tally.telemetry.certification.Verification.Outcome;
import dev.tally.telemetry.certification.json.CanonicalJson;
import dev.tally.telemetry.certification.json.JsonException;
import dev.tally.telemetry.certification.json.JsonReader;
import dev.tally.telemetry.certification.json.JsonValue;
import dev.tally.telemetry.certification.json.Sha256;
import dev.tally.telemetry.certification.profile.Profile;
import dev.tally.telemetry.certification.run.RunWatcher;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies certificates by making them again. It believes nothing that a certificate says; what it reads there only
 * decides which error is told.
 */
public final class Verifier {
    private final RunWatcher watcher;

    private Verifier(RunWatcher watcher) {
        this.watcher = watcher;
    }

    /** A verifier. */
    public static Verifier create() {
        return new Verifier(RunWatcher.NOBODY);
    }

    /**
     * Verifies a certificate.
     *
     * @param certificate the bytes of the file
     * @param module the bytes of the module
     * @throws dev.tally.core.ModuleException if the module is the one of the certificate and yet is none
     */
    public Verification verify(byte[] certificate, byte[] module, Profile profile) {
        JsonValue.Fields statement;
        try {
            if (!(JsonReader.read(certificate) instanceof JsonValue.Fields fields)) {
                return new Verification(Outcome.NOT_A_CERTIFICATE, "the file is no statement of in-toto", null);
            }
            statement = fields;
        } catch (JsonException refusal) {
            String place = refusal.path().isEmpty() ? "" : " at " + refusal.path();
            return refusal.truncated()
                    ? new Verification(Outcome.TRUNCATED, "the file ends before the certificate does" + place, null)
                    : new Verification(Outcome.NOT_A_CERTIFICATE, refusal.getMessage() + place, null);
        }
        Verification mismatch = subjects(statement, module, profile);
        return mismatch != null ? mismatch : compare(certificate, statement, replay(module, profile));
    }

    private Certificate replay(byte[] module, Profile profile) {
        return Certifier.create().watchedBy(watcher).certify(module, profile);
    }

    private static @Nullable Verification subjects(JsonValue.Fields statement, byte[] module, Profile profile) {
        if (!Certificate.STATEMENT_TYPE.equals(text(statement.get("_type")))) {
            return new Verification(
                    Outcome.NOT_A_CERTIFICATE, "/_type is not \"" + Certificate.STATEMENT_TYPE + "\"", null);
        }
        if (!Certificate.PREDICATE_TYPE.equals(text(statement.get("predicateType")))) {
            return new Verification(
                    Outcome.NOT_A_CERTIFICATE, "/predicateType is not \"" + Certificate.PREDICATE_TYPE + "\"", null);
        }
        Verification mismatch = subject(statement, "module", Sha256.of(module), Outcome.OTHER_MODULE);
        if (mismatch == null) {
            mismatch = subject(statement, "profile", profile.sha256(), Outcome.OTHER_PROFILE);
        }
        if (mismatch == null) {
            mismatch = subject(statement, "price-table", PriceTable.sha256(), Outcome.OTHER_RULES);
        }
        if (mismatch == null) {
            mismatch = rule(statement, "priceTable", Long.toString(PriceTable.version()));
        }
        return mismatch != null ? mismatch : rule(statement, "stateDigest", Guest.STATE_DIGEST_VERSION);
    }

    /** Under other rules every tick would differ; that is not what there is to be told. */
    private static @Nullable Verification rule(JsonValue.Fields statement, String name, String version) {
        String given = statement.get("predicate") instanceof JsonValue.Fields predicate
                        && predicate.get("rules") instanceof JsonValue.Fields rules
                ? text(rules.get(name))
                : null;
        return given == null || given.equals(version)
                ? null
                : new Verification(
                        Outcome.OTHER_RULES,
                        "/predicate/rules/" + name + " is \"" + given + "\", this program's is \"" + version + "\"",
                        null);
    }

    private static @Nullable Verification subject(
            JsonValue.Fields statement, String name, String sha256, Outcome otherwise) {
        String certified = null;
        if (statement.get("subject") instanceof JsonValue.Array(List<JsonValue> subjects)) {
            for (JsonValue subject : subjects) {
                if (subject instanceof JsonValue.Fields fields
                        && name.equals(text(fields.get("name")))
                        && fields.get("digest") instanceof JsonValue.Fields digest) {
                    certified = text(digest.get("sha256"));
                }
            }
        }
        if (certified == null) {
            return new Verification(Outcome.NOT_A_CERTIFICATE, "/subject has no digest of the " + name, null);
        }
        return certified.equals(sha256)
                ? null
                : new Verification(
                        otherwise,
                        "the certificate is about the " + name + " " + certified + ", given is " + sha256,
                        null);
    }

    static @Nullable String text(@Nullable JsonValue value) {
        return value instanceof JsonValue.Text(String text) ? text : null;
    }

    private static Verification compare(byte[] given, JsonValue.Fields statement, Certificate replayed) {
        if (Arrays.equals(given, replayed.payload())) {
            return new Verification(
                    Outcome.REPRODUCED,
                    "replaying gives the same bytes; the verdict is " + replayed.verdict(),
                    replayed);
        }
        String difference = Arrays.equals(CanonicalJson.of(statement), replayed.payload())
                ? "the file says the same in other bytes than the canonical ones"
                : FirstDifference.between(statement, replayed.payload());
        return new Verification(Outcome.DIFFERENT, difference, replayed);
    }
}
