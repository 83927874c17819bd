package dev.tally.runtime.link;

/**
 * Port: a function of the host that is called beneath the guest's frame. It may read and write memories and globals; it
 * may not allocate guest objects, grow, pend, or run guest code.
 */
public interface LeafTarget {
    /**
     * Runs the function.
     *
     * @param caller the instance that calls
     * @param slots the guest's stack
     * @param base the slot of the first argument, where the results go
     */
    void call(Instance caller, long[] slots, int base);
}
