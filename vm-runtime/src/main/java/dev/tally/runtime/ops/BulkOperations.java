package dev.tally.runtime.ops;

import dev.tally.core.TrapKind;
import dev.tally.core.module.ExternalType.MemoryType;
import dev.tally.heap.memory.LinearMemory;
import dev.tally.heap.object.Strings;
import dev.tally.heap.word.GlobalCell;
import dev.tally.heap.word.ReferenceTable;
import dev.tally.runtime.frame.Execution;
import dev.tally.runtime.link.GuestGlobal;

/**
 * Operations whose price grows with an operand: one for each 8 bytes.
 *
 * <p>Copies, fills and initialisations check their whole range first. Then they do the part that can be paid for and
 * rewrite their operands to the rest, in place; executed again, they find a smaller operation of the same meaning. Parts
 * are multiples of 8 bytes, so the sum of their prices is that of the whole. A copy to a higher place goes from the end
 * and only shortens, so that overlapping ranges come out right.
 *
 * <p>Growth and string constants cannot be split: they collect their price first, over as many ticks as it takes.
 */
public final class BulkOperations {
    /** Bytes of copying, filling, growth or comparison that cost one. */
    public static final int BYTES_PER_FUEL = 8;

    private static final int BYTES_PER_REFERENCE = 4;
    static final int REFERENCES_PER_FUEL = BYTES_PER_FUEL / BYTES_PER_REFERENCE;
    private static final long REFUSED = -1;

    private BulkOperations() {}

    private static long unsigned(long slot) {
        return slot & 0xFFFFFFFFL;
    }

    private static Progress trap(Execution execution, TrapKind kind) {
        execution.trap(kind, null, -1);
        return Progress.TRAPPED;
    }

    /** What so many elements cost, at so many for one fuel. */
    static long price(long elements, int elementsPerFuel) {
        return (elements + elementsPerFuel - 1) / elementsPerFuel;
    }

    /** How many of {@code wanted} elements are paid for now, at so many for one fuel. */
    static int pay(Execution execution, long wanted, int elementsPerFuel) {
        long units = price(wanted, elementsPerFuel);
        return (int) Math.min(wanted, execution.payForUnits(units) * elementsPerFuel);
    }

    /** Rewrites the operands of an operation of which the first {@code part} elements are done. */
    private static void advance(long[] slots, int operands, int part, boolean hasSource) {
        slots[operands] = (int) (slots[operands] + part);
        if (hasSource) {
            slots[operands + 1] = (int) (slots[operands + 1] + part);
        }
        shorten(slots, operands, part);
    }

    private static void shorten(long[] slots, int operands, int part) {
        slots[operands + 2] = (int) (slots[operands + 2] - part);
    }

    static Progress copyMemory(Execution execution, int operands, LinearMemory to, LinearMemory from) {
        long[] slots = execution.slots();
        long destination = unsigned(slots[operands]);
        long source = unsigned(slots[operands + 1]);
        long length = unsigned(slots[operands + 2]);
        if (destination + length > to.byteSize() || source + length > from.byteSize()) {
            return trap(execution, TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS);
        }
        int part = pay(execution, length, BYTES_PER_FUEL);
        if (destination > source) {
            int rest = (int) length - part;
            to.copy((int) destination + rest, from, (int) source + rest, part);
            shorten(slots, operands, part);
        } else {
            to.copy((int) destination, from, (int) source, part);
            advance(slots, operands, part, true);
        }
        if (part < length) {
            return Progress.RESTS;
        }
        to.countCopy();
        return Progress.DONE;
    }

    static Progress fillMemory(Execution execution, int operands, LinearMemory memory) {
        long[] slots = execution.slots();
        long destination = unsigned(slots[operands]);
        long length = unsigned(slots[operands + 2]);
        if (destination + length > memory.byteSize()) {
            return trap(execution, TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS);
        }
        int part = pay(execution, length, BYTES_PER_FUEL);
        memory.fill((int) destination, (byte) slots[operands + 1], part);
        advance(slots, operands, part, false);
        return part < length ? Progress.RESTS : Progress.DONE;
    }

