package dev.tally.heap.check;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.check.GraphNode.Kind;
import dev.tally.heap.collect.AllocationBuffer;
import dev.tally.heap.collect.Collector;
import dev.tally.heap.collect.RootVisitor;
import dev.tally.heap.collect.Roots;
import dev.tally.heap.memory.LittleEndian;
import dev.tally.heap.object.HeapObjects;
import dev.tally.heap.object.Reference;
import dev.tally.heap.object.Shape;
import dev.tally.heap.object.Storage;
import dev.tally.heap.word.ReferenceTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for a guest whose objects refer to one another and are collected: builds a random graph in an arena and the same one
 * of Java objects, and compares. What is charged, when a census must run and what counters must say it works out from the Java
 * objects alone, and from when it is asked for roots; it must never ask the heap what to expect.
 */
final class GraphMutator implements Roots {
    private static final int SLOTS = 24;
    private static final int TABLE = 8;

    private final Random random;
    private final Arena arena;
    private final HeapObjects objects;
    private final Collector collector;
    private final AllocationBuffer buffer;
    private final ReferenceTable table;
    private final Kind[] kinds;

    private final long[] slots = new long[SLOTS];
    private final @Nullable Object[] held = new Object[SLOTS];
    private final @Nullable Object[] inTable = new Object[TABLE];
    private final List<@Nullable Object> scoped = new ArrayList<>();
    private final Deque<int[]> scopes = new ArrayDeque<>();

    /** Objects of the host with the charge for their entries: those reached at the last census and those added since. */
    private final Set<Object> hostObjects = Collections.newSetFromMap(new IdentityHashMap<>());

    private final long fixed;
    private final long limit;
    private long charged;
    private int handlesSinceCensus;
    private final long[] expected = new long[HeapColumn.count()];
    private final GenerationShadow generations = new GenerationShadow();
    private final CommitShadow commits;
    private long refused;
    private long madeAtOnce;
    private boolean pastTheBarrier;

    GraphMutator(Random random, long limit) {
        this.random = random;
        this.limit = limit;
        this.arena = new Arena(limit);
        this.commits = new CommitShadow(arena);
        this.objects = arena.objects();
        this.collector = arena.collector();
        this.buffer = arena.newAllocationBuffer();
        this.table = arena.newTable(TABLE, -1, Reference.NULL);
        this.fixed = 4 * TABLE;
        this.charged = fixed;
        collector.attach(this);
        this.kinds = new Kind[] {
            struct(),
            struct(Storage.REFERENCE),
            struct(Storage.REFERENCE, Storage.I32, Storage.REFERENCE),
            struct(Storage.I8, Storage.REFERENCE, Storage.I64, Storage.I16, Storage.REFERENCE, Storage.I8),
            struct(Collections.nCopies(40, List.of(Storage.I8, Storage.REFERENCE)).stream()
                    .flatMap(List::stream)
                    .toArray(Storage[]::new)),
            exception(Storage.REFERENCE, Storage.I64),
            array(Storage.REFERENCE),
            array(Storage.I8),
            array(Storage.I16),
            array(Storage.I32),
            array(Storage.I64),
            new Kind(1, true, false, true, List.of(Storage.I16)),
        };
    }

    private Kind struct(Storage... fields) {
        return new Kind(objects.shapes().add(new Shape.Struct(List.of(fields))), false, false, false, List.of(fields));
    }

    private Kind exception(Storage... fields) {
        return new Kind(objects.shapes().add(new Shape.Thrown(List.of(fields))), false, true, false, List.of(fields));
    }

    private Kind array(Storage element) {
        return new Kind(objects.shapes().add(new Shape.Array(element)), true, false, false, List.of(element));
    }

    Arena arena() {
        return arena;
    }

    /** From now on stores references as nobody may. */
    void storePastTheBarrier() {
        pastTheBarrier = true;
    }

    long refused() {
        return refused;
    }

    long madeAtOnce() {
        return madeAtOnce;
    }

    @Override
    public void visitAll(RootVisitor visitor) {
        switch (visitor.getClass().getSimpleName()) {
            case "NurseryCollection" -> generations.emptyNursery(roots());
            case "Trace" -> generations.trace(reachable());
            case "Compaction" -> generations.compact(reachable());
            default -> {} // A walk.
        }
        for (int slot = 0; slot < SLOTS; slot++) {
            slots[slot] = visitor.visit((int) slots[slot]);
        }
    }

    void step() {
        switch (random.nextInt(17)) {
            case 0, 1, 2, 3 -> make();
            case 4, 5, 6, 7 -> storeReference();
            case 8 -> storeNumber();
            case 9 -> load();
            case 10 -> drop();
            case 11 -> bulk();
            case 12 -> useTable();
            case 13 -> addHandle();
            case 14 -> useScope();
            case 15 -> makeAtOnce();
            default -> {
                if (random.nextInt(200) == 0) {
                    takeCensus();
                }
            }
        }
    }

