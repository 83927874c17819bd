package dev.tally.runtime.code;

import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * The control flow of a body and what it does with its locals, recorded while the body is lowered again for the sake of
 * {@link Liveness}. A node is a stretch of events without a branch; events and edges of all nodes lie in one list each.
 */
final class FlowGraph {
    /** What happens to a local, or which safepoint is passed; an event is its number times the count of kinds plus this. */
    static final int READ = 0;

    static final int WRITE = 1;
    static final int SAFEPOINT = 2;
    static final int EVENT_KINDS = 3;

    private static final int NO_NODE = -1;

    private final IntArrayList firstEvents = new IntArrayList();
    private final IntArrayList lastEvents = new IntArrayList();
    private final IntArrayList events = new IntArrayList();
    private final IntArrayList edgeSources = new IntArrayList();
    private final IntArrayList edgeTargets = new IntArrayList();
    private int current = NO_NODE;

    /** Makes a node that is entered later; labels need theirs before their place is reached. */
    int newNode() {
        firstEvents.add(0);
        lastEvents.add(0);
        return firstEvents.size() - 1;
    }

    /** Goes on in a node; what came before falls into it, unless it has been left. */
    void enter(int node) {
        if (current != NO_NODE) {
            branch(node);
            leave();
        }
        firstEvents.set(node, events.size());
        current = node;
    }

    /** The current node may branch to another. */
    void branch(int target) {
        edgeSources.add(current);
        edgeTargets.add(target);
    }

    /** Nothing falls out of the current node. */
    void leave() {
        if (current != NO_NODE) {
            lastEvents.set(current, events.size());
            current = NO_NODE;
        }
    }

    void event(int kind, int number) {
        if (current != NO_NODE) {
            events.add(number * EVENT_KINDS + kind);
        }
    }

    int nodes() {
        return firstEvents.size();
    }

    int firstEvent(int node) {
        return firstEvents.get(node);
    }

    int eventEnd(int node) {
        return lastEvents.get(node);
    }

    int eventKind(int event) {
        return events.get(event) % EVENT_KINDS;
    }

    int eventNumber(int event) {
        return events.get(event) / EVENT_KINDS;
    }

    int edges() {
        return edgeSources.size();
    }

    int edgeSource(int edge) {
        return edgeSources.get(edge);
    }

    int edgeTarget(int edge) {
        return edgeTargets.get(edge);
    }
}
