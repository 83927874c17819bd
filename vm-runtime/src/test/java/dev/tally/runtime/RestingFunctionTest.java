package dev.tally.runtime;

import static dev.tally.runtime.Guests.UNLIMITED;
import static dev.tally.runtime.Guests.finish;
import static dev.tally.runtime.Guests.run;
import static dev.tally.runtime.Guests.runInSlices;
import static dev.tally.runtime.Guests.runInt;
import static dev.tally.runtime.Guests.runTrap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.TrapKind;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.heap.HeapColumn;
import dev.tally.runtime.RestingFunction.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions of the host that run while the guest is at rest. */
final class RestingFunctionTest {
    private static final FunctionType TEXT =
            FunctionType.of(ValueType.EXTERNREF).returning(ValueType.EXTERNREF);
    private static final FunctionType SHOW =
            FunctionType.of(ValueType.I32, ValueType.I32).returning(ValueType.I32);

    private static Guest text(RestingFunction function) {
        return Guests.spawn(
                "text",
                Imports.builder()
                        .resting("host", "text", TEXT, function)
                        .resting("host", "show", SHOW, RestingCall::done)
                        .build());
    }

    // Arguments and results.

    @Test
    void numbers_pass_in_and_out() {
        Guest guest = Guests.actingAtRest(call -> {
            call.setIntResult(0, call.intArgument(0) * 2);
            return call.done();
        });
        assertThat(runInt(guest, "act", 20)).isEqualTo(41);
        assertThat(runInt(guest, "act_twice", 20)).isEqualTo(80);
        assertThat(runInt(guest, "act_through_table", 20)).isEqualTo(40);
        assertThat(runInt(guest, "host_act", 20)).isEqualTo(40);
        assertThat(guest.hostCalls()).isEqualTo(5);
    }

    @Test
    void strings_pass_in_and_out() {
        Guest guest = text(call -> {
            call.setStringResult(0, call.stringArgument(0) + " 𝄞");
            return call.done();
        });
        assertThat(run(guest, "text", "grüße")).isEqualTo(TickOutcome.RETURNED);
        assertThat(guest.result(0)).isEqualTo("grüße 𝄞");
        assertThat(guest.counters().value(HeapColumn.STRING_ALLOCATIONS))
                .as("the argument and the result")
                .isEqualTo(2);
    }

    @Test
    void null_objects_and_functions_pass_in_and_out() {
        List<@Nullable Object> seen = new ArrayList<>();
        Guest guest = text(call -> {
            seen.add(call.objectArgument(0));
            call.setObjectResult(0, call.objectArgument(0));
            return call.done();
        });
        Object token = new Object();
        for (@Nullable Object value : new @Nullable Object[] {null, token, 'c'}) {
            run(guest, "text", value);
            assertThat(guest.result(0)).isEqualTo(value);
        }
        assertThat(seen).containsExactly(null, token, 'c');
    }

    @Test
    void null_is_the_null_string() {
        Guest guest = text(call -> {
            assertThat(call.stringArgument(0)).isNull();
            call.setStringResult(0, null);
            return call.done();
        });
        run(guest, "text", (Object) null);
        assertThat(guest.result(0)).isNull();
    }

    @Test
    void object_that_is_no_string_is_refused_as_one() {
        Guest guest = text(call -> {
            call.setStringResult(0, call.stringArgument(0));
            return call.done();
        });
        assertThat(runTrap(guest, "text", 'c').cause())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("argument 0 of host.text is not a string but a Character");
    }

    @Test
    void number_is_refused_as_a_reference() {
        Guest guest = Guests.actingAtRest(call -> {
            call.setStringResult(0, "no");
            return call.done();
        });
        assertThat(runTrap(guest, "act", 1).cause())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("result 0 of host.act")
                .hasMessageEndingWith("has type i32, not a reference");
    }

    @Test
    void string_beyond_the_quota_is_a_trap_that_names_the_figures() {
        Guest guest = Guests.spawn(
                "text",
                Imports.builder()
                        .resting("host", "text", TEXT, call -> {
                            call.setStringResult(0, "x".repeat(100_000));
                            return call.done();
                        })
                        .resting("host", "show", SHOW, RestingCall::done)
                        .build(),
                new Limits(1_000, 100_000, 128));
        Trap trap = runTrap(guest, "text", (Object) null);
        assertThat(trap.kind()).isEqualTo(TrapKind.HOST_FAILURE);
        assertThat(trap.cause()).hasMessageContainingAll("100000 units", "100000 bytes of the guest's quota");
    }

