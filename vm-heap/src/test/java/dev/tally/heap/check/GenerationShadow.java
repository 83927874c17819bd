package dev.tally.heap.check;

import dev.tally.heap.HeapColumn;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects Java objects as the heap should collect its own, each time that the heap is seen to ask for roots, and so knows what its
 * counters of collections must say: what is promoted, found by traces and reclaimed, to the byte. Old objects that nobody holds any
 * more keep what they hold until the old space is collected, here as there.
 */
final class GenerationShadow {
    private static final long LARGE_BYTES = 16 << 10;

    /** Nodes that were stored into since the nursery was empty: no other old ones can hold young ones. */
    private final Set<GraphNode> stored = Collections.newSetFromMap(new IdentityHashMap<>());

    private long youngBytes;
    private long oldBytes;
    private long nurseryCollections;
    private long oldCollections;
    private long tracedWords;
    private long promotedBytes;
    private long reclaimedBytes;

    void made(GraphNode node, long bytes) {
        node.old = bytes > LARGE_BYTES;
        if (node.old) {
            oldBytes += bytes;
        } else {
            youngBytes += bytes;
        }
    }

    void stored(GraphNode node) {
        stored.add(node);
    }

    void emptyNursery(Deque<Object> roots) {
        Deque<Object> pending = new ArrayDeque<>(roots);
        for (GraphNode node : stored) {
            if (node.old) {
                push(pending, node.references);
            }
        }
        stored.clear();
        long promoted = 0;
        while (!pending.isEmpty()) {
            if (pending.pop() instanceof GraphNode node && !node.old) {
                node.old = true;
                promoted += node.bytes();
                push(pending, node.references);
            }
        }
        nurseryCollections++;
        promotedBytes += promoted;
        reclaimedBytes += youngBytes - promoted;
        oldBytes += promoted;
        youngBytes = 0;
    }

    void trace(Collection<Object> reachable) {
        tracedWords += bytes(reachable) / 8;
    }

    void compact(Collection<Object> reachable) {
        oldCollections++;
        reclaimedBytes += oldBytes - bytes(reachable);
        oldBytes = bytes(reachable);
    }

    void writeTo(long[] expected) {
        expected[HeapColumn.NURSERY_COLLECTIONS.index()] = nurseryCollections;
        expected[HeapColumn.OLD_COLLECTIONS.index()] = oldCollections;
        expected[HeapColumn.TRACED_WORDS.index()] = tracedWords;
        expected[HeapColumn.PROMOTED_BYTES.index()] = promotedBytes;
        expected[HeapColumn.RECLAIMED_BYTES.index()] = reclaimedBytes;
        expected[HeapColumn.OBJECT_BYTES.index()] = oldBytes + youngBytes;
    }

    private static long bytes(Collection<Object> values) {
        long bytes = 0;
        for (Object value : values) {
            bytes += value instanceof GraphNode node ? node.bytes() : 0;
        }
        return bytes;
    }

    private static void push(Deque<Object> pending, @Nullable Object[] values) {
        for (Object value : values) {
            if (value != null) {
                pending.push(value);
            }
        }
    }
}
