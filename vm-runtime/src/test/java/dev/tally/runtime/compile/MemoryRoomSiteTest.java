package dev.tally.runtime.compile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When compiled code asks for the room behind a memory. */
final class MemoryRoomSiteTest {
    private final MemoryRoom site = new MemoryRoom();

    private void runWithRoom() {
        site.begin(true);
        assertThat(site.asks()).isTrue();
        site.end();
    }

    private void runWithout(int times) {
        for (int i = 0; i < times; i++) {
            site.begin(false);
        }
    }

    @Test
    void it_asks_from_the_first_run_with_room_until_many_had_none() {
        runWithout(10);
        assertThat(site.asks()).isFalse();
        runWithRoom();
        runWithout(MemoryRoom.RUNS_UNTIL_CALM - 1);
        assertThat(site.asks()).isTrue();
        runWithout(1);
        assertThat(site.asks()).isFalse();
    }

    @Test
    void it_asks_as_long_as_somebody_with_room_runs() {
        site.begin(true);
        site.begin(true);
        site.end();
        runWithout(2 * MemoryRoom.RUNS_UNTIL_CALM);
        assertThat(site.asks()).isTrue();
        site.end();
        runWithout(1);
        assertThat(site.asks()).isFalse();
    }

    @Test
    void a_run_with_room_in_between_begins_the_count_again() {
        runWithRoom();
        runWithout(MemoryRoom.RUNS_UNTIL_CALM - 1);
        runWithRoom();
        runWithout(MemoryRoom.RUNS_UNTIL_CALM - 1);
        assertThat(site.asks()).isTrue();
    }

    @Test
    void it_asks_for_good_after_some_times() {
        for (int i = 0; i < MemoryRoom.MOST_RETURNS; i++) {
            runWithRoom();
            runWithout(MemoryRoom.RUNS_UNTIL_CALM);
            assertThat(site.asks()).isFalse();
        }
        runWithRoom();
        runWithout(2 * MemoryRoom.RUNS_UNTIL_CALM);
        assertThat(site.asks()).isTrue();
    }
}
