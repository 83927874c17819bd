package dev.tally.runtime;

import static dev.tally.runtime.Guests.UNLIMITED;
import static dev.tally.runtime.Guests.runInt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What hosts do wrong is refused with a text that says what to do, and leaves the guest as it was. */
final class HostMisuseTest {
    private static void assertRefused(ThrowingCallable misuse, Class<?> as, String message) {
        assertThatThrownBy(misuse).isInstanceOf(as).hasMessage(message);
    }

    // Order of calls.

    @Test
    void tick_with_no_call_is_refused() {
        Guest guest = Guests.idle();
        Guests.instantiate(guest);
        assertRefused(guest::tick, IllegalStateException.class, "there is nothing to run; call a function first");
        runInt(guest, "double", 1);
        assertRefused(guest::tick, IllegalStateException.class, "there is nothing to run; call a function first");
        assertThat(guest.resultInt(0)).as("the results are still there").isEqualTo(2);
    }

    @Test
    void functions_may_have_names_that_look_like_formats() {
        Guest guest = Guests.spawnText("(module (func (export \"%s %d %n\") (param i32)))");
        assertThat(Guests.run(guest, "%s %d %n", 1)).isEqualTo(TickOutcome.RETURNED);
        assertThatThrownBy(() -> guest.call("%s %d %n", "text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("argument 0 of %s %d %n");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void tick_without_fuel_is_refused(long fuel) {
        Guest guest = Guests.idle();
        guest.call("double", 21);
        assertRefused(
                () -> guest.tick(fuel), IllegalArgumentException.class, "a tick needs fuel to grant, not " + fuel);
        assertThat(guest.ticks()).isZero();
        guest.tick();
        assertThat(guest.resultInt(0)).isEqualTo(42);
    }

    @Test
    void call_while_one_is_in_progress_is_refused() {
        Guest guest = Guests.idle();
        guest.call("double", 21);
        assertRefused(
                () -> guest.call("double", 1),
                IllegalStateException.class,
                "a call is in progress; tick until it ends, or cancel it");
        guest.tick(UNLIMITED);
        assertThat(guest.resultInt(0)).isEqualTo(42);
        guest.call("double_late", 3);
        assertThat(guest.tick(UNLIMITED)).isEqualTo(TickOutcome.YIELDED);
        assertRefused(
                () -> guest.call("double", 1),
                IllegalStateException.class,
                "a call is in progress; tick until it ends, or cancel it");
        guest.tick(UNLIMITED);
        assertThat(guest.resultInt(0)).isEqualTo(6);
    }

    @Test
    void cancel_drops_the_call_and_keeps_what_it_did() {
        Guest guest = Guests.idle();
        Guests.run(guest, "set_state", 5);
        guest.call("spin");
        guest.tick(1_000);
        guest.cancel();
        assertThat(guest.global("state")).isEqualTo(5);
        assertRefused(guest::tick, IllegalStateException.class, "there is nothing to run; call a function first");
        assertThat(runInt(guest, "double", 2)).isEqualTo(4);
    }

    @Test
    void cancel_of_no_call_does_nothing() {
        Guest guest = Guests.idle();
        Guests.instantiate(guest);
        guest.cancel();
        assertThat(runInt(guest, "double", 2)).isEqualTo(4);
        guest.cancel();
        assertThat(runInt(guest, "double", 3)).isEqualTo(6);
    }

    @Test
    void results_before_the_return_are_refused() {
        Guest guest = Guests.idle();
        String message = "there are no results: the last call has not returned";
        assertRefused(() -> guest.resultInt(0), IllegalStateException.class, message);
        guest.call("double_late", 2);
        guest.tick(UNLIMITED);
        assertRefused(() -> guest.result(0), IllegalStateException.class, message);
        guest.tick(UNLIMITED);
        assertThat(guest.resultInt(0)).isEqualTo(4);
        Guests.runTrap(guest, "fail", 1);
        assertRefused(() -> guest.resultInt(0), IllegalStateException.class, message);
    }

    // Types.

    @Test
    void wrong_number_of_arguments_is_refused() {
        Guest guest = Guests.idle();
        assertRefused(
                () -> guest.call("double"),
                IllegalArgumentException.class,
                "double [i32] -> [i32] takes 1 arguments, not 0");
        assertRefused(
                () -> guest.call("double", 1, 2),
                IllegalArgumentException.class,
                "double [i32] -> [i32] takes 1 arguments, not 2");
        assertThat(runInt(guest, "double", 3)).isEqualTo(6);
    }

    @Test
    void wrong_types_of_arguments_are_refused() {
        Guest guest = Guests.idle();
        List<@Nullable Object[]> wrong = List.of(
                new @Nullable Object[] {1L, 2L, 3f, 4.0, null, null},
                new @Nullable Object[] {1, 2, 3f, 4.0, null, null},
                new @Nullable Object[] {1, 2L, 3.0, 4.0, null, null},
                new @Nullable Object[] {1, 2L, 3f, 4f, null, null},
                new @Nullable Object[] {null, 2L, 3f, 4.0, null, null},
                new @Nullable Object[] {1, 2L, 3f, 4.0, null, "a string is no function"});
        for (@Nullable Object[] arguments : wrong) {
            assertThatThrownBy(() -> guest.call("pass", arguments))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("argument \\d of pass .* has type .*");
        }
        assertRefused(
                () -> guest.call("double", "3"),
                IllegalArgumentException.class,
                "argument 0 of double [i32] -> [i32] has type i32, which String 3 is not");
        assertRefused(
                () -> guest.call("double", (Object) null),
                IllegalArgumentException.class,
                "argument 0 of double [i32] -> [i32] has type i32, which null is not");
        assertThat(runInt(guest, "double", 3)).isEqualTo(6);
    }

    @Test
    void results_of_wrong_types_are_refused() {
        Guest guest = Guests.idle();
        Guests.run(guest, "pair", 7);
        assertThat(guest.resultCount()).isEqualTo(2);
        assertThatThrownBy(() -> guest.resultLong(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> guest.resultInt(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> guest.resultInt(2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> guest.resultInt(-1)).isInstanceOf(IllegalArgumentException.class);
        assertRefused(() -> guest.result(2), IllegalArgumentException.class, "there is no result 2 among [i32, i64]");
        assertThat(guest.resultLong(1)).isEqualTo(7);
    }

    @Test
    void exports_that_do_not_exist_are_refused() {
        Guest guest = Guests.idle();
        assertRefused(
                () -> guest.call("nothing"), IllegalArgumentException.class, "the module exports no func \"nothing\"");
        assertRefused(
                () -> guest.call("memory"), IllegalArgumentException.class, "the module exports no func \"memory\"");
        assertRefused(
                () -> guest.memory("double"),
                IllegalArgumentException.class,
                "the module exports no memory \"double\"");
        assertRefused(
                () -> guest.global("memory"),
                IllegalArgumentException.class,
                "the module exports no global \"memory\"");
    }

    @Test
    void globals_are_set_by_their_type_and_mutability() {
        Guest guest = Guests.idle();
        Guests.instantiate(guest);
        guest.setGlobal("state", 8);
        assertThat(guest.global("state")).isEqualTo(8);
        assertRefused(
                () -> guest.setGlobal("state", 8L),
                IllegalArgumentException.class,
                "global \"state\" has type i32, which Long 8 is not");
        assertRefused(
                () -> guest.setGlobal("fixed", 4), IllegalArgumentException.class, "the global \"fixed\" is immutable");
        assertThat(guest.global("fixed")).isEqualTo(3);
        assertThat(guest.global("state")).isEqualTo(8);
    }

    @Test
    void function_of_another_guest_is_refused() {
        Guest guest = Guests.idle();
        FunctionReference stranger = Guests.idle().function("double");
        assertRefused(
                () -> guest.call(stranger, 1), IllegalArgumentException.class, "double is a function of another guest");
        assertRefused(
                () -> guest.call("pass", 1, 2L, 3f, 4.0, null, stranger),
                IllegalArgumentException.class,
                "double is a function of another guest");
    }

    // Calls that are over.

    @Test
    void call_that_a_leaf_function_has_kept_is_over_when_it_returns() {
        LeafCall[] kept = new LeafCall[1];
        Guest guest = Guests.actingOnLeaf(call -> kept[0] = call);
        Guests.run(guest, "act", 1);
        List<Consumer<LeafCall>> uses = List.of(
                call -> call.intArgument(0), call -> call.setIntResult(0, 1), HostCall::memory, call -> call.charge(1));
        for (Consumer<LeafCall> use : uses) {
            assertRefused(
                    () -> use.accept(kept[0]),
                    IllegalStateException.class,
                    "the call of act is over; read and set what you need before you return");
        }
    }

    @Test
    void call_that_is_pending_is_completed_by_the_guest_alone() {
        RestingCall[] kept = new RestingCall[1];
        Guest guest = Guests.actingAtRest(call -> {
            kept[0] = call;
            return call.pending();
        });
        assertThat(Guests.run(guest, "act", 1)).isEqualTo(TickOutcome.WAITING);
        List<Consumer<RestingCall>> uses = List.of(
                call -> call.intArgument(0),
                call -> call.setIntResult(0, 1),
                call -> call.call(guest.function("double"), 1),
                call -> call.intResultOfCall(0));
        for (Consumer<RestingCall> use : uses) {
            assertThatThrownBy(() -> use.accept(kept[0]))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is over");
        }
        guest.complete(4);
        assertThat(Guests.finish(guest, UNLIMITED)).isEqualTo(TickOutcome.RETURNED);
        assertThat(guest.resultInt(0)).isEqualTo(5);
    }

    // Second threads.

    @Test
    void second_thread_is_refused_and_told_who_is_inside() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Guest guest = Guests.actingOnLeaf(call -> {
            entered.countDown();
            leave.await();
        });
        GuestMemory memory = guest.memory("memory");
        guest.call("act", 1);
        AtomicReference<@Nullable TickOutcome> outcome = new AtomicReference<>();
        Thread first = new Thread(() -> outcome.set(guest.tick(UNLIMITED)), "first-thread");
        first.start();
        entered.await();
        List<Consumer<Guest>> uses = List.of(
                other -> other.call("double", 1),
                Guest::tick,
                Guest::cancel,
                Guest::complete,
                other -> other.setGlobal("state", 1),
                other -> other.restMode(RestMode.EVERYWHERE, 1),
                Guest::close,
                other -> other.add(Guests.module("provider")),
                other -> other.result(0),
                Guest::resultCount,
                other -> other.resultInt(0),
                other -> other.function("double"),
                other -> other.memory("memory"),
                other -> memory.getByte(0),
                other -> memory.setByte(0, (byte) 1),
                other -> other.global("state"),
                Guest::stateDigest,
                Guest::stackInUse,
                Guest::outcome,
                Guest::trap,
                Guest::ticks,
                Guest::fuelUsed,
                Guest::fuelOfLastTick,
                Guest::fuelOwed,
                Guest::hostCalls,
                Guest::instantiating,
                Guest::lastTickInstantiated,
                Guest::rests);
        for (Consumer<Guest> use : uses) {
            assertRefused(
                    () -> use.accept(guest),
                    IllegalStateException.class,
                    "the guest is in use by thread first-thread; wait until its tick has ended");
        }
        leave.countDown();
        first.join();
        assertThat(outcome.get()).isEqualTo(TickOutcome.RETURNED);
        assertThat(runInt(guest, "double", 5)).isEqualTo(10);
    }

    @Test
    void guest_may_move_between_threads() throws InterruptedException {
        Guest guest = Guests.idle();
        guest.call("double_late", 4);
        assertThat(guest.tick(UNLIMITED)).isEqualTo(TickOutcome.YIELDED);
        Thread other = new Thread(() -> guest.tick(UNLIMITED));
        other.start();
        other.join();
        assertThat(guest.outcome()).isEqualTo(TickOutcome.RETURNED);
        assertThat(guest.resultInt(0)).isEqualTo(8);
    }

    @Test
    void arguments_that_do_not_fit_on_the_stack_are_refused() {
        Guest guest = Guests.spawn(
                "act",
                Imports.builder()
                        .leaf("host", "act", Guests.INT_TO_INT, call -> {})
                        .build(),
                Limits.defaults().withStackSlots(5));
        assertRefused(
                () -> guest.call("pass", 1, 2L, 3f, 4.0, null, null),
                IllegalArgumentException.class,
                "6 slots of arguments do not fit into a stack of 5");
    }

    @Test
    void texts_do_not_depend_on_the_locale_of_the_machine() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            Guest guest = Guests.idle();
            assertRefused(
                    () -> guest.call("double", 1, 2),
                    IllegalArgumentException.class,
                    "double [i32] -> [i32] takes 1 arguments, not 2");
            assertThat(Guests.runTrap(guest, "fail", 1).toString())
                    .matches("unreachable\n    at fail \\(0x[0-9a-f]+\\)");
        } finally {
            Locale.setDefault(before);
        }
    }
}
