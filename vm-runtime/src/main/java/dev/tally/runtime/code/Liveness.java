package dev.tally.runtime.code;

import dev.tally.core.module.Function;
import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ReferenceType;
import dev.tally.core.type.ValueType;
import dev.tally.core.validate.ValidModule;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which locals of a function are live at each safepoint: read later on some path before they are written. A dead local
 * counts as zero in digests, so that a tier need not keep it; all operands are live.
 *
 * <p>A backward analysis over the flow of the body, done once per function and only when somebody asks. Where it would
 * cost more than {@link #MOST_BITS} bits, all locals count as live: that is a rule of the bytecode like the analysis
 * itself, the same in every tier.
 */
public final class Liveness {
    /** The most locals times nodes and safepoints that are analysed. */
    static final long MOST_BITS = 1L << 24;

    private final int locals;
    private final @Nullable BitSet[] liveAtSafepoints;
    private final boolean everythingLives;
    private final BitSet references;

    private Liveness(int locals, BitSet references, @Nullable BitSet[] liveAtSafepoints, boolean everythingLives) {
        this.locals = locals;
        this.references = references;
        this.liveAtSafepoints = liveAtSafepoints;
        this.everythingLives = everythingLives;
    }

    /** Analyses a function that the module defines; {@code definedFunction} counts from the first of them. */
    public static Liveness of(ValidModule module, int definedFunction) {
        FlowGraph graph = new FlowGraph();
        FunctionCode code = Lowering.lower(module, definedFunction, graph);
        return of(
                graph,
                code.locals(),
                references(module, definedFunction),
                code.safepoints().count());
    }

    private static BitSet references(ValidModule module, int definedFunction) {
        Function function = module.definition().functions().get(definedFunction);
        FunctionType type = module.definition().types().get(function.typeIndex());
        List<ValueType> types = function.localTypes(type);
        BitSet references = new BitSet(types.size());
        for (int i = 0; i < types.size(); i++) {
            references.set(i, types.get(i) instanceof ReferenceType);
        }
        return references;
    }

    static Liveness of(FlowGraph graph, int locals, BitSet references, int safepoints) {
        BitSet[] live = new BitSet[safepoints];
        if ((long) locals * ((long) graph.nodes() + safepoints) > MOST_BITS) {
            return new Liveness(locals, references, live, true);
        }
        BitSet[] atEntry = new BitSet[graph.nodes()];
        for (int i = 0; i < atEntry.length; i++) {
            atEntry[i] = new BitSet(locals);
        }
        int[][] successors = successors(graph);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int node = graph.nodes() - 1; node >= 0; node--) {
                BitSet now = walk(graph, node, atEntry, successors[node], null);
                if (!now.equals(atEntry[node])) {
                    atEntry[node] = now;
                    changed = true;
                }
            }
        }
        for (int node = 0; node < graph.nodes(); node++) {
            walk(graph, node, atEntry, successors[node], live);
        }
        return new Liveness(locals, references, live, false);
    }

    private static int[][] successors(FlowGraph graph) {
        int[] counts = new int[graph.nodes()];
        for (int edge = 0; edge < graph.edges(); edge++) {
            counts[graph.edgeSource(edge)]++;
        }
        int[][] successors = new int[graph.nodes()][];
        for (int node = 0; node < successors.length; node++) {
            successors[node] = new int[counts[node]];
        }
        for (int edge = 0; edge < graph.edges(); edge++) {
            int source = graph.edgeSource(edge);
            counts[source]--;
            successors[source][counts[source]] = graph.edgeTarget(edge);
        }
        return successors;
    }

    /** What is live at a node's entry, given what is at its successors'; notes it at the node's safepoints if asked. */
    private static BitSet walk(
            FlowGraph graph, int node, BitSet[] atEntry, int[] successors, BitSet @Nullable [] atSafepoints) {
        BitSet live = new BitSet();
        for (int successor : successors) {
            live.or(atEntry[successor]);
        }
        for (int event = graph.eventEnd(node) - 1; event >= graph.firstEvent(node); event--) {
            int number = graph.eventNumber(event);
            switch (graph.eventKind(event)) {
                case FlowGraph.READ -> live.set(number);
                case FlowGraph.WRITE -> live.clear(number);
                default -> {
                    if (atSafepoints != null) {
                        atSafepoints[number] = (BitSet) live.clone();
                    }
                }
            }
        }
        return live;
    }

    /** The first local from {@code from} on that is live at a safepoint and holds a reference; −1 if there is none. */
    public int nextLiveReference(int safepoint, int from) {
        int local = references.nextSetBit(from);
        while (local >= 0 && !isLive(safepoint, local)) {
            local = references.nextSetBit(local + 1);
        }
        return local;
    }

    /** Whether a local is live at a safepoint. */
    public boolean isLive(int safepoint, int local) {
        if (everythingLives) {
            return local < locals;
        }
        BitSet live = liveAtSafepoints[safepoint];
        return live != null && live.get(local);
    }
}