    static Progress initMemory(Execution execution, int operands, LinearMemory memory, byte[] segment) {
        long[] slots = execution.slots();
        long destination = unsigned(slots[operands]);
        long source = unsigned(slots[operands + 1]);
        long length = unsigned(slots[operands + 2]);
        if (destination + length > memory.byteSize() || source + length > segment.length) {
            return trap(execution, TrapKind.OUT_OF_BOUNDS_MEMORY_ACCESS);
        }
        int part = pay(execution, length, BYTES_PER_FUEL);
        memory.init((int) destination, segment, (int) source, part);
        advance(slots, operands, part, true);
        if (part < length) {
            return Progress.RESTS;
        }
        memory.countCopy();
        return Progress.DONE;
    }

    static Progress growMemory(Execution execution, int operands, LinearMemory memory) {
        long[] slots = execution.slots();
        long pages = unsigned(slots[operands]);
        long bytes = pages * MemoryType.PAGE_BYTES;
        long before = REFUSED;
        if (memory.mayGrow(pages)) {
            if (!Room.forGrowth(execution, bytes, bytes / BYTES_PER_FUEL)) {
                return Progress.RESTS;
            }
            before = memory.grow(pages);
        }
        execution.commit();
        slots[operands] = before;
        return Progress.DONE;
    }

    static Progress copyTable(Execution execution, int operands, ReferenceTable to, ReferenceTable from) {
        long[] slots = execution.slots();
        long destination = unsigned(slots[operands]);
        long source = unsigned(slots[operands + 1]);
        long length = unsigned(slots[operands + 2]);
        if (destination + length > to.size() || source + length > from.size()) {
            return trap(execution, TrapKind.OUT_OF_BOUNDS_TABLE_ACCESS);
        }
        int part = pay(execution, length, REFERENCES_PER_FUEL);
        if (destination > source) {
            int rest = (int) length - part;
            to.copy((int) destination + rest, from, (int) source + rest, part);
            shorten(slots, operands, part);
        } else {
            to.copy((int) destination, from, (int) source, part);
            advance(slots, operands, part, true);
        }
        if (part < length) {
            return Progress.RESTS;
        }
        to.countCopy();
        return Progress.DONE;
    }

    static Progress fillTable(Execution execution, int operands, ReferenceTable table) {
        long[] slots = execution.slots();
        long destination = unsigned(slots[operands]);
        long length = unsigned(slots[operands + 2]);
        if (destination + length > table.size()) {
            return trap(execution, TrapKind.OUT_OF_BOUNDS_TABLE_ACCESS);
        }
        int part = pay(execution, length, REFERENCES_PER_FUEL);
        table.fill((int) destination, (int) slots[operands + 1], part);
        advance(slots, operands, part, false);
        return part < length ? Progress.RESTS : Progress.DONE;
    }

    static Progress initTable(Execution execution, int operands, ReferenceTable table, int[] segment) {
        long[] slots = execution.slots();
        long destination = unsigned(slots[operands]);
        long source = unsigned(slots[operands + 1]);
        long length = unsigned(slots[operands + 2]);
        if (destination + length > table.size() || source + length > segment.length) {
            return trap(execution, TrapKind.OUT_OF_BOUNDS_TABLE_ACCESS);
        }
        int part = pay(execution, length, REFERENCES_PER_FUEL);
        table.init((int) destination, segment, (int) source, part);
        advance(slots, operands, part, true);
        if (part < length) {
            return Progress.RESTS;
        }
        table.countCopy();
        return Progress.DONE;
    }

    /** The operands are the reference for the new elements and their number. */
    static Progress growTable(Execution execution, int operands, ReferenceTable table) {
        long[] slots = execution.slots();
        long elements = unsigned(slots[operands + 1]);
        long before = REFUSED;
        if (table.mayGrow(elements)) {
            long price = price(elements, REFERENCES_PER_FUEL);
            if (!Room.forGrowth(execution, elements * BYTES_PER_REFERENCE, price)) {
                return Progress.RESTS;
            }
            // A census may have moved what the new elements are to refer to.
            before = table.grow(elements, (int) slots[operands]);
        }
        execution.commit();
        slots[operands] = before;
        return Progress.DONE;
    }

    static Progress getConstant(Execution execution, int result, GuestGlobal global) {
        GlobalCell cell = global.cell();
        String text = global.constant();
        if (text != null && cell.value == 0) {
            long bytes = Strings.bytesFor(text.length());
            Progress room = Room.forObject(execution, bytes, bytes / BYTES_PER_FUEL);
            if (room != Progress.DONE) {
                return room;
            }
            cell.value = execution.store().arena().strings().materialise(text);
            execution.commit();
        }
        execution.slots()[result] = cell.value;
        return Progress.DONE;
    }
}
