package dev.tally.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.heap.account.Ledger;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of columns and the ways of reading it. */
final class HeapCountersTest {
    private final Ledger ledger = new Ledger();

    @Test
    void every_field_is_a_column_and_every_column_reads_its_own_field() throws IllegalAccessException {
        // What measures coverage adds fields of its own, which are static.
        Field[] fields = Stream.of(HeapCounters.class.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .toArray(Field[]::new);
        assertThat(Stream.of(fields).map(Field::getName))
                .containsExactlyElementsOf(
                        Arrays.stream(HeapColumn.values()).map(HeapColumn::key).toList());
        for (int index = 0; index < fields.length; index++) {
            fields[index].setLong(ledger, 1000 + index);
        }
        for (HeapColumn column : HeapColumn.values()) {
            assertThat(ledger.value(column)).as(column.key()).isEqualTo(1000 + column.index());
            assertThat(ledger.mark()[column.index()]).as(column.key()).isEqualTo(1000 + column.index());
        }
    }

    @Test
    void a_column_has_a_key_in_camel_case_a_meaning_and_its_place() {
        assertThat(HeapColumn.STRING_ALLOCATED_BYTES.key()).isEqualTo("stringAllocatedBytes");
        for (HeapColumn column : HeapColumn.values()) {
            assertThat(column.meaning()).as(column.key()).isNotBlank().doesNotEndWith(".");
            assertThat(HeapColumn.at(column.index())).isSameAs(column);
        }
        assertThat(HeapColumn.count()).isEqualTo(HeapColumn.values().length);
    }

    @Test
    void names_tell_the_units() {
        for (HeapColumn column : HeapColumn.values()) {
            assertThat(column.unit() == HeapColumn.Unit.BYTES)
                    .as(column.key())
                    .isEqualTo(column.key().endsWith("Bytes"));
        }
    }

    @Test
    void columns_that_count_objects_are_those_of_each_kind_of_them() {
        assertThat(Stream.of(HeapColumn.values()).filter(HeapColumn::countsObjects))
                .containsExactly(
                        HeapColumn.STRUCT_ALLOCATIONS,
                        HeapColumn.STRUCT_ALLOCATED_BYTES,
                        HeapColumn.ARRAY_ALLOCATIONS,
                        HeapColumn.ARRAY_ALLOCATED_BYTES,
                        HeapColumn.LITERAL_ALLOCATIONS,
                        HeapColumn.LITERAL_ALLOCATED_BYTES,
                        HeapColumn.EXCEPTION_ALLOCATIONS,
                        HeapColumn.EXCEPTION_ALLOCATED_BYTES,
                        HeapColumn.STRING_ALLOCATIONS,
                        HeapColumn.STRING_ALLOCATED_BYTES,
                        HeapColumn.MATERIALISATIONS,
                        HeapColumn.MATERIALISED_BYTES,
                        HeapColumn.HANDLE_ALLOCATIONS);
    }

    @Test
    void only_gauges_are_not_monotone() {
        assertThat(Stream.of(HeapColumn.values()).filter(column -> !column.monotone()))
                .containsExactlyInAnyOrderElementsOf(EnumSet.of(
                        HeapColumn.CHARGED_BYTES,
                        HeapColumn.MEMORY_BYTES,
                        HeapColumn.OBJECT_BYTES,
                        HeapColumn.COMMITTED_BYTES));
    }

    @Test
    void only_collections_and_what_the_jvm_is_asked_for_differ_between_runs() {
        assertThat(Stream.of(HeapColumn.values()).filter(column -> !column.reproducible()))
                .containsExactlyInAnyOrder(
                        HeapColumn.NURSERY_COLLECTIONS,
                        HeapColumn.OLD_COLLECTIONS,
                        HeapColumn.TRACED_WORDS,
                        HeapColumn.PROMOTED_BYTES,
                        HeapColumn.RECLAIMED_BYTES,
                        HeapColumn.OBJECT_SPACE_GROWTHS,
                        HeapColumn.COMMITS,
                        HeapColumn.OBJECT_BYTES,
                        HeapColumn.COMMITTED_BYTES);
    }

    @Test
    void every_event_adds_to_its_columns_and_to_no_other() {
        assertAdds(
                () -> ledger.stringAllocated(24),
                row(HeapColumn.STRING_ALLOCATIONS, 1)
                        .and(HeapColumn.STRING_ALLOCATED_BYTES, 24)
                        .and(HeapColumn.OBJECT_BYTES, 24));
        assertAdds(
                () -> ledger.stringMaterialised(16),
                row(HeapColumn.MATERIALISATIONS, 1)
                        .and(HeapColumn.MATERIALISED_BYTES, 16)
                        .and(HeapColumn.OBJECT_BYTES, 16));
        assertAdds(
                () -> ledger.structsAllocated(3, 72),
                row(HeapColumn.STRUCT_ALLOCATIONS, 3)
                        .and(HeapColumn.STRUCT_ALLOCATED_BYTES, 72)
                        .and(HeapColumn.OBJECT_BYTES, 72));
        assertAdds(
                () -> ledger.arraysAllocated(2, 64),
                row(HeapColumn.ARRAY_ALLOCATIONS, 2)
                        .and(HeapColumn.ARRAY_ALLOCATED_BYTES, 64)
                        .and(HeapColumn.OBJECT_BYTES, 64));
        assertAdds(
                () -> ledger.literalAllocated(32),
                row(HeapColumn.LITERAL_ALLOCATIONS, 1)
                        .and(HeapColumn.LITERAL_ALLOCATED_BYTES, 32)
                        .and(HeapColumn.OBJECT_BYTES, 32));
        assertAdds(
                () -> ledger.exceptionAllocated(16),
                row(HeapColumn.EXCEPTION_ALLOCATIONS, 1)
                        .and(HeapColumn.EXCEPTION_ALLOCATED_BYTES, 16)
                        .and(HeapColumn.OBJECT_BYTES, 16));
        assertAdds(ledger::censusTaken, row(HeapColumn.CENSUSES, 1));
        assertAdds(() -> ledger.traced(9), row(HeapColumn.TRACED_WORDS, 9));
        assertAdds(
                () -> ledger.nurseryCollected(24, 40),
                row(HeapColumn.NURSERY_COLLECTIONS, 1)
                        .and(HeapColumn.PROMOTED_BYTES, 24)
                        .and(HeapColumn.RECLAIMED_BYTES, 40)
                        .and(HeapColumn.OBJECT_BYTES, -40));
        assertAdds(
                () -> ledger.oldCollected(16),
                row(HeapColumn.OLD_COLLECTIONS, 1)
                        .and(HeapColumn.RECLAIMED_BYTES, 16)
                        .and(HeapColumn.OBJECT_BYTES, -16));
        assertAdds(ledger::handleAllocated, row(HeapColumn.HANDLE_ALLOCATIONS, 1));
        assertAdds(ledger::copied, row(HeapColumn.COPIES, 1));
        assertAdds(() -> ledger.moved(7), row(HeapColumn.COPIED_BYTES, 7));
        assertAdds(() -> ledger.memoryAdded(65536), row(HeapColumn.MEMORY_BYTES, 65536));
        assertAdds(
                () -> ledger.memoryGrown(65536),
                row(HeapColumn.MEMORY_GROWTHS, 1).and(HeapColumn.MEMORY_BYTES, 65536));
        assertAdds(() -> ledger.memoryDiscarded(65536), row(HeapColumn.MEMORY_BYTES, -65536));
        assertAdds(() -> ledger.objectsDiscarded(40), row(HeapColumn.OBJECT_BYTES, -40));
        assertAdds(() -> ledger.dropped(10), row(HeapColumn.COMMITTED_BYTES, -10));
        assertAdds(ledger::tableGrown, row(HeapColumn.TABLE_GROWTHS, 1));
        assertAdds(ledger::refused, row(HeapColumn.QUOTA_REFUSALS, 1));
        assertAdds(() -> ledger.charged(100), row(HeapColumn.CHARGED_BYTES, 100));
        assertAdds(() -> ledger.charged(60), row(HeapColumn.CHARGED_BYTES, -40));
        assertAdds(ledger::objectSpaceGrown, row(HeapColumn.OBJECT_SPACE_GROWTHS, 1));
        assertAdds(() -> ledger.committed(100, 30), row(HeapColumn.COMMITS, 1).and(HeapColumn.COMMITTED_BYTES, 70));
    }

    @Test
    void since_tells_how_far_counters_grew_and_what_gauges_are() {
        ledger.stringAllocated(24);
        ledger.charged(1000);
        long[] mark = ledger.mark();
        ledger.stringAllocated(40);
        ledger.charged(900);

        long[] delta = new long[HeapColumn.count()];
        ledger.since(mark, delta);

        assertThat(delta[HeapColumn.STRING_ALLOCATIONS.index()]).isEqualTo(1);
        assertThat(delta[HeapColumn.STRING_ALLOCATED_BYTES.index()]).isEqualTo(40);
        assertThat(delta[HeapColumn.CHARGED_BYTES.index()]).isEqualTo(900);
        assertThat(delta[HeapColumn.OBJECT_BYTES.index()]).isEqualTo(64);
        for (HeapColumn column : HeapColumn.values()) {
            assertThat(delta[column.index()]).as(column.key()).isEqualTo(ledger.since(mark, column));
        }
    }

    @Test
    void nothing_since_a_mark_is_zero_in_every_counter() {
        ledger.stringAllocated(24);
        ledger.moved(8);
        long[] delta = ledger.mark();

        ledger.since(delta, delta);

        for (HeapColumn column : HeapColumn.values()) {
            if (column.monotone()) {
                assertThat(delta[column.index()]).as(column.key()).isZero();
            }
        }
    }

    @Test
    void a_mark_does_not_move_with_the_counters() {
        long[] mark = ledger.mark();
        ledger.refused();
        assertThat(mark[HeapColumn.QUOTA_REFUSALS.index()]).isZero();
        assertThat(ledger.value(HeapColumn.QUOTA_REFUSALS)).isEqualTo(1);
    }

    @Test
    void capture_fills_its_part_of_a_row() {
        ledger.copied();
        long[] row = new long[HeapColumn.count() + 3];
        Arrays.fill(row, -5);

        ledger.capture(row, 2);

        assertThat(row[0]).isEqualTo(-5);
        assertThat(row[1]).isEqualTo(-5);
        assertThat(row[2 + HeapColumn.COPIES.index()]).isEqualTo(1);
        assertThat(row[row.length - 1]).isEqualTo(-5);
        assertThat(Arrays.copyOfRange(row, 2, 2 + HeapColumn.count())).isEqualTo(ledger.mark());
    }

    @Test
    void a_row_that_is_too_short_is_refused_and_unchanged() {
        long[] row = new long[HeapColumn.count()];
        Arrays.fill(row, -5);

        assertThatThrownBy(() -> ledger.capture(row, 1))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("from element 1 on");
        assertThatThrownBy(() -> ledger.capture(row, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> ledger.since(new long[1], row)).isInstanceOf(IndexOutOfBoundsException.class);
        long[] shortened = Arrays.copyOf(row, row.length - 1);
        assertThatThrownBy(() -> ledger.since(ledger.mark(), shortened)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(shortened).containsOnly(-5);
        assertThat(row).containsOnly(-5);
    }

    private void assertAdds(Runnable event, Row expected) {
        long[] before = ledger.mark();
        event.run();
        long[] after = ledger.mark();
        for (HeapColumn column : HeapColumn.values()) {
            assertThat(after[column.index()] - before[column.index()])
                    .as(column.key())
                    .isEqualTo(expected.figures[column.index()]);
        }
    }

    private static Row row(HeapColumn column, long figure) {
        return new Row().and(column, figure);
    }

    /** What an event should add, column by column. */
    private static final class Row {
        final long[] figures = new long[HeapColumn.count()];

        Row and(HeapColumn column, long figure) {
            figures[column.index()] = figure;
            return this;
        }
    }
}
