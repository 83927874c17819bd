package dev.tally.conformance.tiers;

import java.util.SplittableRandom;

/** Numbers to compute with: those at the edges of types, of conversions and of each other, and any. */
final class Numbers {
    private static final int[] INTS = {
        0,
        1,
        -1,
        2,
        3,
        7,
        8,
        31,
        32,
        33,
        63,
        64,
        127,
        128,
        255,
        256,
        -128,
        -129,
        32_767,
        32_768,
        -32_768,
        65_535,
        65_536,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE - 1,
        Integer.MIN_VALUE + 1,
        0x7F80_0001,
        0xFFC0_0000
    };
    private static final long[] LONGS = {
        1L << 31,
        -(1L << 31) - 1,
        (1L << 32) - 1,
        1L << 32,
        (1L << 32) + 1,
        -(1L << 32),
        1L << 53,
        (1L << 53) + 1,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        0x7FF0_0000_0000_0001L,
        0xFFF8_0000_0000_0000L
    };
    private static final int[] FLOATS = {
        0x0000_0000, 0x8000_0000, 0x3F80_0000, 0xBF80_0000, 0x3F00_0000, 0xBF00_0000, 0x4020_0000, 0x0000_0001,
        0x807F_FFFF, 0x7F7F_FFFF, 0x7F80_0000, 0xFF80_0000, 0x7FC0_0000, 0xFFC0_0000, 0x7FA0_0000, 0xFF80_0001,
        0x7FFF_FFFF, 0x4F00_0000, 0xCF00_0000, 0x4F80_0000, 0x5F00_0000, 0xDF00_0000, 0x5F80_0000, 0x4B80_0001
    };
    private static final long[] DOUBLES = {
        0x0000_0000_0000_0000L,
        0x8000_0000_0000_0000L,
        0x3FF0_0000_0000_0000L,
        0xBFF0_0000_0000_0000L,
        0x3FE0_0000_0000_0000L,
        0x4004_0000_0000_0000L,
        0x0000_0000_0000_0001L,
        0x7FEF_FFFF_FFFF_FFFFL,
        0x7FF0_0000_0000_0000L,
        0xFFF0_0000_0000_0000L,
        0x7FF8_0000_0000_0000L,
        0xFFF8_0000_0000_0000L,
        0x7FF4_0000_0000_0000L,
        0xFFF0_0000_0000_0001L,
        0x7FFF_FFFF_FFFF_FFFFL,
        0x41E0_0000_0000_0000L,
        0xC1E0_0000_0020_0000L,
        0x43E0_0000_0000_0000L,
        0x36A0_0000_0000_0000L,
        0x47EF_FFFF_F000_0000L
    };

    private Numbers() {}

    static int anInt(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextInt(-20, 100);
            default -> INTS[random.nextInt(INTS.length)];
        };
    }

    static long aLong(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong();
            case 1 -> LONGS[random.nextInt(LONGS.length)];
            default -> anInt(random);
        };
    }

    static int floatBits(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt();
            case 1 -> Float.floatToRawIntBits(random.nextInt(-1_000, 1_000) / 8f);
            default -> FLOATS[random.nextInt(FLOATS.length)];
        };
    }

    static long doubleBits(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong();
            case 1 -> Double.doubleToRawLongBits(random.nextInt(-1_000, 1_000) / 8d);
            default -> DOUBLES[random.nextInt(DOUBLES.length)];
        };
    }

    /** The instruction that pushes a number of a sort. */
    static String constant(Sort sort, SplittableRandom random) {
        return switch (sort) {
            case I32 -> "i32.const " + anInt(random);
            case I64 -> "i64.const " + aLong(random);
            case F32 -> "f32.const " + text(floatBits(random));
            case F64 -> "f64.const " + text(doubleBits(random));
            default -> throw new IllegalArgumentException(sort + " has no numbers");
        };
    }

    /** What the host gives for a number of a sort. */
    static Object argument(Sort sort, SplittableRandom random) {
        return switch (sort) {
            case I32 -> anInt(random);
            case I64 -> aLong(random);
            case F32 -> Float.intBitsToFloat(floatBits(random));
            case F64 -> Double.longBitsToDouble(doubleBits(random));
            default -> throw new IllegalArgumentException(sort + " has no numbers");
        };
    }

    private static String text(int bits) {
        float value = Float.intBitsToFloat(bits);
        return Float.isNaN(value)
                ? nan(bits < 0, Integer.toHexString(bits & 0x7F_FFFF))
                : Float.toHexString(value).replace("Infinity", "inf");
    }

    private static String text(long bits) {
        double value = Double.longBitsToDouble(bits);
        return Double.isNaN(value)
                ? nan(bits < 0, Long.toHexString(bits & 0xF_FFFF_FFFF_FFFFL))
                : Double.toHexString(value).replace("Infinity", "inf");
    }

    private static String nan(boolean negative, String payload) {
        return (negative ? "-" : "") + "nan:0x" + payload;
    }
}
