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

    /** The names of all fields that profiles may have. */
    public static Set<String> fieldsOfProfile() {
        return fields(ProfileReader.class, "certification-profile-1.json");
    }

    /** The names of all fields that certificates have. */
    static Set<String> fieldsOfCertificate() {
        return fields(Certificate.class, "certificate-1.json");
    }

    private static Set<String> fields(Class<?> neighbour, String name) {
        Set<String> names = new TreeSet<>();
        for (JsonNode properties : tree(neighbour, name).findValues("properties")) {
            collect(properties, names);
        }
        return names;
    }

    /** {@code findValues} does not look for more within what it has found. */
    private static void collect(JsonNode properties, Set<String> names) {
        names.addAll(properties.propertyNames());
        for (JsonNode property : properties) {
            property.findValues("properties").forEach(inner -> collect(inner, names));
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
