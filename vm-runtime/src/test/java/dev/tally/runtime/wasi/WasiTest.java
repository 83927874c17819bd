package dev.tally.runtime.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.TrapKind;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Guests;
import dev.tally.runtime.Imports;
import dev.tally.runtime.TickOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments, clocks, randomness, exit, and the settings behind them. */
final class WasiTest {
    private static final int AT = 1_024;

    private static WasiGuest guest() {
        return new WasiGuest(settings -> settings.arguments("a", "bc"));
    }

    // Arguments and environment.

    @Test
    void arguments_are_terminated_and_pointed_at() {
        WasiGuest guest = new WasiGuest(settings -> settings.arguments("ä", "").arguments(List.of("bc")));
        assertThat(guest.call("args_sizes_get", AT, AT + 4)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.memory().getInt(AT)).isEqualTo(4);
        assertThat(guest.memory().getInt(AT + 4)).isEqualTo(8 + 3 + 1 + 3);
        assertThat(guest.call("args_get", AT, AT + 100)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.text(AT + 100, 15)).isEqualTo("program\0ä\0\0bc\0");
        assertThat(guest.memory().getInt(AT)).isEqualTo(AT + 100);
        assertThat(guest.memory().getInt(AT + 4)).isEqualTo(AT + 108);
        assertThat(guest.memory().getInt(AT + 8)).isEqualTo(AT + 111);
        assertThat(guest.memory().getInt(AT + 12)).isEqualTo(AT + 112);
    }

    @Test
    void environment_is_a_list_of_assignments() {
        WasiGuest guest = new WasiGuest(
                settings -> settings.environment("A", "1").environment("B", "").environment("A", "2"));
        assertThat(guest.call("environ_sizes_get", AT, AT + 4)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.memory().getInt(AT)).isEqualTo(2);
        assertThat(guest.memory().getInt(AT + 4)).isEqualTo(7);
        assertThat(guest.call("environ_get", AT, AT + 100)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.text(AT + 100, 7)).isEqualTo("A=2\0B=\0");
    }

    @Test
    void empty_environment_is_nothing_at_all() {
        WasiGuest guest = guest();
        guest.memory().setLong(AT, -1);
        assertThat(guest.call("environ_sizes_get", AT, AT + 4)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.memory().getLong(AT)).isZero();
        assertThat(guest.priceOf("environ_get", AT, AT)).isZero();
    }

    @Test
    void arguments_cost_one_for_each_eight_bytes() {
        // Three pointers, and 8 + 2 + 3 bytes of text.
        assertThat(guest().priceOf("args_get", AT, AT + 100)).isEqualTo((12 + 13 + 7) / 8);
    }

    @Test
    void bad_pointers_for_texts_are_refused() {
        WasiGuest guest = guest();
        for (int bad : WasiGuest.BAD_POINTERS) {
            assertThat(guest.call("args_sizes_get", bad, AT)).isEqualTo(Errno.FAULT);
            assertThat(guest.call("args_sizes_get", AT, bad)).isEqualTo(Errno.FAULT);
            assertThat(guest.call("args_get", bad, AT)).isEqualTo(Errno.FAULT);
            assertThat(guest.call("args_get", AT, bad)).isEqualTo(Errno.FAULT);
        }
        assertThat(guest.memory().getLong(AT)).as("nothing was written").isZero();
    }

    // Clocks.

    @Test
    void clock_advances_by_one_nanosecond_with_each_fuel() {
        WasiGuest guest = guest();
        Guests.run(guest.guest(), "look_twice");
        // Between the looks lie a drop, three constants and a call.
        assertThat(guest.guest().resultLong(0)).isEqualTo(5);
    }

    @Test
    void realtime_begins_where_the_host_says() {
        Instant start = Instant.parse("2024-02-29T12:00:00.123456789Z");
        WasiGuest guest = new WasiGuest(settings -> settings.startTime(start));
        long fuel = guest.guest().fuelUsed();
        guest.call("clock_time_get", 0, 1L, AT);
        assertThat(guest.memory().getLong(AT)).isEqualTo(start.getEpochSecond() * 1_000_000_000 + 123_456_789 + fuel);
        for (int clock = 1; clock <= 3; clock++) {
            guest.call("clock_time_get", clock, 1L, AT);
            assertThat(guest.memory().getLong(AT)).isEqualTo(fuel);
        }
    }

