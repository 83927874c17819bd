package dev.tally.heap;

import java.util.function.ToLongFunction;

/**
 * The one table of what the heap counts: each column's name, unit, meaning and nature. Evidence, dumps and
 * documentation are derived from it; no other place may describe a column a second time.
 *
 * <p>Evidence is an engineering metric, not certification policy.
 *
 * <p>Counters are monotone: they add up events, and what is freed is never subtracted, since a net count hides churn.
 * Gauges tell what is the case at the moment of reading. A column is reproducible when the same module, inputs and
 * limits give the same figure under every slice size, tier and JVM.
 */
public enum HeapColumn {
    STRUCT_ALLOCATIONS(Unit.COUNT, Nature.OBJECTS_MADE, true, "structs made", counters -> counters.structAllocations),
    STRUCT_ALLOCATED_BYTES(
            Unit.BYTES,
            Nature.OBJECTS_MADE,
            true,
            "arena bytes of those structs, headers and padding included",
            counters -> counters.structAllocatedBytes),
    ARRAY_ALLOCATIONS(
            Unit.COUNT,
            Nature.OBJECTS_MADE,
            true,
            "arrays made; those made from a segment are not among them",
            counters -> counters.arrayAllocations),
    ARRAY_ALLOCATED_BYTES(
            Unit.BYTES,
            Nature.OBJECTS_MADE,
            true,
            "arena bytes of those arrays, headers and padding included",
            counters -> counters.arrayAllocatedBytes),
    LITERAL_ALLOCATIONS(
            Unit.COUNT,
            Nature.OBJECTS_MADE,
            true,
            "arrays made from a segment, as literals are each time that they are read",
            counters -> counters.literalAllocations),
    LITERAL_ALLOCATED_BYTES(
            Unit.BYTES,
            Nature.OBJECTS_MADE,
            true,
            "arena bytes of those arrays, headers and padding included",
            counters -> counters.literalAllocatedBytes),
    EXCEPTION_ALLOCATIONS(
            Unit.COUNT, Nature.OBJECTS_MADE, true, "exceptions made", counters -> counters.exceptionAllocations),
    EXCEPTION_ALLOCATED_BYTES(
            Unit.BYTES,
            Nature.OBJECTS_MADE,
            true,
            "arena bytes of those exceptions, headers and padding included",
            counters -> counters.exceptionAllocatedBytes),
    STRING_ALLOCATIONS(
            Unit.COUNT,
            Nature.OBJECTS_MADE,
            true,
            "strings made: joined, cut, made from a code unit, or handed in by the host; constants are not among them",
            counters -> counters.stringAllocations),
    STRING_ALLOCATED_BYTES(
            Unit.BYTES,
            Nature.OBJECTS_MADE,
            true,
            "arena bytes of those strings, headers and padding included",
            counters -> counters.stringAllocatedBytes),
    MATERIALISATIONS(
            Unit.COUNT,
            Nature.OBJECTS_MADE,
            true,
            "constants made because they were read for the first time",
            counters -> counters.materialisations),
    MATERIALISED_BYTES(
            Unit.BYTES,
            Nature.OBJECTS_MADE,
            true,
            "arena bytes of those constants, headers and padding included",
            counters -> counters.materialisedBytes),
    HANDLE_ALLOCATIONS(
            Unit.COUNT,
            Nature.OBJECTS_MADE,
            true,
            "host objects that got a handle; one that has its handle already is not counted again",
            counters -> counters.handleAllocations),
    COPIES(
            Unit.COUNT,
            Nature.COUNTER,
            true,
            "bulk copies within the arena or from a segment: copy and init instructions, joined and cut strings",
            counters -> counters.copies),
    COPIED_BYTES(Unit.BYTES, Nature.COUNTER, true, "bytes that those copies moved", counters -> counters.copiedBytes),
    MEMORY_GROWTHS(
            Unit.COUNT,
            Nature.COUNTER,
            true,
            "times that a memory became larger for the guest",
            counters -> counters.memoryGrowths),
    TABLE_GROWTHS(
            Unit.COUNT,
            Nature.COUNTER,
            true,
            "times that a table became larger for the guest",
            counters -> counters.tableGrowths),
    QUOTA_REFUSALS(
            Unit.COUNT,
            Nature.COUNTER,
            true,
            "requests for bytes that did not fit into the quota",
            counters -> counters.quotaRefusals),
    CENSUSES(
            Unit.COUNT,
            Nature.COUNTER,
            true,
            "times that all objects were traced to charge what is reachable and no more",
            counters -> counters.censuses),
    NURSERY_COLLECTIONS(
            Unit.COUNT,
            Nature.COUNTER,
            false,
            "times that the nursery was emptied",
            counters -> counters.nurseryCollections),
    OLD_COLLECTIONS(
            Unit.COUNT,
            Nature.COUNTER,
            false,
            "times that the old objects were moved together",
            counters -> counters.oldCollections),
    TRACED_WORDS(
            Unit.COUNT,
            Nature.COUNTER,
            false,
            "words of 64 bits of old objects that traces reached, for censuses and collections alike",
            counters -> counters.tracedWords),
    PROMOTED_BYTES(
            Unit.BYTES,
            Nature.COUNTER,
            false,
            "bytes of young objects that became old",
            counters -> counters.promotedBytes),
    RECLAIMED_BYTES(
            Unit.BYTES,
            Nature.COUNTER,
            false,
            "bytes of objects that collections found no more",
            counters -> counters.reclaimedBytes),
    OBJECT_SPACE_GROWTHS(
            Unit.COUNT,
            Nature.COUNTER,
            false,
            "times that the space of the objects moved into a larger array; no guest can see it",
            counters -> counters.objectSpaceGrowths),
    COMMITS(
            Unit.COUNT,
            Nature.COUNTER,
            false,
            "arrays that the JVM made for the arena, whatever for",
            counters -> counters.commits),
    CHARGED_BYTES(
            Unit.BYTES, Nature.GAUGE, true, "what the guest holds of its quota", counters -> counters.chargedBytes),
    MEMORY_BYTES(
            Unit.BYTES,
            Nature.GAUGE,
            true,
            "sizes of all linear memories, as the guest sees them",
            counters -> counters.memoryBytes),
    OBJECT_BYTES(
            Unit.BYTES,
            Nature.GAUGE,
            false,
            "bytes of all objects in the arena, reachable or not",
            counters -> counters.objectBytes),
    COMMITTED_BYTES(
            Unit.BYTES,
            Nature.GAUGE,
            false,
            "bytes of all arrays that the JVM holds for the arena",
            counters -> counters.committedBytes);

