package dev.tally.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.TrapKind;
import dev.tally.heap.memory.LinearMemory;
import dev.tally.runtime.Engine.Tier;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Accesses at the end of a memory whose array ends there, and of one that has grown, whose array is longer. */
final class MemoryRoomTest {
    private static final int PAGE = 65_536;

    /** Grown page by page, the array doubles, so there is room behind three. */
    private static final int GROWN = 3;

    private static final int MANY = 70;

    private static final String OTHER = "(i32.store8 (i32.const 5) (i32.const 1))";

    /** A module of its own for each access, since all guests of a module share what is known of room. */
    private static Module module(String type, String operation, int offset) {
        return module(type, operation, offset, 0);
    }

    /** The same with so many accesses before it, of which some are too many for HotSpot. */
    private static Module module(String type, String operation, int offset, int others) {
        String access = operation.startsWith("store")
                ? "(%s.%s offset=%d (local.get 0) (%1$s.const -1))".formatted(type, operation, offset)
                : "(drop (%s.%s offset=%d (local.get 0)))".formatted(type, operation, offset);
        return Guests.assemble("""
            (module
              (memory 1)
              (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
              (func (export "work") (param $rounds i32)
                (loop $next
                  (br_if $next (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1))))))
              (func (export "access") (param i32) %s %s))""".formatted(OTHER.repeat(others), access));
    }

    /** A module that grows its memory in a loop while it runs, and one that lets it do so and uses that memory. */
    private static final String GROWING = """
        (module
          (memory (export "memory") 1)
          (func (export "access") (param $address i32) (result i32)
            (local $round i32)
            (loop $next
              (i32.store8 (local.get $round) (local.get $round))
              (if (i32.gt_u (local.get $round) (i32.const 4))
                (then
                  (if (i32.lt_u (memory.size) (i32.const 3)) (then (drop (memory.grow (i32.const 1)))))))
              (br_if $next
                (i32.lt_u (local.tee $round (i32.add (local.get $round) (i32.const 1))) (i32.const 9))))
            (i32.load8_u offset=1 (local.get $address))))""";

    private static final String SHARING = """
        (module
          (import "growing" "memory" (memory 1))
          (import "growing" "access" (func $grow (param i32) (result i32)))
          (func $access (param $address i32) (result i32) (i32.load8_u offset=1 (local.get $address)))
          (func (export "access") (param $address i32) (result i32)
            (i32.add
              (call $access (i32.const 0))
              (i32.add (call $grow (i32.const 6)) (call $access (local.get $address))))))""";

    @ParameterizedTest
    @EnumSource(Tier.class)
    void a_memory_that_grows_while_code_runs_ends_where_it_ends(Tier tier) {
        Module growing = Guests.assemble(GROWING);
        assertLast(Guests.engine().spawn(growing, Imports.none(), Limits.defaults()), tier, 0, 0);
        Imports imports = Imports.builder().module("growing", growing).build();
        assertLast(Guests.engine().spawn(Guests.assemble(SHARING), imports, Limits.defaults()), tier, 7, 8);
    }

    private static void assertLast(Guest guest, Tier tier, int first, int later) {
        try (guest) {
            guest.runIn(tier, 0);
            for (int i = 0; i < 3; i++) {
                guest.call("access", GROWN * PAGE - 2);
                assertThat(guest.tick(100_000)).isEqualTo(TickOutcome.RETURNED);
                assertThat(guest.resultInt(0)).isEqualTo(i == 0 ? first : later);
            }
            guest.call("access", GROWN * PAGE - 1);
            assertThat(guest.tick(100_000)).isEqualTo(TickOutcome.TRAPPED);
            assertThat(Objects.requireNonNull(guest.trap()).kind()).isEqualTo(TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS);
        }
    }

    private static Guest guest(Module module, Tier tier) {
        Guest guest = Guests.engine().spawn(module, Imports.none(), Limits.defaults());
        guest.runIn(tier, 0);
        return guest;
    }

