package dev.tally.allocation;

import static dev.tally.heap.HeapColumn.ARRAY_ALLOCATED_BYTES;
import static dev.tally.heap.HeapColumn.ARRAY_ALLOCATIONS;
import static dev.tally.heap.HeapColumn.CENSUSES;
import static dev.tally.heap.HeapColumn.CHARGED_BYTES;
import static dev.tally.heap.HeapColumn.COPIED_BYTES;
import static dev.tally.heap.HeapColumn.COPIES;
import static dev.tally.heap.HeapColumn.EXCEPTION_ALLOCATED_BYTES;
import static dev.tally.heap.HeapColumn.EXCEPTION_ALLOCATIONS;
import static dev.tally.heap.HeapColumn.LITERAL_ALLOCATED_BYTES;
import static dev.tally.heap.HeapColumn.LITERAL_ALLOCATIONS;
import static dev.tally.heap.HeapColumn.MATERIALISATIONS;
import static dev.tally.heap.HeapColumn.MATERIALISED_BYTES;
import static dev.tally.heap.HeapColumn.STRING_ALLOCATED_BYTES;
import static dev.tally.heap.HeapColumn.STRING_ALLOCATIONS;
import static dev.tally.heap.HeapColumn.STRUCT_ALLOCATED_BYTES;
import static dev.tally.heap.HeapColumn.STRUCT_ALLOCATIONS;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.guests.GuestProgram;
import dev.tally.heap.HeapColumn;
import dev.tally.runtime.Guest;
import dev.tally.runtime.Imports;
import dev.tally.runtime.TickOutcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs whose objects per frame are derived by hand, one frame a tick. A string takes 8 bytes of header and 2 for
 * each UTF-16 unit, rounded up to 8. Whatever is not named did not happen: every counter is compared.
 */
final class HeapCounterRegressionTest {
    private static final int FRAMES = 100;

    /** More than any frame needs, so that a tick is a frame. */
    private static final long FUEL_OF_A_FRAME = 1_000_000;

    private static final int MANY_FRAMES = 2_000;

    /** A stack of 8 KiB, and as much again for objects. */
    private static final long TIGHT_BYTES = 16 << 10;

    private static final int TIGHT_STACK_SLOTS = 1 << 10;

    private static final Map<HeapColumn, Long> NOTHING = Map.of();

    @Test
    void numbers_make_no_object() {
        try (Guest guest = spawn("heap/numeric")) {
            guest.call("run");
            assertThat(counted(guest, FRAMES))
                    .allSatisfy(frame -> assertThat(frame).isEqualTo(NOTHING));
        }
    }

    /**
     * "idle" has 4 units and takes 8 + 8 = 16 bytes; "walking" and "jumping" have 7 and take 8 + 14 = 22, rounded up to 24;
     * "swimming" has 8 and takes 8 + 16 = 24: together 88. They are compared and read, and nothing is copied.
     */
    @Test
    void constants_are_materialised_in_the_first_frame_and_never_again() {
        try (Guest guest = spawn("heap/constant_strings")) {
            guest.call("run");
            List<Map<HeapColumn, Long>> frames = counted(guest, FRAMES);
            assertThat(frames.getFirst()).isEqualTo(Map.of(MATERIALISATIONS, 4L, MATERIALISED_BYTES, 88L));
            assertThat(frames.subList(1, FRAMES))
                    .allSatisfy(frame -> assertThat(frame).isEqualTo(NOTHING));
        }
    }

    /**
     * "score: " has 7 units and takes 8 + 14 = 22, rounded up to 24 bytes; "points" has 6 and takes 8 + 12 = 20, rounded up
     * to 24: together 48. Each frame puts them together 16 times: 13 units, 8 + 26 = 34, rounded up to 40 bytes; 16 × 40 =
     * 640. What is copied are the units alone: 16 × 26 = 416 bytes.
     */
    @Test
    void sixteen_strings_of_13_units_in_each_frame_are_16_allocations_of_40_bytes() {
        try (Guest guest = spawn("heap/build_strings")) {
            guest.call("run");
            Map<HeapColumn, Long> built =
                    Map.of(STRING_ALLOCATIONS, 16L, STRING_ALLOCATED_BYTES, 640L, COPIES, 16L, COPIED_BYTES, 416L);
            Map<HeapColumn, Long> first = new EnumMap<>(built);
            first.put(MATERIALISATIONS, 2L);
            first.put(MATERIALISED_BYTES, 48L);
            List<Map<HeapColumn, Long>> frames = counted(guest, FRAMES);
            assertThat(frames.getFirst()).isEqualTo(first);
            assertThat(frames.subList(1, FRAMES))
                    .allSatisfy(frame -> assertThat(frame).isEqualTo(built));
        }
    }

