package dev.tally.telemetry.certification;

import static dev.tally.telemetry.certification.Profiles.guest;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The payload is a statement of in-toto, without numbers, closed to every field that is not published. */
final class StatementTest {
    private static final JsonNode PASSING = certify(Profiles.usual().calling("frames", 3));
    private static final JsonNode FAILING = certify(Profiles.usual().calling("trap", 300));

    private static JsonNode certify(Profiles profile) {
        return Published.checked(
                Certifier.create().certify(guest("acts"), profile.read()).payload());
    }

    @Test
    void it_has_the_shape_of_in_toto_statements() {
        assertThat(PASSING.propertyNames()).containsExactly("_type", "predicate", "predicateType", "subject");
        assertThat(PASSING.get("_type").asString()).isEqualTo("https://in-toto.io/Statement/v1");
        assertThat(PASSING.get("predicateType").asString()).isEqualTo("urn:tally:certificate:1");
        List<String> names = new ArrayList<>();
        for (JsonNode subject : PASSING.get("subject")) {
            names.add(subject.get("name").asString());
            assertThat(subject.at("/digest/sha256").asString()).matches("[0-9a-f]{64}");
        }
        assertThat(names).containsExactly("module", "profile", "input", "price-table");
    }

    @Test
    void requirements_have_their_ids_for_ever() {
        List<String> ids = new ArrayList<>();
        PASSING.at("/predicate/requirements")
                .forEach(requirement -> ids.add(requirement.get("id").asString() + " "
                        + requirement.get("basis").asString()));
        assertThat(ids)
                .as("strangers rely on them; a requirement that means something else gets another id")
                .containsExactly(
                        "imports.granted PROVED",
                        "fuel.overshoot PROVED",
                        "fuel.per-tick OBSERVED",
                        "fuel.in-total OBSERVED",
                        "host-calls.per-tick OBSERVED",
                        "host-calls.in-total OBSERVED",
                        "ticks OBSERVED",
                        "bytes ENFORCED",
                        "stack ENFORCED",
                        "calls.end-well OBSERVED",
                        "replay.slices OBSERVED");
    }

    @Test
    void figures_are_texts_however_large_they_are() {
        JsonNode large = certify(Profiles.usual()
                .calling("values")
                .text("/limits/fuel/perTick", "9223372036854775807")
                .text("/tick/fuel", "9007199254740993"));
        assertThat(large.at("/predicate/profile/fuelPerTick").asString()).isEqualTo("9007199254740993");
        assertThat(Published.requirement(large, "fuel.per-tick").get("limit").asString())
                .isEqualTo("9223372036854775807");
        assertThat(large.at("/predicate/run/calls/0/results/1/value").asString())
                .isEqualTo("-9223372036854775808");
        for (JsonNode certificate : List.of(PASSING, FAILING, large)) {
            visit(
                    certificate,
                    JsonPointer.empty(),
                    (node, path) -> assertThat(node.isNumber() || node.isBoolean())
                            .as(path.toString())
                            .isFalse());
        }
    }

    @Test
    void first_tick_of_a_maximum_is_the_first_with_so_much() {
        Profiles profile = Profiles.usual().calling("frames", 3).text("/tick/fuel", "7");
        JsonNode requirement = Published.requirement(certify(profile), "fuel.per-tick");
        long first = Long.parseLong(requirement.get("firstTick").asString());
        JsonNode justSo = certify(profile.text("/tick/most", Long.toString(first)));
        JsonNode shorter = certify(profile.text("/tick/most", Long.toString(first - 1)));
        assertThat(first).isGreaterThan(1);
        assertThat(Published.requirement(justSo, "fuel.per-tick").get("maximum"))
                .isEqualTo(requirement.get("maximum"));
        assertThat(Long.parseLong(Published.requirement(shorter, "fuel.per-tick")
                        .get("maximum")
                        .asString()))
                .isLessThan(Long.parseLong(requirement.get("maximum").asString()));
    }

    @Test
    void what_is_planted_anywhere_is_refused_by_the_schema() {
        for (JsonNode certificate : List.of(PASSING, FAILING)) {
            List<JsonPointer> objects = new ArrayList<>();
            visit(certificate, JsonPointer.empty(), (node, path) -> {
                if (node instanceof ObjectNode) {
                    objects.add(path);
                }
            });
            assertThat(objects).hasSizeGreaterThan(30);
            for (JsonPointer path : objects) {
                JsonNode planted = certificate.deepCopy();
                ((ObjectNode) planted.at(path)).put("allocations", "0");
                assertThat(Published.errorsOfCertificate(planted))
                        .as("%s", path)
                        .isNotEmpty();
            }
        }
        for (String amountless : List.of("bytes", "stack")) {
            JsonNode planted = PASSING.deepCopy();
            ((ObjectNode) Published.requirement(planted, amountless)).put("maximum", "70000");
            assertThat(Published.errorsOfCertificate(planted)).isNotEmpty();
        }
    }

    @Test
    void it_names_no_amount_of_heap_no_time_and_no_machine() {
        for (JsonNode certificate : List.of(PASSING, FAILING)) {
            String names = String.join(" ", names(certificate));
            assertThat(names)
                    .containsIgnoringCase("fuel")
                    .doesNotContainPattern("(?i)alloc|copi|collect|heap|commit|charged|wall|nano|date|host(?!Calls)"
                            + "|path|jvm|java|tier|thread|process|depth|slots|version");
        }
    }

    private static List<String> names(JsonNode certificate) {
        List<String> names = new ArrayList<>();
        visit(certificate, JsonPointer.empty(), (node, path) -> names.addAll(node.propertyNames()));
        return names;
    }

    private interface Visitor {
        void visit(JsonNode node, JsonPointer path);
    }

    private static void visit(JsonNode node, JsonPointer path, Visitor visitor) {
        visitor.visit(node, path);
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> visit(field.getValue(), path.appendProperty(field.getKey()), visitor));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                visit(array.get(i), path.appendIndex(i), visitor);
            }
        }
    }

    @Test
    void it_is_read_by_others_as_it_was_written() {
        byte[] payload = Certifier.create()
                .certify(guest("acts"), Profiles.usual().read())
                .payload();
        assertThat(JsonMapper.shared().readTree(payload).toString().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(payload);
    }
}
