package dev.tally.runtime;

import static dev.tally.runtime.Guests.UNLIMITED;
import static dev.tally.runtime.Guests.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.heap.HeapColumn;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The digest of the state is the same for the same state, however that came about, and another for another. */
final class StateDigestTest {
    private static final Imports MAKER = Imports.builder()
            .resting("host", "make", FunctionType.of().returning(ValueType.EXTERNREF), call -> {
                call.setStringResult(0, "made");
                return call.done();
            })
            .build();

    // Layout.

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void digest_does_not_tell_when_the_arena_collects(int objects) {
        Guest usual = Guests.spawn("growing", MAKER);
        Guest other = Guests.spawn("growing", MAKER);
        other.store().arena().collector().schedule().collectEvery(objects);
        run(usual, "grow");
        run(other, "grow");
        assertThat(other.stateDigest()).isEqualTo(usual.stateDigest());
        assertThat(other.counters().value(HeapColumn.NURSERY_COLLECTIONS))
                .isGreaterThan(usual.counters().value(HeapColumn.NURSERY_COLLECTIONS));
    }

    @Test
    void digest_does_not_tell_where_strings_lie() {
        Guest straight = Guests.idle();
        Guest roundabout = Guests.idle();
        run(roundabout, "pass", 0, 0L, 0f, 0.0, "garbage that moves what follows", null);
        for (Guest guest : List.of(straight, roundabout)) {
            run(guest, "pass", 0, 0L, 0f, 0.0, "text", null);
        }
        assertThat(roundabout.stateDigest()).isEqualTo(straight.stateDigest());
        assertThat(roundabout.counters().value(HeapColumn.OBJECT_BYTES))
                .isNotEqualTo(straight.counters().value(HeapColumn.OBJECT_BYTES));
    }

    @Test
    void digest_does_not_tell_in_which_order_strings_were_made() {
        List<String> digests = new ArrayList<>();
        for (boolean forward : new boolean[] {true, false}) {
            Guest guest = Guests.spawn("keeps", Imports.none());
            List<String> places = List.of("keep_first", "keep_second");
            for (String place : forward ? places : places.reversed()) {
                run(guest, place, "kept by " + place);
            }
            for (int i = 0; i < 4; i++) {
                int index = forward ? i : 3 - i;
                run(guest, "keep_in_table", index, "a text that is longer by " + "x".repeat(index));
            }
            digests.add(guest.stateDigest());
        }
        assertThat(digests.get(1)).isEqualTo(digests.get(0));
    }

    @Test
    void digest_tells_which_place_holds_which_string() {
        List<String> digests = new ArrayList<>();
        for (List<String> texts : List.of(List.of("a", "b"), List.of("b", "a"), List.of("ab", ""), List.of("", "ab"))) {
            Guest guest = Guests.spawn("keeps", Imports.none());
            run(guest, "keep_first", texts.get(0));
            run(guest, "keep_second", texts.get(1));
            digests.add(guest.stateDigest());
        }
        assertThat(digests).doesNotHaveDuplicates();
    }

    @Test
    void digest_does_not_tell_what_nobody_holds_any_more() {
        Guest plain = Guests.spawn("keeps", Imports.none());
        Guest wasteful = Guests.spawn("keeps", Imports.none());
        for (int i = 0; i < 1_000; i++) {
            run(wasteful, "keep_first", "dropped " + i);
            run(wasteful, "keep_in_table", i % 4, "dropped " + i);
        }
        for (Guest guest : List.of(plain, wasteful)) {
            run(guest, "keep_first", "kept");
            for (int i = 0; i < 4; i++) {
                run(guest, "keep_in_table", i, (Object) null);
            }
        }
        assertThat(wasteful.stateDigest()).isEqualTo(plain.stateDigest());
        assertThat(wasteful.counters().value(HeapColumn.STRING_ALLOCATED_BYTES))
                .isGreaterThan(plain.counters().value(HeapColumn.STRING_ALLOCATED_BYTES));
    }

