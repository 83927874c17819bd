package dev.tally.runtime.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.TrapKind;
import dev.tally.runtime.Guests;
import dev.tally.runtime.TickOutcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The standard streams as a guest sees them. */
final class DescriptorsTest {
    /** Where the tests put vectors, where they get the number of bytes moved, and where their bytes are. */
    private static final int VECTORS = 16;

    private static final int MOVED = 8;
    private static final int BYTES = 1_024;

    /** What one call moves at most. */
    private static final int MOST = 16_384;

    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final WasiGuest guest =
            new WasiGuest(settings -> settings.stdin("some input".getBytes(StandardCharsets.UTF_8))
                    .stdout(stdout)
                    .stderr(stderr));

    private String written() {
        return stdout.toString(StandardCharsets.UTF_8);
    }

    private int write(int descriptor, int vectors) {
        return guest.call("fd_write", descriptor, VECTORS, vectors, MOVED);
    }

    private int read(int vectors) {
        return guest.call("fd_read", 0, VECTORS, vectors, MOVED);
    }

    private int moved() {
        return guest.memory().getInt(MOVED);
    }

    @Test
    void vectors_are_written_in_their_order() {
        guest.put(BYTES, "Hello, world");
        guest.vectors(VECTORS, BYTES + 7, 5, BYTES, 0, BYTES + 5, 2, BYTES, 5);
        assertThat(write(1, 4)).isEqualTo(Errno.SUCCESS);
        assertThat(moved()).isEqualTo(12);
        assertThat(written()).isEqualTo("world, Hello");
        assertThat(write(2, 1)).isEqualTo(Errno.SUCCESS);
        assertThat(stderr.toString(StandardCharsets.UTF_8)).isEqualTo("world");
    }

    @Test
    void input_is_spread_over_vectors_in_their_order() {
        guest.vectors(VECTORS, BYTES, 4, BYTES, 0, BYTES + 100, 100);
        assertThat(read(3)).isEqualTo(Errno.SUCCESS);
        assertThat(moved()).isEqualTo(10);
        assertThat(guest.text(BYTES, 4)).isEqualTo("some");
        assertThat(guest.text(BYTES + 100, 6)).isEqualTo(" input");
        assertThat(read(3)).as("the end").isEqualTo(Errno.SUCCESS);
        assertThat(moved()).isZero();
    }

    @Test
    void nothing_is_written_and_read_by_no_vectors() {
        assertThat(write(1, 0)).isEqualTo(Errno.SUCCESS);
        assertThat(moved()).isZero();
        guest.memory().setInt(MOVED, 99);
        assertThat(read(0)).isEqualTo(Errno.SUCCESS);
        assertThat(moved()).isZero();
    }

    @Test
    void one_call_moves_a_bounded_amount_in_one_piece() {
        AtomicInteger calls = new AtomicInteger();
        WasiGuest shower = new WasiGuest(settings -> settings.stdin(new InputStream() {
                    @Override
                    public int read() {
                        return 'x';
                    }
                })
                .stdout(new OutputStream() {
                    @Override
                    public void write(int octet) {
                        throw new AssertionError("one at a time");
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        calls.incrementAndGet();
                    }
                }));
        shower.vectors(VECTORS, BYTES, 10_000, BYTES, 100_000);
        for (String function : new String[] {"fd_read", "fd_write"}) {
            assertThat(shower.call(function, function.equals("fd_read") ? 0 : 1, VECTORS, 2, MOVED))
                    .isEqualTo(Errno.SUCCESS);
            assertThat(shower.memory().getInt(MOVED)).isEqualTo(MOST);
        }
        assertThat(calls).hasValue(1);
        assertThat(shower.memory().getByte(BYTES + 9_999)).isEqualTo((byte) 'x');
        assertThat(shower.memory().getByte(BYTES + 10_000)).isZero();
    }

    @Test
    void call_costs_one_for_each_vector_and_for_each_eight_bytes() {
        guest.vectors(VECTORS, BYTES, 17, BYTES, 0, BYTES, 8);
        assertThat(guest.priceOf("fd_write", 1, VECTORS, 3, MOVED)).isEqualTo(3 + 4);
        assertThat(guest.priceOf("fd_write", 1, VECTORS, 2, MOVED)).isEqualTo(2 + 3);
        // Of the 25 bytes that would fit, 10 are there.
        assertThat(guest.priceOf("fd_read", 0, VECTORS, 3, MOVED)).isEqualTo(3 + 2);
    }

    // What is refused.

