package dev.tally.heap.collect;

import dev.tally.heap.arena.Arena;
import dev.tally.heap.object.HeapObjects;
import dev.tally.heap.object.Reference;
import dev.tally.heap.object.Shape;
import dev.tally.heap.object.Storage;
import java.util.List;

/** A guest that makes structs of 32 bytes, two references and two numbers, and holds what is in a few slots. */
final class LinkedNodes implements Roots {
    static final int NODE_BYTES = 32;
    static final int NEXT = 8;
    static final int OTHER = 12;

    final Arena arena;
    final Collector collector;
    final HeapObjects objects;
    final int nodeType;
    final int arrayType;
    final int bytesType;
    final long[] slots = new long[8];
    long paid;

    /** The fuel that each node is said to have taken. */
    int fuelOfANode;

    private long fuel;

    LinkedNodes(long limit) {
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

    /** A node that nobody holds yet; null if the quota refuses it. */
    int node() {
        fuel += fuelOfANode;
        return room(NODE_BYTES) ? objects.newStruct(nodeType) : Reference.NULL;
    }

    /** An array of references, all null. */
    int array(int length) {
        return room(objects.shapes().arrayBytes(arrayType, length))
                ? objects.newArray(arrayType, length)
                : Reference.NULL;
    }

    int bytes(int length) {
        return room(objects.shapes().arrayBytes(bytesType, length))
                ? objects.newArray(bytesType, length)
                : Reference.NULL;
    }

    /** Makes room as a machine does; the fuel for censuses adds up in {@link #paid}. */
    boolean room(long bytes) {
        if (collector.hasRoom(bytes)) {
            return true;
        }
        long price = collector.priceOfRoom(bytes);
        if (price > 0) {
            collector.census();
            paid += price;
        }
        return collector.makeRoom(bytes);
    }

    /** Has the quota ask for so many bytes that are no object's, as a growth of a memory does. */
    boolean request(long bytes) {
        long price = collector.priceOfAdmission(bytes);
        if (price > 0) {
            collector.census();
            paid += price;
        }
        return arena.quota().request(bytes);
    }

    /** A handle of an object of the host; null if the quota refuses it. */
    int handle(Object object) {
        long price = collector.priceOfHandle(object);
        if (price > 0) {
            collector.census();
            paid += price;
        }
        return arena.hostHandles().add(object);
    }

    /** Puts so many nodes before the list in a slot. */
    void push(int slot, int nodes) {
        for (int made = 0; made < nodes; made++) {
            int node = node();
            objects.setReference(node, NEXT, (int) slots[slot]);
            slots[slot] = node;
        }
    }

    int length(int slot) {
        int length = 0;
        for (int node = (int) slots[slot]; node != Reference.NULL; node = objects.getReference(node, NEXT)) {
            length++;
        }
        return length;
    }
}
