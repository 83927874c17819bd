package dev.tally.heap.collect;

/**
 * What the mutator must supply: every reference that it holds outside objects, tables and scoped handles, which the heap knows
 * itself. So these are the live slots of frames and the globals that hold references.
 *
 * <p>Which references are roots decides what a census finds reachable, and so what the guest is charged: it must follow from the
 * guest's state alone. Slots that are not live must be left out, and every reference left in must be one that the heap gave and
 * has been shown here ever since.
 */
@FunctionalInterface
public interface Roots {
    /**
     * Shows each reference to the visitor and puts what it answers in its place: {@code slots[i] = visitor.visit((int) slots[i])}.
     * A place may be shown twice; nothing may be allocated, on either heap.
     */
    void visitAll(RootVisitor visitor);

    /** How much fuel the mutator has used so far; 0, always, if it does not tell. Sizes follow from it, and nothing that a guest can see. */
    default long fuelUsed() {
        return 0;
    }
}
