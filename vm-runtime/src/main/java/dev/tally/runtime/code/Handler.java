package dev.tally.runtime.code;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where exceptions go that are thrown inside a {@code try_table}: its clauses in their order, then those of the one around it.
 * It is made when the block begins and completed where it ends, and never changes afterwards.
 */
public final class Handler {
    /**
     * One clause.
     *
     * @param tag the index of the tag that it catches, or {@link #ANY_TAG}
     * @param takesReference whether the exception itself is passed on, behind its values
     * @param safepoint where the function goes on, a safepoint of its own, with the values as its topmost operands
     * @param height how many operands lie below the values
     */
    public record Clause(int tag, boolean takesReference, int safepoint, int height) {}

    /** The tag of clauses that catch whatever is thrown. */
    public static final int ANY_TAG = -1;

    private final @Nullable Handler outer;
    private final List<Clause> clauses = new ArrayList<>();

    /** Where the flow goes from what may throw, if the flow is recorded. */
    final int node;

    private boolean reached;

    Handler(@Nullable Handler outer, int node) {
        this.outer = outer;
        this.node = node;
    }

    /** The handler around this one, in the same function. */
    public @Nullable Handler outer() {
        return outer;
    }

    public int clauseCount() {
        return clauses.size();
    }

    public Clause clause(int index) {
        return clauses.get(index);
    }

    void add(Clause clause) {
        clauses.add(clause);
    }

    /** Something inside may throw: this handler is reached, and so is each around it, since it may catch nothing. */
    void reach() {
        for (Handler handler = this; handler != null && !handler.reached; handler = handler.outer) {
            handler.reached = true;
        }
    }

    boolean isReached() {
        return reached;
    }
}
