package dev.tally.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.runtime.Guest;
import dev.tally.telemetry.certification.Certifier;
import dev.tally.telemetry.certification.run.RunWatcher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Certificates are the same bytes in every {@link Mode}, and nothing that the machine counts for engineers is found in
 * one.
 */
final class NonInterferenceTest {
    private static List<byte[]> reference = List.of();

    @BeforeAll
    static void certify() {
        reference = Payloads.all(RunWatcher.NOBODY);
    }

    @ParameterizedTest
    @EnumSource
    void certificates_are_the_same_bytes_in_every_mode(Mode mode) throws Exception {
        List<byte[]> payloads = mode.flags().isEmpty() ? Payloads.all(mode.watcher()) : elsewhere(mode);
        assertThat(payloads).hasSameSizeAs(reference);
        for (int i = 0; i < payloads.size(); i++) {
            assertThat(new String(payloads.get(i), StandardCharsets.UTF_8))
                    .as("%s, %s", Case.values()[i], mode)
                    .isEqualTo(new String(reference.get(i), StandardCharsets.UTF_8));
        }
    }

    private static List<byte[]> elsewhere(Mode mode) throws IOException, InterruptedException {
        String output =
                Surroundings.outputOf(Payloads.class, mode.flags(), List.of(mode.name()), StandardCharsets.US_ASCII);
        return output.lines().map(Base64.getDecoder()::decode).toList();
    }

    @Test
    void other_jvms_differ_in_all_that_machines_differ_in() throws Exception {
        List<String> here = Surroundings.here();
        List<Set<String>> seen = here.stream()
                .<Set<String>>map(one -> new TreeSet<>(Set.of(one)))
                .toList();
        for (Mode mode : Mode.ofOtherJvms().toList()) {
            List<String> there = Surroundings.of(mode.flags());
            assertThat(there).as(mode.toString()).isNotEqualTo(here).hasSameSizeAs(here);
            for (int i = 0; i < there.size(); i++) {
                seen.get(i).add(there.get(i));
            }
        }
        assertThat(seen).allSatisfy(values -> assertThat(values).hasSizeGreaterThan(1));
        assertThat(String.join(" ", seen.getLast()))
                .as("collectors")
                .contains("G1 ", "ZGC ", "PS ", "MarkSweepCompact");
    }

    @Test
    void clock_that_is_planted_in_a_guest_is_found() {
        RunWatcher clock = new RunWatcher() {
            @Override
            public void spawned(Guest guest, long fuelPerTick) {}

            @Override
            public void ticked(Guest guest) {
                guest.memory("memory").setLong(0, System.nanoTime());
            }
        };
        Certifier planted = Certifier.create().watchedBy(clock);
        byte[] once = planted.certify(Case.LIFE.module(), Case.LIFE.profile()).payload();
        byte[] again = planted.certify(Case.LIFE.module(), Case.LIFE.profile()).payload();
        assertThat(once).isNotEqualTo(again).isNotEqualTo(reference.get(Case.LIFE.ordinal()));
    }

    @Test
    void no_figure_of_a_counter_is_found_in_a_certificate() {
        Sentinels sentinels = new Sentinels();
        List<byte[]> payloads = Payloads.all(sentinels);
        assertThat(sentinels.count()).isGreaterThan(10_000);
        for (byte[] payload : payloads) {
            assertThat(sentinels.foundIn(payload)).isEmpty();
        }
    }

    @Test
    void figure_that_is_planted_in_a_certificate_is_found_however_it_is_written() {
        Sentinels sentinels = new Sentinels();
        String clean = new String(reference.getFirst(), StandardCharsets.UTF_8);
        for (int before = 0; before < 6; before++) {
            long figure = sentinels.next();
            byte[] bytes = ByteBuffer.allocate(before + 2 * Long.BYTES)
                    .position(before)
                    .putLong(figure)
                    .putLong(7)
                    .array();
            byte[] text = (" ".repeat(before) + figure + " ").getBytes(StandardCharsets.US_ASCII);
            for (String leak : List.of(
                    Long.toString(figure),
                    Long.toHexString(figure),
                    Long.toHexString(figure).toUpperCase(Locale.ROOT),
                    Long.toHexString(Long.reverseBytes(figure)),
                    Base64.getEncoder().encodeToString(bytes),
                    Base64.getUrlEncoder().encodeToString(bytes),
                    Base64.getEncoder().encodeToString(text))) {
                String planted = clean.replaceFirst("\"name\":\"", "\"name\":\"" + leak);
                assertThat(sentinels.foundIn(planted.getBytes(StandardCharsets.UTF_8)))
                        .as(leak)
                        .containsExactly(Long.toString(figure));
            }
        }
        assertThat(sentinels.foundIn(reference.getFirst())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void other_slices_change_nothing_but_what_is_said_of_them(Case one) {
        JsonNode usual = withoutSlices(reference.get(one.ordinal()));
        byte[] payload = Certifier.create()
                .certify(one.module(), one.profile("\"50\", \"123456\""))
                .payload();
        assertThat(JsonMapper.shared().readTree(payload).at("/predicate/replays"))
                .hasSize(2)
                .allSatisfy(
                        replay -> assertThat(replay.get("verdict").asString()).isEqualTo("PASS"));
        assertThat(withoutSlices(payload)).isEqualTo(usual);
    }

    /** What a certificate says beside the digest of the profile and what became of its slices. */
    private static JsonNode withoutSlices(byte[] payload) {
        JsonNode tree = JsonMapper.shared().readTree(payload);
        ((ObjectNode) tree.at("/subject/1/digest")).remove("sha256");
        ((ObjectNode) tree.at("/predicate")).remove("replays");
        return tree;
    }

    @Test
    void together_the_cases_end_in_every_way() {
        List<JsonNode> certificates =
                reference.stream().map(JsonMapper.shared()::readTree).toList();
        assertThat(values(certificates, "/predicate/verdict")).contains("PASS", "FAIL");
        assertThat(values(certificates, "/predicate/run/stop")).contains("DONE", "TRAPPED", "STOPPED");
        assertThat(values(certificates, "/predicate/run/calls/0/trap/kind"))
                .contains("OUT_OF_BYTES", "CALL_STACK_EXHAUSTED", "INTEGER_DIVIDE_BY_ZERO");
        assertThat(certificates.stream()
                        .flatMap(certificate ->
                                Stream.of(certificate.at("/predicate/chain")).flatMap(chain -> chain.valueStream()))
                        .map(link -> link.get("event").asString())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("YIELD", "HOST_CALL", "RETURN", "TRAP", "TICK");
        assertThat(certificates).allSatisfy(certificate -> {
            for (JsonNode replay : certificate.at("/predicate/replays")) {
                assertThat(replay.get("verdict").asString())
                        .as(certificate.toPrettyString())
                        .isEqualTo("PASS");
            }
        });
    }

    private static Set<String> values(List<JsonNode> certificates, String path) {
        return certificates.stream()
                .map(certificate -> certificate.at(path))
                .filter(node -> !node.isMissingNode())
                .map(JsonNode::asString)
                .collect(Collectors.toSet());
    }
}
