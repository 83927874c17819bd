package dev.tally.runtime;

import static dev.tally.runtime.Guests.UNLIMITED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.LinkException;
import dev.tally.core.TrapKind;
import dev.tally.core.type.FunctionType;
import dev.tally.heap.HeapColumn;
import dev.tally.heap.object.Reference;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Spawning reserves and runs nothing; the first ticks instantiate. */
final class SpawnTest {
    /** What {@code big} declares, and 16 slots of stack. */
    private static final long BIG_BYTES = 65_536 + 4_000 + 16 + 16 * 8;

    @Test
    void what_is_declared_may_take_the_whole_quota() {
        Guest guest = Guests.spawn("big", Imports.none(), new Limits(100, BIG_BYTES, 16));
        assertThat(Guests.run(guest, "nothing")).isEqualTo(TickOutcome.RETURNED);
    }

    @Test
    void one_byte_less_is_refused_with_both_figures() {
        assertThatThrownBy(() -> Guests.spawn("big", Imports.none(), new Limits(100, BIG_BYTES - 1, 16)))
                .isInstanceOf(LinkException.class)
                .hasMessage("a global needs 8 bytes, but of the quota of " + (BIG_BYTES - 1) + " bytes "
                        + (BIG_BYTES - 8) + " are charged already");
    }

    @Test
    void memory_beyond_the_quota_is_refused_with_both_figures() {
        assertThatThrownBy(() -> Guests.spawn("big", Imports.none(), new Limits(100, 60_000, 16)))
                .isInstanceOf(LinkException.class)
                .hasMessageContainingAll("a memory of 1 pages", "65536 bytes", "quota of 60000 bytes");
    }

