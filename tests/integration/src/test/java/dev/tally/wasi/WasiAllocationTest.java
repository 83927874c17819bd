package dev.tally.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tally.runtime.Guest;
import dev.tally.runtime.TickOutcome;
import dev.tally.runtime.wasi.Wasi;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A program that reads and prints all the time makes no garbage on the heap of the JVM, beyond what streams make. */
final class WasiAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int BATCHES = 5;
    private static final int FRAMES_OF_A_BATCH = 5_000;

    /** Counts and keeps nothing; may allocate one object of 16 bytes for each write. */
    private static final class CountingOutput extends OutputStream {
        private final boolean allocates;
        private long bytes;
        private Object last = this;

        CountingOutput(boolean allocates) {
            this.allocates = allocates;
        }

        @Override
        public void write(int octet) {
            bytes++;
        }

        @Override
        public void write(byte[] written, int offset, int length) {
            bytes += length;
            if (allocates) {
                last = new Object();
            }
        }

        boolean keepsAnother() {
            return last != this;
        }
    }

    private static final class EndlessInput extends InputStream {
        @Override
        public int read() {
            return 0;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return length;
        }
    }

    /** The bytes that the frames of the best batch allocate: what the JVM does now and then is not in each of them. */
    private static long leastOfBatches(CountingOutput output) {
        Wasi wasi =
                Wasi.builder("frames").stdin(new EndlessInput()).stdout(output).build();
        long least = Long.MAX_VALUE;
        try (Guest guest = WasiRun.spawn("frames", wasi)) {
            guest.call("_start");
            for (int batch = 0; batch < BATCHES; batch++) {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                for (int frame = 0; frame < FRAMES_OF_A_BATCH; frame++) {
                    if (guest.tick(WasiRun.UNLIMITED) != TickOutcome.YIELDED) {
                        throw new AssertionError(guest.outcome() + ": " + guest.trap());
                    }
                }
                least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
            }
        }
        return least;
    }

    @Test
    void frames_of_a_printing_program_allocate_nothing() {
        CountingOutput output = new CountingOutput(false);
        assertThat(leastOfBatches(output)).isZero();
        assertThat(output.bytes).isGreaterThan(BATCHES * FRAMES_OF_A_BATCH * 30L);
    }

    @Test
    void one_object_for_each_write_is_seen() {
        CountingOutput output = new CountingOutput(true);
        assertThat(leastOfBatches(output)).isGreaterThanOrEqualTo(16L * FRAMES_OF_A_BATCH);
        assertThat(output.keepsAnother()).isTrue();
    }
}
