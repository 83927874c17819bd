package dev.tally.twins;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The twin of {@code arrays.wat}. */
public final class Bulk {
    private static final byte[] TEXT = "Forty bytes of text, from one to forty: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NUMBERS =
            HexFormat.of().parseHex("0102030405060708fffefdfcfbfaf9f81020304050607080000000000000f03f");
    private static final int MARKED = 100;

    private Bulk() {}

    private static final class Point {
        final int x;
        int y;

        Point(int x, int y) {
            this.x = x;
            this.y = y;
        }
    }

    private static ByteBuffer numbersFrom(int offset) {
        return ByteBuffer.wrap(NUMBERS, offset, NUMBERS.length - offset).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int bytes(int length, int round) {
        byte[] a = new byte[length];
        Arrays.fill(a, (byte) round);
        byte[] b = Arrays.copyOfRange(TEXT, round & 7, (round & 7) + 32);
        System.arraycopy(TEXT, 3, a, 5, 34);
        System.arraycopy(a, 1, a, 4, length - 4);
        System.arraycopy(a, 7, a, 2, length - 7);
        System.arraycopy(b, 9, a, 1, 11);
        Arrays.fill(a, 13, 13 + 9, (byte) -round);
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum = sum * 31 + (a[i] ^ (b[i % 32] & 0xff));
        }
        return sum;
    }

    private static int shorts(int length, int round) {
        short[] a = new short[length];
        numbersFrom(round & 1).asShortBuffer().get(a, round & 15, 15);
        System.arraycopy(a, 0, a, 3, length - 3);
        Arrays.fill(a, 30, 30 + 7, (short) 0x8001);
        int sum = 0;
        for (short element : a) {
            sum = sum * 31 + element + ((element & 0xffff) << 3);
        }
        return sum;
    }

    private static int ints(int length, int round) {
        int[] a = new int[length];
        Arrays.fill(a, round);
        int[] b = new int[7];
        numbersFrom(round & 3).asIntBuffer().get(b);
        int[] four = {round, 2, length, b[6]};
        System.arraycopy(four, 0, a, 2, 4);
        System.arraycopy(b, 0, a, 7, 7);
        System.arraycopy(a, 2, a, 9, length - 9);
        int sum = 0;
        for (int element : a) {
            sum = sum * 31 + element;
        }
        return sum;
    }

    private static int wide(int length, int round) {
        long[] a = new long[length];
        Arrays.fill(a, -3);
        double[] b = new double[length];
        numbersFrom(0).asLongBuffer().get(a, 1, 4);
        numbersFrom(24).asDoubleBuffer().get(b, 2, 1);
        Arrays.fill(b, 3, 3 + 5, round);
        System.arraycopy(a, 1, a, 0, length - 1);
        System.arraycopy(b, 1, b, 5, length - 5);
        long sum = 0;
        for (int i = 0; i < length; i++) {
            sum = sum * 31 + a[i] + (long) b[i];
        }
        return Long.hashCode(sum);
    }

    private static int points(Point[] corners, int length, int round) {
        @Nullable Point[] a = new @Nullable Point[length];
        Arrays.fill(a, new Point(round + MARKED, 1));
        System.arraycopy(corners, 1, a, round & 15, 3);
        Arrays.fill(a, 20, 20 + 4, null);
        System.arraycopy(a, 0, a, 10, length - 10);
        System.arraycopy(a, 6, a, 1, length - 6);
        Point[] b = new Point[length];
        Arrays.fill(b, new Point(9, round));
        System.arraycopy(corners, 0, b, 8, 4);
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum *= 31;
            Point point = a[i];
            if (point != null) {
                sum += point.x;
                if (point.x >= MARKED) {
                    point.y++;
                }
            }
            sum += b[i].x - b[i].y;
        }
        Point last = a[length - 1];
        return sum ^ (last == null ? 0 : last.y);
    }

    public static int run(int length, int rounds) {
        Point[] corners = {new Point(1, 2), new Point(-3, 4), new Point(5, -6), new Point(-7, -8)};
        int checksum = 0;
        for (int round = 0; round < rounds; round++) {
            checksum = checksum * 31 + bytes(length, round) + shorts(length, round) * 3 + ints(length, round) * 5;
            checksum = checksum * 31 + (wide(length, round) ^ points(corners, length, round));
        }
        return checksum;
    }
}
