package dev.tally.runtime.wasi;

import dev.tally.runtime.GuestMemory;
import dev.tally.runtime.LeafCall;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of one guest. Time passes as the guest works, one nanosecond with each fuel, so that two runs see the same
 * times however they are cut into ticks. It never asks for the time of the machine; a host may give clocks of its own.
 */
final class Clocks {
    private static final int REALTIME = 0;
    private static final int MONOTONIC = 1;
    private static final int PROCESS_CPUTIME = 2;
    private static final int THREAD_CPUTIME = 3;

    private static final long RESOLUTION_NANOS = 1;

    private final long startNanos;
    private final @Nullable LongSupplier hostRealtime;
    private final @Nullable LongSupplier hostMonotonic;

    /**
     * @param startNanos what the realtime clock shows when the guest has used no fuel, since 1970
     * @param hostRealtime the host's own clock in its place, or null
     * @param hostMonotonic the host's own clock in place of the monotonic one, or null
     */
    Clocks(long startNanos, @Nullable LongSupplier hostRealtime, @Nullable LongSupplier hostMonotonic) {
        this.startNanos = startNanos;
        this.hostRealtime = hostRealtime;
        this.hostMonotonic = hostMonotonic;
    }

    /** clock_time_get: clock, precision wanted, where the nanoseconds go. */
    int time(LeafCall call) {
        int clock = call.intArgument(0);
        return isKnown(clock) ? store(call, 2, nanos(clock, call.fuelUsed())) : Errno.INVAL;
    }

    /** clock_res_get: clock, where the nanoseconds go. */
    int resolution(LeafCall call) {
        return isKnown(call.intArgument(0)) ? store(call, 1, RESOLUTION_NANOS) : Errno.INVAL;
    }

    private static boolean isKnown(int clock) {
        return clock >= REALTIME && clock <= THREAD_CPUTIME;
    }

    private long nanos(int clock, long fuelUsed) {
        return switch (clock) {
            case REALTIME -> hostRealtime == null ? startNanos + fuelUsed : hostRealtime.getAsLong();
            case MONOTONIC -> hostMonotonic == null ? fuelUsed : hostMonotonic.getAsLong();
            case PROCESS_CPUTIME, THREAD_CPUTIME -> fuelUsed;
            default -> throw new IllegalArgumentException("there is no clock " + clock);
        };
    }

    private static int store(LeafCall call, int argument, long nanos) {
        GuestMemory memory = call.memory();
        long address = Integer.toUnsignedLong(call.intArgument(argument));
        if (!memory.contains(address, Long.BYTES)) {
            return Errno.FAULT;
        }
        memory.setLong(address, nanos);
        return Errno.SUCCESS;
    }
}
