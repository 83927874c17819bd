package dev.tally.telemetry.certification;

import static dev.tally.telemetry.certification.Profiles.guest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.ModuleException;
import dev.tally.telemetry.certification.profile.ProfileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What certificates say of modules that do as the profile asks, and of those that do not. */
final class CertifierTest {
    private static JsonNode certify(String guest, Profiles profile) {
        return Published.checked(
                Certifier.create().certify(guest(guest), profile.read()).payload());
    }

    private static JsonNode acts(Profiles profile) {
        return certify("acts", profile);
    }

    private static String verdict(JsonNode certificate) {
        return certificate.at("/predicate/verdict").asString();
    }

    private static void assertRequirement(
            JsonNode certificate, String id, String verdict, String field, @Nullable String value) {
        JsonNode requirement = Published.requirement(certificate, id);
        assertThat(requirement.get("verdict").asString())
                .as(requirement.toPrettyString())
                .isEqualTo(verdict);
        assertThat(
                        requirement.get(field).isNull()
                                ? null
                                : requirement.get(field).asString())
                .as(requirement.toPrettyString())
                .isEqualTo(value);
    }

    // Passing.

    @Test
    void module_that_keeps_within_its_profile_passes() {
        JsonNode certificate = acts(Profiles.usual());
        assertThat(verdict(certificate)).isEqualTo("PASS");
        for (JsonNode requirement : certificate.at("/predicate/requirements")) {
            assertThat(requirement.get("verdict").asString()).isEqualTo("PASS");
        }
        assertThat(certificate.at("/predicate/run/stop").asString()).isEqualTo("DONE");
        assertThat(certificate.at("/predicate/run/calls/0/results/0/value").asString())
                .isEqualTo("124750");
        assertThat(certificate.at("/predicate/replays")).hasSize(3);
    }

