package dev.tally.heap.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.heap.HostResourceException;
import org.junit.jupiter.api.Test;

/** What becomes of arrays that the JVM cannot make. */
final class BackingArraysTest {
    @Test
    void what_the_jvm_itself_refuses_is_told_with_its_cause() {
        BackingArrays arrays = new BackingArrays(new Ledger());
        long[] held = new long[2];
        // No JVM makes an array of so many elements, however much room it has.
        assertThatThrownBy(() -> arrays.resized(held, Integer.MAX_VALUE))
                .isInstanceOf(HostResourceException.class)
                .hasMessageContaining("17179869176 bytes")
                .hasCauseInstanceOf(OutOfMemoryError.class);
        assertThat(arrays.resized(held, 4)).hasSize(4);
    }
}
