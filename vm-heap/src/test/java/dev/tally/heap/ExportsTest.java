package dev.tally.heap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.heap.account.Ledger;
import java.lang.module.ModuleDescriptor;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who may see what of the heap. */
final class ExportsTest {
    private final Set<ModuleDescriptor.Exports> exports =
            HeapColumn.class.getModule().getDescriptor().exports();

    @Test
    void hosts_see_the_counters_and_nothing_that_can_change_them() {
        assertThat(exports.stream().filter(export -> !export.isQualified()).map(ModuleDescriptor.Exports::source))
                .containsExactly(HeapColumn.class.getPackageName());
    }

    @Test
    void what_can_write_counters_is_exported_to_nobody() {
        assertThat(exports.stream().map(ModuleDescriptor.Exports::source))
                .doesNotContain(Ledger.class.getPackageName());
    }

    @Test
    void only_the_runtime_sees_the_arena() {
        assertThat(exports.stream()
                        .filter(ModuleDescriptor.Exports::isQualified)
                        .flatMap(export -> export.targets().stream())
                        .collect(Collectors.toSet()))
                .containsExactly("dev.tally.runtime");
    }
}
