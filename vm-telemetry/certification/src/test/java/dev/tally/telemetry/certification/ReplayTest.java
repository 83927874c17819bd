package dev.tally.telemetry.certification;

import static dev.tally.telemetry.certification.Profiles.guest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.runtime.Guest;
import dev.tally.telemetry.certification.Verification.Outcome;
import dev.tally.telemetry.certification.run.RunWatcher;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A run that does not replay fails, and its certificate says where; provoked by somebody who meddles with one guest. */
final class ReplayTest {
    /** Changes one of the guests of a certificate behind its first tick: the first is the run, the others replay it. */
    private record Meddler(int victim, Consumer<Guest> change, int[] spawned) implements RunWatcher {
        Meddler(int victim, Consumer<Guest> change) {
            this(victim, change, new int[1]);
        }

        @Override
        public void spawned(Guest guest, long fuelPerTick) {
            spawned[0]++;
        }

        @Override
        public void ticked(Guest guest) {
            if (spawned[0] == victim && guest.ticks() == 1) {
                change.accept(guest);
            }
        }
    }

    private static Profiles profile() {
        return Profiles.usual()
                .calling("frames", 3)
                .text("/tick/fuel", "1")
                .with("/slices", "[\"3\",\"100000\",\"5\"]");
    }

    private static Certificate meddled(int victim, Consumer<Guest> change) {
        return Certifier.create()
                .watchedBy(new Meddler(victim, change))
                .certify(guest("acts"), profile().read());
    }

    @Test
    void run_that_nobody_meddles_with_replays() {
        JsonNode certificate = Published.checked(meddled(4, guest -> {}).payload());
        assertThat(certificate.at("/predicate/verdict").asString()).isEqualTo("PASS");
        assertThat(certificate.at("/predicate/replays")).hasSize(3).allSatisfy(replay -> {
            assertThat(replay.get("verdict").asString()).isEqualTo("PASS");
            assertThat(replay.get("difference").isNull()).isTrue();
        });
    }

    @Test
    void state_that_differs_fails_at_the_first_guest_event_with_another_digest() {
        Certificate certificate = meddled(2, guest -> guest.memory("memory").setByte(60_000, (byte) 1));
        JsonNode tree = Published.checked(certificate.payload());
        assertThat(certificate.verdict()).isEqualTo(Verdict.FAIL);
        JsonNode first = firstEvent(tree);
        JsonNode difference = tree.at("/predicate/replays/0/difference");
        assertThat(tree.at("/predicate/replays/0/verdict").asString()).isEqualTo("FAIL");
        assertThat(difference.get("event").asString()).isEqualTo("1");
        assertThat(difference.get("tick")).isEqualTo(first.get("tick"));
        assertThat(difference.get("expected").asString())
                .isEqualTo("YIELD at " + first.get("fuel").asString() + " fuel, state "
                        + first.get("digest").asString());
        assertThat(difference.get("found").asString()).startsWith("YIELD at ");
        assertThat(tree.at("/predicate/replays/1/verdict").asString()).isEqualTo("PASS");
        JsonNode requirement = Published.requirement(tree, "replay.slices");
        assertThat(requirement.get("verdict").asString()).isEqualTo("FAIL");
        assertThat(requirement.get("failedIn")).isEqualTo(first.get("tick"));
    }

    @Test
    void work_that_differs_fails() {
        // The loop counter of the guest is out of reach; its instantiation is not, so that frames_done ends elsewhere.
        JsonNode tree = Published.checked(
                meddled(4, guest -> guest.setGlobal("frames_done", 7)).payload());
        assertThat(tree.at("/predicate/replays/0/verdict").asString()).isEqualTo("PASS");
        assertThat(tree.at("/predicate/replays/2/verdict").asString()).isEqualTo("FAIL");
        assertThat(Published.requirement(tree, "replay.slices").get("verdict").asString())
                .isEqualTo("FAIL");
    }

    @Test
    void certificate_of_a_run_that_did_not_replay_is_not_reproduced() {
        Certificate certificate = meddled(3, guest -> guest.memory("memory").setByte(60_000, (byte) 1));
        Verification verification = Verifier.create()
                .verify(certificate.payload(), guest("acts"), profile().read());
        assertThat(verification.outcome()).isEqualTo(Outcome.DIFFERENT);
        assertThat(verification.message()).startsWith("requirement replay.slices differs: ");
    }

    @Test
    void certificate_of_a_run_that_was_meddled_with_differs_from_the_first_tick_that_shows_it() {
        Certificate certificate = meddled(1, guest -> guest.memory("memory").setByte(60_000, (byte) 1));
        JsonNode first = Published.checked(certificate.payload()).at("/predicate/chain/0");
        Verification verification = Verifier.create()
                .verify(certificate.payload(), guest("acts"), profile().read());
        assertThat(verification.outcome()).isEqualTo(Outcome.DIFFERENT);
        assertThat(verification.message())
                .startsWith("tick " + first.get("tick").asString() + " differs: /predicate/chain/0/digest is ");
    }

    private static JsonNode firstEvent(JsonNode certificate) {
        for (JsonNode link : certificate.at("/predicate/chain")) {
            if (!link.get("event").asString().equals("TICK")) {
                return link;
            }
        }
        throw new AssertionError("no guest event");
    }
}
