package dev.tally.runtime.code;

import org.jspecify.annotations.Nullable;

/** Records the flow of a body into a {@link FlowGraph} if there is one; lowering for execution has none. */
final class Flow {
    private static final int NO_NODE = -1;

    private final @Nullable FlowGraph graph;

    Flow(@Nullable FlowGraph graph) {
        this.graph = graph;
    }

    int newNode() {
        return graph == null ? NO_NODE : graph.newNode();
    }

    void enter(int node) {
        if (graph != null) {
            graph.enter(node);
        }
    }

    void branch(int target) {
        if (graph != null) {
            graph.branch(target);
        }
    }

    void leave() {
        if (graph != null) {
            graph.leave();
        }
    }

    void event(int kind, int number) {
        if (graph != null) {
            graph.event(kind, number);
        }
    }
}
