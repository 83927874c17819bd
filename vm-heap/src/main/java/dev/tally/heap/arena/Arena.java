package dev.tally.heap.arena;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.HeapCounters;
import dev.tally.heap.account.BackingArrays;
import dev.tally.heap.account.Ledger;
import dev.tally.heap.collect.AllocationBuffer;
import dev.tally.heap.collect.Collector;
import dev.tally.heap.memory.LinearMemory;
import dev.tally.heap.object.HeapObjects;
import dev.tally.heap.object.HostHandles;
import dev.tally.heap.object.ObjectSpace;
import dev.tally.heap.object.ScopedHandles;
import dev.tally.heap.object.Strings;
import dev.tally.heap.quota.Quota;
import dev.tally.heap.quota.QuotaExceededException;
import dev.tally.heap.word.GlobalCell;
import dev.tally.heap.word.ReferenceTable;
import dev.tally.heap.word.SlotStack;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that one guest owns, on one quota and counted in one ledger. An arena knows no bytecode and no frames; it is
 * used by one thread at a time, and shares nothing with any other arena.
 *
 * <p>What is made here is charged before it exists: memories and tables by their size, globals and stack slots 8 bytes each,
 * strings by their bytes with header and padding, handles of host objects {@value HostHandles#ENTRY_BYTES} bytes each. Whatever
 * does not fit, for the quota or for the JVM, leaves the arena as it was.
 *
 * <p>The arrays that the JVM holds for an arena never exceed a multiple of its quota, growth included, when the old array and the
 * new one exist side by side: twice the quota and 2 KiB if nobody collects, seven times and 160 KiB if somebody does.
 */
public final class Arena {
    private final Ledger ledger = new Ledger();
    private final BackingArrays arrays = new BackingArrays(ledger);
    private final Quota quota;
    private final ObjectSpace objectSpace;
    private final HeapObjects objects;
    private final Strings strings;
    private final HostHandles hostHandles;
    private final ScopedHandles scopedHandles;
    private final Collector collector;
    private final List<LinearMemory> memories = new ArrayList<>();
    private final List<ReferenceTable> tables = new ArrayList<>();
    private final List<SlotStack> stacks = new ArrayList<>();

    /**
     * @param quotaBytes the bytes that may be charged in all, not negative
     */
    public Arena(long quotaBytes) {
        quota = new Quota(quotaBytes, ledger);
        objectSpace = new ObjectSpace(quota, ledger, arrays);
        strings = new Strings(objectSpace, ledger);
        objects = new HeapObjects(objectSpace, ledger);
        hostHandles = new HostHandles(quota, ledger, arrays);
        scopedHandles = new ScopedHandles(arrays);
        collector = new Collector(objectSpace, hostHandles, scopedHandles, tables, quota, ledger, arrays);
    }

    /** What the guest may hold, and what it holds. */
    public Quota quota() {
        return quota;
    }

    /** The counters themselves, not a copy. */
    public HeapCounters counters() {
        return ledger;
    }

    /** The bytes of all arrays that the JVM holds for this arena. */
    public long committedBytes() {
        return ledger.value(HeapColumn.COMMITTED_BYTES);
    }

    /**
     * A new linear memory of zeros.
     *
     * @param minimumPages the pages it begins with
     * @param maximumPages the declared maximum, or −1
     * @throws QuotaExceededException if its first pages do not fit
     * @throws dev.tally.heap.HostResourceException if the JVM has no room
     */
    public LinearMemory newMemory(long minimumPages, long maximumPages) {
        LinearMemory memory = new LinearMemory(quota, ledger, arrays, minimumPages, maximumPages);
        memories.add(memory);
        return memory;
    }

    /**
     * A new table.
     *
     * @param minimum the elements it begins with
     * @param maximum the declared maximum, or −1
     * @param initialReference what the first elements are
     * @throws QuotaExceededException if its first elements do not fit
     * @throws dev.tally.heap.HostResourceException if the JVM has no room
     */
    public ReferenceTable newTable(long minimum, long maximum, int initialReference) {
        ReferenceTable table = new ReferenceTable(quota, ledger, arrays, minimum, maximum, initialReference);
        tables.add(table);
        return table;
    }

    /**
     * A new global, zero.
     *
     * @throws QuotaExceededException if it does not fit
     */
    public GlobalCell newGlobal() {
        if (!quota.request(GlobalCell.CHARGED_BYTES)) {
            throw new QuotaExceededException("a global", GlobalCell.CHARGED_BYTES, quota.charged(), quota.limit());
        }
        return new GlobalCell();
    }

    /**
     * Lets go of room to grow that is not used, between two ticks.
     *
     * @param fuelUsed by the guest so far
     */
    public void settle(long fuelUsed) {
        for (int i = 0; i < memories.size(); i++) {
            memories.get(i).settle(fuelUsed);
        }
    }

    /** Takes back a memory that never came into use; it has no pages afterwards. */
    public void discard(LinearMemory memory) {
        memories.remove(memory);
        memory.discard();
    }

    /** Takes back a table that never came into use; it has no elements afterwards. */
    public void discard(ReferenceTable table) {
        tables.remove(table);
        table.discard();
    }

    /** Takes back a global that never came into use. */
    public void discard(GlobalCell global) {
        quota.release(GlobalCell.CHARGED_BYTES);
        global.value = 0;
    }

    /**
     * A new stack, reserved as a whole and committed as it is used.
     *
     * @throws QuotaExceededException if so many slots do not fit
     */
    public SlotStack newStack(int limitSlots) {
        SlotStack stack = new SlotStack(quota, arrays, limitSlots);
        stacks.add(stack);
        return stack;
    }

    /**
     * Lets go of every array and of every object of the host, when the guest is gone. Counters stay as they are and gauges
     * become zero; nothing else of the arena may be used afterwards.
     */
    public void release() {
        memories.forEach(LinearMemory::discard);
        tables.forEach(ReferenceTable::discard);
        stacks.forEach(SlotStack::discard);
        objectSpace.discard();
        hostHandles.discard();
        scopedHandles.discard();
        collector.discard();
        quota.release(quota.charged()); // The globals are left: words that are reached from instances alone.
    }

    /** The guest's structs, arrays and exceptions. */
    public HeapObjects objects() {
        return objects;
    }

    /** Who makes room for objects, once it is told where the roots are. */
    public Collector collector() {
        return collector;
    }

    /** A buffer for a mutator that makes structs without asking for each; of one arena only one may be open at a time. */
    public AllocationBuffer newAllocationBuffer() {
        return new AllocationBuffer(objectSpace, collector, objects);
    }

    /** What the host holds of the guest's objects. */
    public ScopedHandles scopedHandles() {
        return scopedHandles;
    }

    /** The guest's strings. */
    public Strings strings() {
        return strings;
    }

    /** The objects of the host that the guest holds. */
    public HostHandles hostHandles() {
        return hostHandles;
    }

    /** Where the objects lie, for those who walk over them. */
    public ObjectSpace objectSpace() {
        return objectSpace;
    }

    /** Where the arrays come from, for those who make that fail. */
    @SuppressWarnings("exports") // Only the checks ask for it.
    public BackingArrays backingArrays() {
        return arrays;
    }
}
