package dev.tally.core.module;

import java.util.Arrays;

/**
 * Bytes for a memory.
 *
 * @param bytes the bytes; for reading only
 */
public record DataSegment(SegmentMode mode, byte[] bytes) {
    @Override
    public boolean equals(Object other) {
        return other instanceof DataSegment segment && mode.equals(segment.mode) && Arrays.equals(bytes, segment.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * mode.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return mode + ", " + bytes.length + " bytes";
    }
}
