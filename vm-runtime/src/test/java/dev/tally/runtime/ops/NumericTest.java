package dev.tally.runtime.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.core.TrapKind;
import dev.tally.core.isa.Opcode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Numeric operations at their edges, against results derived without them. */
final class NumericTest {
    private static final long CANONICAL_F32 = 0x7fc00000;
    private static final long CANONICAL_F64 = 0x7ff8000000000000L;
    private static final BigInteger TWO_TO_THE_64 = BigInteger.ONE.shiftLeft(Long.SIZE);

    private static long f32(float value) {
        return Float.floatToRawIntBits(value);
    }

    private static long f64(double value) {
        return Double.doubleToRawLongBits(value);
    }

    @Test
    void computed_nan_is_canonical() {
        long payload = 0x7ff4000000000001L;
        assertThat(Numeric.apply(Opcode.F64_SQRT, f64(-1), 0)).isEqualTo(CANONICAL_F64);
        assertThat(Numeric.apply(Opcode.F64_FLOOR, payload, 0)).isEqualTo(CANONICAL_F64);
        assertThat(Numeric.apply(Opcode.F64_MIN, payload, f64(1))).isEqualTo(CANONICAL_F64);
        assertThat(Numeric.apply(Opcode.F32_DEMOTE_F64, payload, 0)).isEqualTo(CANONICAL_F32);
        assertThat(Numeric.apply(Opcode.F64_PROMOTE_F32, 0x7fa00001, 0)).isEqualTo(CANONICAL_F64);
    }

    @Test
    void signs_and_payloads_of_nan_survive_operations_on_bits() {
        long payload = 0x7ff4000000000001L;
        assertThat(Numeric.apply(Opcode.F64_NEG, payload, 0)).isEqualTo(payload | Long.MIN_VALUE);
        assertThat(Numeric.apply(Opcode.F64_ABS, payload | Long.MIN_VALUE, 0)).isEqualTo(payload);
        assertThat(Numeric.apply(Opcode.F64_COPYSIGN, payload, f64(-0.0))).isEqualTo(payload | Long.MIN_VALUE);
        assertThat(Numeric.apply(Opcode.F32_NEG, 0x7fa00001, 0)).isEqualTo(0xffa00001);
    }

    @Test
    void the_lesser_of_two_zeros_is_negative() {
        assertThat(Numeric.apply(Opcode.F64_MIN, f64(0.0), f64(-0.0))).isEqualTo(f64(-0.0));
        assertThat(Numeric.apply(Opcode.F64_MAX, f64(-0.0), f64(0.0))).isEqualTo(f64(0.0));
    }

    @Test
    void rounding_keeps_the_sign_of_zero() {
        assertThat(Numeric.apply(Opcode.F64_CEIL, f64(-0.5), 0)).isEqualTo(f64(-0.0));
        assertThat(Numeric.apply(Opcode.F64_TRUNC, f64(-0.5), 0)).isEqualTo(f64(-0.0));
        assertThat(Numeric.apply(Opcode.F64_NEAREST, f64(-0.5), 0)).isEqualTo(f64(-0.0));
        assertThat(Numeric.apply(Opcode.F64_NEAREST, f64(2.5), 0)).isEqualTo(f64(2.0));
    }

    @Test
    void conversions_trap_just_outside_their_range() {
        assertThat(Numeric.trap(Opcode.I32_TRUNC_F64_S, f64(2147483647.9), 0)).isNull();
        assertThat(Numeric.trap(Opcode.I32_TRUNC_F64_S, f64(2147483648.0), 0)).isEqualTo(TrapKind.INTEGER_OVERFLOW);
        assertThat(Numeric.trap(Opcode.I32_TRUNC_F64_S, f64(-2147483648.9), 0)).isNull();
        assertThat(Numeric.trap(Opcode.I32_TRUNC_F64_S, f64(-2147483649.0), 0)).isEqualTo(TrapKind.INTEGER_OVERFLOW);
        assertThat(Numeric.trap(Opcode.I32_TRUNC_F32_U, f32(-0.99f), 0)).isNull();
        assertThat(Numeric.trap(Opcode.I32_TRUNC_F32_U, f32(-1f), 0)).isEqualTo(TrapKind.INTEGER_OVERFLOW);
        assertThat(Numeric.trap(Opcode.I64_TRUNC_F64_S, f64(-0x1p63), 0)).isNull();
        assertThat(Numeric.trap(Opcode.I64_TRUNC_F64_S, f64(0x1p63), 0)).isEqualTo(TrapKind.INTEGER_OVERFLOW);
        assertThat(Numeric.trap(Opcode.I64_TRUNC_F32_U, f32(0x1p64f), 0)).isEqualTo(TrapKind.INTEGER_OVERFLOW);
        assertThat(Numeric.trap(Opcode.I64_TRUNC_F32_U, f32(Float.NaN), 0))
                .isEqualTo(TrapKind.INVALID_CONVERSION_TO_INTEGER);
    }

    @Test
    void saturating_conversions_stop_at_the_ends_and_make_nan_zero() {
        assertThat(Numeric.apply(Opcode.I32_TRUNC_SAT_F64_U, f64(1e10), 0)).isEqualTo(-1);
        assertThat(Numeric.apply(Opcode.I32_TRUNC_SAT_F64_U, f64(-1), 0)).isZero();
        assertThat(Numeric.apply(Opcode.I32_TRUNC_SAT_F64_U, f64(4294967295.0), 0))
                .isEqualTo(-1);
        assertThat(Numeric.apply(Opcode.I64_TRUNC_SAT_F64_U, f64(1e30), 0)).isEqualTo(-1);
        assertThat(Numeric.apply(Opcode.I64_TRUNC_SAT_F64_U, f64(0x1p63), 0)).isEqualTo(Long.MIN_VALUE);
        assertThat(Numeric.apply(Opcode.I64_TRUNC_SAT_F64_U, f64(Double.NaN), 0))
                .isZero();
        assertThat(Numeric.apply(Opcode.I64_TRUNC_SAT_F32_S, f32(Float.NEGATIVE_INFINITY), 0))
                .isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void only_the_smallest_number_divided_by_minus_one_overflows() {
        assertThat(Numeric.trap(Opcode.I32_DIV_S, Integer.MIN_VALUE, -1)).isEqualTo(TrapKind.INTEGER_OVERFLOW);
        assertThat(Numeric.trap(Opcode.I32_REM_S, Integer.MIN_VALUE, -1)).isNull();
        assertThat(Numeric.apply(Opcode.I32_REM_S, Integer.MIN_VALUE, -1)).isZero();
        assertThat(Numeric.trap(Opcode.I64_DIV_U, 1, 0)).isEqualTo(TrapKind.INTEGER_DIVIDE_BY_ZERO);
    }

    @Test
    void unsigned_longs_are_converted_to_the_nearest_float() {
        long seed = Long.getLong("tally.seed", 1);
        System.out.println("tally.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100_000; i++) {
            long bits = random.nextLong() >>> random.nextInt(Long.SIZE) | Long.MIN_VALUE;
            BigInteger value = BigInteger.valueOf(bits).add(TWO_TO_THE_64);
            BigDecimal exact = new BigDecimal(value);
            assertThat(Numeric.apply(Opcode.F64_CONVERT_I64_U, bits, 0)).isEqualTo(f64(exact.doubleValue()));
            assertThat(Numeric.apply(Opcode.F32_CONVERT_I64_U, bits, 0)).isEqualTo(f32(exact.floatValue()));
        }
    }
}
