package dev.tally.runtime;

import static dev.tally.runtime.Guests.run;
import static dev.tally.runtime.Guests.runInt;
import static dev.tally.runtime.Guests.runTrap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.TrapKind;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions of the host that run beneath the guest's frame. */
final class LeafFunctionTest {
    private static final FunctionType NUMBERS = FunctionType.of(
                    ValueType.I32, ValueType.I64, ValueType.F32, ValueType.F64)
            .returning(ValueType.I32, ValueType.I64, ValueType.F32, ValueType.F64);
    private static final FunctionType SHOW =
            FunctionType.of(ValueType.I32, ValueType.I32).returning(ValueType.I32);
    private static final FunctionType TEXT =
            FunctionType.of(ValueType.EXTERNREF).returning(ValueType.EXTERNREF);

    private static Guest numbers(LeafFunction function) {
        return Guests.spawn(
                "numbers",
                Imports.builder().leaf("host", "numbers", NUMBERS, function).build());
    }

    private static Guest show(LeafFunction function) {
        return Guests.spawn(
                "text",
                Imports.builder()
                        .leaf("host", "show", SHOW, function)
                        .leaf("host", "text", TEXT, call -> {})
                        .build());
    }

    @Test
    void arguments_and_results_of_every_number_type_pass_unchanged() {
        Guest guest = numbers(call -> {
            call.setIntResult(0, -call.intArgument(0));
            call.setLongResult(1, -call.longArgument(1));
            call.setFloatResult(2, -call.floatArgument(2));
            call.setDoubleResult(3, -call.doubleArgument(3));
        });
        assertThat(run(guest, "numbers", Integer.MAX_VALUE, Long.MIN_VALUE + 1, 1.5f, -0.0))
                .isEqualTo(TickOutcome.RETURNED);
        assertThat(guest.resultInt(0)).isEqualTo(-Integer.MAX_VALUE);
        assertThat(guest.resultLong(1)).isEqualTo(Long.MAX_VALUE);
        assertThat(guest.resultFloat(2)).isEqualTo(-1.5f);
        assertThat(guest.resultDouble(3)).isEqualTo(0.0);
        assertThat(guest.hostCalls()).isEqualTo(1);
    }

    @Test
    void nan_that_the_host_returns_is_canonical() {
        Guest guest = numbers(call -> {
            call.setFloatResult(2, Float.intBitsToFloat(0xFFABCDEF));
            call.setDoubleResult(3, Double.longBitsToDouble(0xFFFABCDEF0123456L));
        });
        run(guest, "numbers", 0, 0L, 0f, 0.0);
        assertThat(Float.floatToRawIntBits(guest.resultFloat(2))).isEqualTo(0x7FC00000);
        assertThat(Double.doubleToRawLongBits(guest.resultDouble(3))).isEqualTo(0x7FF8000000000000L);
    }

    @Test
    void results_that_are_not_set_are_zero_and_not_those_of_the_last_call() {
        Guest guest = numbers(call -> {
            if (call.intArgument(0) != 0) {
                call.setLongResult(1, 99);
            }
        });
        run(guest, "numbers", 1, 2L, 3f, 4.0);
        assertThat(guest.resultLong(1)).isEqualTo(99);
        run(guest, "numbers", 0, 2L, 3f, 4.0);
        assertThat(guest.resultLong(1)).isZero();
        assertThat(guest.resultDouble(3)).isZero();
    }

    @Test
    void access_as_another_type_is_refused_and_says_what_is_there() {
        assertRefused(call -> call.longArgument(0), "argument 0 of numbers", "has type i32, not i64");
        assertRefused(call -> call.intArgument(1), "argument 1 of numbers", "has type i64, not i32");
        assertRefused(call -> call.doubleArgument(2), "argument 2 of numbers", "has type f32, not f64");
        assertRefused(call -> call.floatArgument(3), "argument 3 of numbers", "has type f64, not f32");
        assertRefused(call -> call.intArgument(4), "argument 4 of numbers", "does not exist, not i32");
        assertRefused(call -> call.intArgument(-1), "argument -1 of numbers", "does not exist, not i32");
        assertRefused(call -> call.setLongResult(0, 1), "result 0 of numbers", "has type i32, not i64");
        assertRefused(call -> call.setIntResult(1, 1), "result 1 of numbers", "has type i64, not i32");
        assertRefused(call -> call.setDoubleResult(2, 1), "result 2 of numbers", "has type f32, not f64");
        assertRefused(call -> call.setFloatResult(3, 1), "result 3 of numbers", "has type f64, not f32");
        assertRefused(call -> call.setIntResult(4, 1), "result 4 of numbers", "does not exist, not i32");
    }

