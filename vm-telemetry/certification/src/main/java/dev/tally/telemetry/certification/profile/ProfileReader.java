package dev.tally.telemetry.certification.profile;

import dev.tally.telemetry.certification.json.CanonicalJson;
import dev.tally.telemetry.certification.json.JsonException;
import dev.tally.telemetry.certification.json.JsonReader;
import dev.tally.telemetry.certification.json.JsonValue;
import dev.tally.telemetry.certification.json.Sha256;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads profiles, by the schema {@code certification-profile-1.json} beside this class. What it accepts means the same to
 * everybody: each field stands there once, and none is unknown.
 */
public final class ProfileReader {
    /** The {@code $id} of the schema. A change that a reader could notice gets a new number. */
    public static final String SCHEMA = "urn:tally:certification-profile:1";

    private ProfileReader() {}

    /**
     * Reads a profile.
     *
     * @throws ProfileException if it is not one, with the path of the field that is to blame
     */
    public static Profile read(byte[] bytes) {
        Section root = Section.of("", json(bytes));
        // A profile of another version is told first, whatever else it has.
        String schema = root.text("schema");
        if (!schema.equals(SCHEMA)) {
            throw new ProfileException("/schema", "\"" + schema + "\" is not \"" + SCHEMA + "\"");
        }
        Profile profile = new Profile(
                Sha256.of(bytes),
                root.text("name"),
                tick(root.section("tick")),
                limits(root.section("limits")),
                grants(root),
                input(root.section("input"), root.value("input")),
                slices(root));
        root.finish();
        requireEnd(profile);
        return profile;
    }

    private static JsonValue json(byte[] bytes) {
        try {
            return JsonReader.read(bytes);
        } catch (JsonException refusal) {
            throw new ProfileException(refusal.path(), String.valueOf(refusal.getMessage()));
        }
    }

    private static Profile.Tick tick(Section section) {
        Profile.Tick tick = new Profile.Tick(
                section.figure("fuel", 1, Long.MAX_VALUE), section.limit("most", 0), digestEvery(section));
        section.finish();
        return tick;
    }

    private static Limit digestEvery(Section section) {
        String text = section.text("digestEvery");
        return text.equals("never")
                ? Limit.none()
                : Limit.of(Section.figure(section.path("digestEvery"), text, 1, Long.MAX_VALUE, ", or \"never\""));
    }

    private static Profile.Limits limits(Section section) {
        Section fuel = section.section("fuel");
        Section hostCalls = section.section("hostCalls");
        Profile.Limits limits = new Profile.Limits(
                fuel.limit("perTick", 0),
                fuel.limit("inTotal", 0),
                fuel.limit("overshoot", 0),
                hostCalls.limit("perTick", 0),
                hostCalls.limit("inTotal", 0),
                section.limit("ticks", 0),
                section.figure("bytes", 1, Long.MAX_VALUE),
                (int) section.figure("stackSlots", 1, Integer.MAX_VALUE));
        fuel.finish();
        hostCalls.finish();
        section.finish();
        if ((long) limits.stackSlots() * Long.BYTES > limits.bytes()) {
            throw new ProfileException(
                    section.path("stackSlots"),
                    "so many slots of 8 bytes take more than the " + limits.bytes() + " of " + section.path("bytes"));
        }
        return limits;
    }

    private static List<Grant> grants(Section root) {
        List<Grant> grants = new ArrayList<>();
        for (Section section : root.sections("imports")) {
            Grant grant = new Grant(section.text("module"), section.textIfAny("name"));
            section.finish();
            if (!Offer.knows(grant.module())) {
                throw new ProfileException(
                        section.path("module"),
                        "nothing offers \"" + grant.module() + "\"; what can be granted is " + Offer.listed());
            }
            grants.add(grant);
        }
        return grants;
    }

    private static Input input(Section section, JsonValue value) {
        List<Input.Call> calls = new ArrayList<>();
        for (Section call : section.sections("calls")) {
            calls.add(new Input.Call(
                    call.path("entry").replaceFirst("/entry$", ""), call.text("entry"), ArgumentReader.read(call)));
            call.finish();
        }
        if (calls.isEmpty()) {
            throw new ProfileException(section.path("calls"), "there is nothing to call");
        }
        Input input = new Input(
                Sha256.of(CanonicalJson.of(value)),
                calls,
                section.figure("seed", Long.MIN_VALUE, Long.MAX_VALUE),
                section.has("wasi") ? ArgumentReader.wasi(section.section("wasi")) : Input.Wasi.NOTHING);
        section.finish();
        return input;
    }

    private static List<Profile.Slice> slices(Section root) {
        List<Profile.Slice> slices = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (String text : root.texts("slices")) {
            String path = root.path("slices") + "/" + slices.size();
            slices.add(new Profile.Slice(Section.figure(path, text, 1, Long.MAX_VALUE, "")));
            if (!known.add(text)) {
                throw new ProfileException(path, "the same size stands there twice");
            }
        }
        return slices;
    }

    /** A guest may run for ever; what is asked of it must not. */
    private static void requireEnd(Profile profile) {
        if (!profile.tick().most().bounded()
                && !profile.limits().ticks().bounded()
                && !profile.limits().fuelInTotal().bounded()) {
            throw new ProfileException(
                    "/tick/most", "a run needs an end: limit this, /limits/ticks or /limits/fuel/inTotal");
        }
    }
}
