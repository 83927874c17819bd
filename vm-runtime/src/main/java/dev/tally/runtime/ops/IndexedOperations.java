package dev.tally.runtime.ops;

import dev.tally.core.TrapKind;
import dev.tally.heap.memory.LinearMemory;
import dev.tally.heap.memory.LittleEndian;
import dev.tally.heap.word.ReferenceTable;
import dev.tally.runtime.code.IndexedOperation;
import dev.tally.runtime.link.Instance;
import dev.tally.runtime.link.Store;
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
            IndexedOperation operation,
            Store store,
            Instance instance,
            long[] slots,
            int operands,
            int first,
            int second) {
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
            case DATA_DROP -> instance.dropData(first);
            case ELEMENT_DROP -> instance.dropElement(first);
            case SATURATE -> slots[operands] = saturated(slots[operands]);
            case LOAD_8_S,
                    LOAD_8_U,
                    LOAD_16_S,
                    LOAD_16_U,
                    LOAD_32_S,
                    LOAD_32_U,
                    LOAD_64,
                    STORE_8,
                    STORE_16,
                    STORE_32,
                    STORE_64 -> {
                return access(operation, instance.memory(first), slots, operands, second);
            }
            case ELEMENT_SET -> instance.element(first)[second] = (int) slots[operands];
        }
        return null;
    }

    /** An address of 64 bits as one of 32 that is out of bounds wherever the first is. */
    static long saturated(long address) {
        return address >>> Integer.SIZE == 0 ? (int) address : -1;
    }

    /**
     * Loads or stores.
     *
     * @param operands the slot of the address; behind it lies the value to store
     * @param offset what is added to the address, unsigned
     */
    static @Nullable TrapKind access(
            IndexedOperation operation, LinearMemory memory, long[] slots, int operands, int offset) {
        long address = Integer.toUnsignedLong((int) slots[operands]) + Integer.toUnsignedLong(offset);
        if (address > memory.byteSize() - operation.accessBytes()) {
            return TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS;
        }
        byte[] bytes = memory.bytes();
        int at = (int) address;
        switch (operation) {
            case LOAD_8_S -> slots[operands] = bytes[at];
            case LOAD_8_U -> slots[operands] = bytes[at] & 0xFF;
            case LOAD_16_S -> slots[operands] = LittleEndian.getShort(bytes, at);
            case LOAD_16_U -> slots[operands] = LittleEndian.getShort(bytes, at) & 0xFFFF;
            case LOAD_32_S -> slots[operands] = LittleEndian.getInt(bytes, at);
            case LOAD_32_U -> slots[operands] = LittleEndian.getInt(bytes, at) & 0xFFFF_FFFFL;
            case LOAD_64 -> slots[operands] = LittleEndian.getLong(bytes, at);
            case STORE_8 -> bytes[at] = (byte) slots[operands + 1];
            case STORE_16 -> LittleEndian.setShort(bytes, at, (short) slots[operands + 1]);
            case STORE_32 -> LittleEndian.setInt(bytes, at, (int) slots[operands + 1]);
            case STORE_64 -> LittleEndian.setLong(bytes, at, slots[operands + 1]);
            default -> throw new IllegalArgumentException(operation + " accesses no memory");
        }
        return null;
    }
}
