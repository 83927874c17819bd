package dev.tally.heap.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.heap.arena.Arena;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Text to and from UTF-8, for every input. */
final class Utf8Test {
    private final LinearMemory memory = new Arena(1 << 20).newMemory(1, -1);

    @Test
    void every_code_point_goes_there_and_back() {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                String text = Character.toString(point);
                int length = memory.writeUtf8(3, text);
                byte[] expected = text.getBytes(UTF_8);
                if (length != expected.length || !memory.readUtf8(3, length).equals(text)) {
                    throw new AssertionError("U+" + Integer.toHexString(point));
                }
            }
        }
    }

    @Test
    void bytes_are_those_of_the_jvm() {
        String text = "plain, \u00e9, \u20ac, \ud83d\ude00, \u0000 end";
        int length = memory.writeUtf8(0, text);
        byte[] written = new byte[length];
        memory.read(0, written, 0, length);
        assertThat(written).isEqualTo(text.getBytes(UTF_8));
        assertThat(Utf8.byteLength(text)).isEqualTo(length);
    }

    @Test
    void a_lone_surrogate_is_written_as_the_replacement_character() {
        for (String text : new String[] {"a\ud83d", "\ud83db", "\ude00", "\ude00\ud83d"}) {
            int length = memory.writeUtf8(0, text);
            assertThat(memory.readUtf8(0, length))
                    .isEqualTo(text.replace('\ud83d', '\ufffd').replace('\ude00', '\ufffd'));
        }
    }

    @Test
    void each_maximal_part_of_a_malformed_sequence_reads_as_one_replacement_character() {
        assertReads("\ufffd", 0xFF);
        assertReads("a\ufffd", 'a', 0xE2, 0x82);
        assertReads("\ufffdb", 0xE2, 0x82, 'b');
        assertReads("\ufffd\ufffd", 0xC0, 0x80);
        assertReads("\ufffd\ufffd\ufffd", 0xE0, 0x80, 0x80);
        assertReads("\ufffd\ufffd\ufffd", 0xED, 0xA0, 0x80);
        assertReads("\ufffd\ufffd\ufffd\ufffd", 0xF4, 0x90, 0x80, 0x80);
        assertReads("\ufffda", 0xF0, 0x9F, 0x98, 'a');
    }

    /** The standard decoder of the JVM agrees wherever the bytes are UTF-8, and so must this one. */
    @Test
    void random_bytes_never_fail_and_valid_ones_read_as_the_jvm_reads_them() {
        long seed = System.nanoTime();
        System.out.println("seed of Utf8Test: " + seed);
        Random random = new Random(seed);
        int valid = 0;
        for (int round = 0; round < 100_000; round++) {
            byte[] bytes = new byte[random.nextInt(6)];
            for (int index = 0; index < bytes.length; index++) {
                bytes[index] = (byte) (random.nextBoolean() ? 0x80 + random.nextInt(0x40) : random.nextInt(256));
            }
            memory.write(0, bytes, 0, bytes.length);
            String text = memory.readUtf8(0, bytes.length);
            boolean wellFormed = Arrays.equals(text.getBytes(UTF_8), bytes);
            if (wellFormed ? !text.equals(new String(bytes, UTF_8)) : text.indexOf('\ufffd') < 0) {
                throw new AssertionError("seed " + seed + ", round " + round + ": " + Arrays.toString(bytes));
            }
            valid += wellFormed ? 1 : 0;
        }
        assertThat(valid).isGreaterThan(1000);
    }

    private void assertReads(String expected, int... bytes) {
        for (int index = 0; index < bytes.length; index++) {
            memory.setByte(index, (byte) bytes[index]);
        }
        assertThat(memory.readUtf8(0, bytes.length)).isEqualTo(expected);
    }
}
