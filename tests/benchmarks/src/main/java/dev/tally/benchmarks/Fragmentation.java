package dev.tally.benchmarks;

import dev.tally.heap.HeapColumn;
import java.util.Random;

/**
 * What remains of room after objects of many sizes have died here and there: counted, not timed, and the same in every run. Since what
 * lives is moved together, nothing should.
 */
final class Fragmentation {
    private static final int HELD = 20_000;
    private static final int LARGEST = 2_000;

    private final NodeHeap heap = new NodeHeap(256L << 20);
    private final Random random = new Random(1);

    private Fragmentation() {}

    static String table() {
        MarkdownTable table = new MarkdownTable(
                "arrays of 8 to 2,000 bytes", "reachable, bytes", "array of the arena, bytes", "share");
        Fragmentation here = new Fragmentation();
        here.heap.slots[0] = here.heap.referenceArray(HELD);
        here.hold(HELD, 0);
        here.add(table, "20,000 held");
        here.hold(5 * HELD, HELD);
        here.add(table, "after 100,000 more, each in the place of a random one");
        here.drop();
        here.heap.collector.collectAll();
        here.add(table, "after all but a random tenth were dropped, and a collection");
        return table.toString();
    }

    private void hold(int arrays, int turns) {
        for (int made = 0; made < arrays; made++) {
            int array = heap.byteArray(8 + random.nextInt(LARGEST - 8));
            int place = turns == 0 ? made : random.nextInt(HELD);
            heap.objects.setReference((int) heap.slots[0], NodeHeap.FIRST_ELEMENT + 4 * place, array);
        }
    }

    private void drop() {
        for (int place = 0; place < HELD; place++) {
            if (random.nextInt(10) != 0) {
                heap.objects.setReference((int) heap.slots[0], NodeHeap.FIRST_ELEMENT + 4 * place, 0);
            }
        }
    }

    private void add(MarkdownTable table, String when) {
        long committed = heap.arena.counters().value(HeapColumn.COMMITTED_BYTES);
        heap.collector.census();
        long reachable = heap.arena.quota().charged();
        table.add(
                when,
                MarkdownTable.count(reachable),
                MarkdownTable.count(committed),
                MarkdownTable.number("%.0f %%", 100.0 * reachable / committed));
    }
}