    // Waiting.

    @Test
    void pending_call_waits_until_it_is_completed() {
        Guest guest = Guests.actingAtRest(RestingCall::pending);
        guest.call("act", 1);
        assertThat(guest.tick(UNLIMITED)).isEqualTo(TickOutcome.WAITING);
        long fuel = guest.fuelUsed();
        assertThat(guest.tick(UNLIMITED)).isEqualTo(TickOutcome.WAITING);
        assertThat(guest.fuelUsed()).as("waiting costs nothing").isEqualTo(fuel);
        assertThat(guest.hostCalls()).as("the function is not asked again").isEqualTo(1);
        guest.complete(41);
        assertThat(guest.tick(UNLIMITED)).isEqualTo(TickOutcome.RETURNED);
        assertThat(guest.resultInt(0)).isEqualTo(42);
    }

    @Test
    void pending_call_is_completed_with_a_string() {
        Guest guest = text(RestingCall::pending);
        guest.call("text", "question");
        guest.tick(UNLIMITED);
        guest.complete("answer");
        guest.tick(UNLIMITED);
        assertThat(guest.result(0)).isEqualTo("answer");
    }

    @Test
    void pending_call_of_the_host_itself_is_completed() {
        Guest guest = Guests.actingAtRest(RestingCall::pending);
        guest.call("host_act", 1);
        assertThat(guest.tick(UNLIMITED)).isEqualTo(TickOutcome.WAITING);
        guest.complete(5);
        assertThat(guest.tick(UNLIMITED)).isEqualTo(TickOutcome.RETURNED);
        assertThat(guest.resultInt(0)).isEqualTo(5);
    }

