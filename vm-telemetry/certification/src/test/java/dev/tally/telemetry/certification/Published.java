package dev.tally.telemetry.certification;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tally.telemetry.certification.profile.ProfileReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.erdtman.jcs.JsonCanonicalizer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was published of certificates and profiles, as others would check it: by the schemas and with another's code. */
public final class Published {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Schema PROFILE = schema(ProfileReader.class, "certification-profile-1.json");
    private static final Schema CERTIFICATE = schema(Certificate.class, "certificate-1.json");

    private Published() {}

    private static Schema schema(Class<?> neighbour, String name) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(tree(neighbour, name));
    }

    private static JsonNode tree(Class<?> neighbour, String name) {
        try (InputStream in = Objects.requireNonNull(neighbour.getResourceAsStream(name), name)) {
            return JSON.readTree(in);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What the schema of profiles finds wrong. */
    public static List<?> errorsOfProfile(byte[] profile) {
        return PROFILE.validate(JSON.readTree(profile));
    }

    /** The paths of all fields that profiles may have, as {@code input.calls[].entry}. */
    public static Set<String> pathsOfProfile() {
        return paths(tree(ProfileReader.class, "certification-profile-1.json"));
    }

    /** The paths of all fields that certificates have. */
    static Set<String> pathsOfCertificate() {
        return paths(tree(Certificate.class, "certificate-1.json"));
    }

    /** The texts that the schema of profiles names. */
    static Set<String> wordsOfProfile() {
        return words(tree(ProfileReader.class, "certification-profile-1.json"));
    }

    /** The texts that the schema of certificates names. */
    static Set<String> wordsOfCertificate() {
        return words(tree(Certificate.class, "certificate-1.json"));
    }

    private static Set<String> words(JsonNode schema) {
        Set<String> words = new TreeSet<>();
        schema.findValues("const").forEach(word -> words.add(word.asString()));
        schema.findValues("enum").forEach(list -> list.forEach(word -> words.add(word.asString())));
        return words;
    }

    private static Set<String> paths(JsonNode schema) {
        Set<String> paths = new TreeSet<>();
        collect(schema, schema, "", paths);
        return paths;
    }

    private static void collect(JsonNode root, JsonNode schema, String path, Set<String> paths) {
        if (schema.has("$ref")) {
            collect(root, root.at(schema.get("$ref").asString().substring(1)), path, paths);
        }
        for (String alternatives : List.of("anyOf", "oneOf")) {
            schema.path(alternatives).forEach(one -> collect(root, one, path, paths));
        }
        schema.path("prefixItems").forEach(item -> collect(root, item, path + "[]", paths));
        collectIfAny(root, schema.path("items"), path + "[]", paths);
        schema.path("properties").properties().forEach(field -> {
            String inner = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            paths.add(inner);
            collect(root, field.getValue(), inner, paths);
        });
    }

    private static void collectIfAny(JsonNode root, JsonNode schema, String path, Set<String> paths) {
        if (schema.isObject()) {
            collect(root, schema, path, paths);
        }
    }

    /** What the schema of certificates finds wrong. */
    static List<?> errorsOfCertificate(JsonNode certificate) {
        return CERTIFICATE.validate(certificate);
    }

    /** The certificate as a tree, after it has been found canonical and valid. */
    static JsonNode checked(byte[] payload) {
        try {
            assertThat(payload).isEqualTo(new JsonCanonicalizer(payload).getEncodedUTF8());
        } catch (IOException malformed) {
            throw new AssertionError(malformed);
        }
        JsonNode tree = JSON.readTree(payload);
        assertThat(errorsOfCertificate(tree)).as(tree.toPrettyString()).isEmpty();
        return tree;
    }

    /** A requirement of a certificate. */
    static JsonNode requirement(JsonNode certificate, String id) {
        for (JsonNode requirement : certificate.at("/predicate/requirements")) {
            if (requirement.get("id").asString().equals(id)) {
                return requirement;
            }
        }
        throw new AssertionError("no requirement " + id);
    }
}