    private void takeCensus() {
        collector.census();
        commits.observe();
        shadowCensus();
    }

    // --- What is done, there and here.

    private void make() {
        Kind kind = kinds[random.nextInt(kinds.length)];
        int length = !kind.array() ? 0 : random.nextInt(60) == 0 ? random.nextInt(6_000) : random.nextInt(12);
        GraphNode node = new GraphNode(kind, length);
        long bytes = node.bytes();
        if (!request(bytes)) {
            return;
        }
        int slot = random.nextInt(SLOTS);
        int made;
        if (kind.text() && random.nextInt(4) == 0) {
            made = arena.strings().materialise("\0".repeat(length));
            count(HeapColumn.MATERIALISATIONS, HeapColumn.MATERIALISED_BYTES, bytes);
        } else if (kind.text()) {
            made = arena.strings().allocate("\0".repeat(length));
            count(HeapColumn.STRING_ALLOCATIONS, HeapColumn.STRING_ALLOCATED_BYTES, bytes);
        } else if (kind.array() && random.nextInt(4) == 0) {
            made = objects.newLiteral(kind.type(), length);
            count(HeapColumn.LITERAL_ALLOCATIONS, HeapColumn.LITERAL_ALLOCATED_BYTES, bytes);
        } else if (kind.array()) {
            made = objects.newArray(kind.type(), length);
            count(HeapColumn.ARRAY_ALLOCATIONS, HeapColumn.ARRAY_ALLOCATED_BYTES, bytes);
        } else if (kind.exception()) {
            made = objects.newException(kind.type());
            count(HeapColumn.EXCEPTION_ALLOCATIONS, HeapColumn.EXCEPTION_ALLOCATED_BYTES, bytes);
        } else {
            made = objects.newStruct(kind.type());
            count(HeapColumn.STRUCT_ALLOCATIONS, HeapColumn.STRUCT_ALLOCATED_BYTES, bytes);
        }
        same(true, made != Reference.NULL);
        charged += bytes;
        generations.made(node, bytes);
        slots[slot] = made;
        held[slot] = node;
    }

    /** A few structs and arrays, as many as there is room for without asking for each. */
    private void makeAtOnce() {
        buffer.open();
        for (int left = random.nextInt(6); left >= 0; left--) {
            Kind kind = kinds[random.nextInt(kinds.length)];
            if (kind.text() || kind.exception()) {
                continue;
            }
            int length = !kind.array() ? 0 : random.nextInt(30) == 0 ? random.nextInt(6_000) : random.nextInt(12);
            GraphNode node = new GraphNode(kind, length);
            boolean seen = kind.array() || random.nextInt(4) > 0;
            int made = kind.array()
                    ? buffer.array(kind.type(), length, node.bytes(), objects.bytes())
                    : structIfThereIsRoom(kind.type(), (int) node.bytes(), seen);
            if (made == Reference.NULL) {
                break;
            }
            if (kind.array()) {
                count(HeapColumn.ARRAY_ALLOCATIONS, HeapColumn.ARRAY_ALLOCATED_BYTES, node.bytes());
            } else {
                count(HeapColumn.STRUCT_ALLOCATIONS, HeapColumn.STRUCT_ALLOCATED_BYTES, node.bytes());
            }
            charged += node.bytes();
            same(true, charged <= limit);
            generations.made(node, node.bytes());
            if (seen) {
                int slot = random.nextInt(SLOTS);
                slots[slot] = made;
                held[slot] = node;
            }
            madeAtOnce++;
        }
        buffer.close();
    }

    /** Makes a struct; one that nobody is to see is not written. */
    private int structIfThereIsRoom(int type, int bytes, boolean seen) {
        if (!AllocationBuffer.hasRoom(buffer.state(), bytes)) {
            return Reference.NULL;
        }
        return seen
                ? AllocationBuffer.struct(buffer.state(), type, bytes, objects.bytes())
                : AllocationBuffer.reserve(buffer.state(), bytes);
    }

    /** Asks for room, and works out beforehand whether there must be any and whether a census must run. */
    private boolean request(long bytes) {
        boolean census = charged + bytes > limit && charged > fixed;
        same(census ? (charged + 7) / 8 : 0L, collector.priceOfRoom(bytes));
        if (census) {
            same(false, collector.hasRoom(bytes));
            takeCensus();
        }
        boolean fits = charged + bytes <= limit;
        if (census || !collector.hasRoom(bytes)) {
            same(fits, collector.makeRoom(bytes));
            commits.observe();
        }
        if (!fits) {
            refused++;
            expected[HeapColumn.QUOTA_REFUSALS.index()]++;
        }
        return fits;
    }

