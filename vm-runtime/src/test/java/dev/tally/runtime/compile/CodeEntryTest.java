package dev.tally.runtime.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A kept class is read back as it was, or not at all. */
final class CodeEntryTest {
    private static final byte[] KEY = CodeEntry.sha256().digest(new byte[] {1});
    private static final byte[] OTHER_KEY = CodeEntry.sha256().digest(new byte[] {2});
    private static final byte[] TYPE = {10, 20, 30, 40, 50};
    private static final int FORMAT_AT = 7;
    private static final int CHECKSUM_BYTES = 32;

    private static byte[] entry() {
        return CodeEntry.write(KEY, 7, 3, TYPE);
    }

    private static void assertUnusable(byte[] entry, String why) {
        assertThatThrownBy(() -> CodeEntry.read(entry, KEY, 7, 3))
                .isInstanceOf(CodeEntry.Unusable.class)
                .hasMessageContaining(why);
    }

    @Test
    void entry_is_read_as_it_was_written() throws Exception {
        assertThat(CodeEntry.read(entry(), KEY, 7, 3)).isEqualTo(TYPE);
        assertThat(CodeEntry.read(CodeEntry.write(KEY, 0, -1, new byte[0]), KEY, 0, -1))
                .isEmpty();
    }

    @Test
    void every_flipped_bit_is_seen() {
        for (int bit = 0; bit < entry().length * Byte.SIZE; bit++) {
            byte[] damaged = entry();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertUnusable(damaged, "its checksum is wrong");
        }
    }

    @Test
    void every_truncation_and_what_was_added_is_seen() {
        for (int length = 0; length < entry().length; length++) {
            assertUnusable(Arrays.copyOf(entry(), length), "");
        }
        assertUnusable(Arrays.copyOf(entry(), entry().length + 1), "its checksum is wrong");
    }

    @Test
    void entry_for_another_module_or_place_is_not_taken() {
        assertUnusable(CodeEntry.write(OTHER_KEY, 7, 3, TYPE), "another module");
        assertUnusable(CodeEntry.write(KEY, 8, 3, TYPE), "another module");
        assertUnusable(CodeEntry.write(KEY, 7, 4, TYPE), "another module");
    }

    @Test
    void entry_of_another_format_is_not_taken_although_it_is_whole() {
        byte[] foreign = entry();
        foreign[FORMAT_AT]++;
        int end = foreign.length - CHECKSUM_BYTES;
        byte[] checksum = CodeEntry.sha256().digest(Arrays.copyOf(foreign, end));
        System.arraycopy(checksum, 0, foreign, end, CHECKSUM_BYTES);
        assertUnusable(foreign, "another module, place, engine or format");
    }
}
