package dev.tally.benchmarks;

import dev.tally.heap.arena.Arena;
import dev.tally.heap.collect.Collector;
import dev.tally.heap.collect.RootVisitor;
import dev.tally.heap.collect.Roots;
import dev.tally.heap.object.HeapObjects;
import dev.tally.heap.object.Reference;
import dev.tally.heap.object.Shape;
import dev.tally.heap.object.Storage;
import java.util.List;
import java.util.Random;

/** An arena without a machine: nodes of 32 bytes, two references and two numbers, held by a few slots. */
final class NodeHeap implements Roots {
    static final int NODE_BYTES = 32;
    static final int NEXT = 8;

    private static final int FUEL_OF_AN_OBJECT = 50;

    /** Where the first element of an array lies. */
    static final int FIRST_ELEMENT = 8;

    final Arena arena;
    final Collector collector;
    final HeapObjects objects;
    final int nodeType;
    final int arrayType;
    final int bytesType;
    final long[] slots = new long[4];

    /** What a guest would have used, for each object what it costs to make one and to do something with it. */
    private long fuel;

    NodeHeap(long limit) {
        arena = new Arena(limit);
        collector = arena.collector();
        objects = arena.objects();
        nodeType = objects.shapes()
                .add(new Shape.Struct(List.of(Storage.REFERENCE, Storage.REFERENCE, Storage.I64, Storage.I64)));
        arrayType = objects.shapes().add(new Shape.Array(Storage.REFERENCE));
        bytesType = objects.shapes().add(new Shape.Array(Storage.I8));
        collector.attach(this);
    }

    @Override
    public void visitAll(RootVisitor visitor) {
        for (int slot = 0; slot < slots.length; slot++) {
            slots[slot] = visitor.visit((int) slots[slot]);
        }
    }

    @Override
    public long fuelUsed() {
        return fuel;
    }

    void room(long bytes) {
        fuel += FUEL_OF_AN_OBJECT;
        if (collector.hasRoom(bytes)) {
            return;
        }
        if (collector.priceOfRoom(bytes) > 0) {
            collector.census();
        }
        if (!collector.makeRoom(bytes)) {
            throw new IllegalStateException("the quota is used up");
        }
    }

    /** Makes a node that nobody holds yet. */
    int node() {
        room(NODE_BYTES);
        return objects.newStruct(nodeType);
    }

    /** Makes a node before the list in a slot. */
    void push(int slot) {
        int node = node();
        objects.setReference(node, NEXT, (int) slots[slot]);
        slots[slot] = node;
    }

    int byteArray(int length) {
        room(objects.shapes().arrayBytes(bytesType, length));
        return objects.newArray(bytesType, length);
    }

    int referenceArray(int length) {
        room(objects.shapes().arrayBytes(arrayType, length));
        return objects.newArray(arrayType, length);
    }

    /** Makes a list of so many nodes in a slot, old ones, in the order in which they lie or in a random one. */
    void build(int slot, int nodes, boolean shuffled) {
        for (int made = 0; made < nodes; made++) {
            push(slot);
        }
        collector.collectAll();
        if (shuffled) {
            shuffle(slot, nodes);
        }
        collector.collectAll();
    }

    /** Unlinks nodes of a list until a part of it is left: the end of it, or nodes spread over all of it. */
    void keep(int slot, int percent, boolean scattered) {
        Random random = new Random(1);
        int length = length(slot);
        int kept = Reference.NULL;
        int index = 0;
        for (int node = (int) slots[slot]; node != Reference.NULL; index++) {
            int next = objects.getReference(node, NEXT);
            boolean keeps =
                    scattered ? random.nextInt(100) < percent : 100L * (length - index) <= (long) percent * length;
            if (keeps) {
                objects.setReference(node, NEXT, kept);
                kept = node;
            }
            node = next;
        }
        slots[slot] = kept;
    }

    private int length(int slot) {
        int length = 0;
        for (int node = (int) slots[slot]; node != Reference.NULL; node = objects.getReference(node, NEXT)) {
            length++;
        }
        return length;
    }

    private void shuffle(int slot, int nodes) {
        int[] order = new int[nodes];
        int node = (int) slots[slot];
        for (int index = 0; index < nodes; index++) {
            order[index] = node;
            node = objects.getReference(node, NEXT);
        }
        Random random = new Random(1);
        for (int index = nodes - 1; index > 0; index--) {
            int other = random.nextInt(index + 1);
            int swapped = order[index];
            order[index] = order[other];
            order[other] = swapped;
        }
        for (int index = 0; index < nodes; index++) {
            objects.setReference(order[index], NEXT, index + 1 < nodes ? order[index + 1] : Reference.NULL);
        }
        slots[slot] = order[0];
    }
}