    private static void assertRefused(Consumer<LeafCall> access, String what, String why) {
        Guest guest = numbers(access::accept);
        Trap trap = runTrap(guest, "numbers", 0, 0L, 0f, 0.0);
        assertThat(trap.kind()).isEqualTo(TrapKind.HOST_FAILURE);
        assertThat(trap.cause())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(what)
                .hasMessageContaining(why);
    }

    @Test
    void memory_of_the_caller_is_read_and_written() {
        Guest guest = show(call -> {
            GuestMemory memory = call.memory();
            memory.setInt(100, memory.getByte(16));
            memory.setLong(104, -1);
            memory.setFloat(112, 0.5f);
            memory.setDouble(116, memory.getFloat(112) * 3);
            memory.write(124, new byte[] {9, 8, 7, 6}, 1, 2);
            call.setIntResult(0, (int) (memory.size() >> 16));
        });
        assertThat(runInt(guest, "show", 0, 0)).isEqualTo(1);
        GuestMemory memory = guest.memory("memory");
        assertThat(memory.getInt(100)).isEqualTo('g');
        assertThat(memory.getLong(104)).isEqualTo(-1);
        assertThat(memory.getDouble(116)).isEqualTo(1.5);
        byte[] read = new byte[4];
        memory.read(124, read, 1, 3);
        assertThat(read).containsExactly(0, 8, 7, 0);
    }

    @Test
    void text_is_read_and_written_in_utf8() {
        Guest guest = show(call -> {
            String text = call.memory().readUtf8(call.intArgument(0), call.intArgument(1));
            call.setIntResult(0, call.memory().writeUtf8(200, text + "!"));
        });
        assertThat(runInt(guest, "show", 16, 12)).isEqualTo(13);
        assertThat(guest.memory("memory").readUtf8(200, 13)).isEqualTo("grüße 𝄞!");
    }