    /** What a column is measured in. */
    public enum Unit {
        COUNT,
        BYTES
    }

    private enum Nature {
        /** A counter of objects, which is silent about what a guest makes inside its linear memory. */
        OBJECTS_MADE,
        COUNTER,
        GAUGE
    }

    /** Kept because {@link #values()} makes a new array each time. */
    private static final HeapColumn[] ALL = values();

    private final String key;
    private final Unit unit;
    private final Nature nature;
    private final boolean reproducible;
    private final String meaning;
    private final ToLongFunction<HeapCounters> reader;

    HeapColumn(Unit unit, Nature nature, boolean reproducible, String meaning, ToLongFunction<HeapCounters> reader) {
        this.key = camelCase(name());
        this.unit = unit;
        this.nature = nature;
        this.reproducible = reproducible;
        this.meaning = meaning;
        this.reader = reader;
    }

    /** How many columns there are. */
    public static int count() {
        return ALL.length;
    }

    /** The column at a place of a captured row. */
    public static HeapColumn at(int index) {
        return ALL[index];
    }

    /** The place in a captured row. */
    @SuppressWarnings(
            "EnumOrdinal") // The order of this table is the order of the row; nobody keeps rows across versions.
    public int index() {
        return ordinal();
    }

    /** The name that evidence and summaries use, in camel case. */
    public String key() {
        return key;
    }

    public Unit unit() {
        return unit;
    }

    /** What is counted, as a phrase without a full stop. */
    public String meaning() {
        return meaning;
    }

    /** Whether it only ever grows; a gauge otherwise. */
    public boolean monotone() {
        return nature != Nature.GAUGE;
    }

    /**
     * Whether it counts objects that are made in the arena. A guest that keeps its heap in a linear memory makes others
     * there, unseen; of such a guest this column must not be told, least of all as 0.
     */
    public boolean countsObjects() {
        return nature == Nature.OBJECTS_MADE;
    }

    /** Whether every run of the same guest with the same inputs and limits shows the same figure. */
    public boolean reproducible() {
        return reproducible;
    }

    private static String camelCase(String name) {
        StringBuilder key = new StringBuilder();
        for (int index = 0; index < name.length(); index++) {
            if (name.charAt(index) != '_') {
                boolean opensWord = index > 0 && name.charAt(index - 1) == '_';
                char letter = name.charAt(index);
                key.append(opensWord ? letter : Character.toLowerCase(letter));
            }
        }
        return key.toString();
    }

    long read(HeapCounters counters) {
        return reader.applyAsLong(counters);
    }
}
