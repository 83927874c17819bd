package dev.tally.telemetry.certification;

import dev.tally.telemetry.certification.profile.Profile;
import dev.tally.telemetry.certification.profile.ProfileReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Profiles for tests: the one of the resources, changed at some paths. */
public final class Profiles {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JsonNode tree = JSON.readTree(resource("profile.json"));

    private Profiles() {}

    /** The profile as it is. */
    public static Profiles usual() {
        return new Profiles();
    }

    /** A file of the resources. */
    public static byte[] resource(String name) {
        try (InputStream in = Profiles.class.getResourceAsStream("/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A guest of the resources. */
    public static byte[] guest(String name) {
        return resource("guests/" + name + ".wasm");
    }

    /** With a value, given as JSON, at a path; a field that is not there is added, {@code -} appends to an array. */
    public Profiles with(String path, String json) {
        JsonPointer pointer = JsonPointer.compile(path);
        JsonNode parent = tree.at(pointer.head());
        String name = pointer.last().getMatchingProperty();
        JsonNode value = JSON.readTree(json);
        if (parent instanceof ObjectNode object) {
            object.set(name, value);
        } else if (name.equals("-")) {
            ((ArrayNode) parent).add(value);
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(name), value);
        }
        return this;
    }

    /** With a text at a path. */
    public Profiles text(String path, String text) {
        return with(path, JSON.writeValueAsString(text));
    }

    /** Without a field. */
    public Profiles without(String path) {
        JsonPointer pointer = JsonPointer.compile(path);
        ((ObjectNode) tree.at(pointer.head())).remove(pointer.last().getMatchingProperty());
        return this;
    }

    /** With one call of a function of one i32. */
    public Profiles calling(String entry, int argument) {
        return with(
                "/input/calls",
                "[{\"entry\":\"" + entry + "\",\"arguments\":[{\"type\":\"i32\",\"value\":\"" + argument + "\"}]}]");
    }

    /** With one call of a function without parameters. */
    public Profiles calling(String entry) {
        return with("/input/calls", "[{\"entry\":\"" + entry + "\",\"arguments\":[]}]");
    }

    /** The profile's bytes. */
    public byte[] bytes() {
        return JSON.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8);
    }

    /** The profile, read. */
    public Profile read() {
        return ProfileReader.read(bytes());
    }
}
