package dev.tally.telemetry.certification;

import static dev.tally.telemetry.certification.Profiles.guest;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** "No limit", "limit 0" and a limit that is just enough are three things, and so is what nobody has looked at. */
final class LimitsTest {
    private static JsonNode certify(String guest, Profiles profile) {
        return Published.checked(
                Certifier.create().certify(guest(guest), profile.read()).payload());
    }

    private static Profiles program() {
        return Profiles.usual().calling("_start").text("/tick/most", "1000000");
    }

    private static String text(JsonNode certificate, String id, String field) {
        JsonNode value = Published.requirement(certificate, id).get(field);
        return value.isNull() ? "null" : value.asString();
    }

    @ParameterizedTest
    @CsvSource({
        "/limits/fuel/perTick, fuel.per-tick",
        "/limits/fuel/inTotal, fuel.in-total",
        "/limits/fuel/overshoot, fuel.overshoot",
        "/limits/hostCalls/perTick, host-calls.per-tick",
        "/limits/hostCalls/inTotal, host-calls.in-total",
        "/limits/ticks, ticks",
    })
    void no_limit_passes_limit_0_fails_and_the_maximum_is_just_enough(String path, String id) {
        JsonNode unlimited = certify("program", program().text(path, "no limit"));
        assertThat(text(unlimited, id, "limit")).isEqualTo("no limit");
        assertThat(text(unlimited, id, "verdict")).isEqualTo("PASS");
        assertThat(unlimited.at("/predicate/verdict").asString()).isEqualTo("PASS");
        long maximum = Long.parseLong(text(unlimited, id, "maximum"));
        assertThat(maximum).as("it would not fail at 0 if there were nothing").isPositive();

        JsonNode nothing = certify("program", program().text(path, "0"));
        assertThat(text(nothing, id, "limit")).isEqualTo("0");
        assertThat(text(nothing, id, "verdict")).isEqualTo("FAIL");
        assertThat(nothing.at("/predicate/verdict").asString()).isEqualTo("FAIL");

        JsonNode enough = certify("program", program().text(path, Long.toString(maximum)));
        assertThat(text(enough, id, "verdict")).isEqualTo("PASS");
        assertThat(enough.at("/predicate/verdict").asString()).isEqualTo("PASS");
        JsonNode tooLittle = certify("program", program().text(path, Long.toString(maximum - 1)));
        assertThat(text(tooLittle, id, "verdict")).isEqualTo("FAIL");
        assertThat(tooLittle.at("/predicate/verdict").asString()).isEqualTo("FAIL");
    }

    @Test
    void limit_0_passes_where_there_is_nothing() {
        for (String id : Set.of("perTick", "inTotal")) {
            JsonNode certificate = certify("acts", Profiles.usual().text("/limits/hostCalls/" + id, "0"));
            assertThat(certificate.at("/predicate/verdict").asString()).isEqualTo("PASS");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/limits/bytes, bytes, 80000, 73000",
        "/limits/stackSlots, stack, 40, 3",
    })
    void bytes_and_slots_fail_by_what_the_machine_refuses(String path, String id, String enough, String tooFew) {
        Profiles profile = Profiles.usual().text("/limits/stackSlots", "40").text(path, enough);
        JsonNode passing = certify("acts", profile);
        assertThat(passing.at("/predicate/verdict").asString()).isEqualTo("PASS");
        assertThat(text(passing, id, "limit")).isEqualTo(enough);
        // A module with a page of memory, and a function that needs more than three slots.
        JsonNode failing = certify(
                "acts",
                id.equals("bytes")
                        ? Profiles.usual().text("/limits/stackSlots", "40").text(path, "65000")
                        : profile.text(path, tooFew));
        assertThat(text(failing, id, "verdict")).isEqualTo("FAIL");
        assertThat(text(failing, id, "maximum")).isEqualTo("null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tick/most", "/limits/ticks"})
    void where_no_tick_was_run_nothing_is_said_to_hold(String path) {
        JsonNode certificate = certify("acts", Profiles.usual().text(path, "0"));
        assertThat(certificate.at("/predicate/verdict").asString())
                .isEqualTo(path.equals("/tick/most") ? "NOT_RUN" : "FAIL");
        requireNothingObserved(certificate, path.equals("/tick/most") ? Set.of() : Set.of("ticks"));
    }

    @Test
    void where_the_guest_was_refused_nothing_is_said_to_hold() {
        JsonNode certificate = certify("roomy", Profiles.usual().calling("run"));
        assertThat(text(certificate, "bytes", "verdict")).isEqualTo("FAIL");
        assertThat(text(certificate, "bytes", "failedIn")).isEqualTo("1");
        requireNothingObserved(certificate, Set.of("bytes"));
    }

    private static void requireNothingObserved(JsonNode certificate, Set<String> others) {
        for (JsonNode requirement : certificate.at("/predicate/requirements")) {
            String id = requirement.get("id").asString();
            if (!requirement.get("basis").asString().equals("PROVED") && !others.contains(id)) {
                assertThat(requirement.get("verdict").asString()).as(id).isEqualTo("NOT_RUN");
                assertThat(requirement.get("maximum").isNull()).as(id).isTrue();
                assertThat(requirement.get("firstTick").isNull()).as(id).isTrue();
                assertThat(requirement.get("failedIn").isNull()).as(id).isTrue();
            }
        }
    }

    @Test
    void call_that_its_arguments_leave_no_room_for_fails_the_bytes_in_the_tick_that_could_not_begin() {
        Profiles profile = Profiles.usual()
                .with("/input/calls/-", "{\"entry\":\"same\",\"arguments\":[]}")
                .text("/tick/most", "1000");
        argument(profile, "i32", "1");
        argument(profile, "i64", "1");
        argument(profile, "f32", "0x00000000");
        argument(profile, "f64", "0x0000000000000000");
        argument(profile, "externref", "long".repeat(200_000));
        JsonNode certificate = certify("acts", profile);
        assertThat(certificate.at("/predicate/run/stop").asString()).isEqualTo("REFUSED");
        assertThat(certificate.at("/predicate/run/calls")).hasSize(1);
        long ticks = Long.parseLong(certificate.at("/predicate/run/ticks").asString());
        assertThat(ticks).isPositive();
        assertThat(text(certificate, "bytes", "verdict")).isEqualTo("FAIL");
        assertThat(text(certificate, "bytes", "failedIn")).isEqualTo(Long.toString(ticks + 1));
        assertThat(text(certificate, "calls.end-well", "verdict")).isEqualTo("NOT_RUN");
        assertThat(text(certificate, "fuel.per-tick", "verdict")).isEqualTo("PASS");
        assertThat(text(certificate, "replay.slices", "verdict")).isEqualTo("PASS");
    }

    private static void argument(Profiles profile, String type, String value) {
        profile.with("/input/calls/1/arguments/-", "{\"type\":\"" + type + "\",\"value\":\"" + value + "\"}");
    }
}
