package dev.tally.heap.check;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.arena.Arena;
import dev.tally.heap.memory.LinearMemory;
import dev.tally.heap.object.Reference;
import dev.tally.heap.quota.QuotaExceededException;
import dev.tally.heap.word.ReferenceTable;
import dev.tally.heap.word.SlotStack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Stands in for a guest: does random work in an arena, does the same with plain Java objects, and compares. It keeps its own
 * count of what the counters should say, from the Java objects alone. It must never ask the heap what to expect.
 */
final class FakeMutator {
    private static final int PAGE = 65536;

    private final Random random;
    private final long limit;
    private final Arena arena;

    private final List<String> texts = new ArrayList<>();
    private final int[] textReferences = new int[1 << 17];
    private final List<LinearMemory> memories = new ArrayList<>();
    private final List<byte[]> memoryBytes = new ArrayList<>();
    private final List<ReferenceTable> tables = new ArrayList<>();
    private final List<int[]> tableWords = new ArrayList<>();
    private final List<Object> handles = new ArrayList<>();
    private final SlotStack stack;

    /** The expected value of each reproducible column. */
    private final long[] expected = new long[HeapColumn.count()];

    private long objectBytes;

    /** The most bytes that the JVM held at once, while an array and the one that replaces it were both there. */
    private long peakBytes;

    FakeMutator(Random random, long limit) {
        this.random = random;
        this.limit = limit;
        this.arena = new Arena(limit);
        int slots = (int) Math.min(limit / 32, 4096);
        charge(8L * slots);
        this.stack = arena.newStack(slots);
    }

    Arena arena() {
        return arena;
    }

    long peakBytes() {
        return peakBytes;
    }

    /** Does one thing, there and here, and compares what came of it. */
    void step() {
        long[] before = arrayBytes();
        act();
        long[] after = arrayBytes();
        long together = LongStream.of(before).sum();
        for (int index = 0; index < after.length; index++) {
            together += after[index] != before[index] ? after[index] : 0;
        }
        peakBytes = Math.max(peakBytes, together);
    }

    private void act() {
        switch (random.nextInt(21)) {
            case 0, 1, 2 -> makeText(random.nextBoolean());
            case 3, 4, 5 -> joinTexts();
            case 6, 7 -> cutText();
            case 8 -> makeUnit();
            case 9, 10 -> compareTexts();
            case 11 -> growMemory();
            case 12 -> writeMemory();
            case 13 -> copyMemory();
            case 14 -> fillMemory();
            case 15 -> initialiseMemory();
            case 16 -> growTable();
            case 17 -> changeTable();
            case 18 -> addHandle();
            case 19 -> useStack();
            default -> makeMemoryOrTable();
        }
    }

    /** Compares all that the arena holds with what is expected, and the counters with the own count. */
    void compareAll() {
        for (int index = 0; index < texts.size(); index++) {
            same(texts.get(index), arena.strings().toJavaString(textReferences[index]));
        }
        for (int index = 0; index < memories.size(); index++) {
            byte[] bytes = memoryBytes.get(index);
            same(bytes.length, (int) memories.get(index).byteSize());
            same(-1, Arrays.mismatch(bytes, Arrays.copyOf(memories.get(index).bytes(), bytes.length)));
        }
        for (int index = 0; index < tables.size(); index++) {
            int[] words = tableWords.get(index);
            same(words.length, tables.get(index).size());
            same(-1, Arrays.mismatch(words, Arrays.copyOf(tables.get(index).references(), words.length)));
        }
        for (int index = 0; index < handles.size(); index++) {
            same(handles.get(index), arena.hostHandles().get(Reference.hostHandle(index)));
        }
        same(texts.size(), HeapWalk.verify(arena));
        compareCounters();
    }

    /** Compares the counters with the own count. */
    void compareCounters() {
        for (HeapColumn column : HeapColumn.values()) {
            if (column.reproducible()) {
                long actual = arena.counters().value(column);
                if (actual != expected[column.index()]) {
                    throw new AssertionError(
                            column.key() + " is " + actual + ", counted were " + expected[column.index()]);
                }
            }
        }
        same(objectBytes, arena.counters().value(HeapColumn.OBJECT_BYTES));
        same(expected[HeapColumn.CHARGED_BYTES.index()], arena.quota().charged());
        same(LongStream.of(arrayBytes()).sum(), arena.committedBytes());
    }

    /** The bytes of each array that the arena holds; 0 for one that is not there yet. */
    private long[] arrayBytes() {
        int places = handles.isEmpty() ? 0 : Math.max(8, Integer.highestOneBit(2 * handles.size() - 1));
        return LongStream.of(
                        arena.objectSpace().bytes().length,
                        8L * stack.slots().length,
                        24L * places,
                        memories.isEmpty() ? 0 : memories.getFirst().bytes().length,
                        tables.isEmpty() ? 0 : 4L * tables.getFirst().references().length,
                        memories.size() < 2 ? 0 : memories.get(1).bytes().length,
                        tables.size() < 2 ? 0 : 4L * tables.get(1).references().length)
                .toArray();
    }