    @ParameterizedTest
    @ValueSource(ints = {-1, 3, 4, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void descriptor_that_is_not_open_is_refused(int descriptor) {
        assertThat(write(descriptor, 0)).isEqualTo(Errno.BADF);
        assertThat(guest.call("fd_read", descriptor, VECTORS, 0, MOVED)).isEqualTo(Errno.BADF);
        assertThat(guest.call("fd_close", descriptor)).isEqualTo(Errno.BADF);
        assertThat(guest.call("fd_seek", descriptor, 0L, 0, MOVED)).isEqualTo(Errno.BADF);
        assertThat(guest.call("fd_fdstat_get", descriptor, BYTES)).isEqualTo(Errno.BADF);
        assertThat(guest.call("fd_fdstat_set_flags", descriptor, 0)).isEqualTo(Errno.BADF);
    }

    @Test
    void streams_go_one_way() {
        assertThat(write(0, 0)).isEqualTo(Errno.BADF);
        assertThat(guest.call("fd_read", 1, VECTORS, 0, MOVED)).isEqualTo(Errno.BADF);
        assertThat(guest.call("fd_read", 2, VECTORS, 0, MOVED)).isEqualTo(Errno.BADF);
    }

    @Test
    void closed_descriptor_stays_closed_and_the_hosts_stream_open() {
        AtomicInteger closes = new AtomicInteger();
        WasiGuest closing = new WasiGuest(settings -> settings.stdout(new OutputStream() {
            @Override
            public void write(int octet) {}

            @Override
            public void close() {
                closes.incrementAndGet();
            }
        }));
        assertThat(closing.call("fd_close", 1)).isEqualTo(Errno.SUCCESS);
        assertThat(closing.call("fd_close", 1)).isEqualTo(Errno.BADF);
        assertThat(closing.call("fd_write", 1, VECTORS, 0, MOVED)).isEqualTo(Errno.BADF);
        assertThat(closing.call("fd_write", 2, VECTORS, 0, MOVED)).isEqualTo(Errno.SUCCESS);
        assertThat(closes).hasValue(0);
    }

    @Test
    void bad_pointers_are_refused_and_nothing_is_written() {
        for (int bad : WasiGuest.BAD_POINTERS) {
            guest.vectors(VECTORS, BYTES, 4);
            assertThat(guest.call("fd_write", 1, bad, 1, MOVED))
                    .as("vectors at %d", bad)
                    .isEqualTo(Errno.FAULT);
            assertThat(guest.call("fd_write", 1, VECTORS, 1, bad))
                    .as("result at %d", bad)
                    .isEqualTo(Errno.FAULT);
            assertThat(guest.call("fd_read", 0, bad, 1, MOVED)).isEqualTo(Errno.FAULT);
            assertThat(guest.call("fd_read", 0, VECTORS, 1, bad)).isEqualTo(Errno.FAULT);
            assertThat(guest.call("fd_fdstat_get", 1, bad)).isEqualTo(Errno.FAULT);
            guest.vectors(VECTORS, BYTES, 4, bad, 4);
            assertThat(write(1, 2)).as("bytes at %d", bad).isEqualTo(Errno.FAULT);
            assertThat(read(2)).isEqualTo(Errno.FAULT);
        }
        guest.vectors(VECTORS, BYTES, -1);
        assertThat(write(1, 1)).as("a vector longer than the memory").isEqualTo(Errno.FAULT);
        assertThat(written()).isEmpty();
        guest.vectors(VECTORS, BYTES, 4);
        assertThat(read(1)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.text(BYTES, 4)).as("no input is lost").isEqualTo("some");
    }

    @Test
    void bytes_at_the_very_end_of_the_memory_are_not_bad() {
        guest.put(WasiGuest.MEMORY_BYTES - 4, "last");
        guest.vectors(WasiGuest.MEMORY_BYTES - 12, WasiGuest.MEMORY_BYTES - 4, 4);
        assertThat(guest.call("fd_write", 1, WasiGuest.MEMORY_BYTES - 12, 1, WasiGuest.MEMORY_BYTES - 4))
                .isEqualTo(Errno.SUCCESS);
        assertThat(written()).isEqualTo("last");
        assertThat(guest.memory().getInt(WasiGuest.MEMORY_BYTES - 4)).isEqualTo(4);
    }

    @Test
    void too_many_vectors_are_refused() {
        assertThat(write(1, 1_024)).isEqualTo(Errno.SUCCESS);
        for (int count : new int[] {1_025, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            assertThat(write(1, count)).isEqualTo(Errno.INVAL);
            assertThat(read(count)).isEqualTo(Errno.INVAL);
        }
    }

    @Test
    void input_that_overwrites_its_own_vectors_does_no_harm() {
        byte[] poison = new byte[64];
        Arrays.fill(poison, (byte) 0xFF);
        WasiGuest victim = new WasiGuest(settings -> settings.stdin(poison));
        victim.vectors(VECTORS, VECTORS, 16, BYTES, 48);
        assertThat(victim.call("fd_read", 0, VECTORS, 2, MOVED)).isEqualTo(Errno.FAULT);
        byte[] zeros = new byte[64];
        WasiGuest endless = new WasiGuest(settings -> settings.stdin(zeros));
        endless.vectors(VECTORS, VECTORS, 16, BYTES, 48);
        assertThat(endless.call("fd_read", 0, VECTORS, 2, MOVED)).isEqualTo(Errno.FAULT);
    }

    // What the host does.

    @Test
    void stream_that_fails_is_an_error_code() {
        WasiGuest unlucky = new WasiGuest(settings -> settings.stdin(new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("no more");
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        throw new IOException("no more");
                    }
                })
                .stdout(new OutputStream() {
                    @Override
                    public void write(int octet) throws IOException {
                        throw new IOException("no room");
                    }
                }));
        unlucky.vectors(VECTORS, BYTES, 4);
        assertThat(unlucky.call("fd_write", 1, VECTORS, 1, MOVED)).isEqualTo(Errno.IO);
        assertThat(unlucky.call("fd_read", 0, VECTORS, 1, MOVED)).isEqualTo(Errno.IO);
    }

    @Test
    void stream_that_breaks_its_contract_is_a_failure_of_the_host() {
        IllegalStateException thrown = new IllegalStateException("a mistake in the host");
        WasiGuest guestOfAMistake = new WasiGuest(settings -> settings.stdout(new OutputStream() {
            @Override
            public void write(int octet) {
                throw thrown;
            }
        }));
        guestOfAMistake.vectors(VECTORS, BYTES, 4);
        assertThat(Guests.run(guestOfAMistake.guest(), "fd_write", 1, VECTORS, 1, MOVED))
                .isEqualTo(TickOutcome.TRAPPED);
        assertThat(guestOfAMistake.guest().trap()).satisfies(trap -> {
            assertThat(trap.kind()).isEqualTo(TrapKind.HOST_FAILURE);
            assertThat(trap.cause()).isSameAs(thrown);
        });
    }

    @Test
    void stream_that_gives_little_at_a_time_makes_short_reads() {
        WasiGuest patient = new WasiGuest(settings ->
                settings.stdin(new ByteArrayInputStream("abcdef".getBytes(StandardCharsets.UTF_8)) {
                    @Override
                    public synchronized int read(byte[] bytes, int offset, int length) {
                        return super.read(bytes, offset, Math.min(length, 2));
                    }
                }));
        patient.vectors(VECTORS, BYTES, 100);
        for (String expected : new String[] {"ab", "cd", "ef"}) {
            assertThat(patient.call("fd_read", 0, VECTORS, 1, MOVED)).isEqualTo(Errno.SUCCESS);
            assertThat(patient.memory().getInt(MOVED)).isEqualTo(2);
            assertThat(patient.text(BYTES, 2)).isEqualTo(expected);
        }
    }

    // What descriptors are.

    @Test
    void streams_are_devices_without_a_position() {
        for (int descriptor = 0; descriptor < 3; descriptor++) {
            guest.memory().setLong(BYTES + 16, -1);
            assertThat(guest.call("fd_fdstat_get", descriptor, BYTES)).isEqualTo(Errno.SUCCESS);
            assertThat(guest.memory().getByte(BYTES)).isEqualTo((byte) 2);
            assertThat(guest.memory().getLong(BYTES + 8)).isEqualTo(descriptor == 0 ? 1 << 1 : 1 << 6);
            assertThat(guest.memory().getLong(BYTES + 16)).isZero();
            assertThat(guest.call("fd_seek", descriptor, 0L, 1, MOVED)).isEqualTo(Errno.SPIPE);
            assertThat(guest.call("fd_fdstat_set_flags", descriptor, 0)).isEqualTo(Errno.SUCCESS);
            assertThat(guest.call("fd_fdstat_set_flags", descriptor, 4)).isEqualTo(Errno.NOTSUP);
        }
    }

    @Test
    void no_directory_is_open() {
        assertThat(guest.call("fd_prestat_get", 3, BYTES)).isEqualTo(Errno.BADF);
        assertThat(guest.call("fd_prestat_dir_name", 3, BYTES, 10)).isEqualTo(Errno.BADF);
    }
}
