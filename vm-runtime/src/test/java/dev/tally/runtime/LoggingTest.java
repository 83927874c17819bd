package dev.tally.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.LinkException;
import dev.tally.core.type.FunctionType;
import dev.tally.heap.HeapColumn;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What is logged: load, spawn, link, traps and refusals. Never anything inside a tick that continues. */
final class LoggingTest {
    @BeforeAll
    static void logs_are_captured_at_all() {
        assertThat(CapturingLogs.during(
                        () -> LoggerFactory.getLogger(LoggingTest.class).info("heard {}", "it")))
                .as("run with -Dslf4j.provider=%s, as the build does", CapturingLogs.class.getName())
                .containsExactly(new CapturingLogs.Event(Level.INFO, LoggingTest.class.getName(), "heard it", null));
    }

    private static Guest quiet(String module) {
        return Guests.spawn(
                module,
                Imports.builder()
                        .leaf("host", "fail", FunctionType.of(), call -> {
                            throw new IllegalStateException("refused");
                        })
                        .resting("host", "act", Guests.INT_TO_INT, RestingCall::pending)
                        .build());
    }

    @Test
    void load_tells_size_and_functions() {
        byte[] bytes = Guests.bytes("traps");
        assertThat(CapturingLogs.during(() -> Guests.engine().load(bytes)))
                .containsExactly(new CapturingLogs.Event(
                        Level.DEBUG,
                        Engine.class.getName(),
                        "loaded a module of " + bytes.length + " bytes with 16 functions",
                        null));
    }

    @Test
    void spawn_and_link_tell_instances_and_limits() {
        Imports imports =
                Imports.builder().module("provider", Guests.module("provider")).build();
        Guests.module("consumer");
        List<CapturingLogs.Event> events = CapturingLogs.during(() -> Guests.spawn("consumer", imports));
        assertThat(events).extracting(CapturingLogs.Event::level).containsOnly(Level.DEBUG);
        assertThat(events)
                .extracting(CapturingLogs.Event::message)
                .containsExactly("linked 2 instances", "spawned a guest with " + Limits.defaults());
    }

    @Test
    void refusal_by_the_quota_tells_the_figures() {
        Guests.module("big");
        List<CapturingLogs.Event> events = CapturingLogs.during(() -> assertThatThrownBy(
                        () -> Guests.spawn("big", Imports.none(), new Limits(1, 60_000, 16)))
                .isInstanceOf(LinkException.class));
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.level()).isEqualTo(Level.INFO);
            assertThat(event.message()).contains("65536 bytes", "quota of 60000 bytes");
        });
    }

    @Test
    void trap_tells_its_reason_and_stack() {
        Guest guest = quiet("traps");
        List<CapturingLogs.Event> events = CapturingLogs.during(() -> Guests.runTrap(guest, "deep"));
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.level()).isEqualTo(Level.INFO);
            assertThat(event.message()).isEqualTo("a guest trapped: " + guest.trap());
        });
    }

    @Test
    void exit_is_no_failure_and_is_told_for_debugging_only() {
        Guest guest = Guests.actingAtRest(call -> call.exit(3));
        assertThat(CapturingLogs.during(() -> Guests.runTrap(guest, "act", 1)))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.level()).isEqualTo(Level.DEBUG);
                    assertThat(event.message()).contains("exit: code 3");
                });
    }

    @Test
    void error_that_breaks_a_guest_is_told_with_its_cause() {
        Error error = new AssertionError("deliberate");
        Guest guest = Guests.actingOnLeaf(call -> {
            throw error;
        });
        guest.call("act", 1);
        assertThat(CapturingLogs.during(() -> assertThatThrownBy(guest::tick).isSameAs(error)))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.level()).isEqualTo(Level.ERROR);
                    assertThat(event.thrown()).isSameAs(error);
                });
    }

    @Test
    void growth_that_the_quota_refuses_is_told_once_for_each_call() {
        Guest guest = Guests.spawn("fuel", Imports.none(), new Limits(3, 70_000, 128));
        Guests.instantiate(guest);
        CapturingLogs.Event refusal = new CapturingLogs.Event(
                Level.INFO, Ticks.class.getName(), "a guest was refused bytes: 66632 of its 70000 are charged", null);
        guest.call("grow_again_and_again");
        assertThat(CapturingLogs.during(() -> {
                    guest.tick(100);
                    guest.tick(100);
                }))
                .containsExactly(refusal);
        assertThat(guest.counters().value(HeapColumn.QUOTA_REFUSALS)).isGreaterThan(2);
        guest.cancel();
        guest.call("grow_again_and_again");
        assertThat(CapturingLogs.during(() -> guest.tick(100))).containsExactly(refusal);
    }

    @Test
    void growth_of_a_table_that_the_quota_refuses_is_told() {
        Guest guest = Guests.spawn("fuel", Imports.none(), new Limits(3, 66_700, 128));
        Guests.instantiate(guest);
        assertThat(CapturingLogs.during(() -> Guests.run(guest, "table_grow", 48)))
                .extracting(CapturingLogs.Event::message)
                .containsExactly("a guest was refused bytes: 66632 of its 66700 are charged");
        assertThat(guest.resultInt(0)).isEqualTo(-1);
    }

    @Test
    void growth_that_a_maximum_refuses_is_no_matter_of_the_quota() {
        Guest guest = Guests.spawn("fuel", Imports.none());
        Guests.instantiate(guest);
        assertThat(CapturingLogs.during(() -> Guests.run(guest, "grow", 3))).isEmpty();
        assertThat(guest.resultInt(0)).isEqualTo(-1);
    }

    @Test
    void trap_for_want_of_bytes_is_told_by_itself() {
        Guest guest = Guests.spawn("string_traps", Imports.none(), new Limits(1_000, 100_000, 128));
        assertThat(CapturingLogs.during(() -> Guests.runTrap(guest, "too_much")))
                .singleElement()
                .satisfies(event -> assertThat(event.message()).startsWith("a guest trapped: out of bytes"));
    }

    @Test
    void nothing_is_logged_while_a_guest_runs_rests_waits_and_yields() {
        Guest waiting = quiet("act");
        Guest running = Guests.spawn("fuel", Imports.none(), new Limits(3, 70_000, 128));
        Guest starting = Guests.spawn("start", Imports.none());
        assertThat(CapturingLogs.during(() -> {
                    waiting.call("act", 1);
                    while (waiting.tick(1) != TickOutcome.WAITING) {
                        // It owes for the block.
                    }
                    waiting.tick(1);
                    waiting.complete(1);
                    Guests.finish(waiting, 1);
                    Guests.runInSlices(waiting, 1, "double_late", 1);
                    Guests.runInSlices(running, 3, "loop", 1_000);
                    Guests.runInSlices(running, 3, "fill", 10_000);
                    running.call("loop", 1_000);
                    running.tick(1);
                    running.cancel();
                    Guests.runInSlices(starting, 1, "add", 1, 2);
                }))
                .isEmpty();
    }
}