    private void makeText(boolean constant) {
        String text = randomText();
        int reference =
                constant ? arena.strings().materialise(text) : arena.strings().allocate(text);
        if (keepText(text, reference)) {
            add(constant ? HeapColumn.MATERIALISATIONS : HeapColumn.STRING_ALLOCATIONS, 1);
            add(constant ? HeapColumn.MATERIALISED_BYTES : HeapColumn.STRING_ALLOCATED_BYTES, textBytes(text));
        }
    }

    private void joinTexts() {
        if (!texts.isEmpty()) {
            int first = random.nextInt(texts.size());
            int second = random.nextInt(texts.size());
            String text = texts.get(first) + texts.get(second);
            if (text.length() < 5_000) {
                keepBuilt(text, arena.strings().concat(textReferences[first], textReferences[second]));
            }
        }
    }

    private void cutText() {
        if (!texts.isEmpty()) {
            int whole = random.nextInt(texts.size());
            int to = random.nextInt(texts.get(whole).length() + 1);
            int from = random.nextInt(to + 1);
            keepBuilt(texts.get(whole).substring(from, to), arena.strings().substring(textReferences[whole], from, to));
        }
    }

    private void keepBuilt(String text, int reference) {
        if (keepText(text, reference)) {
            add(HeapColumn.STRING_ALLOCATIONS, 1);
            add(HeapColumn.STRING_ALLOCATED_BYTES, textBytes(text));
            add(HeapColumn.COPIES, 1);
            add(HeapColumn.COPIED_BYTES, 2L * text.length());
        }
    }

    private void makeUnit() {
        int unit = random.nextInt();
        String text = String.valueOf((char) unit);
        if (keepText(text, arena.strings().fromCharCode(unit))) {
            add(HeapColumn.STRING_ALLOCATIONS, 1);
            add(HeapColumn.STRING_ALLOCATED_BYTES, textBytes(text));
        }
    }

    private boolean keepText(String text, int reference) {
        boolean fits = charge(textBytes(text));
        same(fits, reference != Reference.NULL);
        if (fits) {
            textReferences[texts.size()] = reference;
            texts.add(text);
            objectBytes += textBytes(text);
        }
        return fits;
    }

    private void compareTexts() {
        if (!texts.isEmpty()) {
            int first = random.nextInt(texts.size());
            int second = random.nextInt(texts.size());
            int a = textReferences[first];
            int b = textReferences[second];
            same(
                    Integer.signum(texts.get(first).compareTo(texts.get(second))),
                    arena.strings().compare(a, b));
            same(texts.get(first).equals(texts.get(second)), arena.strings().equal(a, b));
            same(texts.get(first).length(), arena.strings().length(a));
            if (!texts.get(first).isEmpty()) {
                int at = random.nextInt(texts.get(first).length());
                same(texts.get(first).charAt(at), arena.strings().charAt(a, at));
            }
        }
    }

    private void makeMemoryOrTable() {
        if (memories.size() < 2 && random.nextInt(50) == 0) {
            int pages = random.nextInt(3);
            boolean fits = charge((long) pages * PAGE);
            try {
                memories.add(arena.newMemory(pages, 20));
                memoryBytes.add(new byte[pages * PAGE]);
                add(HeapColumn.MEMORY_BYTES, (long) pages * PAGE);
                same(true, fits);
            } catch (QuotaExceededException refusal) {
                same(false, fits);
            }
        } else if (tables.size() < 2 && random.nextInt(50) == 0) {
            int size = random.nextInt(20);
            boolean fits = charge(4L * size);
            try {
                tables.add(arena.newTable(size, 2_000, 5));
                int[] words = new int[size];
                Arrays.fill(words, 5);
                tableWords.add(words);
                same(true, fits);
            } catch (QuotaExceededException refusal) {
                same(false, fits);
            }
        }
    }

    private void growMemory() {
        if (!memories.isEmpty() && random.nextInt(10) == 0) {
            int which = random.nextInt(memories.size());
            int before = memoryBytes.get(which).length / PAGE;
            int more = random.nextInt(4);
            boolean fits = before + more <= 20 && charge((long) more * PAGE);
            same(fits ? before : -1, memories.get(which).grow(more));
            if (fits) {
                memoryBytes.set(which, Arrays.copyOf(memoryBytes.get(which), (before + more) * PAGE));
                add(HeapColumn.MEMORY_BYTES, (long) more * PAGE);
                add(HeapColumn.MEMORY_GROWTHS, more > 0 ? 1 : 0);
            }
        }
    }

    private void writeMemory() {
        int which = memoryThatIsNotEmpty();
        if (which >= 0) {
            byte[] bytes = memoryBytes.get(which);
            int at = random.nextInt(bytes.length - 8);
            long value = random.nextLong();
            memories.get(which).setLong(at, value);
            for (int index = 0; index < 8; index++) {
                bytes[at + index] = (byte) (value >> 8 * index);
            }
            same(value, memories.get(which).getLong(at));
        }
    }

