package dev.tally.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.HostResourceException;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.check.CommitFailure;
import dev.tally.heap.quota.QuotaExceededException;
import dev.tally.runtime.link.ImportSource;
import dev.tally.runtime.link.Importable;
import dev.tally.runtime.link.Linker;
import dev.tally.runtime.link.Store;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Linking that fails midway gives back what it had reserved. */
final class FailedLinkTest {
    /** What {@code big} declares: a table, a memory and two globals, reserved in this order. */
    private static final long TABLE = 4_000;

    private static final long MEMORY = 65_536;
    private static final long GLOBAL = 8;

    private static final ImportSource NOTHING = new ImportSource() {
        @Override
        public @Nullable Importable find(String module, String name) {
            return null;
        }

        @Override
        public String stringConstantsModule() {
            return "'";
        }
    };

    @ParameterizedTest
    @ValueSource(longs = {TABLE - 1, TABLE + MEMORY - 1, TABLE + MEMORY + GLOBAL - 1, TABLE + MEMORY + 2 * GLOBAL - 1})
    void quota_that_ends_anywhere_is_not_charged(long quota) {
        Arena arena = new Arena(quota);
        Store store = new Store(arena);
        Linker linker = new Linker(store, NOTHING);
        assertThatThrownBy(() -> linker.link(Guests.module("big").program()))
                .isInstanceOf(QuotaExceededException.class);
        assertAsBefore(store);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void jvm_without_room_leaves_nothing_behind_and_linking_can_be_tried_again(int commits) {
        Store store = new Store(new Arena(1 << 20));
        Linker linker = new Linker(store, NOTHING);
        CommitFailure.failCommitAfter(store.arena(), commits);
        assertThatThrownBy(() -> linker.link(Guests.module("big").program())).isInstanceOf(HostResourceException.class);
        assertAsBefore(store);
        linker.link(Guests.module("big").program());
        assertThat(store.arena().quota().charged()).isEqualTo(TABLE + MEMORY + 2 * GLOBAL);
        assertThat(store.instances()).hasSize(1);
    }

    @Test
    void instance_that_is_there_already_keeps_what_it_has() {
        Store store = new Store(new Arena(2 * (TABLE + MEMORY)));
        Linker linker = new Linker(store, NOTHING);
        linker.link(Guests.module("big").program());
        assertThatThrownBy(() -> linker.link(Guests.module("big").program()))
                .isInstanceOf(QuotaExceededException.class);
        assertThat(store.arena().quota().charged()).isEqualTo(TABLE + MEMORY + 2 * GLOBAL);
        assertThat(store.instances().getFirst().memory(0).byteSize()).isEqualTo(MEMORY);
    }

    private static void assertAsBefore(Store store) {
        Arena arena = store.arena();
        assertThat(arena.quota().charged()).isZero();
        assertThat(arena.counters().value(HeapColumn.MEMORY_BYTES)).isZero();
        assertThat(arena.committedBytes()).isZero();
        assertThat(store.instances()).isEmpty();
    }
}