    @Test
    void start_beyond_what_a_clock_can_show_is_refused() {
        assertThatThrownBy(() -> Wasi.builder("p").startTime(Instant.MAX)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void resolution_is_a_nanosecond() {
        WasiGuest guest = guest();
        for (int clock = 0; clock <= 3; clock++) {
            assertThat(guest.call("clock_res_get", clock, AT)).isEqualTo(Errno.SUCCESS);
            assertThat(guest.memory().getLong(AT)).isEqualTo(1);
        }
    }

    @Test
    void unknown_clocks_and_bad_pointers_are_refused() {
        WasiGuest guest = guest();
        for (int clock : new int[] {-1, 4, Integer.MAX_VALUE}) {
            assertThat(guest.call("clock_time_get", clock, 1L, AT)).isEqualTo(Errno.INVAL);
            assertThat(guest.call("clock_res_get", clock, AT)).isEqualTo(Errno.INVAL);
        }
        for (int bad : WasiGuest.BAD_POINTERS) {
            assertThat(guest.call("clock_time_get", 0, 1L, bad)).isEqualTo(Errno.FAULT);
            assertThat(guest.call("clock_res_get", 0, bad)).isEqualTo(Errno.FAULT);
        }
    }

    // Randomness.

    private static byte[] random(WasiGuest guest, int length) {
        assertThat(guest.call("random_get", AT, length)).isEqualTo(Errno.SUCCESS);
        byte[] bytes = new byte[length];
        guest.memory().read(AT, bytes, 0, length);
        return bytes;
    }

    @Test
    void words_are_those_of_the_published_generator() {
        // The first outputs of SplitMix64 for the seed 1234567, as its author's reference program prints them.
        SeededWords words = new SeededWords(1_234_567);
        assertThat(words.getAsLong()).isEqualTo(6_457_827_717_110_365_317L);
        assertThat(words.getAsLong()).isEqualTo(3_203_168_211_198_807_973L);
        assertThat(words.getAsLong()).isEqualTo(Long.parseUnsignedLong("9817491932198370423"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 100, 32_768, 32_769, 70_000})
    void bytes_follow_from_the_seed_and_fill_exactly_what_was_asked_for(int length) {
        WasiGuest guest = new WasiGuest(settings -> settings.seed(9));
        byte[] bytes = random(guest, length);
        assertThat(random(new WasiGuest(settings -> settings.seed(9)), length)).isEqualTo(bytes);
        assertThat(guest.memory().getLong(AT + (long) length)).as("behind them").isZero();
        assertThat(guest.memory().getLong(AT - 8)).as("before them").isZero();
        if (length >= 8) {
            assertThat(random(guest, length)).isNotEqualTo(bytes);
            assertThat(random(new WasiGuest(settings -> settings.seed(10)), length))
                    .isNotEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 9, 32_768, 100_001})
    void bytes_are_paid_for_before_they_are_made(int length) {
        WasiGuest whole = guest();
        assertThat(whole.priceOf("random_get", AT, length)).isEqualTo((length + 7) / 8);
        WasiGuest sliced = guest();
        long before = sliced.guest().fuelUsed();
        sliced.guest().call("random_get", AT, length);
        while (sliced.guest().tick(100) == TickOutcome.OUT_OF_FUEL) {
            assertThat(sliced.guest().fuelOwed()).isZero();
        }
        assertThat(sliced.guest().fuelUsed() - before).isEqualTo((length + 7) / 8);
        assertThat(sliced.guest().stateDigest()).isEqualTo(whole.guest().stateDigest());
    }

    @Test
    void ranges_outside_the_memory_are_refused() {
        WasiGuest guest = guest();
        assertThat(guest.call("random_get", WasiGuest.MEMORY_BYTES, 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.call("random_get", WasiGuest.MEMORY_BYTES, 1)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("random_get", 0, -1)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("random_get", -1, 1)).isEqualTo(Errno.FAULT);
        assertThat(guest.memory().getLong(0)).isZero();
    }

    // The rest.

    @Test
    void exit_ends_the_call_with_its_code() {
        WasiGuest guest = guest();
        assertThat(Guests.run(guest.guest(), "proc_exit", -3)).isEqualTo(TickOutcome.TRAPPED);
        assertThat(Objects.requireNonNull(guest.guest().trap()).kind()).isEqualTo(TrapKind.EXIT);
        assertThat(guest.guest().trap().exitCode()).isEqualTo(-3);
    }

    @Test
    void what_is_not_offered_says_so() {
        assertThat(guest().call("poll_oneoff", -1, -1, -1, -1)).isEqualTo(Errno.NOSYS);
        assertThat(guest().call("sched_yield")).isEqualTo(Errno.SUCCESS);
    }

    @Test
    void caller_without_memory_is_a_trap_and_not_an_escape() {
        Imports imports = Wasi.builder("p").build().addTo(Imports.builder()).build();
        Guest guest = Guests.spawn("memoryless", imports);
        assertThat(Guests.run(guest, "draw")).isEqualTo(TickOutcome.TRAPPED);
        assertThat(guest.trap()).asString().contains("the caller of wasi_snapshot_preview1.random_get has no memory");
    }

    @Test
    void texts_that_a_program_could_not_read_are_refused() {
        Wasi.Builder settings = Wasi.builder("p");
        assertThatThrownBy(() -> settings.arguments("a\0b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Wasi.builder("\0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.environment("A", "\0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.environment("A=B", "c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"A=B\" cannot name a variable of the environment");
        assertThatThrownBy(() -> settings.environment("", "c")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settings_changed_after_the_build_change_no_guest() {
        Wasi.Builder settings = Wasi.builder("p");
        byte[] input = {1};
        Wasi wasi = settings.stdin(input).build();
        input[0] = 2;
        settings.arguments("more").environment("A", "1");
        var guest = Guests.spawn("wasi", wasi.addTo(Imports.builder()).build());
        guest.memory("memory").setInt(16, AT);
        guest.memory("memory").setInt(20, 1);
        Guests.run(guest, "args_sizes_get", 0, 4);
        assertThat(guest.memory("memory").getInt(0)).isEqualTo(1);
        guest.memory("memory").setInt(16, AT);
        guest.memory("memory").setInt(20, 1);
        Guests.run(guest, "fd_read", 0, 16, 1, 8);
        assertThat(guest.memory("memory").getByte(AT)).isEqualTo((byte) 1);
    }

    @Test
    void module_may_be_given_only_once() {
        Wasi wasi = Wasi.builder("p").build();
        Imports twice = wasi.addTo(wasi.addTo(Imports.builder())).build();
        assertThatThrownBy(() -> Guests.spawn("wasi", twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("already");
    }
}
