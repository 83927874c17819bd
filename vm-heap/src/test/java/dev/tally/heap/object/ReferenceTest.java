package dev.tally.heap.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** That each word is of one kind only, and that what goes in comes out. */
final class ReferenceTest {
    private static final int[] INDICES = {0, 1, 7, 8, 12345, Reference.MAX_INDEX - 1, Reference.MAX_INDEX};

    @Test
    void null_is_nothing_else() {
        assertKinds(Reference.NULL, true, false, false, false, false);
        assertThat(Reference.describe(Reference.NULL)).isEqualTo("null");
    }

    @Test
    void functions_keep_their_index_and_are_nothing_else() {
        for (int index : INDICES) {
            int reference = Reference.function(index);
            assertKinds(reference, false, false, true, false, false);
            assertThat(Reference.functionIndex(reference)).isEqualTo(index);
            assertThat(Reference.describe(reference)).isEqualTo("function " + index);
        }
    }

    @Test
    void host_handles_keep_their_index_and_are_nothing_else() {
        for (int index : INDICES) {
            int reference = Reference.hostHandle(index);
            assertKinds(reference, false, false, false, true, false);
            assertThat(Reference.hostHandleIndex(reference)).isEqualTo(index);
            assertThat(Reference.describe(reference)).isEqualTo("host object " + index);
        }
    }

    @Test
    void small_integers_keep_31_bits_and_are_nothing_else() {
        for (int value : new int[] {0, 1, -1, 42, (1 << 30) - 1, -(1 << 30)}) {
            int reference = Reference.i31(value);
            assertKinds(reference, false, false, false, false, true);
            assertThat(Reference.i31Value(reference)).isEqualTo(value);
        }
        assertThat(Reference.i31(1 << 31)).isEqualTo(Reference.i31(0));
    }

    @Test
    void objects_keep_their_offset_and_are_nothing_else() {
        for (int offset : new int[] {8, 16, 1 << 20, ObjectSpace.MAX_BYTES - 7 & -8}) {
            int reference = Reference.object(offset);
            assertKinds(reference, false, true, false, false, false);
            assertThat(Reference.objectOffset(reference)).isEqualTo(offset);
        }
    }

    @Test
    void the_unused_tag_is_no_reference() {
        assertKinds(0b110, false, false, false, false, false);
        assertThat(Reference.describe(0b110)).isEqualTo("no reference: 0x6");
    }

    @Test
    void an_index_that_does_not_fit_is_an_error() {
        for (int index : new int[] {-1, Reference.MAX_INDEX + 1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> Reference.function(index)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Reference.hostHandle(index)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void assertKinds(
            int reference, boolean isNull, boolean object, boolean function, boolean hostHandle, boolean i31) {
        assertThat(new boolean[] {
                    Reference.isNull(reference),
                    Reference.isObject(reference),
                    Reference.isFunction(reference),
                    Reference.isHostHandle(reference),
                    Reference.isI31(reference)
                })
                .as("null, object, function, host handle, i31")
                .containsExactly(isNull, object, function, hostHandle, i31);
    }
}
