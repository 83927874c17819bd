package dev.tally.allocation;

import dev.tally.guests.HostLog;

/** Takes note of the calls of a guest without allocating. */
class CountingLog implements HostLog {
    private long checksum;

    @Override
    public void called(Asked function, long first, long second) {
        checksum = checksum * 31 + (first ^ second);
    }

    @Override
    public void bytes(byte[] bytes, int length) {
        checksum = checksum * 31 + bytes[length - 1];
    }

    /** Bytes that this log has allocated since it was made. */
    long allocatedBytes() {
        return 0;
    }
}