    @Test
    void completion_with_wrong_results_is_refused_and_the_guest_goes_on_waiting() {
        Guest guest = Guests.actingAtRest(RestingCall::pending);
        guest.call("act", 1);
        guest.tick(UNLIMITED);
        assertThatThrownBy(guest::complete)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the awaited results are [i32], not 0 values");
        assertThatThrownBy(() -> guest.complete(1L))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the awaited results are [i32], not i64");
        assertThatThrownBy(() -> guest.complete("one"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("result 0 has type i32, which String one is not");
        assertThat(guest.tick(UNLIMITED)).isEqualTo(TickOutcome.WAITING);
        guest.complete(1);
        assertThatThrownBy(() -> guest.complete(1)).isInstanceOf(IllegalStateException.class);
        assertThat(guest.tick(UNLIMITED)).isEqualTo(TickOutcome.RETURNED);
    }

    @Test
    void completion_of_nothing_is_refused() {
        Guest guest = Guests.idle();
        assertThatThrownBy(() -> guest.complete(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no function of the host is pending");
        guest.call("double_late", 1);
        assertThat(guest.tick(UNLIMITED)).isEqualTo(TickOutcome.YIELDED);
        assertThatThrownBy(guest::complete).isInstanceOf(IllegalStateException.class);
        assertThat(guest.tick(UNLIMITED)).isEqualTo(TickOutcome.RETURNED);
    }

    // Calls into the guest.

    private static Answer callOnce(RestingCall call, String export) {
        if (call.round() == 0) {
            return call.call(call.function(export), call.intArgument(0));
        }
        call.setIntResult(0, call.intResultOfCall(0));
        return call.done();
    }

    @Test
    void host_has_a_function_of_the_guest_called() {
        Guest guest = Guests.actingAtRest(call -> callOnce(call, "double"));
        assertThat(runInt(guest, "act", 20)).isEqualTo(41);
        assertThat(runInt(guest, "host_act", 20)).isEqualTo(40);
        assertThat(runInt(guest, "act_through_table", 20)).isEqualTo(40);
    }

    @Test
    void called_function_may_yield() {
        Guest guest = Guests.actingAtRest(call -> callOnce(call, "double_late"));
        guest.call("act", 20);
        assertThat(guest.tick(UNLIMITED)).isEqualTo(TickOutcome.YIELDED);
        assertThat(guest.tick(UNLIMITED)).isEqualTo(TickOutcome.RETURNED);
        assertThat(guest.resultInt(0)).isEqualTo(41);
    }

    @Test
    void called_function_may_call_the_host_again_and_yield_at_every_level() {
        Guest guest = Guests.actingAtRest(RestingFunctionTest::recurse);
        guest.call("act", 5);
        int yields = 0;
        TickOutcome outcome = guest.tick(UNLIMITED);
        while (outcome == TickOutcome.YIELDED) {
            yields++;
            outcome = guest.tick(UNLIMITED);
        }
        assertThat(outcome).isEqualTo(TickOutcome.RETURNED);
        assertThat(yields).isEqualTo(5);
        assertThat(guest.resultInt(0)).isEqualTo(5 * 10 + 1);
    }

    /** 0 for 0; otherwise what {@code deeper} answers, which is 10 more than this function of one less. */
    private static Answer recurse(RestingCall call) {
        if (call.intArgument(0) == 0) {
            call.setIntResult(0, 0);
            return call.done();
        }
        return callOnce(call, "deeper");
    }

    @ParameterizedTest
    @EnumSource
    void slices_and_rests_change_nothing_about_nested_calls(RestMode restMode) {
        Guest whole = Guests.actingAtRest(RestingFunctionTest::recurse);
        runInt(whole, "act", 7);
        for (long fuelPerTick : new long[] {1, 2, 3, 10, UNLIMITED}) {
            Guest sliced = Guests.actingAtRest(RestingFunctionTest::recurse);
            sliced.restMode(restMode, fuelPerTick);
            assertThat(runInSlices(sliced, fuelPerTick, "act", 7)).isEqualTo(TickOutcome.RETURNED);
            assertThat(sliced.resultInt(0)).isEqualTo(whole.resultInt(0));
            assertThat(sliced.fuelUsed()).as("slices of %d", fuelPerTick).isEqualTo(whole.fuelUsed());
            assertThat(sliced.hostCalls()).isEqualTo(whole.hostCalls());
            assertThat(sliced.stateDigest()).isEqualTo(whole.stateDigest());
        }
    }

    @Test
    void results_of_every_type_come_back_from_the_guest() {
        AtomicReference<String> seen = new AtomicReference<>("");
        Guest guest = Guests.actingAtRest(call -> {
            if (call.round() == 0) {
                return call.call(call.function("pair"), -3);
            }
            if (call.round() == 1) {
                seen.set(call.intResultOfCall(0) + " " + call.longResultOfCall(1));
                return call.call(call.function("floats"));
            }
            seen.set(seen.get() + " " + call.floatResultOfCall(0) + " " + call.doubleResultOfCall(1));
            return call.done();
        });
        runInt(guest, "act", 1);
        assertThat(seen).hasValue("-3 -3 1.5 -2.25");
    }

    @Test
    void arguments_of_every_type_go_to_the_guest() {
        Guest guest = Guests.actingAtRest(call -> {
            if (call.round() == 0) {
                return call.call(call.function("pass"), 7, 8L, 9f, 10.0, "text", call.function("double"));
            }
            call.setIntResult(0, call.intResultOfCall(0) + (int) call.longResultOfCall(1));
            return call.done();
        });
        assertThat(runInt(guest, "act", 1)).isEqualTo(16);
    }

    @Test
    void call_with_wrong_arguments_is_refused() {
        assertRefused(call -> call.call(call.function("double")), "takes 1 arguments, not 0");
        assertRefused(call -> call.call(call.function("floats"), 1), "takes 0 arguments, not 1");
        assertRefused(call -> call.call(call.function("double"), 1L), "argument 0 of double");
        assertRefused(call -> call.call(call.function("nothing")), "exports no func \"nothing\"");
    }

    @Test
    void call_of_another_guests_function_is_refused() {
        FunctionReference stranger = Guests.idle().function("double");
        assertRefused(call -> call.call(stranger, 1), "double is a function of another guest");
    }

    private static void assertRefused(RestingFunction function, String why) {
        Trap trap = runTrap(Guests.actingAtRest(function), "act", 1);
        assertThat(trap.kind()).isEqualTo(TrapKind.HOST_FAILURE);
        assertThat(trap.cause()).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(why);
    }

    @Test
    void result_of_a_call_that_was_not_made_is_refused() {
        Trap trap = runTrap(
                Guests.actingAtRest(call -> {
                    call.intResultOfCall(0);
                    return call.done();
                }),
                "act",
                1);
        assertThat(trap.cause())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("host.act has not called a function yet");
    }

    @Test
    void trap_of_the_called_function_ends_the_whole_call_and_names_both_sides() {
        Trap trap = runTrap(Guests.actingAtRest(call -> callOnce(call, "fail")), "act", 1);
        assertThat(trap.kind()).isEqualTo(TrapKind.UNREACHABLE);
        assertThat(trap.stack()).extracting(Trap.Frame::function).containsExactly("fail", "host.act", "act");
    }

    @Test
    void called_function_runs_on_the_budget_of_the_guest() {
        Guest guest = Guests.actingAtRest(call -> call.call(call.function("spin")));
        guest.call("act", 1);
        for (int i = 0; i < 100; i++) {
            assertThat(guest.tick(10)).isEqualTo(TickOutcome.OUT_OF_FUEL);
        }
        guest.cancel();
        assertThat(runInt(guest, "double", 3)).isEqualTo(6);
    }

    @Test
    void entering_the_guest_any_other_way_is_refused_with_advice() {
        List<Consumer<Guest>> entries = List.of(
                guest -> guest.call("double", 1),
                Guest::tick,
                Guest::cancel,
                guest -> guest.complete(1),
                guest -> guest.setGlobal("state", 1),
                guest -> guest.restMode(RestMode.EVERYWHERE, 1),
                Guest::close);
        for (Consumer<Guest> entry : entries) {
            Guest[] itself = new Guest[1];
            Guest guest = Guests.actingAtRest(call -> {
                entry.accept(itself[0]);
                return call.done();
            });
            itself[0] = guest;
            assertThat(runTrap(guest, "act", 1).cause())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith(
                            "let a resting function answer call(function, arguments), and do all else after the tick");
            assertThat(runInt(guest, "double", 4)).as("the guest lives on").isEqualTo(8);
        }
    }

    // Paying, failing, exiting.

    @Test
    void work_is_paid_for_before_it_is_done_over_as_many_ticks_as_it_takes() {
        List<Integer> rounds = new ArrayList<>();
        Guest guest = Guests.actingAtRest(call -> {
            rounds.add(call.round());
            return call.round() == 0 ? call.pay(1_000) : call.done();
        });
        Guests.instantiate(guest);
        guest.call("act", 1);
        int ticks = 0;
        while (guest.tick(100) == TickOutcome.OUT_OF_FUEL) {
            ticks++;
            assertThat(guest.fuelOwed()).isZero();
            assertThat(rounds).containsExactly(0);
        }
        assertThat(rounds).containsExactly(0, 1);
        assertThat(ticks).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 100, 999, 1_000, 1_001, UNLIMITED})
    void what_is_paid_is_charged_once_and_exactly(long fuelPerTick) {
        Guest free = Guests.actingAtRest(RestingCall::done);
        Guest paying = Guests.actingAtRest(call -> call.round() < 3 ? call.pay(call.round() * 500L) : call.done());
        runInSlices(free, fuelPerTick, "act", 1);
        runInSlices(paying, fuelPerTick, "act", 1);
        assertThat(paying.fuelUsed() - free.fuelUsed()).isEqualTo(1_500);
    }

    @Test
    void debt_made_by_a_charge_is_paid_by_the_next_ticks() {
        Guest guest = Guests.actingAtRest(call -> {
            call.charge(1_000);
            return call.done();
        });
        Guests.instantiate(guest);
        guest.call("act", 1);
        assertThat(guest.tick(10)).isEqualTo(TickOutcome.OUT_OF_FUEL);
        // Of 10, local.get and call took 2; behind the call a constant and an addition follow.
        assertThat(guest.fuelOwed()).isEqualTo(1_000 + 2 + 2 - 10);
        assertThat(guest.tick(900)).isEqualTo(TickOutcome.OUT_OF_FUEL);
        assertThat(guest.tick(94)).isEqualTo(TickOutcome.RETURNED);
    }

    @Test
    void negative_payment_is_refused() {
        assertRefused(call -> call.pay(-1), "cannot collect -1");
    }

    @Test
    void exception_becomes_a_trap_that_carries_it() {
        IOException thrown = new IOException("the disk is gone");
        Guest guest = Guests.actingAtRest(call -> {
            throw thrown;
        });
        Trap trap = runTrap(guest, "act", 1);
        assertThat(trap.kind()).isEqualTo(TrapKind.HOST_FAILURE);
        assertThat(trap.cause()).isSameAs(thrown);
        assertThat(trap.message()).isEqualTo("host function failed: java.io.IOException: the disk is gone");
        assertThat(trap.stack()).extracting(Trap.Frame::function).containsExactly("host.act", "act");
        assertThat(runInt(guest, "double", 21)).as("the guest lives on").isEqualTo(42);
    }

    @Test
    @SuppressWarnings("NullAway") // A host that is not checked for null may do this.
    void answer_of_null_is_a_trap() {
        assertThat(runTrap(Guests.actingAtRest(call -> null), "act", 1).cause())
                .hasMessage("a resting function answered null");
    }

    @ParameterizedTest
    @EnumSource(names = {"CALL", "PAY", "EXIT"})
    void answer_that_was_not_prepared_is_a_trap_with_advice(Answer answer) {
        assertThat(runTrap(Guests.actingAtRest(call -> answer), "act", 1).cause())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("host.act answered " + answer + "; return what call(…), pay(…) or exit(…) answers");
    }

    @Test
    void charge_of_a_function_that_fails_is_due_all_the_same() {
        Guest guest = Guests.actingAtRest(call -> {
            call.charge(500);
            throw new IllegalStateException("after the work");
        });
        Guests.instantiate(guest);
        long before = guest.fuelUsed();
        runTrap(guest, "host_act", 1);
        assertThat(guest.fuelUsed() - before).isEqualTo(500);
    }

    @Test
    void exit_ends_the_call_with_its_code() {
        Guest guest = Guests.actingAtRest(call -> call.exit(call.intArgument(0)));
        Trap trap = runTrap(guest, "act", 3);
        assertThat(trap.kind()).isEqualTo(TrapKind.EXIT);
        assertThat(trap.exitCode()).isEqualTo(3);
        assertThat(trap.message()).isEqualTo("exit: code 3");
        assertThat(trap.cause()).isNull();
        assertThat(runInt(guest, "double", 21)).as("the guest lives on").isEqualTo(42);
    }

    @Test
    void exit_from_a_nested_call_ends_the_whole_call() {
        Guest guest = Guests.actingAtRest(call -> call.intArgument(0) == 0 ? call.exit(9) : callOnce(call, "deeper"));
        Trap trap = runTrap(guest, "act", 2);
        assertThat(trap.exitCode()).isEqualTo(9);
        assertThat(trap.stack())
                .extracting(Trap.Frame::function)
                .containsExactly("host.act", "deeper", "host.act", "deeper", "host.act", "act");
    }

    @Test
    void cancel_drops_a_pending_call() {
        Guest guest = Guests.actingAtRest(RestingCall::pending);
        guest.call("act", 1);
        guest.tick(UNLIMITED);
        guest.cancel();
        assertThatThrownBy(() -> guest.complete(1)).isInstanceOf(IllegalStateException.class);
        assertThat(runInt(guest, "double", 3)).isEqualTo(6);
    }

    @Test
    void digest_is_taken_while_the_guest_waits_and_is_that_of_every_slice_size() {
        Guest whole = Guests.actingAtRest(RestingCall::pending);
        runInSlices(whole, UNLIMITED, "act", 1);
        Guest sliced = Guests.actingAtRest(RestingCall::pending);
        assertThat(runInSlices(sliced, 1, "act", 1)).isEqualTo(TickOutcome.WAITING);
        assertThat(sliced.stateDigest()).isEqualTo(whole.stateDigest());
        sliced.complete(1);
        whole.complete(2);
        finish(sliced, 1);
        finish(whole, UNLIMITED);
        assertThat(sliced.stateDigest()).isNotEqualTo(whole.stateDigest());
    }

    @Test
    void function_may_make_use_of_the_callers_memory_again_after_it_grew() {
        Guest guest = Guests.actingAtRest(call -> {
            call.memory().setInt(0, 77);
            call.setIntResult(0, call.memory().getInt(0));
            return call.done();
        });
        assertThat(runInt(guest, "act", 0)).isEqualTo(78);
        assertThat(Objects.requireNonNull(guest.outcome())).isEqualTo(TickOutcome.RETURNED);
    }
}