    @Test
    void digest_does_not_tell_how_large_quota_and_stack_are() {
        Guest usual = Guests.spawn("growing", MAKER);
        Guest roomy = Guests.spawn(
                "growing", MAKER, Limits.defaults().withBytes(256L << 20).withStackSlots(1 << 20));
        run(usual, "grow");
        run(roomy, "grow");
        assertThat(roomy.stateDigest()).isEqualTo(usual.stateDigest());
    }

    @Test
    void digest_does_not_tell_what_earlier_calls_left_on_the_stack() {
        Guest fresh = Guests.spawn("growing", MAKER);
        Guest used = Guests.spawn("growing", MAKER);
        Guests.instantiate(fresh);
        Guests.instantiate(used);
        used.slotsFor(3_000);
        for (int i = 0; i < 3_000; i++) {
            used.slotsFor(3_000)[i] = 0x5151_5151_5151L;
        }
        run(fresh, "grow");
        run(used, "grow");
        assertThat(used.stateDigest()).isEqualTo(fresh.stateDigest());
    }

    // Difference.

    @Test
    void digests_of_other_results_memories_and_globals_differ() {
        Guest guest = Guests.idle();
        Guests.instantiate(guest);
        List<String> digests = new ArrayList<>();
        digests.add(guest.stateDigest());
        run(guest, "double", 1);
        digests.add(guest.stateDigest());
        run(guest, "double", 2);
        digests.add(guest.stateDigest());
        guest.memory("memory").setByte(70, (byte) 1);
        digests.add(guest.stateDigest());
        guest.setGlobal("state", 9);
        digests.add(guest.stateDigest());
        assertThat(digests).doesNotHaveDuplicates();
    }

    // Calls that have not begun.

    @Test
    void prepared_call_counts_with_its_function_and_arguments() {
        List<String> digests = new ArrayList<>();
        for (boolean instantiated : new boolean[] {false, true}) {
            digests.add(prepared(instantiated, "double", 1));
            digests.add(prepared(instantiated, "double", 2));
            digests.add(prepared(instantiated, "set_state", 2));
        }
        assertThat(digests).doesNotHaveDuplicates();
        assertThat(prepared(true, "double", 1)).isIn(digests);
        assertThat(prepared(false, "set_state", 2)).isIn(digests);
    }

    private static String prepared(boolean instantiated, String function, int argument) {
        Guest guest = Guests.idle();
        if (instantiated) {
            Guests.instantiate(guest);
            // What an earlier call left must not be taken for frames.
            run(guest, "pass", -1, -1L, -1f, -1.0, "left", null);
        }
        guest.call(function, argument);
        return guest.stateDigest();
    }

    @Test
    void instantiation_counts_with_the_call_that_waits_for_it() {
        List<String> digests = new ArrayList<>();
        for (int argument = 0; argument < 2; argument++) {
            Guest guest = Guests.spawn("start", Imports.none());
            guest.call("add", argument, 1);
            digests.add(guest.stateDigest());
            assertThat(guest.tick(UNLIMITED)).isEqualTo(TickOutcome.YIELDED);
            digests.add(guest.stateDigest());
        }
        Guest uncalled = Guests.spawn("start", Imports.none());
        uncalled.tick(UNLIMITED);
        digests.add(uncalled.stateDigest());
        assertThat(digests).doesNotHaveDuplicates();
    }

    @Test
    void answer_that_was_given_counts_before_the_guest_has_it() {
        List<String> digests = new ArrayList<>();
        for (int answer = 0; answer < 2; answer++) {
            Guest guest = Guests.actingAtRest(RestingCall::pending);
            guest.call("act", 5);
            guest.tick(UNLIMITED);
            digests.add(guest.stateDigest());
            guest.complete(answer + 5);
            digests.add(guest.stateDigest());
        }
        assertThat(digests.get(2)).as("while it waits").isEqualTo(digests.get(0));
        assertThat(digests.stream().distinct()).hasSize(3);
    }
}
