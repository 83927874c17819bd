package dev.tally.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.TrapKind;
import dev.tally.runtime.Guest;
import dev.tally.runtime.TickOutcome;
import dev.tally.runtime.wasi.Wasi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What compiled C programs see of the world, and what the world sees of them. */
final class WasiProgramsTest {
    private static final Pattern REALTIME = Pattern.compile("realtime (\\d+)\n");
    private static final Pattern MONOTONIC = Pattern.compile("monotonic (\\d+) then (\\d+): in order\n");
    private static final Pattern RANDOM = Pattern.compile("random ([0-9a-f]{32})\n");

    @Test
    void printf_reaches_the_streams_of_the_host() {
        WasiRun run = WasiRun.of("hello");
        assertThat(run.stdout()).isEqualTo("Hello, world! -42 42 ff c 3.142\n");
        assertThat(run.stderr()).isEqualTo("and a word aside\n");
        assertThat(run.ending()).isEqualTo("returned");
    }

    @Test
    void arguments_and_environment_arrive_in_order_and_in_utf8() {
        WasiRun run = WasiRun.of(
                "args",
                settings -> settings.arguments("one", "", "größer than 𝄞")
                        .environment("LANG", "C")
                        .environment("EMPTY", "")
                        .environment("QUOTE", "a=b c"));
        assertThat(run.stdout()).isEqualTo("3\n1: one\n2: \n3: größer than 𝄞\nLANG=C\nEMPTY=\nQUOTE=a=b c\n");
    }

    @Test
    void program_without_arguments_and_environment_sees_none() {
        assertThat(WasiRun.of("args").stdout()).isEqualTo("0\n");
    }

    @Test
    void exit_flushes_what_was_printed_and_ends_the_call_with_its_code() {
        WasiRun run = WasiRun.of("exit7");
        assertThat(run.stdout()).isEqualTo("leaving");
        assertThat(run.exitCode()).isEqualTo(7);
        assertThat(run.ending()).startsWith("exit: code 7");
    }

    @Test
    void trap_leaves_what_was_printed_and_names_the_functions_below_it() {
        WasiRun run = WasiRun.of("division");
        assertThat(run.stdout()).isEqualTo("about to fail\n");
        assertThat(run.ending())
                .startsWith(TrapKind.INTEGER_DIVIDE_BY_ZERO.message())
                .containsSubsequence("at divide (0x", "at average (0x", "at main (0x", "at _start (0x");
        assertThat(WasiRun.of("division", settings -> settings.arguments("x")).ending())
                .isEqualTo("returned");
    }

    @Test
    void standard_input_is_read_to_its_end() {
        WasiRun run =
                WasiRun.of("echo", settings -> settings.stdin("two\nlines of it".getBytes(StandardCharsets.UTF_8)));
        assertThat(run.stdout()).isEqualTo("two\nlines of it");
        assertThat(run.stderr()).isEqualTo("15 bytes, 1 lines\n");
    }