    @Test
    void certificate_names_module_profile_input_and_prices_by_their_digests() throws Exception {
        byte[] profile = Profiles.usual().bytes();
        JsonNode subjects = acts(Profiles.usual()).get("subject");
        assertThat(subjects.at("/0/digest/sha256").asString()).isEqualTo(sha256(guest("acts")));
        assertThat(subjects.at("/1/digest/sha256").asString()).isEqualTo(sha256(profile));
        JsonNode input = tools.jackson.databind.json.JsonMapper.shared()
                .readTree(profile)
                .get("input");
        assertThat(subjects.at("/2/digest/sha256").asString())
                .isEqualTo(sha256(new org.erdtman.jcs.JsonCanonicalizer(input.toString()).getEncodedUTF8()));
        assertThat(subjects.at("/3/digest/sha256").asString())
                .isEqualTo(sha256(PriceTable.text().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void the_same_module_and_profile_give_the_same_bytes() {
        Profiles profile = Profiles.usual().calling("frames", 20);
        byte[] once = Certifier.create().certify(guest("acts"), profile.read()).payload();
        byte[] again = Certifier.create().certify(guest("acts"), profile.read()).payload();
        assertThat(again).isEqualTo(once);
    }

    @Test
    void calls_are_made_one_after_the_other() {
        JsonNode certificate = acts(Profiles.usual()
                .with(
                        "/input/calls",
                        "[{\"entry\":\"grow\",\"arguments\":[{\"type\":\"i32\",\"value\":\"2\"}]},"
                                + "{\"entry\":\"grow\",\"arguments\":[{\"type\":\"i32\",\"value\":\"0\"}]},"
                                + "{\"entry\":\"values\",\"arguments\":[]}]"));
        assertThat(verdict(certificate)).isEqualTo("PASS");
        JsonNode calls = certificate.at("/predicate/run/calls");
        assertThat(calls).hasSize(3);
        assertThat(calls.at("/0/results/0/value").asString()).isEqualTo("1");
        assertThat(calls.at("/1/results/0/value").asString()).isEqualTo("3");
        assertThat(calls.at("/2/results/0/value").asString()).isEqualTo("-1");
        assertThat(calls.at("/2/results/1/value").asString()).isEqualTo("-9223372036854775808");
        assertThat(calls.at("/2/results/2/value").asString()).isEqualTo("0x3fc00000");
        assertThat(calls.at("/2/results/3/value").asString()).isEqualTo("0x7ff8000000000001");
    }

    @Test
    void arguments_of_every_type_come_back_as_they_were_given() {
        List<String> types = List.of("i32", "i64", "f32", "f64", "externref");
        List<String> values =
                List.of("-2147483648", "9223372036854775807", "0x7fa00001", "0xfff4000000000001", "text 𝄞 \"\n\u0000");
        Profiles profile = Profiles.usual().calling("same");
        for (int i = 0; i < types.size(); i++) {
            profile.with("/input/calls/0/arguments/-", "{}")
                    .text("/input/calls/0/arguments/" + i + "/type", types.get(i))
                    .text("/input/calls/0/arguments/" + i + "/value", values.get(i));
        }
        JsonNode results = acts(profile).at("/predicate/run/calls/0/results");
        for (int i = 0; i < types.size(); i++) {
            assertThat(results.get(i).get("type").asString()).isEqualTo(types.get(i));
            assertThat(results.get(i).get("value").asString()).isEqualTo(values.get(i));
        }
    }

    // The chain.

    @Test
    void chain_has_a_link_for_each_guest_event_and_each_nth_tick() {
        JsonNode certificate = acts(
                Profiles.usual().calling("frames", 3).text("/tick/fuel", "300").text("/tick/digestEvery", "2"));
        List<String> events = new ArrayList<>();
        long fuel = 0;
        for (JsonNode link : certificate.at("/predicate/chain")) {
            events.add(link.get("event").asString());
            if (link.get("event").asString().equals("TICK")) {
                assertThat(Long.parseLong(link.get("tick").asString()) % 2).isZero();
            }
            assertThat(Long.parseLong(link.get("fuel").asString())).isGreaterThanOrEqualTo(fuel);
            fuel = Long.parseLong(link.get("fuel").asString());
        }
        assertThat(events)
                .contains("TICK")
                .filteredOn(event -> !event.equals("TICK"))
                .containsExactly("YIELD", "YIELD", "YIELD", "RETURN");
    }

    @Test
    void digests_at_guest_events_do_not_depend_on_the_tick() {
        List<List<String>> chains = new ArrayList<>();
        for (String fuel : List.of("1", "300", "1000000")) {
            List<String> chain = new ArrayList<>();
            JsonNode certificate = certify(
                    "program",
                    Profiles.usual().calling("_start").text("/tick/fuel", fuel).text("/tick/digestEvery", "never"));
            assertThat(verdict(certificate)).isEqualTo("PASS");
            for (JsonNode link : certificate.at("/predicate/chain")) {
                chain.add(link.get("event").asString() + link.get("function") + link.get("fuel") + link.get("digest"));
            }
            chains.add(chain);
        }
        assertThat(chains.get(0)).hasSize(12).isEqualTo(chains.get(1)).isEqualTo(chains.get(2));
    }

    @Test
    void calls_of_the_host_are_links_of_the_chain() {
        JsonNode certificate = certify("program", Profiles.usual().calling("_start"));
        List<String> functions = new ArrayList<>();
        certificate.at("/predicate/chain").forEach(link -> {
            if (link.get("event").asString().equals("HOST_CALL")) {
                functions.add(link.get("function").asString().replace("wasi_snapshot_preview1.", ""));
            }
        });
        assertThat(functions)
                .containsExactly(
                        "args_sizes_get",
                        "args_get",
                        "fd_write",
                        "random_get",
                        "fd_write",
                        "clock_time_get",
                        "clock_time_get",
                        "fd_write",
                        "fd_read",
                        "fd_write",
                        "proc_exit");
        assertThat(certificate.at("/predicate/run/hostCalls").asString()).isEqualTo("11");
    }

    @Test
    void what_was_printed_is_there_by_its_digest() throws Exception {
        Profiles profile = Profiles.usual().calling("_start");
        JsonNode certificate = certify("program", profile);
        assertThat(certificate.at("/predicate/run/stderr").asString()).isEqualTo(sha256(new byte[0]));
        String stdout = certificate.at("/predicate/run/stdout").asString();
        assertThat(certify("program", profile.text("/input/seed", "8"))
                        .at("/predicate/run/stdout")
                        .asString())
                .isNotEqualTo(stdout);
    }

    // Failing, requirement by requirement.

    @ParameterizedTest
    @CsvSource({
        "/limits/fuel/perTick, fuel.per-tick, 2, 1000000",
        "/limits/fuel/inTotal, fuel.in-total, 2, 1000000",
        "/limits/hostCalls/perTick, host-calls.per-tick, 1, 1000000",
        "/limits/hostCalls/inTotal, host-calls.in-total, 1, 1000000",
    })
    void limit_0_fails_in_the_first_tick_and_a_large_one_passes(String path, String id, String tick, String large) {
        JsonNode failing = certify(
                "program",
                Profiles.usual().calling("_start").text("/tick/fuel", "1").text(path, "0"));
        assertThat(verdict(failing)).isEqualTo("FAIL");
        JsonNode requirement = Published.requirement(failing, id);
        assertThat(requirement.get("verdict").asString()).isEqualTo("FAIL");
        assertThat(Long.parseLong(requirement.get("failedIn").asString())).isLessThanOrEqualTo(20);
        assertThat(Long.parseLong(requirement.get("maximum").asString())).isPositive();
        JsonNode passing = certify("program", Profiles.usual().calling("_start").text(path, large));
        assertThat(verdict(passing)).isEqualTo("PASS");
        assertThat(Published.requirement(passing, id).get("failedIn").isNull()).isTrue();
    }

    @Test
    void observed_maximum_can_be_the_limit_and_one_less_fails() {
        JsonNode certificate = acts(Profiles.usual());
        String most = Published.requirement(certificate, "fuel.per-tick")
                .get("maximum")
                .asString();
        String first = Published.requirement(certificate, "fuel.per-tick")
                .get("firstTick")
                .asString();
        assertThat(verdict(acts(Profiles.usual().text("/limits/fuel/perTick", most))))
                .isEqualTo("PASS");
        JsonNode failing = acts(Profiles.usual().text("/limits/fuel/perTick", Long.toString(Long.parseLong(most) - 1)));
        assertRequirement(failing, "fuel.per-tick", "FAIL", "failedIn", first);
        assertRequirement(failing, "fuel.per-tick", "FAIL", "maximum", most);
    }

    @Test
    void tick_charges_no_more_than_its_grant_and_the_proved_overshoot() {
        JsonNode certificate = acts(Profiles.usual().calling("frames", 50).text("/tick/fuel", "10"));
        long overshoot = Long.parseLong(Published.requirement(certificate, "fuel.overshoot")
                .get("maximum")
                .asString());
        long most = Long.parseLong(Published.requirement(certificate, "fuel.per-tick")
                .get("maximum")
                .asString());
        assertThat(most).isBetween(11L, 10 + overshoot);
    }

    @Test
    void overshoot_is_proved_without_a_run() {
        JsonNode failing =
                certify("program", Profiles.usual().with("/imports", "[]").text("/limits/fuel/overshoot", "1"));
        assertRequirement(failing, "fuel.overshoot", "FAIL", "basis", "PROVED");
        assertThat(failing.at("/predicate/run").isNull()).isTrue();
    }

    @Test
    void import_that_is_not_granted_fails_and_nothing_is_run() {
        JsonNode certificate = certify(
                "program",
                Profiles.usual()
                        .calling("_start")
                        .with("/imports", "[{\"module\":\"wasi_snapshot_preview1\",\"name\":\"fd_write\"}]"));
        assertThat(verdict(certificate)).isEqualTo("FAIL");
        assertRequirement(certificate, "imports.granted", "FAIL", "maximum", "6");
        assertRequirement(certificate, "fuel.per-tick", "NOT_RUN", "maximum", null);
        assertRequirement(certificate, "bytes", "NOT_RUN", "limit", "1048576");
        assertRequirement(certificate, "calls.end-well", "NOT_RUN", "failedIn", null);
        assertRequirement(certificate, "replay.slices", "NOT_RUN", "failedIn", null);
        assertThat(certificate.at("/predicate/run").isNull()).isTrue();
        assertThat(certificate.at("/predicate/chain")).isEmpty();
    }

    @Test
    void import_of_another_type_fails_and_nothing_is_run() {
        JsonNode certificate = certify("other_type", Profiles.usual().calling("run"));
        assertRequirement(certificate, "imports.granted", "FAIL", "maximum", "1");
        assertThat(certificate.at("/predicate/run").isNull()).isTrue();
    }

    @Test
    void memory_beyond_the_bytes_fails_and_nothing_is_run() {
        JsonNode certificate = certify("roomy", Profiles.usual().calling("run"));
        assertThat(verdict(certificate)).isEqualTo("FAIL");
        assertRequirement(certificate, "bytes", "FAIL", "maximum", null);
        assertRequirement(certificate, "stack", "NOT_RUN", "maximum", null);
        assertThat(certificate.at("/predicate/run/stop").asString()).isEqualTo("REFUSED");
        assertThat(verdict(certify("roomy", Profiles.usual().calling("run").text("/limits/bytes", "8388608"))))
                .isEqualTo("PASS");
    }

    @Test
    void endless_recursion_fails_for_its_stack_and_says_where() {
        JsonNode certificate = acts(Profiles.usual().calling("recurse", 0));
        assertThat(verdict(certificate)).isEqualTo("FAIL");
        JsonNode call = certificate.at("/predicate/run/calls/0");
        assertThat(call.get("ending").asString()).isEqualTo("TRAPPED");
        assertThat(call.at("/trap/kind").asString()).isEqualTo("CALL_STACK_EXHAUSTED");
        assertThat(call.at("/trap/frames/0/function").asString()).isEqualTo("recurse");
        assertRequirement(
                certificate, "stack", "FAIL", "failedIn", call.get("tick").asString());
        assertRequirement(
                certificate,
                "calls.end-well",
                "FAIL",
                "failedIn",
                call.get("tick").asString());
        assertRequirement(certificate, "bytes", "PASS", "maximum", null);
        assertRequirement(certificate, "replay.slices", "PASS", "failedIn", null);
    }

    @Test
    void trap_fails_and_says_where() {
        JsonNode certificate = acts(Profiles.usual().calling("trap", 300));
        assertThat(verdict(certificate)).isEqualTo("FAIL");
        assertThat(certificate.at("/predicate/run/calls/0/trap/kind").asString())
                .isEqualTo("UNREACHABLE");
        JsonNode last = certificate
                .at("/predicate/chain")
                .get(certificate.at("/predicate/chain").size() - 1);
        assertThat(last.get("event").asString()).isEqualTo("TRAP");
        assertRequirement(
                certificate,
                "calls.end-well",
                "FAIL",
                "failedIn",
                last.get("tick").asString());
    }

    @Test
    void exit_with_0_ends_well_and_with_another_code_does_not() {
        JsonNode well = certify("program", Profiles.usual().calling("_start"));
        assertThat(verdict(well)).isEqualTo("PASS");
        assertThat(well.at("/predicate/run/calls/0/ending").asString()).isEqualTo("EXITED");
        JsonNode badly = certify("program", Profiles.usual().calling("_start").text("/input/wasi/arguments/-", "one"));
        assertThat(verdict(badly)).isEqualTo("FAIL");
        assertThat(badly.at("/predicate/run/calls/0/trap/exitCode").asString()).isEqualTo("1");
        assertThat(Published.requirement(badly, "calls.end-well").get("verdict").asString())
                .isEqualTo("FAIL");
    }

    // Where a run ends.

    @Test
    void run_that_is_stopped_passes_as_far_as_it_came() {
        JsonNode certificate =
                acts(Profiles.usual().calling("frames", 1_000_000).text("/tick/most", "50"));
        assertThat(verdict(certificate)).isEqualTo("PASS");
        assertThat(certificate.at("/predicate/run/stop").asString()).isEqualTo("STOPPED");
        assertThat(certificate.at("/predicate/run/ticks").asString()).isEqualTo("50");
        assertThat(certificate.at("/predicate/run/calls/0/ending").asString()).isEqualTo("UNDONE");
        assertRequirement(certificate, "ticks", "PASS", "limit", "no limit");
    }

    @Test
    void run_that_is_stopped_before_the_limit_of_ticks_has_not_shown_that_it_keeps_it() {
        JsonNode certificate = acts(Profiles.usual()
                .calling("frames", 1_000_000)
                .text("/tick/most", "50")
                .text("/limits/ticks", "60"));
        assertThat(verdict(certificate)).isEqualTo("NOT_RUN");
        assertRequirement(certificate, "ticks", "NOT_RUN", "maximum", "50");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 50})
    void run_that_is_not_done_after_the_limit_of_ticks_fails(long limit) {
        JsonNode certificate =
                acts(Profiles.usual().calling("frames", 1_000_000).text("/limits/ticks", Long.toString(limit)));
        assertThat(verdict(certificate)).isEqualTo("FAIL");
        assertRequirement(certificate, "ticks", "FAIL", "failedIn", Long.toString(limit + 1));
        assertThat(certificate.at("/predicate/run/ticks").asString()).isEqualTo(Long.toString(limit));
    }

    @Test
    void run_ends_behind_the_tick_in_which_a_total_was_exceeded() {
        JsonNode certificate =
                acts(Profiles.usual().calling("frames", 1_000_000).text("/limits/fuel/inTotal", "5000"));
        assertThat(verdict(certificate)).isEqualTo("FAIL");
        String ticks = certificate.at("/predicate/run/ticks").asString();
        assertRequirement(certificate, "fuel.in-total", "FAIL", "failedIn", ticks);
        assertRequirement(certificate, "replay.slices", "PASS", "failedIn", null);
    }

    // What is refused.

    @Test
    void call_that_does_not_suit_the_module_is_refused_with_its_path() {
        for (Profiles profile : List.of(
                Profiles.usual().calling("nothing"),
                Profiles.usual().calling("sum"),
                Profiles.usual().calling("values", 1),
                Profiles.usual().text("/input/calls/0/arguments/0/type", "i64"))) {
            assertThatThrownBy(() -> acts(profile))
                    .isInstanceOf(ProfileException.class)
                    .hasMessageStartingWith("/input/calls/0: the module does not suit");
        }
    }

    @Test
    void what_is_no_module_is_refused() {
        assertThatThrownBy(() -> Certifier.create()
                        .certify(new byte[] {0}, Profiles.usual().read()))
                .isInstanceOf(ModuleException.class);
    }

    // What a certificate never says.

    @Test
    void bytes_and_stack_have_a_limit_and_a_verdict_and_no_amount() {
        for (JsonNode certificate :
                List.of(acts(Profiles.usual()), acts(Profiles.usual().calling("recurse", 0)))) {
            for (String id : List.of("bytes", "stack")) {
                JsonNode requirement = Published.requirement(certificate, id);
                assertThat(requirement.get("maximum").isNull()).isTrue();
                assertThat(requirement.get("firstTick").isNull()).isTrue();
            }
        }
    }
}
