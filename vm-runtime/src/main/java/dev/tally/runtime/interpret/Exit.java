package dev.tally.runtime.interpret;

/** Why a tier handed back the execution. Whatever the reason, the guest is at rest then. */
public enum Exit {
    /** The fuel that it may use is used up, or does not suffice for the operation at hand. */
    OUT_OF_ALLOWANCE,
    /** The function that the host called has returned; its results lie at the bottom of its frame. */
    RETURNED,
    /** A function of the host is on top of the stack: newly called, or what it called has returned. */
    HOST_FUNCTION,
    /** The call has trapped; the execution knows why. */
    TRAPPED,
    /** The guest is at the entry of a function, or at the head of a loop, from which compiled code goes on. */
    ENTERS_COMPILED
}
