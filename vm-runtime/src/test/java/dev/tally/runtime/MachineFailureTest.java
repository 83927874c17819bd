package dev.tally.runtime;

import static dev.tally.runtime.Guests.UNLIMITED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.heap.HostResourceException;
import dev.tally.heap.check.CommitFailure;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails on the host's side of the line: memory of the JVM, and the machine itself. */
final class MachineFailureTest {
    private static final FunctionType MAKE = FunctionType.of().returning(ValueType.EXTERNREF);

    // Errors break the guest.

    @Test
    void error_in_a_leaf_function_breaks_the_guest_for_good() {
        Error error = new StackOverflowError("deliberate");
        assertBroken(
                Guests.actingOnLeaf(call -> {
                    throw error;
                }),
                error);
    }

    @Test
    void error_in_a_resting_function_breaks_the_guest_for_good() {
        Error error = new AssertionError("deliberate");
        assertBroken(
                Guests.actingAtRest(call -> {
                    throw error;
                }),
                error);
    }

    private static void assertBroken(Guest guest, Error error) {
        guest.call("act", 1);
        assertThatThrownBy(() -> guest.tick(UNLIMITED)).isSameAs(error);
        List<Consumer<Guest>> uses =
                List.of(broken -> broken.call("double", 1), Guest::tick, Guest::cancel, Guest::complete);
        for (Consumer<Guest> use : uses) {
            assertThatThrownBy(() -> use.accept(guest))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("an error of the machine has broken this guest; spawn another one");
        }
        guest.close();
    }

    // The JVM has no memory: nothing has happened, and the tick can be tried again.

    private static Guest growing() {
        return Guests.spawn(
                "growing",
                Imports.builder()
                        .resting("host", "make", MAKE, call -> {
                            call.charge(500);
                            call.setStringResult(0, "made by the host ".repeat(400));
                            return call.done();
                        })
                        .build());
    }

    @ParameterizedTest
    @ValueSource(longs = {UNLIMITED, 1_000, 7})
    void every_commitment_may_fail_once_and_is_made_up_for(long fuelPerTick) {
        Guest whole = growing();
        Guests.runInSlices(whole, UNLIMITED, "grow");
        List<Object> expected = List.of(whole.resultInt(0), whole.resultInt(1), whole.resultInt(2));
        assertThat(expected).containsExactly(4, 21, 2_000);
        int failures = 0;
        for (int commits = 0; ; commits++) {
            Guest guest = growing();
            CommitFailure.failCommitAfter(guest.store().arena(), commits);
            if (!runWithOneRetry(guest, fuelPerTick)) {
                break;
            }
            failures++;
            assertThat(List.of(guest.resultInt(0), guest.resultInt(1), guest.resultInt(2)))
                    .isEqualTo(expected);
            assertThat(guest.fuelUsed()).as("commitment %d", commits).isEqualTo(whole.fuelUsed());
            assertThat(guest.stateDigest()).as("commitment %d", commits).isEqualTo(whole.stateDigest());
        }
        assertThat(failures).as("stack, memory, table, strings").isGreaterThan(10);
    }

    /** Answers whether a commitment failed. */
    private static boolean runWithOneRetry(Guest guest, long fuelPerTick) {
        boolean failed = false;
        try {
            guest.call("grow");
        } catch (HostResourceException unavailable) {
            failed = true;
            guest.call("grow");
        }
        while (true) {
            try {
                TickOutcome outcome = guest.tick(fuelPerTick);
                if (!outcome.inProgress()) {
                    assertThat(outcome).isEqualTo(TickOutcome.RETURNED);
                    return failed;
                }
            } catch (HostResourceException unavailable) {
                assertThat(failed).as("only one was made to fail").isFalse();
                failed = true;
            }
        }
    }

    @Test
    void commitment_that_fails_names_its_size_and_is_never_a_trap() {
        Guest guest = growing();
        Guests.instantiate(guest);
        guest.call("grow");
        CommitFailure.failNextCommit(guest.store().arena());
        assertThatThrownBy(() -> guest.tick(UNLIMITED))
                .isInstanceOf(HostResourceException.class)
                .hasMessageContaining("bytes");
        assertThat(guest.trap()).isNull();
        assertThat(guest.tick(UNLIMITED)).isEqualTo(TickOutcome.RETURNED);
    }

    @Test
    void failed_tick_can_be_cancelled() {
        Guest guest = growing();
        Guests.instantiate(guest);
        guest.call("grow");
        CommitFailure.failNextCommit(guest.store().arena());
        assertThatThrownBy(() -> guest.tick(UNLIMITED)).isInstanceOf(HostResourceException.class);
        guest.cancel();
        guest.call("grow");
        assertThat(guest.tick(UNLIMITED)).isEqualTo(TickOutcome.RETURNED);
    }
}