    private void shadowCensus() {
        expected[HeapColumn.CENSUSES.index()]++;
        Set<Object> reached = reachable();
        hostObjects.retainAll(reached);
        handlesSinceCensus = 0;
        charged = fixed + 32L * hostObjects.size();
        for (Object value : reached) {
            charged += value instanceof GraphNode node ? node.bytes() : 0;
        }
    }

    private Set<Object> reachable() {
        Set<Object> reached = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> pending = roots();
        while (!pending.isEmpty()) {
            Object value = pending.pop();
            if (reached.add(value) && value instanceof GraphNode node) {
                push(pending, node.references);
            }
        }
        return reached;
    }

    private Deque<Object> roots() {
        Deque<Object> roots = new ArrayDeque<>();
        push(roots, held);
        push(roots, inTable);
        push(roots, scoped.toArray());
        return roots;
    }

    private static void push(Deque<Object> pending, @Nullable Object[] values) {
        for (Object value : values) {
            if (value != null) {
                pending.push(value);
            }
        }
    }

    private void storeReference() {
        int to = random.nextInt(SLOTS);
        if (held[to] instanceof GraphNode node && node.references.length > 0) {
            int which = random.nextInt(node.references.length);
            int from = random.nextInt(SLOTS + 2);
            Object value = from < SLOTS ? held[from] : from == SLOTS ? null : (Object) random.nextInt(1 << 30);
            int word = from < SLOTS
                    ? (int) slots[from]
                    : value instanceof Integer number ? Reference.i31(number) : Reference.NULL;
            if (pastTheBarrier) {
                LittleEndian.setInt(objects.bytes(), (int) slots[to] + node.kind.offset(true, which), word);
            } else {
                objects.setReference((int) slots[to], node.kind.offset(true, which), word);
            }
            node.references[which] = value;
            generations.stored(node);
        }
    }

    private void storeNumber() {
        if (held[random.nextInt(SLOTS)] instanceof GraphNode node && node.numbers.length > 0) {
            int slot = Arrays.asList(held).indexOf(node);
            int which = random.nextInt(node.numbers.length);
            long value = random.nextLong();
            write((int) slots[slot] + node.kind.offset(false, which), node.kind.numberStorage(which), value);
            node.numbers[which] = value;
        }
    }

    private void write(int at, Storage storage, long value) {
        switch (storage) {
            case I8 -> objects.bytes()[at] = (byte) value;
            case I16 -> LittleEndian.setShort(objects.bytes(), at, (short) value);
            case I32 -> LittleEndian.setInt(objects.bytes(), at, (int) value);
            default -> LittleEndian.setLong(objects.bytes(), at, value);
        }
    }

    private void load() {
        int from = random.nextInt(SLOTS);
        if (held[from] instanceof GraphNode node && node.references.length > 0) {
            int which = random.nextInt(node.references.length);
            int to = random.nextInt(SLOTS);
            slots[to] = objects.getReference((int) slots[from], node.kind.offset(true, which));
            held[to] = node.references[which];
        }
    }

    private void drop() {
        int slot = random.nextInt(SLOTS);
        slots[slot] = Reference.NULL;
        held[slot] = null;
    }

    private void bulk() {
        int to = random.nextInt(SLOTS);
        int from = random.nextInt(SLOTS);
        if (held[to] instanceof GraphNode target && target.kind.array() && target.references.length > 0) {
            int elements = random.nextInt(target.references.length + 1);
            int at = random.nextInt(target.references.length - elements + 1);
            if (held[from] instanceof GraphNode source
                    && source.kind.equals(target.kind)
                    && source.references.length >= elements) {
                int begin = random.nextInt(source.references.length - elements + 1);
                objects.copyReferences((int) slots[to], at, (int) slots[from], begin, elements);
                objects.countCopy();
                generations.stored(target);
                System.arraycopy(source.references, begin, target.references, at, elements);
                expected[HeapColumn.COPIES.index()]++;
                expected[HeapColumn.COPIED_BYTES.index()] += 4L * elements;
            } else {
                objects.fillReferences((int) slots[to], at, (int) slots[from], elements);
                Arrays.fill(target.references, at, at + elements, held[from]);
                generations.stored(target);
            }
        }
    }

    private void useTable() {
        int element = random.nextInt(TABLE);
        int slot = random.nextInt(SLOTS);
        if (random.nextBoolean()) {
            table.set(element, (int) slots[slot]);
            inTable[element] = held[slot];
        } else {
            slots[slot] = table.get(element);
            held[slot] = inTable[element];
        }
    }

