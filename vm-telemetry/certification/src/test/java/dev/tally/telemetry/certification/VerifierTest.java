package dev.tally.telemetry.certification;

import static dev.tally.telemetry.certification.Profiles.guest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.telemetry.certification.Verification.Outcome;
import dev.tally.telemetry.certification.json.CanonicalJson;
import dev.tally.telemetry.certification.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was changed in a certificate is found, and each way in which it can be wrong has its own answer. */
final class VerifierTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final byte[] MODULE = guest("acts");

    private static Profiles profile() {
        return Profiles.usual().calling("frames", 3).with("/slices", "[\"100\"]");
    }

    private static byte[] certificate() {
        return Certifier.create().certify(MODULE, profile().read()).payload();
    }

    private static Verification verify(byte[] certificate) {
        return Verifier.create().verify(certificate, MODULE, profile().read());
    }

    private static byte[] canonical(JsonNode tree) {
        try {
            return CanonicalJson.of(JsonReader.read(tree.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (dev.tally.telemetry.certification.json.JsonException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Verification verifyChanged(String path, String text) {
        JsonNode tree = JSON.readTree(certificate());
        set(tree, JsonPointer.compile(path), text);
        return verify(canonical(tree));
    }

    private static void set(JsonNode tree, JsonPointer pointer, String text) {
        JsonNode parent = tree.at(pointer.head());
        if (parent instanceof ObjectNode object) {
            object.put(pointer.last().getMatchingProperty(), text);
        } else {
            ((ArrayNode) parent)
                    .set(
                            pointer.last().getMatchingIndex(),
                            JSON.getNodeFactory().stringNode(text));
        }
    }

    @Test
    void certificate_that_was_not_changed_is_reproduced() {
        Verification verification = verify(certificate());
        assertThat(verification.outcome()).isEqualTo(Outcome.REPRODUCED);
        assertThat(verification.message()).endsWith("PASS");
    }

    @Test
    void failing_certificate_is_reproduced_as_well() {
        Profiles failing = Profiles.usual().calling("trap", 5);
        byte[] certificate = Certifier.create().certify(MODULE, failing.read()).payload();
        Verification verification = Verifier.create().verify(certificate, MODULE, failing.read());
        assertThat(verification.outcome()).isEqualTo(Outcome.REPRODUCED);
        assertThat(verification.message()).endsWith("FAIL");
    }

    @Test
    void every_beginning_of_a_certificate_is_truncated() {
        byte[] certificate = certificate();
        for (int length = 0; length < certificate.length; length++) {
            assertThat(verify(Arrays.copyOf(certificate, length)).outcome())
                    .as("%d of %d bytes", length, certificate.length)
                    .isEqualTo(Outcome.TRUNCATED);
        }
    }

    @Test
    void what_is_something_else_is_no_certificate() {
        for (String text : List.of(
                "[]",
                "\"certificate\"",
                "{}",
                "certificate",
                "{\"_type\":\"https://in-toto.io/Statement/v1\"}",
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicateType\":\"urn:tally:certificate:1\"}")) {
            assertThat(verify(text.getBytes(StandardCharsets.UTF_8)).outcome())
                    .as(text)
                    .isEqualTo(Outcome.NOT_A_CERTIFICATE);
        }
        assertThat(verifyChanged("/predicateType", "urn:tally:certificate:2").outcome())
                .isEqualTo(Outcome.NOT_A_CERTIFICATE);
    }

    @Test
    void certificate_of_another_module_is_told() {
        byte[] other = MODULE.clone();
        other[other.length - 1]++;
        assertThat(Verifier.create()
                        .verify(certificate(), other, profile().read())
                        .outcome())
                .isEqualTo(Outcome.OTHER_MODULE);
    }

    @Test
    void certificate_of_another_profile_is_told() {
        assertThat(Verifier.create()
                        .verify(
                                certificate(),
                                MODULE,
                                profile().text("/name", "another").read())
                        .outcome())
                .isEqualTo(Outcome.OTHER_PROFILE);
    }

    @Test
    void certificate_of_other_prices_is_told() {
        assertThat(verifyChanged("/subject/3/digest/sha256", "0".repeat(64)).outcome())
                .isEqualTo(Outcome.OTHER_RULES);
    }

    @Test
    void certificate_of_other_digests_is_told_before_any_tick_differs() {
        Verification verification = verifyChanged("/predicate/rules/stateDigest", "tally state 0");
        assertThat(verification.outcome()).isEqualTo(Outcome.OTHER_RULES);
        assertThat(verification.message())
                .isEqualTo("/predicate/rules/stateDigest is \"tally state 0\", this program's is \"tally state 1\"");
    }

    @Test
    void every_text_that_is_changed_is_found_where_it_stands() {
        JsonNode original = JSON.readTree(certificate());
        List<JsonPointer> texts = new ArrayList<>();
        collect(original, JsonPointer.empty(), texts);
        assertThat(texts).hasSizeGreaterThan(150);
        for (JsonPointer pointer : texts) {
            JsonNode tree = original.deepCopy();
            JsonNode value = tree.at(pointer);
            set(tree, pointer, value.isNull() ? "1" : value.asString() + "1");
            Verification verification = verify(canonical(tree));
            String path = pointer.toString();
            if (path.startsWith("/predicate/")) {
                assertThat(verification.outcome())
                        .as(path)
                        .isEqualTo(path.startsWith("/predicate/rules/") ? Outcome.OTHER_RULES : Outcome.DIFFERENT);
                assertThat(verification.message()).as(path).contains(path + " is ");
            } else {
                assertThat(verification.outcome()).as(path).isNotEqualTo(Outcome.REPRODUCED);
            }
        }
    }

    private static void collect(JsonNode node, JsonPointer pointer, List<JsonPointer> texts) {
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(field -> collect(field.getValue(), pointer.appendProperty(field.getKey()), texts));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                collect(array.get(i), pointer.appendIndex(i), texts);
            }
        } else {
            texts.add(pointer);
        }
    }

    @Test
    void tick_that_differs_first_is_told() {
        String digest =
                JSON.readTree(certificate()).at("/predicate/chain/1/digest").asString();
        Verification verification = verifyChanged("/predicate/chain/1/digest", "0".repeat(64));
        assertThat(verification.outcome()).isEqualTo(Outcome.DIFFERENT);
        assertThat(verification.message())
                .matches("tick \\d+ differs: /predicate/chain/1/digest is .*" + digest + ".*");
    }

    @Test
    void requirement_that_differs_first_is_told() {
        Verification verification = verifyChanged("/predicate/requirements/2/maximum", "1");
        assertThat(verification.message())
                .startsWith("requirement fuel.per-tick differs: /predicate/requirements/2/maximum is \"1\", replaying");
    }

    @Test
    void tick_and_requirement_are_both_told() {
        JsonNode tree = JSON.readTree(certificate());
        set(tree, JsonPointer.compile("/predicate/chain/0/fuel"), "1");
        set(tree, JsonPointer.compile("/predicate/requirements/3/maximum"), "1");
        assertThat(verify(canonical(tree)).message())
                .startsWith("tick 2 differs: ")
                .contains("; requirement fuel.in-total differs: ");
    }

    @Test
    void link_that_was_taken_away_is_found() {
        JsonNode tree = JSON.readTree(certificate());
        ArrayNode chain = (ArrayNode) tree.at("/predicate/chain");
        chain.remove(chain.size() - 1);
        assertThat(verify(canonical(tree)).message()).contains("is missing, replaying gives something else");
    }

    @Test
    void field_that_was_added_is_found() {
        JsonNode tree = JSON.readTree(certificate());
        ((ObjectNode) tree.at("/predicate")).put("allocations", "0");
        Verification verification = verify(canonical(tree));
        assertThat(verification.outcome()).isEqualTo(Outcome.DIFFERENT);
        assertThat(verification.message()).isEqualTo("/predicate/allocations is \"0\", replaying gives missing");
    }

    @Test
    void same_statement_in_other_bytes_is_found() {
        byte[] pretty = JSON.readTree(certificate()).toPrettyString().getBytes(StandardCharsets.UTF_8);
        Verification verification = verify(pretty);
        assertThat(verification.outcome()).isEqualTo(Outcome.DIFFERENT);
        assertThat(verification.message()).contains("other bytes");
    }
}