    @ParameterizedTest
    @CsvSource({
        "i32, load8_s, 1",
        "i32, load8_u, 1",
        "i32, load16_s, 2",
        "i32, load16_u, 2",
        "i32, load, 4",
        "i64, load32_u, 4",
        "i64, load, 8",
        "f64, load, 8",
        "i32, store8, 1",
        "i32, store16, 2",
        "i32, store, 4",
        "i64, store, 8",
        "f32, store, 4",
        "i64, store32, 4",
        "f64, store, 8"
    })
    void what_lies_behind_the_memory_is_out_of_reach_in_both_tiers(String type, String operation, int width) {
        for (int offset : new int[] {0, 40, 3 * PAGE}) {
            assertSameEnds(module(type, operation, offset), offset, width);
            assertSameEnds(module(type, operation, offset, MANY), offset, width);
        }
    }

    private static void assertSameEnds(Module module, int offset, int width) {
        try (Guest compiled = guest(module, Tier.COMPILED);
                Guest other = guest(module, Tier.COMPILED);
                Guest interpreted = guest(module, Tier.INTERPRETED)) {
            assertSameEnd(compiled, interpreted, PAGE, offset, width);
            grow(compiled);
            grow(interpreted);
            assertSameEnd(compiled, interpreted, GROWN * PAGE, offset, width);
            assertEnd(other, PAGE, offset, width);
        }
    }

    /** Rounds in which it grows, and then does not until its array is cut; compiled code gives up to believe in the last of them. */
    @ParameterizedTest
    @EnumSource(Tier.class)
    void a_memory_that_has_stopped_growing_ends_where_its_array_ends(Tier tier) {
        for (int offset : new int[] {0, 4}) {
            try (Guest guest = guest(module("i32", "load", offset), tier)) {
                grow(guest, 2);
                for (int pages = 5; pages <= 13; pages += 2) {
                    grow(guest, 2);
                    assertThat(memory(guest).bytes()).hasSizeGreaterThan(pages * PAGE);
                    assertEnd(guest, pages * PAGE, offset, 4);
                    for (int i = 0; i < 2_400; i++) {
                        guest.call("work", 2_000);
                        assertThat(guest.tick(1_000_000)).isEqualTo(TickOutcome.RETURNED);
                    }
                    assertThat(memory(guest).bytes()).hasSize(pages * PAGE);
                    assertEnd(guest, pages * PAGE, offset, 4);
                }
            }
        }
    }

    private static LinearMemory memory(Guest guest) {
        return Objects.requireNonNull(guest.store().instances().getFirst().defaultMemory());
    }

    private static void grow(Guest guest, int pages) {
        guest.call("grow", pages);
        assertThat(guest.tick(1_000_000)).isEqualTo(TickOutcome.RETURNED);
        assertThat(guest.resultInt(0)).isPositive();
    }

    private static void grow(Guest guest) {
        for (int pages = 1; pages < GROWN; pages++) {
            guest.call("grow", 1);
            assertThat(guest.tick(1_000_000)).isEqualTo(TickOutcome.RETURNED);
            assertThat(guest.resultInt(0)).isEqualTo(pages);
        }
    }

    private static void assertSameEnd(Guest compiled, Guest interpreted, int size, int offset, int width) {
        String end = assertEnd(compiled, size, offset, width);
        assertThat(end).isEqualTo(assertEnd(interpreted, size, offset, width));
    }

    /** The last access that fits, then those right behind it, at the end of the room, and at the ends of the addresses. */
    private static String assertEnd(Guest guest, int size, int offset, int width) {
        int last = size - offset - width;
        int endOfRoom = 4 * PAGE - offset - width;
        int[] addresses = {last, last + 1, last + width, endOfRoom, Integer.MAX_VALUE, Integer.MIN_VALUE, -offset, -1};
        StringBuilder traps = new StringBuilder();
        for (int address : addresses) {
            guest.call("access", address);
            boolean fits = Integer.toUnsignedLong(address) + offset + width <= size;
            assertThat(guest.tick(1_000))
                    .as("at %s in %s bytes", address, size)
                    .isEqualTo(fits ? TickOutcome.RETURNED : TickOutcome.TRAPPED);
            if (!fits) {
                Trap trap = Objects.requireNonNull(guest.trap());
                assertThat(trap.kind()).isEqualTo(TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS);
                traps.append(trap).append(" after ").append(guest.fuelUsed()).append('\n');
            }
        }
        return traps.toString();
    }
}
