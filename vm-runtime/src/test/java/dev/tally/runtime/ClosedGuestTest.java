package dev.tally.runtime;

import static dev.tally.runtime.Guests.UNLIMITED;
import static dev.tally.runtime.Guests.runInt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.heap.HeapColumn;
import dev.tally.heap.arena.Arena;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A closed guest holds nothing and answers nothing but its figures. */
final class ClosedGuestTest {
    private static final int MOST_COLLECTIONS = 50;

    @Test
    void everything_but_to_be_closed_again_is_refused() {
        Guest guest = Guests.idle();
        GuestMemory memory = guest.memory("memory");
        FunctionReference function = guest.function("double");
        GuestInstance added = guest.add(Guests.module("provider"));
        Guests.instantiate(guest);
        runInt(guest, "double", 1);
        guest.close();
        guest.close();
        List<Consumer<Guest>> uses = List.of(
                closed -> closed.call("double", 1),
                closed -> closed.call(function, 1),
                Guest::tick,
                closed -> closed.tick(1),
                Guest::cancel,
                Guest::complete,
                closed -> closed.complete(1),
                closed -> closed.complete(1L),
                closed -> closed.complete("text"),
                closed -> closed.result(0),
                Guest::resultCount,
                closed -> closed.resultInt(0),
                closed -> closed.resultLong(0),
                closed -> closed.resultFloat(0),
                closed -> closed.resultDouble(0),
                closed -> closed.resultString(0),
                closed -> closed.function("double"),
                closed -> closed.memory("memory"),
                closed -> memory.size(),
                closed -> memory.contains(0, 0),
                closed -> memory.getByte(0),
                closed -> memory.setByte(0, (byte) 0),
                closed -> memory.readUtf8(0, 0),
                closed -> memory.writeUtf8(0, ""),
                closed -> closed.global("state"),
                closed -> closed.setGlobal("state", 1),
                closed -> closed.add(Guests.module("provider")),
                closed -> closed.register("provider", added),
                closed -> added.function("next"),
                closed -> added.memory("memory"),
                closed -> added.global("counter"),
                closed -> added.setGlobal("counter", 1),
                closed -> closed.restMode(RestMode.EVERYWHERE, 1),
                Guest::stackInUse,
                Guest::stateDigest);
        for (Consumer<Guest> use : uses) {
            assertThatThrownBy(() -> use.accept(guest))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the guest is closed; read what you need before that, or spawn another one");
        }
    }

    @Test
    void figures_can_still_be_read() {
        Guest guest = Guests.idle();
        Trap trap = Guests.runTrap(guest, "fail", 1);
        long fuel = guest.fuelUsed();
        long commits = guest.counters().value(HeapColumn.COMMITS);
        guest.close();
        assertThat(guest.outcome()).isEqualTo(TickOutcome.TRAPPED);
        assertThat(guest.trap()).isSameAs(trap);
        assertThat(guest.fuelUsed()).isEqualTo(fuel).isPositive();
        assertThat(guest.ticks()).isEqualTo(1);
        assertThat(guest.fuelOfLastTick()).isEqualTo(fuel);
        assertThat(guest.fuelOwed()).isZero();
        assertThat(guest.hostCalls()).isZero();
        assertThat(guest.instantiating()).isFalse();
        assertThat(guest.rests().isEmpty()).isFalse();
        assertThat(guest.limits()).isEqualTo(Limits.defaults());
        assertThat(guest.counters().value(HeapColumn.COMMITS)).isEqualTo(commits);
    }

    @Test
    void gauges_are_zero() {
        Guest guest = Guests.spawn(
                "growing",
                Imports.builder()
                        .resting("host", "make", FunctionType.of().returning(ValueType.EXTERNREF), call -> {
                            call.setStringResult(0, "made by the host ");
                            return call.done();
                        })
                        .build());
        Guests.run(guest, "grow");
        assertThat(guest.counters().value(HeapColumn.MEMORY_BYTES)).isPositive();
        assertThat(guest.counters().value(HeapColumn.OBJECT_BYTES)).isPositive();
        guest.close();
        for (HeapColumn column : HeapColumn.values()) {
            if (!column.monotone()) {
                assertThat(guest.counters().value(column)).as(column.key()).isZero();
            }
        }
    }

    @Test
    void nothing_that_the_host_keeps_of_a_guest_keeps_its_arrays() {
        Object[] object = {new Object()};
        Guest guest = Guests.actingOnLeaf(call -> call.setIntResult(0, call.intArgument(0)));
        GuestMemory memory = guest.memory("memory");
        FunctionReference function = guest.function("double");
        assertThat(runInt(guest, "act", 1)).isEqualTo(2);
        Guests.run(guest, "pass", 1, 2L, 3f, 4.0, object[0], function);
        Arena arena = guest.store().arena();
        List<WeakReference<@Nullable Object>> kept = new ArrayList<>();
        kept.add(new WeakReference<>(object[0]));
        kept.add(new WeakReference<>(guest.stack().slots()));
        kept.add(new WeakReference<>(
                Objects.requireNonNull(guest.store().instances().getLast().defaultMemory())
                        .bytes()));
        kept.add(
                new WeakReference<>(guest.store().instances().getLast().table(0).references()));
        object[0] = null;
        assertThat(collected(kept))
                .as("the control: while the guest is open, all are there")
                .isZero();

        guest.close();

        assertThat(collected(kept)).isEqualTo(kept.size());
        assertThat(arena.committedBytes()).isZero();
        assertThatThrownBy(memory::size).isInstanceOf(IllegalStateException.class);
        assertThat(function.name()).isEqualTo("double");
        assertThat(guest.ticks()).isPositive();
    }

    /** How many the JVM has taken, after having been asked often enough if not all. */
    private static long collected(List<WeakReference<@Nullable Object>> references) {
        long gone = 0;
        for (int i = 0; i < MOST_COLLECTIONS && gone < references.size(); i++) {
            System.gc();
            gone = references.stream().filter(kept -> kept.refersTo(null)).count();
            if (gone == 0 && i > 2) {
                break;
            }
        }
        return gone;
    }

    @Test
    void guest_can_be_closed_in_the_middle_of_a_call() {
        Guest yielding = Guests.idle();
        yielding.call("double_late", 4);
        assertThat(yielding.tick(UNLIMITED)).isEqualTo(TickOutcome.YIELDED);
        yielding.close();
        Guest starting = Guests.spawn("endless_start", Imports.none());
        starting.tick(1_000);
        starting.close();
        assertThat(starting.instantiating()).isTrue();
        assertThat(starting.counters().value(HeapColumn.COMMITTED_BYTES)).isZero();
    }

    @Test
    void function_of_the_host_cannot_close_the_guest_that_called_it() {
        Guest[] itself = new Guest[1];
        Guest guest = Guests.actingOnLeaf(call -> itself[0].close());
        itself[0] = guest;
        assertThat(Guests.runTrap(guest, "act", 1).cause())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("do all else after the tick");
        assertThat(runInt(guest, "double", 4)).as("the guest lives on").isEqualTo(8);
    }

    @Test
    void function_of_the_host_may_read_the_guest_that_called_it() {
        Guest[] itself = new Guest[1];
        Guest guest = Guests.actingOnLeaf(call -> call.setIntResult(
                0,
                (int) Objects.requireNonNull(itself[0].global("fixed"))
                        + itself[0].memory("memory").getByte(0)
                        + itself[0].stateDigest().length()));
        itself[0] = guest;
        assertThat(runInt(guest, "act", 1)).isEqualTo(3 + 64 + 1);
    }
}