    @Test
    void limits_that_cannot_be_are_refused() {
        assertThatThrownBy(() -> new Limits(0, 1_000, 16)).hasMessage("fuelPerTick must be positive, not 0");
        assertThatThrownBy(() -> new Limits(1, 0, 16)).hasMessage("bytes must be positive, not 0");
        assertThatThrownBy(() -> new Limits(1, 1_000, 0)).hasMessage("stackSlots must be positive, not 0");
        assertThatThrownBy(() -> new Limits(1, 1_000, 126))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a stack of 126 slots takes 1008 bytes, more than the quota of 1000; lower stackSlots or"
                        + " raise bytes");
        assertThat(new Limits(1, 1_000, 125).stackSlots()).isEqualTo(125);
    }

    @Test
    void endless_start_blocks_neither_spawn_nor_a_tick() {
        Guest guest = Guests.spawn("endless_start", Imports.none());
        assertThat(guest.global("turns")).isEqualTo(0);
        guest.call("answer");
        for (int i = 0; i < 100; i++) {
            assertThat(guest.tick(1_000)).isEqualTo(TickOutcome.OUT_OF_FUEL);
            assertThat(guest.lastTickInstantiated()).isTrue();
        }
        assertThat((int) Objects.requireNonNull(guest.global("turns"))).isPositive();
        assertThat(guest.instantiating()).isTrue();
    }

    @Test
    void first_ticks_instantiate_and_then_go_on_with_the_call() {
        Guest guest = Guests.spawn("start", Imports.none());
        guest.call("add", 30, 7);
        assertThat(guest.tick(UNLIMITED)).isEqualTo(TickOutcome.YIELDED);
        assertThat(guest.instantiating()).isTrue();
        assertThat(guest.global("ready")).isEqualTo(0);
        assertThat(guest.tick(UNLIMITED)).isEqualTo(TickOutcome.RETURNED);
        assertThat(guest.lastTickInstantiated()).isTrue();
        assertThat(guest.resultInt(0)).isEqualTo(42);
        guest.call("add", 1, 2);
        guest.tick(UNLIMITED);
        assertThat(guest.lastTickInstantiated()).isFalse();
    }

    @Test
    void instantiation_can_be_ticked_to_its_end_before_any_call() {
        Guest guest = Guests.spawn("start", Imports.none());
        assertThat(guest.tick(UNLIMITED)).isEqualTo(TickOutcome.YIELDED);
        assertThat(guest.tick(UNLIMITED)).isEqualTo(TickOutcome.RETURNED);
        assertThat(guest.instantiating()).isFalse();
        assertThatThrownBy(guest::tick)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("there is nothing to run; call a function first");
        assertThat(Guests.runInt(guest, "add", 1, 2)).isEqualTo(8);
    }

    @Test
    void instantiation_is_paid_for_and_the_same_for_every_slice_size() {
        Guest whole = Guests.spawn("start", Imports.none());
        whole.call("add", 30, 7);
        Guests.finish(whole, UNLIMITED);
        for (long fuelPerTick : new long[] {1, 2, 5}) {
            Guest sliced = Guests.spawn("start", Imports.none());
            sliced.call("add", 30, 7);
            assertThat(Guests.finish(sliced, fuelPerTick)).isEqualTo(TickOutcome.RETURNED);
            assertThat(sliced.resultInt(0)).isEqualTo(42);
            assertThat(sliced.fuelUsed()).isEqualTo(whole.fuelUsed());
            assertThat(sliced.stateDigest()).isEqualTo(whole.stateDigest());
        }
    }

    @Test
    void call_in_the_middle_of_instantiation_is_refused() {
        Guest guest = Guests.spawn("start", Imports.none());
        guest.tick(UNLIMITED);
        assertThatThrownBy(() -> guest.call("add", 1, 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tick until");
        assertThat(guest.tick(UNLIMITED)).isEqualTo(TickOutcome.RETURNED);
        assertThat(Guests.runInt(guest, "add", 1, 2)).isEqualTo(8);
    }

    @Test
    void trap_in_instantiation_ends_the_guest() {
        Guest guest = Guests.spawn("trap_in_start", Imports.none());
        Trap trap = Guests.runTrap(guest, "answer");
        assertThat(trap.kind()).isEqualTo(TrapKind.UNREACHABLE);
        assertThat(trap.stack()).extracting(Trap.Frame::function).containsExactly("fail", "(instantiation)");
        assertThatThrownBy(() -> guest.call("answer"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("spawn another one");
    }

    @Test
    void call_that_is_cancelled_before_the_first_tick_leaves_instantiation_to_come() {
        Guest guest = Guests.spawn("start", Imports.none());
        guest.call("add", 30, 7);
        guest.cancel();
        assertThat(guest.instantiating()).isTrue();
        assertThat(Guests.runInt(guest, "add", 1, 2)).isEqualTo(8);
    }

    @Test
    void function_of_the_host_may_be_the_start() {
        for (boolean leaf : new boolean[] {true, false}) {
            int[] calls = new int[1];
            Imports.Builder imports = Imports.builder();
            if (leaf) {
                imports.leaf("host", "start", FunctionType.of(), call -> calls[0]++);
            } else {
                imports.resting("host", "start", FunctionType.of(), call -> {
                    calls[0]++;
                    return call.done();
                });
            }
            Guest guest = Guests.spawn("host_start", imports.build());
            assertThat(calls[0]).isZero();
            assertThat(Guests.runInt(guest, "answer")).isEqualTo(42);
            assertThat(Guests.runInt(guest, "answer")).isEqualTo(42);
            assertThat(calls[0]).isEqualTo(1);
        }
    }

    @Test
    void cancelled_instantiation_ends_the_guest() {
        Guest guest = Guests.spawn("endless_start", Imports.none());
        guest.call("answer");
        guest.tick(1_000);
        guest.cancel();
        assertThatThrownBy(() -> guest.call("answer"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("spawn another one");
        assertThatThrownBy(guest::tick).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void items_of_segments_that_may_be_objects_are_charged_until_they_are_dropped() {
        String text = """
            (module (elem $numbers i31ref (ref.i31 (i32.const 7)) (ref.i31 (i32.const 8)) (item (ref.null i31)))
              (elem $functions func $nothing)
              (func $nothing)
              (func (export "drop") (elem.drop $numbers) (elem.drop $numbers) (elem.drop $functions)))\
            """;
        try (Guest guest = Guests.spawnText(text);
                Guest empty = Guests.spawnText("(module)")) {
            long charged = guest.counters().value(HeapColumn.CHARGED_BYTES);
            assertThat(charged - empty.counters().value(HeapColumn.CHARGED_BYTES))
                    .isEqualTo(3 * Reference.BYTES);
            Guests.run(guest, "drop");
            assertThat(guest.counters().value(HeapColumn.CHARGED_BYTES)).isEqualTo(charged - 3 * Reference.BYTES);
        }
    }
}
