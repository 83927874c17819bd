package dev.tally.telemetry.engineering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.heap.HeapColumn;
import dev.tally.telemetry.engineering.EvidenceColumn.Nature;
import dev.tally.telemetry.engineering.EvidenceColumn.Unit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of columns. */
final class EvidenceColumnTest {
    @Test
    void columns_have_names_of_their_own_a_meaning_and_a_source() {
        assertThat(EvidenceColumn.all()).extracting(EvidenceColumn::name).doesNotHaveDuplicates();
        assertThat(EvidenceColumn.all()).allSatisfy(column -> {
            assertThat(column.name()).matches("[a-z][A-Za-z]*");
            assertThat(column.meaning()).isNotBlank().doesNotEndWith(".");
            assertThat(column.source()).matches("[A-Z][A-Za-z]*\\.[a-z][A-Za-z]*");
        });
    }

    @Test
    void columns_of_the_heap_are_the_heaps_own() {
        for (HeapColumn of : HeapColumn.values()) {
            EvidenceColumn column = EvidenceColumn.of(of);
            assertThat(EvidenceColumn.all().get(EvidenceColumn.firstOfHeap() + of.index()))
                    .isSameAs(column);
            assertThat(column.name()).isEqualTo(of.key());
            assertThat(column.meaning()).isEqualTo(of.meaning());
            assertThat(column.unit().name()).isEqualTo(of.unit().name());
            assertThat(column.nature()).isEqualTo(of.monotone() ? Nature.COUNTER : Nature.GAUGE);
            assertThat(column.reproducible()).isEqualTo(of.reproducible());
            assertThat(column.source()).isEqualTo("HeapCounters." + of.key());
        }
    }

    @Test
    void a_steady_state_is_judged_by_what_the_guest_makes_moves_or_is_refused() {
        assertThat(EvidenceColumn.all().stream().filter(EvidenceColumn::judged))
                .containsExactlyElementsOf(Stream.of(HeapColumn.values())
                        .filter(column -> column.monotone() && column.reproducible())
                        .map(EvidenceColumn::of)
                        .toList());
    }

    @Test
    void only_figures_of_the_machine_differ_between_runs() {
        assertThat(EvidenceColumn.all().stream().filter(column -> !column.reproducible()))
                .extracting(EvidenceColumn::name)
                .containsExactly(
                        "nurseryCollections",
                        "oldCollections",
                        "tracedWords",
                        "promotedBytes",
                        "reclaimedBytes",
                        "objectSpaceGrowths",
                        "commits",
                        "objectBytes",
                        "committedBytes",
                        "wallNanos",
                        "jvmBytes");
    }

    @Test
    void units_and_natures_have_keys_in_lower_case() {
        assertThat(Unit.NANOSECONDS.key()).isEqualTo("nanoseconds");
        assertThat(Nature.COUNTER.key()).isEqualTo("counter");
    }
}
