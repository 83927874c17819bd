package dev.tally.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.TrapKind;
import dev.tally.core.isa.Opcode;
import dev.tally.core.type.FunctionType;
import dev.tally.heap.memory.LittleEndian;
import dev.tally.heap.object.ObjectLayout;
import dev.tally.heap.object.ObjectSpace;
import dev.tally.heap.object.Strings;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why calls trap, and where. */
final class TrapTest {
    private static Guest guest() {
        return Guests.spawn(
                "traps",
                Imports.builder()
                        .leaf("host", "fail", FunctionType.of(), call -> {
                            throw new IllegalStateException("refused");
                        })
                        .build());
    }

    private static Opcode opcodeAt(String module, Trap.Frame frame) {
        int code = Guests.bytes(module)[(int) frame.offset()] & 0xFF;
        for (Opcode opcode : Opcode.values()) {
            if (opcode.code() == code || opcode.prefix() != 0 && opcode.prefix() == code) {
                return opcode;
            }
        }
        throw new AssertionError("no opcode at " + frame);
    }

    @ParameterizedTest
    @CsvSource({
        "unreachable, UNREACHABLE, UNREACHABLE",
        "divide_by_zero, INTEGER_DIVIDE_BY_ZERO, I32_DIV_S",
        "overflow, INTEGER_OVERFLOW, I32_DIV_S",
        "convert, INVALID_CONVERSION_TO_INTEGER, I32_TRUNC_F64_S",
        "load, OUT_OF_BOUNDS_MEMORY_ACCESS, I32_LOAD",
        "store, OUT_OF_BOUNDS_MEMORY_ACCESS, I64_STORE8",
        "table_set, OUT_OF_BOUNDS_TABLE_ACCESS, TABLE_SET",
        "undefined_element, UNDEFINED_ELEMENT, CALL_INDIRECT",
        "uninitialized_element, UNINITIALIZED_ELEMENT, CALL_INDIRECT",
        "mismatch, INDIRECT_CALL_TYPE_MISMATCH, CALL_INDIRECT"
    })
    void trap_tells_its_kind_and_the_instruction(String export, TrapKind kind, Opcode opcode) {
        Trap trap = Guests.runTrap(guest(), export);
        assertThat(trap.kind()).isEqualTo(kind);
        assertThat(trap.message()).isEqualTo(kind.message());
        assertThat(trap.cause()).isNull();
        assertThat(trap.exitCode()).isZero();
        assertThat(trap.depth()).isEqualTo(1);
        assertThat(trap.stack()).extracting(Trap.Frame::function).containsExactly(export);
        assertThat(opcodeAt("traps", trap.stack().getFirst())).isEqualTo(opcode);
    }

    @Test
    void bulk_operation_tells_its_place() {
        Trap trap = Guests.runTrap(guest(), "fill");
        assertThat(trap.kind()).isEqualTo(TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS);
        int offset = (int) trap.stack().getFirst().offset();
        assertThat(Guests.bytes("traps")).containsSequence(0xFC, 0x0B);
        assertThat(Guests.bytes("traps")[offset] & 0xFF).isEqualTo(Opcode.MEMORY_FILL.prefix());
        assertThat(Guests.bytes("traps")[offset + 1] & 0xFF).isEqualTo(Opcode.MEMORY_FILL.code() & 0xFF);
    }

    @Test
    void trap_below_calls_tells_every_frame_and_where_it_stood() {
        Trap trap = Guests.runTrap(guest(), "deep");
        assertThat(trap.stack()).extracting(Trap.Frame::function).containsExactly("divide_by_zero", "deeper", "deep");
        assertThat(trap.stack())
                .extracting(frame -> opcodeAt("traps", frame))
                .containsExactly(Opcode.I32_DIV_S, Opcode.CALL, Opcode.CALL);
        List<Trap.Frame> frames = trap.stack();
        assertThat(trap)
                .hasToString("integer divide by zero\n    at " + frames.get(0) + "\n    at " + frames.get(1)
                        + "\n    at " + frames.get(2));
        assertThat(frames.get(0).toString()).matches("divide_by_zero \\(0x[0-9a-f]+\\)");
    }

    @Test
    void index_of_a_frame_is_that_of_its_function_in_the_module() {
        Guest guest = guest();
        // Two imported functions and $nothing come first.
        assertThat(Guests.runTrap(guest, "unreachable").stack().getFirst().index())
                .isEqualTo(3);
        assertThat(Guests.runTrap(guest, "divide_by_zero").stack().getFirst().index())
                .isEqualTo(4);
    }

    @Test
    void exhausted_stack_tells_how_deep_it_was_and_lists_the_first_frames() {
        Guest guest = guest();
        Trap trap = Guests.runTrap(guest, "recurse");
        assertThat(trap.kind()).isEqualTo(TrapKind.CALL_STACK_EXHAUSTED);
        assertThat(trap.stack()).hasSize(Trap.MAX_FRAMES);
        // A frame of the function is its header alone.
        assertThat(trap.depth()).isEqualTo(Limits.defaults().stackSlots() / 2);
        assertThat(trap.toString()).endsWith("and " + (trap.depth() - Trap.MAX_FRAMES) + " more");
        assertThat(opcodeAt("traps", trap.stack().getFirst())).isEqualTo(Opcode.CALL);
    }