    /** As above, for k strings: k allocations of 40 bytes, 26 of which are copied, and all of which the quota is charged. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 1_000})
    void k_strings_are_k_allocations(int k) {
        try (Guest guest = spawn("heap/build_strings")) {
            frame(guest, 1);
            long[] mark = guest.counters().mark();
            frame(guest, k);
            assertThat(grown(guest, mark))
                    .isEqualTo(Map.of(
                            STRING_ALLOCATIONS,
                            (long) k,
                            STRING_ALLOCATED_BYTES,
                            40L * k,
                            COPIES,
                            (long) k,
                            COPIED_BYTES,
                            26L * k));
            assertThat(guest.counters().value(CHARGED_BYTES) - mark[CHARGED_BYTES.index()])
                    .isEqualTo(40L * k);
        }
    }

    /**
     * Of each of four kinds 16 in each frame, of arrays twice as many; the head of the program derives their bytes. What is
     * copied are the 12 bytes of each literal.
     */
    @Test
    void objects_of_every_kind_are_counted_by_their_kind() {
        try (Guest guest = spawn("heap/build_objects")) {
            guest.call("run");
            assertThat(counted(guest, FRAMES))
                    .allSatisfy(frame -> assertThat(frame)
                            .isEqualTo(Map.ofEntries(
                                    entry(STRUCT_ALLOCATIONS, 16L),
                                    entry(STRUCT_ALLOCATED_BYTES, 16 * 24L),
                                    entry(ARRAY_ALLOCATIONS, 32L),
                                    entry(ARRAY_ALLOCATED_BYTES, 16 * 32L),
                                    entry(LITERAL_ALLOCATIONS, 16L),
                                    entry(LITERAL_ALLOCATED_BYTES, 16 * 24L),
                                    entry(EXCEPTION_ALLOCATIONS, 16L),
                                    entry(EXCEPTION_ALLOCATED_BYTES, 16 * 16L),
                                    entry(COPIES, 16L),
                                    entry(COPIED_BYTES, 16 * 12L))));
        }
    }

    /** Each program works in little more than it keeps, so that collections and censuses come and go. */
    @ParameterizedTest
    @CsvSource({"heap/constant_strings, 0", "heap/build_strings, 640", "heap/build_objects, 1536"})
    void censuses_and_collections_change_no_frame(String program, long bytesPerFrame) {
        try (Guest guest = GuestProgram.named(program)
                .within(TIGHT_BYTES, TIGHT_STACK_SLOTS)
                .spawn(Imports.none())) {
            assertThat(guest.tick(FUEL_OF_A_FRAME)).isEqualTo(TickOutcome.RETURNED);
            guest.call("run");
            assertThat(counted(guest, MANY_FRAMES).stream().skip(1).map(HeapCounterRegressionTest::withoutCensuses))
                    .hasSize(MANY_FRAMES - 1)
                    .containsOnly(withoutCensuses(counted(guest, 1).getFirst()));
            if (bytesPerFrame > 0) {
                assertThat(guest.counters().value(CENSUSES)).isGreaterThan(MANY_FRAMES * bytesPerFrame / TIGHT_BYTES);
            }
        }
    }

    private static Map<HeapColumn, Long> withoutCensuses(Map<HeapColumn, Long> frame) {
        Map<HeapColumn, Long> others = new EnumMap<>(HeapColumn.class);
        others.putAll(frame);
        others.remove(CENSUSES);
        return others;
    }

    private static Guest spawn(String program) {
        Guest guest = GuestProgram.named(program).spawn(Imports.none());
        assertThat(guest.tick(FUEL_OF_A_FRAME)).isEqualTo(TickOutcome.RETURNED);
        return guest;
    }

    private static void frame(Guest guest, int strings) {
        guest.call("frame", strings);
        assertThat(guest.tick(FUEL_OF_A_FRAME)).isEqualTo(TickOutcome.RETURNED);
    }

    /** What each of the next frames counts. */
    private static List<Map<HeapColumn, Long>> counted(Guest guest, int frames) {
        return Stream.generate(() -> {
                    long[] mark = guest.counters().mark();
                    assertThat(guest.tick(FUEL_OF_A_FRAME)).isEqualTo(TickOutcome.YIELDED);
                    return grown(guest, mark);
                })
                .limit(frames)
                .toList();
    }

    /** The counters that have grown since a mark; how often the JVM made arrays for it is not the guest's doing. */
    private static Map<HeapColumn, Long> grown(Guest guest, long[] mark) {
        Map<HeapColumn, Long> grown = new EnumMap<>(HeapColumn.class);
        for (HeapColumn column : HeapColumn.values()) {
            long growth = guest.counters().since(mark, column);
            if (column.monotone() && column.reproducible() && growth != 0) {
                grown.put(column, growth);
            }
        }
        return grown;
    }
}
