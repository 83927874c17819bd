package dev.tally.twins;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The twin of {@code fragments.wat}. */
public final class Fragments {
    private static final int LARGE_BYTES = 20_000;

    private Fragments() {}

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        bytes[length / 2] = (byte) (value ^ 0x55);
        return bytes;
    }

    private static int sum(byte @Nullable [] bytes) {
        return bytes == null
                ? 1
                : bytes.length * 65599 + bytes[0] * 257 + ((bytes[bytes.length / 2] & 0xff) ^ bytes[bytes.length - 1]);
    }

    public static int run(int count, int rounds) {
        Randomness random = new Randomness(count);
        byte @Nullable [][] slots = new byte @Nullable [count][];
        byte @Nullable [] large = null;
        int checksum = 0;
        for (int round = 0; round < rounds; round++) {
            for (int i = round & 1; i < count; i += 2) {
                slots[i] = null;
            }
            for (int i = round & 1; i < count; i += 2) {
                slots[i] = filled(3 + (random.nextUnsigned(8) & 63) * (1 + (round & 31)), i + round);
            }
            if ((round & 3) == 0) {
                large = filled(LARGE_BYTES, round);
            }
            checksum ^= sum(large);
            for (byte[] bytes : slots) {
                checksum = checksum * 31 + sum(bytes);
            }
        }
        return checksum;
    }
}
