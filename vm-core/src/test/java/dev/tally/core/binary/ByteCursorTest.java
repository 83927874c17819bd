package dev.tally.core.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.core.ModuleException;
import dev.tally.core.assembly.ByteWriter;
import dev.tally.core.assembly.Seed;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The primitive forms of the binary format. */
final class ByteCursorTest {
    private static final int SAMPLES = 20_000;

    @Test
    void integers_of_every_size_read_as_they_were_written() {
        Random random = Seed.random("integers");
        for (int i = 0; i < SAMPLES; i++) {
            long value = random.nextLong() >> random.nextInt(Long.SIZE);
            assertThat(over(new ByteWriter().signed(value)).s64()).isEqualTo(value);
            assertThat(over(new ByteWriter().unsigned(value)).u64()).isEqualTo(value);
            int narrow = (int) value;
            assertThat(over(new ByteWriter().signed(narrow)).s32()).isEqualTo(narrow);
            assertThat(over(new ByteWriter().unsigned(Integer.toUnsignedLong(narrow)))
                            .u32())
                    .isEqualTo(narrow);
            assertThat(over(new ByteWriter().fixed32(narrow)).fixed32()).isEqualTo(narrow);
            assertThat(over(new ByteWriter().fixed64(value)).fixed64()).isEqualTo(value);
        }
    }

    @Test
    void integers_may_take_more_bytes_than_they_need_but_no_more_than_their_size_does() {
        for (int length = 1; length <= 5; length++) {
            assertThat(over(new ByteWriter().unsigned(0x55, length)).u32()).isEqualTo(0x55);
        }
        assertRefused(() -> over(new ByteWriter().unsigned(0x55, 6)).u32(), "integer representation too long");
        assertThat(over(new ByteWriter().unsigned(0x55, 10)).u64()).isEqualTo(0x55);
        assertRefused(() -> over(new ByteWriter().unsigned(0x55, 11)).u64(), "integer representation too long");
        assertThat(over(0xFF, 0xFF, 0xFF, 0xFF, 0x7F).s32()).isEqualTo(-1);
        assertRefused(() -> over(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F).s32(), "integer representation too long");
        assertThat(over(ones(9).put(0x7F)).s64()).isEqualTo(-1);
        assertRefused(() -> over(ones(10).put(0x7F)).s64(), "integer representation too long");
    }

    @Test
    void bits_beyond_the_size_are_refused() {
        assertThat(over(0xFF, 0xFF, 0xFF, 0xFF, 0x0F).u32()).isEqualTo(-1);
        assertRefused(() -> over(0xFF, 0xFF, 0xFF, 0xFF, 0x1F).u32(), "integer too large");
        assertRefused(() -> over(0xFF, 0xFF, 0xFF, 0xFF, 0x0F | 0x10).s32(), "integer too large");
        assertThat(over(0xFF, 0xFF, 0xFF, 0xFF, 0x07).s32()).isEqualTo(Integer.MAX_VALUE);
        assertThat(over(0x80, 0x80, 0x80, 0x80, 0x78).s32()).isEqualTo(Integer.MIN_VALUE);
        assertThat(over(0xFF, 0xFF, 0xFF, 0xFF, 0x0F).s33()).isEqualTo((1L << 32) - 1);
        assertThat(over(0x80, 0x80, 0x80, 0x80, 0x70).s33()).isEqualTo(-(1L << 32));
        assertRefused(() -> over(0xFF, 0xFF, 0xFF, 0xFF, 0x1F).s33(), "integer too large");
        assertRefused(() -> over(ones(9).put(0x02)).u64(), "integer too large");
        assertRefused(() -> over(ones(9).put(0x01)).s64(), "integer too large");
    }

    @Test
    void a_fault_is_told_with_its_place_in_the_module() {
        ByteCursor cursor = ByteCursor.over(ByteWriter.bytes(0x80, 0x80), 100);
        assertThatThrownBy(cursor::u32)
                .isInstanceOfSatisfying(
                        ModuleException.class,
                        fault -> assertThat(fault.offset()).isEqualTo(102));
    }

    @Test
    void indices_beyond_int_read_as_the_greatest_int() {
        assertThat(over(0xFF, 0xFF, 0xFF, 0xFF, 0x07).index()).isEqualTo(Integer.MAX_VALUE);
        assertThat(over(0xFF, 0xFF, 0xFF, 0xFF, 0x0F).index()).isEqualTo(Integer.MAX_VALUE);
        assertThat(over(0x80, 0x80, 0x80, 0x80, 0x08).index()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void a_length_beyond_what_remains_is_refused() {
        assertThat(over(0x02, 0, 0).length()).isEqualTo(2);
        assertRefused(() -> over(0x03, 0, 0).length(), "unexpected end");
        assertRefused(() -> over(0x04, 0, 0).length(), "length out of bounds: 4 declared, 2 bytes remain");
        assertRefused(() -> over(0xFF, 0xFF, 0xFF, 0xFF, 0x0F).length(), "length out of bounds: 4294967295 declared");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "\u0000", "é", "\u07FF", "\u0800", "\uFFFD", "\uFFFF", "\uFEFFmark", "😀"})
    void names_are_utf8(String name) {
        assertThat(over(new ByteWriter().name(name)).name()).isEqualTo(name);
    }

    @Test
    void names_that_are_not_utf8_are_refused() {
        byte[][] faults = {
            ByteWriter.bytes(0x80),
            ByteWriter.bytes(0xC0, 0x80),
            ByteWriter.bytes(0xC3),
            ByteWriter.bytes(0xE0, 0x80, 0x80),
            ByteWriter.bytes(0xED, 0xA0, 0x80),
            ByteWriter.bytes(0xF0, 0x80, 0x80, 0x80),
            ByteWriter.bytes(0xF4, 0x90, 0x80, 0x80),
            ByteWriter.bytes(0xF8, 0x88, 0x80, 0x80, 0x80),
            ByteWriter.bytes(0xFE),
            ByteWriter.bytes('a', 0xEF, 0xBF, 0xBD, 0xFF),
        };
        for (byte[] fault : faults) {
            assertRefused(() -> over(new ByteWriter().vector(fault)).name(), "malformed UTF-8 encoding");
        }
    }

    private static ByteWriter ones(int length) {
        ByteWriter bytes = new ByteWriter();
        for (int i = 0; i < length; i++) {
            bytes.put(0xFF);
        }
        return bytes;
    }

    private static void assertRefused(ThrowingCallable reading, String reason) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        ModuleException.class,
                        refusal -> assertThat(refusal.reason()).startsWith(reason));
    }

    private static ByteCursor over(int... bytes) {
        return ByteCursor.over(ByteWriter.bytes(bytes), 0);
    }

    private static ByteCursor over(ByteWriter bytes) {
        return ByteCursor.over(bytes.toByteArray(), 0);
    }
}
