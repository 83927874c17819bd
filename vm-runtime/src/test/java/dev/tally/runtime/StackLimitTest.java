package dev.tally.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.TrapKind;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stack is one number of slots; what fits exactly fits, and one slot less does not. */
final class StackLimitTest {
    private static final FunctionType TAKE =
            FunctionType.of(ValueType.I32, ValueType.I32, ValueType.I32).returning(ValueType.I32);

    private static Guest guest(int slots, boolean leaf) {
        Imports.Builder imports = Imports.builder();
        if (leaf) {
            imports.leaf("host", "take", TAKE, call -> call.setIntResult(0, 6));
        } else {
            imports.resting("host", "take", TAKE, call -> {
                call.setIntResult(0, 6);
                return call.done();
            });
        }
        return Guests.spawn("stack", imports.build(), Limits.defaults().withStackSlots(slots));
    }

    private static void assertNeeds(int slots, String export, @Nullable Object... arguments) {
        for (RestMode mode : RestMode.values()) {
            for (long fuelPerTick : new long[] {1, 4, Guests.UNLIMITED}) {
                for (boolean leaf : new boolean[] {true, false}) {
                    Guest enough = guest(slots, leaf);
                    enough.restMode(mode, 7);
                    assertThat(Guests.runInSlices(enough, fuelPerTick, export, arguments))
                            .isEqualTo(TickOutcome.RETURNED);
                    Guest oneLess = guest(slots - 1, leaf);
                    oneLess.restMode(mode, 7);
                    assertThat(Guests.runInSlices(oneLess, fuelPerTick, export, arguments))
                            .isEqualTo(TickOutcome.TRAPPED);
                    assertThat(oneLess.trap()).extracting(Trap::kind).isEqualTo(TrapKind.CALL_STACK_EXHAUSTED);
                }
            }
        }
    }

    @Test
    void frame_is_locals_header_and_highest_operands() {
        assertNeeds(11, "flat", 1, 2L);
    }

    @Test
    void arguments_overlap_the_operands_of_the_caller() {
        assertNeeds(14, "calls_flat");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 20, 100, 1_000})
    void recursion_takes_as_many_slots_as_its_frames(int levels) {
        assertNeeds(3 * levels + 5, "recurse", levels);
    }

    @Test
    void function_of_the_host_has_a_frame_of_arguments_and_header() {
        assertNeeds(7, "calls_host");
    }

    @Test
    void guest_lives_on_after_its_stack_was_exhausted() {
        Guest guest = guest(3 * 10 + 5, true);
        for (int i = 0; i < 100; i++) {
            assertThat(Guests.runTrap(guest, "recurse", 11).depth()).isEqualTo(11);
            assertThat(Guests.run(guest, "recurse", 10)).isEqualTo(TickOutcome.RETURNED);
        }
    }

    @Test
    void depth_of_the_guest_has_nothing_to_do_with_the_stack_of_java() throws InterruptedException {
        int levels = 300_000;
        Guest guest = guest(3 * levels + 5, true);
        TickOutcome[] outcome = new TickOutcome[1];
        Thread small =
                new Thread(null, () -> outcome[0] = Guests.run(guest, "recurse", levels), "small stack", 128 << 10);
        small.start();
        small.join();
        assertThat(outcome[0]).isEqualTo(TickOutcome.RETURNED);
    }

    @Test
    void trap_at_the_entry_of_the_called_function_has_an_empty_stack() {
        Trap trap = Guests.runTrap(guest(10, true), "flat", 1, 2L);
        assertThat(trap.kind()).isEqualTo(TrapKind.CALL_STACK_EXHAUSTED);
        assertThat(trap.stack()).isEmpty();
        assertThat(trap.depth()).isZero();
    }
}