    @Test
    void malformed_text_reads_as_replacement_characters() {
        AtomicReference<String> seen = new AtomicReference<>("");
        Guest guest = show(call -> seen.set(call.memory().readUtf8(call.intArgument(0), call.intArgument(1))));
        runInt(guest, "show", 48, 5);
        assertThat(seen).hasValue("a\uFFFDb\uFFFD");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 65533, 65536, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE})
    void access_outside_the_memory_names_address_length_and_size(long address) {
        Guest guest = show(call -> call.memory().getInt(address));
        Trap trap = runTrap(guest, "show", 0, 0);
        assertThat(trap.kind()).isEqualTo(TrapKind.HOST_FAILURE);
        assertThat(trap.cause())
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContainingAll("4 bytes", Long.toUnsignedString(address), "65536");
        assertThat(guest.memory("memory").contains(address, 4)).isFalse();
    }

    @Test
    void range_within_the_memory_is_known_beforehand() {
        GuestMemory memory = Guests.idle().memory("memory");
        assertThat(memory.contains(65532, 4)).isTrue();
        assertThat(memory.contains(65536, 0)).isTrue();
        assertThat(memory.contains(0, 65536)).isTrue();
        assertThat(memory.contains(0, 65537)).isFalse();
        assertThat(memory.contains(0, -1)).isFalse();
        assertThat(memory.contains(1, Long.MAX_VALUE)).isFalse();
    }

    @Test
    void caller_without_memory_is_named() {
        Trap trap = runTrap(numbers(LeafCall::memory), "numbers", 0, 0L, 0f, 0.0);
        assertThat(trap.cause())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the caller of numbers has no memory");
    }

    @Test
    void exception_becomes_a_trap_that_carries_it() {
        IOException thrown = new IOException("the disk is gone");
        Guest guest = Guests.actingOnLeaf(call -> {
            throw thrown;
        });
        Trap trap = runTrap(guest, "act", 1);
        assertThat(trap.kind()).isEqualTo(TrapKind.HOST_FAILURE);
        assertThat(trap.cause()).isSameAs(thrown);
        assertThat(trap.message()).isEqualTo("host function failed: java.io.IOException: the disk is gone");
        assertThat(trap.stack()).extracting(Trap.Frame::function).endsWith("act");
        assertThat(runInt(guest, "double", 21)).as("the guest lives on").isEqualTo(42);
    }

    @Test
    void unchecked_exception_becomes_a_trap_that_carries_it() {
        IllegalStateException thrown = new IllegalStateException("not now");
        Guest guest = Guests.actingOnLeaf(call -> {
            throw thrown;
        });
        assertThat(runTrap(guest, "act", 1).cause()).isSameAs(thrown);
    }

    @Test
    void entering_the_guest_is_refused_with_advice() {
        Guest[] itself = new Guest[1];
        Guest guest = Guests.actingOnLeaf(call -> itself[0].call("double", 1));
        itself[0] = guest;
        Trap trap = runTrap(guest, "act", 1);
        assertThat(trap.cause())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "a function of the host cannot enter the guest that called it; let a resting function answer"
                                + " call(function, arguments), and do all else after the tick");
        assertThat(runInt(guest, "double", 4)).as("the guest lives on").isEqualTo(8);
    }

    @Test
    void function_is_found_through_a_table_and_by_the_host_itself() {
        Guest guest = Guests.actingOnLeaf(call -> call.setIntResult(0, call.intArgument(0) * 3));
        assertThat(runInt(guest, "act_through_table", 5)).isEqualTo(15);
        assertThat(runInt(guest, "host_act", 7)).isEqualTo(21);
        assertThat(runInt(guest, "act_twice", 2)).isEqualTo(18);
        assertThat(guest.hostCalls()).isEqualTo(4);
    }

    @Test
    void charge_is_added_to_the_price_of_the_call() {
        Guest free = Guests.actingOnLeaf(call -> {});
        Guest dear = Guests.actingOnLeaf(call -> {
            call.charge(100);
            call.charge(0);
            call.charge(23);
        });
        runInt(free, "act", 1);
        runInt(dear, "act", 1);
        assertThat(dear.fuelUsed() - free.fuelUsed()).isEqualTo(123);
    }

    @Test
    void charge_of_a_function_that_fails_is_due_all_the_same() {
        Guest guest = Guests.actingOnLeaf(call -> {
            call.charge(call.intArgument(0));
            throw new IllegalStateException("after the work");
        });
        Guests.instantiate(guest);
        long before = guest.fuelUsed();
        runTrap(guest, "host_act", 500);
        assertThat(guest.fuelUsed() - before).isEqualTo(500);
    }

    @Test
    void negative_charge_is_refused() {
        Trap trap = runTrap(Guests.actingOnLeaf(call -> call.charge(-1)), "act", 1);
        assertThat(trap.cause()).isInstanceOf(IllegalArgumentException.class).hasMessage("cannot charge -1");
    }

    @Test
    void fuel_used_is_exact_at_the_call_whatever_the_slices() {
        long[] seen = new long[2];
        LeafFunction note = call -> {
            seen[call.intArgument(0) == 1 ? 0 : 1] = call.fuelUsed();
            call.charge(1_000);
            assertThat(call.fuelUsed() - seen[call.intArgument(0) == 1 ? 0 : 1]).isEqualTo(1_000);
            call.setIntResult(0, 2);
        };
        Guest whole = Guests.actingOnLeaf(note);
        Guests.instantiate(whole);
        long before = whole.fuelUsed();
        runInt(whole, "act_twice", 1);
        // local.get and the first call; then what the host charged, and the second call.
        assertThat(seen[0] - before).isEqualTo(2);
        assertThat(seen[1] - before).isEqualTo(2 + 1_000 + 1);
        long[] expected = seen.clone();
        for (long fuelPerTick : new long[] {1, 2, 3, 1_000}) {
            Guest sliced = Guests.actingOnLeaf(note);
            Guests.runInSlices(sliced, fuelPerTick, "act_twice", 1);
            assertThat(seen).as("slices of %d", fuelPerTick).isEqualTo(expected);
        }
    }
}
