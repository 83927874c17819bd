package dev.tally.heap.collect;

/** What a phase of a collection does with a root. A reference of whatever kind may be shown, {@code null} too. */
@FunctionalInterface
public interface RootVisitor {
    /** Answers the reference that is to take the place of the one shown. */
    int visit(int reference);
}
