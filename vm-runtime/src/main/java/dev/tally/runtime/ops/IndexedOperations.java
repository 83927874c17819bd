package dev.tally.runtime.ops;

import dev.tally.core.TrapKind;
import dev.tally.heap.object.Reference;
import dev.tally.heap.word.ReferenceTable;
import dev.tally.runtime.code.IndexedOperation;
import dev.tally.runtime.link.Instance;
import org.jspecify.annotations.Nullable;

/** Operations on tables, memories and segments that take a bounded time. */
public final class IndexedOperations {
    private IndexedOperations() {}

    /**
     * Executes an operation.
     *
     * @param operands the slot of its first operand, where a result goes
     * @return why it traps, or null when it does not
     */
    public static @Nullable TrapKind execute(
            IndexedOperation operation, Instance instance, long[] slots, int operands, int first, int second) {
        switch (operation) {
            case MEMORY_SIZE -> slots[operands] = instance.memory(first).pages();
            case TABLE_SIZE -> slots[operands] = instance.table(first).size();
            case TABLE_GET -> {
                ReferenceTable table = instance.table(first);
                int index = (int) slots[operands];
                if (Integer.compareUnsigned(index, table.size()) >= 0) {
                    return TrapKind.OUT_OF_BOUNDS_TABLE_ACCESS;
                }
                slots[operands] = table.get(index);
            }
            case TABLE_SET -> {
                ReferenceTable table = instance.table(first);
                int index = (int) slots[operands];
                if (Integer.compareUnsigned(index, table.size()) >= 0) {
                    return TrapKind.OUT_OF_BOUNDS_TABLE_ACCESS;
                }
                table.set(index, (int) slots[operands + 1]);
            }
            case REF_FUNC ->
                slots[operands] = Reference.function(instance.function(first).number());
            case DATA_DROP -> instance.dropData(first);
            case ELEMENT_DROP -> instance.dropElement(first);
            case ELEMENT_SET -> instance.element(first)[second] = (int) slots[operands];
        }
        return null;
    }
}
