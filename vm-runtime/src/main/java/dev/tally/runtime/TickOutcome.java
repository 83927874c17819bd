package dev.tally.runtime;

/** How a tick ended. */
public enum TickOutcome {
    /** The call returned; its results can be read. */
    RETURNED,
    /** The fuel of the tick is used up; the next tick goes on. */
    OUT_OF_FUEL,
    /** The guest ended its frame by calling {@code tally.yield}; the next tick goes on behind that. */
    YIELDED,
    /** A function of the host answered that its result is pending; the guest goes on once it is completed. */
    WAITING,
    /** The call ended in a {@link Trap}. */
    TRAPPED;

    /** Whether the call is still in progress. */
    public boolean inProgress() {
        return this == OUT_OF_FUEL || this == YIELDED || this == WAITING;
    }
}