    private void copyMemory() {
        int from = memoryThatIsNotEmpty();
        int to = memoryThatIsNotEmpty();
        if (from >= 0 && to >= 0) {
            int length = random.nextInt(200);
            int source = random.nextInt(memoryBytes.get(from).length - length);
            int destination = random.nextBoolean() && from == to
                    ? Math.clamp(source + random.nextInt(100) - 50, 0, memoryBytes.get(to).length - length)
                    : random.nextInt(memoryBytes.get(to).length - length);
            memories.get(to).countCopy();
            memories.get(to).copy(destination, memories.get(from), source, length);
            byte[] moved = Arrays.copyOfRange(memoryBytes.get(from), source, source + length);
            System.arraycopy(moved, 0, memoryBytes.get(to), destination, length);
            add(HeapColumn.COPIES, 1);
            add(HeapColumn.COPIED_BYTES, length);
        }
    }

    private void fillMemory() {
        int which = memoryThatIsNotEmpty();
        if (which >= 0) {
            int length = random.nextInt(100);
            int at = random.nextInt(memoryBytes.get(which).length - length);
            byte value = (byte) random.nextInt();
            memories.get(which).fill(at, value, length);
            Arrays.fill(memoryBytes.get(which), at, at + length, value);
        }
    }

    private void initialiseMemory() {
        int which = memoryThatIsNotEmpty();
        if (which >= 0) {
            byte[] segment = new byte[50];
            random.nextBytes(segment);
            int from = random.nextInt(50);
            int at = random.nextInt(memoryBytes.get(which).length - 50);
            memories.get(which).countCopy();
            memories.get(which).init(at, segment, from, 50 - from);
            System.arraycopy(segment, from, memoryBytes.get(which), at, 50 - from);
            add(HeapColumn.COPIES, 1);
            add(HeapColumn.COPIED_BYTES, 50 - from);
        }
    }

    private int memoryThatIsNotEmpty() {
        int which = memories.isEmpty() ? -1 : random.nextInt(memories.size());
        return which < 0 || memoryBytes.get(which).length == 0 ? -1 : which;
    }

    private void growTable() {
        if (!tables.isEmpty()) {
            int which = random.nextInt(tables.size());
            int before = tableWords.get(which).length;
            int more = random.nextInt(8);
            int word = random.nextInt() | 1;
            boolean fits = before + more <= 2_000 && charge(4L * more);
            same(fits ? before : -1, tables.get(which).grow(more, word));
            if (fits) {
                int[] words = Arrays.copyOf(tableWords.get(which), before + more);
                Arrays.fill(words, before, before + more, word);
                tableWords.set(which, words);
                add(HeapColumn.TABLE_GROWTHS, more > 0 ? 1 : 0);
            }
        }
    }

    private void changeTable() {
        if (!tables.isEmpty()) {
            int which = random.nextInt(tables.size());
            int[] words = tableWords.get(which);
            if (words.length > 0) {
                int at = random.nextInt(words.length);
                int word = random.nextInt() | 1;
                tables.get(which).set(at, word);
                words[at] = word;
                int length = random.nextInt(words.length);
                int from = random.nextInt(words.length - length);
                int to = random.nextInt(words.length - length);
                tables.get(which).countCopy();
                tables.get(which).copy(to, tables.get(which), from, length);
                System.arraycopy(words.clone(), from, words, to, length);
                add(HeapColumn.COPIES, 1);
                add(HeapColumn.COPIED_BYTES, 4L * length);
            }
        }
    }

    private void addHandle() {
        if (!handles.isEmpty() && random.nextBoolean()) {
            int known = random.nextInt(handles.size());
            same(Reference.hostHandle(known), arena.hostHandles().add(handles.get(known)));
        } else {
            Object object = new Object();
            boolean fits = charge(32);
            same(
                    fits ? Reference.hostHandle(handles.size()) : Reference.NULL,
                    arena.hostHandles().add(object));
            if (fits) {
                handles.add(object);
                add(HeapColumn.HANDLE_ALLOCATIONS, 1);
            }
        }
    }

    private void useStack() {
        int slots = random.nextInt(stack.limit() + 1);
        stack.commit(slots);
        same(true, stack.slots().length >= slots && stack.slots().length < 2 * Math.max(1, stack.limit()));
    }

    private boolean charge(long bytes) {
        boolean fits = expected[HeapColumn.CHARGED_BYTES.index()] + bytes <= limit;
        add(fits ? HeapColumn.CHARGED_BYTES : HeapColumn.QUOTA_REFUSALS, fits ? bytes : 1);
        return fits;
    }

    private void add(HeapColumn column, long amount) {
        expected[column.index()] += amount;
    }

    private static long textBytes(String text) {
        int groupsOfFour = (text.length() + 3) / 4;
        return 8 + 8L * groupsOfFour;
    }

    private String randomText() {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(12); length > 0; length--) {
            text.append((char) (random.nextBoolean() ? 'a' + random.nextInt(3) : random.nextInt(65536)));
        }
        return text.toString();
    }

    private static void same(Object wanted, Object actual) {
        if (!wanted.equals(actual)) {
            throw new AssertionError("wanted " + wanted + ", there is " + actual);
        }
    }
}