    @Test
    void failure_of_the_host_tells_the_function_of_the_host_and_its_caller() {
        Trap trap = Guests.runTrap(guest(), "fail_in_host");
        assertThat(trap.kind()).isEqualTo(TrapKind.HOST_FAILURE);
        assertThat(trap.message()).isEqualTo("host function failed: java.lang.IllegalStateException: refused");
        assertThat(trap.stack()).extracting(Trap.Frame::function).containsExactly("host.fail", "fail_in_host");
        assertThat(trap.stack().getFirst().offset()).isEqualTo(-1);
        assertThat(trap.stack().getFirst().index()).isEqualTo(-1);
        assertThat(opcodeAt("traps", trap.stack().getLast())).isEqualTo(Opcode.CALL);
    }

    @ParameterizedTest
    @CsvSource({"not_a_string, NOT_A_STRING, length", "beyond, OUT_OF_BOUNDS_STRING_ACCESS, charCodeAt"})
    void string_builtin_tells_its_name_and_its_caller(String export, TrapKind kind, String builtin) {
        Trap trap = Guests.runTrap(Guests.spawn("string_traps", Imports.none()), export);
        assertThat(trap.kind()).isEqualTo(kind);
        assertThat(trap.stack()).extracting(Trap.Frame::function).containsExactly(builtin, export);
    }

    @Test
    void string_beyond_the_quota_traps_and_the_guest_lives_on() {
        Guest guest = Guests.spawn("string_traps", Imports.none(), new Limits(1_000, 100_000, 128));
        Trap trap = Guests.runTrap(guest, "too_much");
        assertThat(trap.kind()).isEqualTo(TrapKind.OUT_OF_BYTES);
        assertThat(trap.stack()).extracting(Trap.Frame::function).containsExactly("concat", "too_much");
        assertThat(Guests.runTrap(guest, "not_a_string").kind()).isEqualTo(TrapKind.NOT_A_STRING);
    }

    @Test
    void string_longer_than_the_machine_knows_traps_before_it_is_paid_for() {
        Guest guest = Guests.spawn("string_traps", Imports.none());
        Trap trap = runJoinOfStringsOf(Strings.MAX_UNITS / 2 + 1, guest);
        assertThat(trap.kind()).isEqualTo(TrapKind.STRING_TOO_LONG);
        assertThat(trap.stack()).extracting(Trap.Frame::function).containsExactly("concat", "join");
        assertThat(guest.fuelUsed()).isLessThan(100);
    }

    /** Joins two strings that have so many units by what their headers say, since no test needs half a gigabyte. */
    private static Trap runJoinOfStringsOf(int units, Guest guest) {
        Guests.instantiate(guest);
        guest.call("join", "a", "b");
        ObjectSpace space = guest.store().arena().objectSpace();
        int bytesOfOne = (int) Strings.bytesFor(1);
        for (int object = space.nurseryStart(); object < space.nurseryTop(); object += bytesOfOne) {
            LittleEndian.setInt(space.bytes(), object + ObjectLayout.HEADER_BYTES - Integer.BYTES, units);
        }
        assertThat(guest.tick(Guests.UNLIMITED)).isEqualTo(TickOutcome.TRAPPED);
        return Objects.requireNonNull(guest.trap());
    }

    @ParameterizedTest
    @CsvSource({"divide_by_zero", "load", "mismatch", "deep", "fail_in_host"})
    void ten_thousandth_trap_tells_as_much_as_the_first(String export) {
        Guest guest = guest();
        Trap first = Guests.runTrap(guest, export);
        for (int i = 2; i < 10_000; i++) {
            Guests.runTrap(guest, export);
        }
        Trap last = Guests.runTrap(guest, export);
        assertThat(last.toString()).isEqualTo(first.toString()).contains("\n    at ");
    }

    @Test
    void trap_is_the_same_for_every_slice_size_and_mode_of_rest() {
        for (String export : List.of("unreachable", "load", "fill", "mismatch", "deep", "recurse", "fail_in_host")) {
            Guest whole = guest();
            Trap expected = Guests.runTrap(whole, export);
            for (RestMode mode : RestMode.values()) {
                Guest sliced = guest();
                sliced.restMode(mode, 1);
                assertThat(Guests.runInSlices(sliced, 3, export)).isEqualTo(TickOutcome.TRAPPED);
                assertThat(sliced.trap()).asString().as("%s, %s", export, mode).isEqualTo(expected.toString());
                assertThat(sliced.fuelUsed()).isEqualTo(whole.fuelUsed());
                assertThat(sliced.stateDigest()).isEqualTo(whole.stateDigest());
            }
        }
    }

    @Test
    void next_call_forgets_the_trap() {
        Guest guest = Guests.idle();
        Guests.runTrap(guest, "fail", 1);
        assertThat(guest.trap()).isNotNull();
        guest.call("double", 1);
        assertThat(guest.trap()).isNull();
        assertThat(guest.outcome()).isNull();
    }
}