    private void addHandle() {
        Object[] known = hostObjects.toArray();
        Object object = known.length > 0 && random.nextInt(3) == 0 ? known[random.nextInt(known.length)] : new Object();
        boolean isNew = !hostObjects.contains(object);
        boolean census = isNew
                && charged > fixed
                && (charged + 32 > limit || handlesSinceCensus >= Math.max(1024, charged / 128));
        same(census ? (charged + 7) / 8 : 0L, collector.priceOfHandle(object));
        if (census) {
            takeCensus();
        }
        boolean fits = !isNew || charged + 32 <= limit;
        int reference = arena.hostHandles().add(object);
        same(fits, reference != Reference.NULL);
        if (!fits) {
            expected[HeapColumn.QUOTA_REFUSALS.index()]++;
            return;
        }
        if (isNew) {
            hostObjects.add(object);
            charged += 32;
            handlesSinceCensus++;
            expected[HeapColumn.HANDLE_ALLOCATIONS.index()]++;
        }
        int slot = random.nextInt(SLOTS);
        slots[slot] = reference;
        held[slot] = object;
    }

    private void useScope() {
        if (random.nextInt(3) == 0 && !scopes.isEmpty()) {
            int[] scope = scopes.pop();
            arena.scopedHandles().close(scope[0]);
            while (scoped.size() > scope[1]) {
                scoped.removeLast();
            }
        } else if (random.nextInt(3) == 0) {
            scopes.push(new int[] {arena.scopedHandles().open(), scoped.size()});
        } else if (!scopes.isEmpty() && scoped.size() < 100) {
            int slot = random.nextInt(SLOTS);
            int place = arena.scopedHandles().add((int) slots[slot]);
            same(scoped.size(), place);
            scoped.add(held[slot]);
        }
    }

    private void count(HeapColumn events, HeapColumn bytes, long size) {
        expected[events.index()]++;
        expected[bytes.index()] += size;
    }

    // --- Comparing.

    /** Compares every column, reproducible or not, with the own count. */
    void compareCounters() {
        expected[HeapColumn.CHARGED_BYTES.index()] = charged;
        generations.writeTo(expected);
        commits.writeTo(expected);
        for (HeapColumn column : HeapColumn.values()) {
            long actual = arena.counters().value(column);
            if (actual != expected[column.index()]) {
                throw new AssertionError(column.key() + " is " + actual + ", counted were " + expected[column.index()]);
            }
        }
    }

    void compareAll() {
        HeapWalk.verify(arena);
        IdentityHashMap<Object, Integer> words = new IdentityHashMap<>();
        Deque<Object> pending = new ArrayDeque<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            meet(words, pending, held[slot], (int) slots[slot]);
        }
        for (int element = 0; element < TABLE; element++) {
            meet(words, pending, inTable[element], table.get(element));
        }
        int place = 0;
        for (@Nullable Object value : scoped) {
            meet(words, pending, value, arena.scopedHandles().get(place++));
        }
        while (!pending.isEmpty()) {
            GraphNode node = (GraphNode) pending.pop();
            int word = Objects.requireNonNull(words.get(node));
            same(node.kind.type(), objects.type(word));
            if (node.kind.array()) {
                same(Math.max(node.references.length, node.numbers.length), objects.length(word));
            }
            for (int which = 0; which < node.references.length; which++) {
                meet(words, pending, node.references[which], objects.getReference(word, node.kind.offset(true, which)));
            }
            for (int which = 0; which < node.numbers.length; which++) {
                compareNumber(
                        word + node.kind.offset(false, which), node.kind.numberStorage(which), node.numbers[which]);
            }
        }
        same(words.size(), (int) words.values().stream().distinct().count());
    }

    private void meet(IdentityHashMap<Object, Integer> words, Deque<Object> pending, @Nullable Object value, int word) {
        switch (value) {
            case null -> same(Reference.NULL, word);
            case Integer number -> same(number, Reference.i31Value(word));
            case GraphNode node -> {
                Integer known = words.putIfAbsent(node, word);
                if (known == null) {
                    same(true, Reference.isObject(word));
                    pending.push(node);
                } else {
                    same(known, word);
                }
            }
            default -> same(true, arena.hostHandles().get(word).equals(value));
        }
    }

    private void compareNumber(int at, Storage storage, long wanted) {
        long mask = storage.bytes() == 8 ? -1L : (1L << 8 * storage.bytes()) - 1;
        byte[] bytes = objects.bytes();
        long actual = switch (storage) {
            case I8 -> bytes[at];
            case I16 -> LittleEndian.getShort(bytes, at);
            case I32 -> LittleEndian.getInt(bytes, at);
            default -> LittleEndian.getLong(bytes, at);
        };
        same(wanted & mask, actual & mask);
    }

    private static void same(Object wanted, Object actual) {
        if (!wanted.equals(actual)) {
            throw new AssertionError("wanted " + wanted + ", there is " + actual);
        }
    }
}