    @Test
    void more_input_than_one_call_moves_arrives_whole() {
        String text = "0123456789abcde\n".repeat(20_000);
        WasiRun run = WasiRun.of("echo", settings -> settings.stdin(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(run.stdout()).isEqualTo(text);
        assertThat(run.stderr()).isEqualTo("320000 bytes, 20000 lines\n");
    }

    @Test
    void program_that_was_given_no_input_reads_none() {
        assertThat(WasiRun.of("echo").stderr()).isEqualTo("0 bytes, 0 lines\n");
    }

    @Test
    void files_are_refused_and_descriptors_can_be_closed() {
        assertThat(WasiRun.of("files").stdout()).isEqualTo("""
                        fopen: refused
                        stat: refused
                        read from 9: bad descriptor
                        close standard input: closed
                        read after that: refused
                        """);
    }

    @Test
    void all_other_functions_link_and_are_not_implemented() {
        assertThat(WasiRun.of("functions").stdout()).isEqualTo("28 functions called\nsched_yield: done\n");
    }

    @Test
    void computed_figures_are_right() {
        assertThat(WasiRun.of("primes").stdout().lines())
                .hasSize(16)
                .startsWith("below     2: 0", "below     4: 2")
                .endsWith("below 32768: 3512", "below 65536: 6542");
    }

    @Test
    void clocks_begin_at_the_start_time_and_advance_with_fuel() {
        Instant start = Instant.parse("2030-05-06T07:08:09Z");
        WasiRun run = WasiRun.of("clock_random", settings -> settings.startTime(start));
        long realtime = Long.parseLong(match(REALTIME, run).group(1));
        long before = Long.parseLong(match(MONOTONIC, run).group(1));
        long after = Long.parseLong(match(MONOTONIC, run).group(2));
        // The loop between the two runs 100,000 times through at least four instructions.
        assertThat(after - before).isBetween(400_000L, run.fuel());
        assertThat(realtime - TimeUnit.SECONDS.toNanos(start.getEpochSecond())).isBetween(after, run.fuel());
    }

    @Test
    void randomness_follows_from_the_seed_alone() {
        String random = randomOf(1, 0);
        assertThat(randomOf(1, 5)).isEqualTo(random);
        assertThat(randomOf(2, 0)).isNotEqualTo(random);
    }

    private static String randomOf(long seed, int arguments) {
        return match(RANDOM, WasiRun.of("clock_random", settings -> {
                    for (int i = 0; i < arguments; i++) {
                        settings.arguments("x");
                    }
                    return settings.seed(seed);
                }))
                .group(1);
    }

    private static MatchResult match(Pattern pattern, WasiRun run) {
        return pattern.matcher(run.stdout()).results().findFirst().orElseThrow(() -> new AssertionError(run.stdout()));
    }

    @Test
    void host_can_opt_out_of_virtual_clocks_and_seeded_randomness() {
        WasiRun run = WasiRun.of(
                "clock_random",
                settings -> settings.nondeterministicClocks(() -> 5, () -> 6)
                        .nondeterministicRandom(() -> 0x0706050403020100L));
        assertThat(run.stdout())
                .isEqualTo("realtime 5\nmonotonic 6 then 6: in order\nrandom 00010203040506070001020304050607\n");
    }

    @Test
    void guests_of_the_same_settings_do_not_share_descriptors_input_and_randomness() {
        byte[] input = "shared?".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        Wasi wasi = Wasi.builder("echo").stdin(input).stdout(stdout).build();
        try (Guest first = WasiRun.spawn("echo", wasi);
                Guest second = WasiRun.spawn("echo", wasi)) {
            assertThat(runToEnd(first)).isEqualTo(TickOutcome.RETURNED);
            assertThat(runToEnd(second)).isEqualTo(TickOutcome.RETURNED);
            assertThat(second.stateDigest()).isEqualTo(first.stateDigest());
        }
        assertThat(stdout.toString(StandardCharsets.UTF_8)).isEqualTo("shared?shared?");
    }

    @Test
    void failing_standard_output_is_an_error_code_and_not_a_trap() {
        Wasi wasi = Wasi.builder("echo")
                .stdin(new byte[] {1})
                .stdout(new OutputStream() {
                    @Override
                    public void write(int octet) throws IOException {
                        throw new IOException("the reader is gone");
                    }
                })
                .build();
        try (Guest guest = WasiRun.spawn("echo", wasi)) {
            assertThat(runToEnd(guest)).isEqualTo(TickOutcome.TRAPPED);
            // The program notices that it could not write, and returns 1 from main.
            assertThat(Objects.requireNonNull(guest.trap()).exitCode()).isEqualTo(1);
        }
    }

    private static TickOutcome runToEnd(Guest guest) {
        guest.call("_start");
        return guest.tick(WasiRun.UNLIMITED);
    }
}
