package dev.tally.runtime.link;

import dev.tally.core.module.ExternalType.MemoryType;
import dev.tally.core.module.ExternalType.TableType;
import dev.tally.core.type.FunctionType;
import dev.tally.heap.memory.LinearMemory;
import dev.tally.heap.word.ReferenceTable;

/** What an import can be given. */
public sealed interface Importable {
    /** A function, global, table, memory or tag that the guest has already. */
    record ExistingFunction(GuestFunction function) implements Importable {}

    record ExistingGlobal(GuestGlobal global) implements Importable {}

    record ExistingMemory(LinearMemory memory, MemoryType type) implements Importable {}

    record ExistingTag(GuestTag tag) implements Importable {}

    record ExistingTable(ReferenceTable table, TableType type) implements Importable {}

    /**
     * A function of the host, made a function of the guest when it is first imported.
     *
     * @param target what runs it
     */
    record HostFunction(GuestFunction.Kind kind, String name, FunctionType type, Object target) implements Importable {}
}
